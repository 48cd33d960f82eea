/// Addresses of The Open Network (TEP-2).
enum TON {
    /// Whether 48 characters of base64 or base64url are an address: tag, workchain 0 or −1, 32 bytes, CRC-16/XMODEM.
    static func isAddress(_ text: [UInt8]) -> Bool {
        let isStandard = text.contains { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/") }
        let isURL = text.contains { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
        guard text.count == 48, !(isStandard && isURL) else { return false }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(36)
        for group in stride(from: 0, to: 48, by: 4) {
            var bits: UInt32 = 0
            for character in text[group..<group + 4] {
                guard let value = value(character) else { return false }
                bits = bits << 6 | UInt32(value)
            }
            for shift: UInt32 in [16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: bits >> shift)) }
        }
        // 0x11 bounceable, 0x51 not; 0x80 marks the test network.
        guard bytes[0] & 0x7F == 0x11 || bytes[0] & 0x7F == 0x51, bytes[1] == 0 || bytes[1] == 0xFF else { return false }
        return crc16(bytes[..<34]) == UInt16(bytes[34]) << 8 | UInt16(bytes[35])
    }

    private static func value(_ character: UInt8) -> UInt8? {
        switch character {
        case 0x41...0x5A: character - 0x41
        case 0x61...0x7A: character - 0x61 + 26
        case 0x30...0x39: character - 0x30 + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }

    /// Polynomial 0x1021, initial value 0, not reflected.
    private static func crc16(_ bytes: ArraySlice<UInt8>) -> UInt16 {
        var crc: UInt16 = 0
        for byte in bytes {
            crc ^= UInt16(byte) << 8
            for _ in 0..<8 { crc = crc & 0x8000 != 0 ? crc << 1 ^ 0x1021 : crc << 1 }
        }
        return crc
    }
}
