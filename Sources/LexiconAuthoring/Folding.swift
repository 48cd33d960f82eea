internal import Model
internal import Normalization

/// The matching form of lexicon words: the same normaliser as for posts, so that the two can never disagree.
package struct Folding: Sendable {
    /// Its tables take a while to build and never change.
    private static let shared = Normalizer()
    private let normalizer = Folding.shared

    /// Loads ICU's tables, the first time.
    package init() {}

    /// Folded words of a text.
    package func words(_ text: String) -> [[UInt16]] {
        var result = NormalizedText()
        normalizer.normalize(UTF8Text(text), into: &result)
        return result.words.map { Array(result.units[Int($0.start)..<Int($0.end)]) }
    }

    /// Folded words joined by spaces, to compare texts by.
    package func folded(_ text: String) -> String {
        words(text).map { String(decoding: $0, as: UTF16.self) }.joined(separator: " ")
    }
}
