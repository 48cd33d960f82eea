/// Bech32 (BIP-173) and bech32m (BIP-350) addresses of segregated witness programs.
enum Bech32 {
    /// Value of each byte in lower case, 0xFF for bytes outside the alphabet.
    static let values: [UInt8] = {
        var table = [UInt8](repeating: 0xFF, count: 256)
        for (value, byte) in "qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8.enumerated() { table[Int(byte)] = UInt8(value) }
        return table
    }()

    private static let generators: [UInt32] = [0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3]

    /// The checksum's state after one more value.
    static func step(_ state: UInt32, _ value: UInt8) -> UInt32 {
        let top = state >> 25
        var next = (state & 0x1FF_FFFF) << 5 ^ UInt32(value)
        for bit in 0..<5 where top >> UInt32(bit) & 1 == 1 { next ^= generators[bit] }
        return next
    }

    /// The checksum's state after the human-readable part (lower case).
    static func state(afterPrefix prefix: [UInt8]) -> UInt32 {
        var state: UInt32 = 1
        for byte in prefix { state = step(state, byte >> 5) }
        state = step(state, 0)
        for byte in prefix { state = step(state, byte & 31) }
        return state
    }

    /// Whether the values behind the separator, checksum included, are a witness program whose checksum left `state`.
    static func isWitnessProgram(_ values: [UInt8], state: UInt32) -> Bool {
        guard values.count >= 7, let version = values.first, version <= 16 else { return false }
        guard state == (version == 0 ? 1 : 0x2BC8_30A3) else { return false }
        let program = values[1..<(values.count - 6)]
        let bits = program.count * 5
        let byteCount = bits / 8
        guard bits % 8 < 5, (2...40).contains(byteCount), version != 0 || byteCount == 20 || byteCount == 32 else { return false }
        let padding = bits % 8
        return padding == 0 || (program.last ?? 0) & ((1 << UInt8(padding)) - 1) == 0
    }
}
