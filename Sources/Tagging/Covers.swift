/// Guards found in a text, asked which of them cover some words.
struct Covers {
    /// The guards, by their first word.
    let hits: [PhraseHit]
    /// For each word the first guard that begins at it or after.
    private let starts: [Int]
    private let longest: Int

    init(_ hits: [PhraseHit], wordCount: Int) {
        self.hits = hits.enumerated().sorted { ($0.element.words.lowerBound, $0.offset) < ($1.element.words.lowerBound, $1.offset) }.map(\.element)
        var starts = [Int](repeating: hits.count, count: hits.isEmpty ? 0 : wordCount + 1)
        for (index, hit) in self.hits.enumerated().reversed() { starts[hit.words.lowerBound] = index }
        if starts.count > 1 { for word in (0..<starts.count - 1).reversed() { starts[word] = min(starts[word], starts[word + 1]) } }
        self.starts = starts
        longest = hits.map(\.words.count).max() ?? 0
    }

    /// Index of the first guard that covers all of some words.
    func first(around words: Range<Int>) -> Int? {
        if hits.isEmpty { return nil }
        var index = starts[max(0, words.upperBound - longest)]
        while index < hits.count && hits[index].words.lowerBound <= words.lowerBound {
            if hits[index].words.upperBound >= words.upperBound { return index }
            index += 1
        }
        return nil
    }
}
