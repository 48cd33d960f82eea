internal import Hashing

/// Base58 with Bitcoin's alphabet, as Bitcoin (base58check), TRON, Litecoin and Monero use it.
enum Base58 {
    static let alphabet: [UInt8] = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)

    /// Digit of each byte, 0xFF for bytes outside the alphabet.
    static let digits: [UInt8] = {
        var table = [UInt8](repeating: 0xFF, count: 256)
        for (digit, byte) in alphabet.enumerated() { table[Int(byte)] = UInt8(digit) }
        return table
    }()

    /// The version byte of 25 base58check bytes (version, 20 bytes of hash, 4 of SHA-256 twice), or nil when the text is no such thing.
    ///
    /// - Parameter versions: the version bytes worth the two SHA-256.
    static func version(of text: [UInt8], among versions: [UInt8]) -> UInt8? {
        var value = Wide()
        var zeros = 0
        var chunk: UInt64 = 0
        var scale: UInt64 = 1
        var isLeading = true
        for byte in text {
            let digit = digits[Int(byte)]
            guard digit != 0xFF else { return nil }
            if isLeading && digit == 0 { zeros += 1 } else { isLeading = false }
            chunk = chunk &* 58 &+ UInt64(digit)
            scale &*= 58
            if scale >= 430_804_206_899_405_824 {  // 58^10: ten digits fit in 64 bits
                guard value.multiply(by: scale, adding: chunk) else { return nil }
                chunk = 0
                scale = 1
            }
        }
        guard scale == 1 || value.multiply(by: scale, adding: chunk) else { return nil }
        guard value.significantBytes + zeros == 25 else { return nil }
        let bytes = value.bytes25
        guard versions.contains(bytes[0]) else { return nil }
        let digest = SHA256.digest(SHA256.digest(Array(bytes[..<21])))
        return digest[..<4].elementsEqual(bytes[21...]) ? bytes[0] : nil
    }

    /// The bytes of Monero's base58: blocks of 11 digits are 8 bytes, the last 7 digits are 5; nil when a block overflows.
    static func moneroBytes(of text: [UInt8]) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(80)
        var index = 0
        while index < text.count {
            let digitCount = min(11, text.count - index)
            guard let byteCount = [11: 8, 7: 5][digitCount] else { return nil }
            var value: UInt64 = 0
            for byte in text[index..<index + digitCount] {
                let digit = digits[Int(byte)]
                guard digit != 0xFF else { return nil }
                let (product, overflow) = value.multipliedReportingOverflow(by: 58)
                let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
                guard !overflow, !carry else { return nil }
                value = sum
            }
            guard byteCount == 8 || value >> UInt64(8 * byteCount) == 0 else { return nil }
            for shift in (0..<byteCount).reversed() { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * shift))) }
            index += digitCount
        }
        return bytes
    }

    /// An unsigned number below 2^256, least significant limb first.
    private struct Wide {
        var a: UInt64 = 0
        var b: UInt64 = 0
        var c: UInt64 = 0
        var d: UInt64 = 0

        /// False when the result does not fit in 25 bytes.
        mutating func multiply(by factor: UInt64, adding addend: UInt64) -> Bool {
            var carry = addend
            a = Self.step(a, factor, &carry)
            b = Self.step(b, factor, &carry)
            c = Self.step(c, factor, &carry)
            d = Self.step(d, factor, &carry)
            return carry == 0 && d >> 8 == 0
        }

        private static func step(_ limb: UInt64, _ factor: UInt64, _ carry: inout UInt64) -> UInt64 {
            let (high, low) = limb.multipliedFullWidth(by: factor)
            let (sum, overflow) = low.addingReportingOverflow(carry)
            carry = high &+ (overflow ? 1 : 0)
            return sum
        }

        var significantBytes: Int {
            let limb = d != 0 ? (3, d) : c != 0 ? (2, c) : b != 0 ? (1, b) : (0, a)
            return limb.0 * 8 + (71 - limb.1.leadingZeroBitCount) / 8
        }

        /// The low 25 bytes, big-endian.
        var bytes25: [UInt8] {
            var bytes = [UInt8(truncatingIfNeeded: d)]
            for limb in [c, b, a] {
                for shift in (0..<8).reversed() { bytes.append(UInt8(truncatingIfNeeded: limb >> UInt64(8 * shift))) }
            }
            return bytes
        }
    }
}
