internal import CICU

/// Converts bytes of a named encoding to UTF-8, piece by piece; what is ill formed becomes U+FFFD.
///
/// Not thread-safe. `unsafe` here: the handle is owned alone, and ICU reads and writes inside array bounds that each call passes.
@safe public final class TextConverter {
    private let converter: OpaquePointer

    /// A converter, or nil when ICU doesn't know the encoding.
    public init?(encoding: String) {
        guard let converter = unsafe mirob_converter_new(encoding) else { return nil }
        unsafe self.converter = unsafe converter
    }

    deinit { unsafe mirob_converter_free(converter) }

    /// Converts `input[from...]` into `output[start..<end]`, as far as both last.
    ///
    /// - Returns: How many bytes of each were used, and whether there is more to come out of what was used.
    public func convert(
        _ input: [UInt8], from: Int, to: Int, into output: inout [UInt8], at start: Int, to end: Int, isLast: Bool
    ) -> (consumed: Int, produced: Int, hasMore: Bool) {
        precondition(0 <= from && from <= to && to <= input.count && 0 <= start && start <= end && end <= output.count, "inside the arrays")
        var consumed: Int64 = 0
        var produced: Int64 = 0
        let status = unsafe input.withUnsafeBufferPointer { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                guard let source = input.baseAddress, let target = output.baseAddress else { return Int32(0) }
                return unsafe mirob_converter_step(
                    converter, source + from, Int64(to - from), &consumed, target + start, Int64(end - start), &produced, isLast ? 1 : 0)
            }
        }
        return (Int(consumed), Int(produced), status == 1)
    }

    /// All of some bytes as UTF-8.
    public static func utf8(of bytes: ArraySlice<UInt8>, encoding: String) -> [UInt8]? {
        guard let converter = TextConverter(encoding: encoding) else { return nil }
        let input = Array(bytes)
        if input.isEmpty { return [] }
        var output: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        var position = 0
        while true {
            let step = converter.convert(input, from: position, to: input.count, into: &piece, at: 0, to: piece.count, isLast: true)
            position += step.consumed
            output += piece[..<step.produced]
            if !step.hasMore { return output }
        }
    }
}

extension ICUText {
    /// Encodings that bytes may be in, the likeliest first, each with ICU's confidence 0…100 (`ucsdet`).
    public static func encodings(of bytes: ArraySlice<UInt8>) -> [(name: String, confidence: Int)] {
        let input = Array(bytes.prefix(1 << 20))
        var found = [mirob_encoding](repeating: mirob_encoding(), count: 16)
        let count = unsafe input.withUnsafeBufferPointer { input -> Int32 in
            guard let start = input.baseAddress else { return 0 }
            return unsafe mirob_detect_encodings(start, Int32(input.count), &found, 16)
        }
        return (0..<Int(count)).map { index in
            let name = unsafe withUnsafeBytes(of: found[index].name) { unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            return (name, Int(found[index].confidence))
        }
    }
}
