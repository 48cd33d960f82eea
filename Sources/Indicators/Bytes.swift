/// Questions about UTF-8 bytes. Positions are byte offsets; the text is well-formed.
enum Bytes {
    @inline(__always) static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    @inline(__always) static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    @inline(__always) static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }

    @inline(__always) static func isLowercase(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 }

    @inline(__always) static func isUppercase(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }

    @inline(__always) static func lowercased(_ byte: UInt8) -> UInt8 { isUppercase(byte) ? byte | 0x20 : byte }

    /// Value of a hexadecimal digit, or nil.
    @inline(__always) static func hexValue(_ byte: UInt8) -> UInt8? {
        if isDigit(byte) { return byte - 0x30 }
        let letter = (byte | 0x20) &- 0x61
        return letter < 6 ? letter + 10 : nil
    }

    /// The scalar that starts at `position`, and its length in bytes.
    static func scalar(_ text: Span<UInt8>, at position: Int) -> (value: UInt32, count: Int) {
        let first = text[position]
        if first < 0x80 { return (UInt32(first), 1) }
        let count = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard position + count <= text.count else { return (0xFFFD, 1) }
        var value = UInt32(first) & (count == 2 ? 0x1F : count == 3 ? 0x0F : 0x07)
        for offset in 1..<count { value = value << 6 | UInt32(text[position + offset] & 0x3F) }
        return (value, count)
    }

    /// Start of the scalar that ends at `end`.
    static func scalarStart(_ text: Span<UInt8>, before end: Int) -> Int {
        var start = end - 1
        while start > 0 && text[start] & 0xC0 == 0x80 { start -= 1 }
        return start
    }

    /// The scalar that ends at `end` (U+0020 at the start of the text).
    static func scalar(_ text: Span<UInt8>, before end: Int) -> UInt32 {
        end == 0 ? 0x20 : scalar(text, at: scalarStart(text, before: end)).value
    }

    /// Scalars that leave no mark on paper: soft hyphen, joiners, bidi controls and isolates, variation selectors, BOM.
    static func isInvisible(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0xAD, 0x34F, 0x61C, 0x180E, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0x2066...0x206F, 0xFE00...0xFE0F, 0xFEFF: true
        default: false
        }
    }

    /// Spaces that stay on the line (Unicode `Zs`, and tab).
    static func isSpace(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x20, 0x09, 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    /// What may stand between the pieces of a broken wallet: spaces, line ends, invisible scalars.
    static func isGap(_ scalar: UInt32) -> Bool { scalar == 0x0A || scalar == 0x0D || isSpace(scalar) || isInvisible(scalar) }

    /// Value of a decimal digit: ASCII, Arabic-Indic, Persian or full-width.
    static func digitValue(_ scalar: UInt32) -> UInt8? {
        switch scalar {
        case 0x30...0x39: UInt8(scalar - 0x30)
        case 0x660...0x669: UInt8(scalar - 0x660)
        case 0x6F0...0x6F9: UInt8(scalar - 0x6F0)
        case 0xFF10...0xFF19: UInt8(scalar - 0xFF10)
        default: nil
        }
    }

    /// Whether the ASCII bytes at `position` are `word` (lower case), in any case.
    static func matches(_ word: StaticString, _ text: Span<UInt8>, at position: Int) -> Bool {
        let count = word.utf8CodeUnitCount
        guard position >= 0, position + count <= text.count else { return false }
        // A StaticString's storage lives as long as the program.
        let start = unsafe word.utf8Start
        for offset in 0..<count where unsafe lowercased(text[position + offset]) != start[offset] { return false }
        return true
    }

    /// A copy of a range.
    static func copy(_ text: Span<UInt8>, _ from: Int, _ to: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(to - from)
        for index in from..<to { bytes.append(text[index]) }
        return bytes
    }

    /// A range as a string.
    static func string(_ text: Span<UInt8>, _ from: Int, _ to: Int) -> String { String(decoding: copy(text, from, to), as: UTF8.self) }
}
