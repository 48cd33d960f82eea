/// Text as validated UTF-8 bytes, addressed by Unicode scalars.
///
/// Posts keep their text in this form because the whole pipeline reads UTF-8; a `String` is made only where a person or a library wants one.
public struct UTF8Text: Hashable, Sendable {
    /// Well-formed UTF-8.
    public let utf8: [UInt8]

    /// Takes bytes that a parser has already validated. Ill-formed input is a broken promise of the caller; `init(repairing:)` is for the rest.
    public init(validated utf8: [UInt8]) { self.utf8 = utf8 }

    /// The UTF-8 of a string.
    public init(_ string: String) { utf8 = Array(string.utf8) }

    /// Decodes bytes of unknown quality; each ill-formed sequence becomes U+FFFD.
    public init(repairing bytes: [UInt8]) { utf8 = Array(String(decoding: bytes, as: UTF8.self).utf8) }

    /// The text as a `String`.
    public var string: String { String(decoding: utf8, as: UTF8.self) }

    /// Whether there is no text.
    public var isEmpty: Bool { utf8.isEmpty }

    /// Number of Unicode scalars. O(n).
    public var scalarCount: Int {
        var count = 0
        for byte in utf8 where byte & 0xC0 != 0x80 { count += 1 }
        return count
    }

    /// The text of a scalar range. O(n) in the position of its end.
    ///
    /// - Precondition: the range lies within the text.
    public func slice(_ range: ScalarRange) -> String {
        var scalar = -1
        var from = utf8.count
        var to = utf8.count
        for (offset, byte) in utf8.enumerated() where byte & 0xC0 != 0x80 {
            scalar += 1
            if scalar == range.start { from = offset }
            if scalar == range.end {
                to = offset
                break
            }
        }
        return String(decoding: utf8[min(from, to)..<to], as: UTF8.self)
    }

    /// The scalars with their values, for code that is not in a hot loop. O(n).
    public var scalars: [Unicode.Scalar] { Array(string.unicodeScalars) }
}
