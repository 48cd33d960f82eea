/// Where the scalars of one text stand in its bytes, for code that cuts many pieces out of it. Made when it is first asked, in one pass.
public struct ScalarOffsets: Sendable {
    private let text: UTF8Text
    /// Offset of every `step`th scalar.
    private var samples: [Int] = []
    private static let step = 64

    /// Of a text; costs nothing yet.
    public init(_ text: UTF8Text) { self.text = text }

    /// Where a scalar begins in `utf8`; the end of the text for one past it.
    ///
    /// - Complexity: O(n) the first time, then O(1).
    public mutating func offset(ofScalar scalar: Int) -> Int {
        let bytes = text.utf8
        let utf8 = bytes.span
        if samples.isEmpty {
            var found = [0]
            var count = 0
            for index in utf8.indices where utf8[index] & 0xC0 != 0x80 {
                if count % Self.step == 0 && count > 0 { found.append(index) }
                count += 1
            }
            samples = found
        }
        let sample = min(scalar / Self.step, samples.count - 1)
        var offset = samples[sample]
        var left = scalar - sample * Self.step
        while offset < utf8.count && left > 0 {
            offset += 1
            if offset < utf8.count && utf8[offset] & 0xC0 != 0x80 || offset == utf8.count { left -= 1 }
        }
        return offset
    }

    /// The text of a range.
    public mutating func slice(_ range: ScalarRange) -> String {
        let start = offset(ofScalar: range.start)
        return String(decoding: text.utf8[start..<max(start, offset(ofScalar: range.end))], as: UTF8.self)
    }

    /// How many combining marks stand right after a number of scalars, 32 at most.
    public mutating func marks(after scalars: Int) -> Int {
        let start = offset(ofScalar: scalars)
        // No mark is below U+0300: most texts end the question here.
        guard start < text.utf8.count, text.utf8[start] >= 0xCC else { return 0 }
        let rest = String(decoding: text.utf8[start..<offset(ofScalar: scalars + 32)], as: UTF8.self)
        return rest.unicodeScalars.prefix { [.nonspacingMark, .enclosingMark, .spacingMark].contains($0.properties.generalCategory) }.count
    }
}
