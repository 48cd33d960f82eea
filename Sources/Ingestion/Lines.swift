internal import Model

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

extension UInt8 {
    /// White space as JSON has it.
    var isJSONSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
}

/// What can be told of a line by its first bytes.
enum Lines {
    /// The first line break from `start` on.
    static func lineBreak(in bytes: Span<UInt8>, from start: Int) -> Int? {
        precondition(0 <= start && start <= bytes.count, "inside the bytes")
        // memchr reads `bytes[start...]` and no further; ten times as fast as a loop here.
        return unsafe bytes.withUnsafeBytes { raw in
            guard let base = raw.baseAddress, let found = unsafe memchr(base + start, 0x0A, raw.count - start) else { return nil }
            return unsafe UnsafeRawPointer(found) - base
        }
    }

    /// How many line breaks there are.
    static func lineBreaks(in bytes: Span<UInt8>) -> Int {
        var count = 0
        var start = 0
        while let found = lineBreak(in: bytes, from: start) {
            count += 1
            start = found + 1
        }
        return count
    }

    /// How often a byte stands between two indices.
    static func count(_ byte: UInt8, in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
        precondition(0 <= start && start <= end && end <= bytes.count, "inside the bytes")
        // Eight bytes a step: the high bit of each byte that is equal, exactly ("Determine if a word has a zero byte", S. E. Anderson, Bit Twiddling
        // Hacks), and every index is below `end`.
        return unsafe bytes.withUnsafeBytes { raw in
            let pattern = 0x0101_0101_0101_0101 &* UInt64(byte)
            let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
            var count = 0
            var index = start
            while index &+ 8 <= end {
                let word = unsafe raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ pattern
                count &+= (~(((word & low) &+ low) | word | low)).nonzeroBitCount
                index &+= 8
            }
            while index < end {
                if unsafe raw[index] == byte { count &+= 1 }
                index &+= 1
            }
            return count
        }
    }

    /// Whether the first line of some bytes begins like a JSON object (`{"`, `{}`) or an array of them (`[{`).
    static func looksLikeJSON(_ bytes: Span<UInt8>) -> Bool {
        var first: UInt8?
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index &+= 1
            if byte == UInt8(ascii: "\n") { return false }
            if byte.isJSONSpace { continue }
            switch (first, byte) {
            case (nil, UInt8(ascii: "{")), (nil, UInt8(ascii: "[")): first = byte
            case (UInt8(ascii: "{"), UInt8(ascii: "\"")), (UInt8(ascii: "{"), UInt8(ascii: "}")), (UInt8(ascii: "["), UInt8(ascii: "{")):
                return true
            default: return false
            }
        }
        return false
    }

    /// The id of a line that isn't JSON, where the line begins `{"id":"…"` with nothing to unescape: enough for a line that was cut off.
    static func leadingID(_ bytes: Span<UInt8>) -> String? {
        var index = 0
        func skip(_ expected: StaticString) -> Bool {
            for byte in expected.description.utf8 {
                while index < bytes.count, bytes[index].isJSONSpace { index += 1 }
                guard index < bytes.count, bytes[index] == byte else { return false }
                index += 1
            }
            return true
        }
        guard skip("{"), skip("\""), index + 3 <= bytes.count, bytes[index] == UInt8(ascii: "i"), bytes[index + 1] == UInt8(ascii: "d")
        else { return nil }
        index += 2
        guard bytes[index] == UInt8(ascii: "\"") else { return nil }
        index += 1
        guard skip(":"), skip("\"") else { return nil }
        var id: [UInt8] = []
        while index < bytes.count, id.count <= 256 {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") { return id.isEmpty ? nil : String(validating: id, as: UTF8.self) }
            if byte < 0x20 || byte == UInt8(ascii: "\\") { return nil }
            id.append(byte)
            index += 1
        }
        return nil
    }

    /// 1-based byte at which text stops being UTF-8; nil if it doesn't. Slow, for reasons of rejections only.
    static func firstInvalidByte(_ bytes: some Sequence<UInt8>) -> Int? {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var position = 1
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar): position += UTF8.width(scalar)
            case .emptyInput: return nil
            case .error: return position
            }
        }
    }
}

extension Rejection {
    /// A line, or a whole file, above the limit.
    static func tooLong(file: String, line: Int, offset: Int, length: Int, maxLine: Int, raw: [UInt8]) -> Rejection {
        Rejection(
            file: file, line: line, offset: offset, record: Lines.leadingID(raw.span),
            reason: "\(length) bytes long, above the limit of \(maxLine) (--max-line)", raw: raw)
    }
}
