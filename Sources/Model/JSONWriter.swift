/// Writes JSON (RFC 8259) into a byte array, in one pass and without a tree.
///
/// Commas are put where they belong; pairing `begin…` with `end…` and giving each value of an object a key is the caller's part. Strings escape
/// `"`, `\`, every control character (U+0000–001F, U+007F–009F) and the line separators U+2028 and U+2029, so that a line of output stays one
/// line and no terminal sees an escape sequence; all else is copied as it is.
///
/// ```swift
/// var json = JSONWriter()
/// json.beginObject()
/// json.key("score")
/// json.integer(87)
/// json.endObject()
/// json.newline()
/// ```
public struct JSONWriter: Sendable {
    /// What has been written. May be emptied between two lines to reuse its storage; see `removeAll()`.
    public var bytes: [UInt8] = []
    /// A value came before on this level, so the next one needs a comma.
    private var needsComma = false

    /// A writer with nothing written.
    public init() {}

    /// Opens an object.
    public mutating func beginObject() { open(UInt8(ascii: "{")) }

    /// Closes an object.
    public mutating func endObject() { close(UInt8(ascii: "}")) }

    /// Opens an array.
    public mutating func beginArray() { open(UInt8(ascii: "[")) }

    /// Closes an array.
    public mutating func endArray() { close(UInt8(ascii: "]")) }

