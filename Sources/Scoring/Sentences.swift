internal import Model

/// Sentences of a text by word, and which words stand in quotation marks.
struct Sentences {
    /// For each word the number of its sentence.
    let ofWord: [Int]
    /// For each word whether it is quoted.
    let isQuoted: [Bool]

    init(_ text: NormalizedText) {
        var sentence = 0
        var depth = 0
        var numbers: [Int] = []
        var quoted: [Bool] = []
        numbers.reserveCapacity(text.words.count)
        for (index, word) in text.words.enumerated() {
            if index > 0 && !word.before.isDisjoint(with: [.sentenceEnd, .newline, .paragraph]) { sentence += 1 }
            if word.before.contains(.closeQuote) { depth = max(0, depth - 1) }
            if word.before.contains(.paragraph) { depth = 0 }
            if word.before.contains(.openQuote) { depth += 1 }
            numbers.append(sentence)
            quoted.append(depth > 0)
        }
        ofWord = numbers
        isQuoted = quoted
    }

    /// The sentence of a word; words of file names are a sentence of their own.
    func sentence(of word: Int) -> Int { word < ofWord.count ? ofWord[word] : -1 }

    /// Whether words are of one sentence: a cue with a gap must not take its halves from two.
    func holdsTogether(_ words: Range<Int>) -> Bool { sentence(of: words.lowerBound) == sentence(of: words.upperBound - 1) }

    /// Whether a word is in quotation marks.
    func isQuoted(_ word: Int) -> Bool { word < isQuoted.count && isQuoted[word] }
}
