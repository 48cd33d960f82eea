/// Ethereum addresses.
enum Ethereum {
    /// Whether the case of 40 hexadecimal digits is EIP-55's: capitals where Keccak-256 of the small letters has a nibble of 8 or more.
    static func hasValidCase(_ digits: [UInt8]) -> Bool {
        let digest = Keccak256.digest(digits.map(Bytes.lowercased))
        for (index, digit) in digits.enumerated() where Bytes.isLetter(digit) {
            let nibble = index % 2 == 0 ? digest[index / 2] >> 4 : digest[index / 2] & 15
            guard Bytes.isUppercase(digit) == (nibble >= 8) else { return false }
        }
        return true
    }
}