    /// The name of the next value of an object.
    public mutating func key(_ name: StaticString) {
        comma()
        // A static string lives for ever, so the pointer holds.
        name.withUTF8Buffer { unsafe quote($0) }
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// The name of the next value of an object, made at run time.
    public mutating func key(_ name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// A string.
    public mutating func string(_ value: String) {
        var value = value
        comma()
        // The pointer is used inside the closure only.
        value.withUTF8 { unsafe quote($0) }
    }

    /// A string given as UTF-8.
    ///
    /// - Parameter utf8: Well-formed UTF-8; it is copied without a check.
    public mutating func string(utf8: Span<UInt8>) {
        comma()
        // The pointer is used inside the closure only.
        unsafe utf8.withUnsafeBufferPointer { unsafe quote($0) }
    }

    /// A string given as UTF-8.
    ///
    /// - Parameter utf8: Well-formed UTF-8; it is copied without a check.
    public mutating func string(utf8: [UInt8]) { string(utf8: utf8.span) }

    /// A string that holds bytes in base64 (RFC 4648, section 4, padded).
    public mutating func string(base64 data: [UInt8]) {
        comma()
        bytes.reserveCapacity(bytes.count + (data.count + 2) / 3 * 4 + 2)
        bytes.append(UInt8(ascii: "\""))
        var index = 0
        while index < data.count {
            let left = min(3, data.count - index)
            var group = UInt32(data[index]) << 16
            if left > 1 { group |= UInt32(data[index + 1]) << 8 }
            if left > 2 { group |= UInt32(data[index + 2]) }
            for digit in 0..<4 {
                bytes.append(digit <= left ? Self.base64Digit(group >> UInt32(18 - 6 * digit) & 63) : UInt8(ascii: "="))
            }
            index += 3
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// A whole number.
    public mutating func integer(_ value: some BinaryInteger) {
        comma()
        bytes.append(contentsOf: String(value).utf8)
    }

    /// A number with a fraction, rounded half away from zero; trailing zeros go, but one digit stays (`31.0`). What is not finite is `null`.
    ///
    /// - Parameter fractionDigits: Most digits after the point, 0…15; with 0 there is no point.
    public mutating func number(_ value: Double, fractionDigits: Int) {
        precondition((0...15).contains(fractionDigits), "0…15 digits after the point")
        var power = 1.0
        for _ in 0..<fractionDigits { power *= 10 }
        let scaled = (value * power).rounded(.toNearestOrAwayFromZero)
        guard scaled.isFinite else { return null() }
        guard abs(scaled) < 9_007_199_254_740_992 else {
            // Beyond 2^53 there are no digits after the point to speak of; Swift's own form is JSON's.
            comma()
            return bytes.append(contentsOf: value.description.utf8)
        }
        comma()
        if scaled < 0 { bytes.append(UInt8(ascii: "-")) }
        let (whole, fraction) = Int(abs(scaled)).quotientAndRemainder(dividingBy: Int(power))
        bytes.append(contentsOf: String(whole).utf8)
        guard fractionDigits > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        let digits = Array(String(fraction).utf8)
        for _ in digits.count..<fractionDigits { bytes.append(UInt8(ascii: "0")) }
        bytes.append(contentsOf: digits)
        for _ in 1..<fractionDigits where bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
    }

    /// `true` or `false`.
    public mutating func bool(_ value: Bool) {
        comma()
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// `null`.
    public mutating func null() {
        comma()
        bytes.append(contentsOf: "null".utf8)
    }

    /// Ends a line of JSON Lines; the next value starts afresh.
    public mutating func newline() {
        bytes.append(UInt8(ascii: "\n"))
        needsComma = false
    }

    /// Empties the writer and keeps its storage.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        needsComma = false
    }

    /// A comma if a value came before; and one will have, from here on.
    private mutating func comma() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func open(_ bracket: UInt8) {
        comma()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private static func base64Digit(_ value: UInt32) -> UInt8 {
        let value = UInt8(value)
        return switch value {
        case 0..<26: value + UInt8(ascii: "A")
        case 26..<52: value - 26 + UInt8(ascii: "a")
        case 52..<62: value - 52 + UInt8(ascii: "0")
        case 62: UInt8(ascii: "+")
        default: UInt8(ascii: "/")
        }
    }
}

extension JSONWriter {
    /// Appends a string in quotation marks. Runs without anything to escape are found eight bytes at a time and copied whole.
    private mutating func quote(_ utf8: UnsafeBufferPointer<UInt8>) {
        // Every index below is checked against `count`; the pointer is the caller's for the length of this call.
        let raw = UnsafeRawBufferPointer(utf8)
        let count = raw.count
        bytes.reserveCapacity(bytes.count + count + 2)
        bytes.append(UInt8(ascii: "\""))
        var copied = 0
        var index = 0
        while index < count {
            while index &+ 8 <= count, !Self.needsLook(unsafe raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)) { index &+= 8 }
            guard index < count else { break }
            let byte = unsafe raw[index]
            let second = index &+ 1 < count ? unsafe raw[index &+ 1] : 0
            let third = index &+ 2 < count ? unsafe raw[index &+ 2] : 0
            var scalar = UInt32(byte)
            var length = 1
            switch byte {
            case 0..<0x20, 0x22, 0x5C, 0x7F: break
            case 0xC2 where second < 0xA0:
                scalar = UInt32(second)
                length = 2
            case 0xE2 where second == 0x80 && third & 0xFE == 0xA8:
                scalar = 0x2000 | UInt32(third) & 0x3F
                length = 3
            default:
                index &+= 1
                continue
            }
            unsafe bytes.append(contentsOf: raw[copied..<index])
            escape(scalar)
            index += length
            copied = index
        }
        unsafe bytes.append(contentsOf: raw[copied..<count])
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ scalar: UInt32) {
        bytes.append(UInt8(ascii: "\\"))
        switch scalar {
        case 0x22: bytes.append(UInt8(ascii: "\""))
        case 0x5C: bytes.append(UInt8(ascii: "\\"))
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        default:
            bytes.append(UInt8(ascii: "u"))
            for shift: UInt32 in [12, 8, 4, 0] {
                let digit = UInt8(scalar >> shift & 15)
                bytes.append(digit < 10 ? digit + UInt8(ascii: "0") : digit - 10 + UInt8(ascii: "a"))
            }
        }
    }

    /// Whether any of eight bytes is below 0x20, or `"`, `\`, 0x7F, or starts a scalar that may need an escape (0xC2, 0xE2).
    /// "Determine if a word has a zero byte / a byte less than n", S. E. Anderson, Bit Twiddling Hacks.
    private static func needsLook(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        func holds(_ byte: UInt8) -> UInt64 {
            let difference = word ^ (ones &* UInt64(byte))
            return (difference &- ones) & ~difference
        }
        let below = (word &- ones &* 0x20) & ~word
        return (below | holds(0x22) | holds(0x5C) | holds(0x7F) | holds(0xC2) | holds(0xE2)) & highs != 0
    }
}
