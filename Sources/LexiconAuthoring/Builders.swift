internal import Lexicons

/// Collects words and their forms; equal letters with equal behaviour are one word.
struct VocabularyBuilder {
    private var letters: [UInt16] = []
    private var forms: [Vocabulary.Form] = []
    private var known: [String: UInt32] = [:]
    private var sets: [[UInt64]] = []
    private var wordCount = 0

    /// The number of the word with these letters and behaviour, and whether it is new (then forms are to be added).
    mutating func word(_ letters: [UInt16], _ behaviour: String) -> (word: UInt32, isNew: Bool) {
        let key = behaviour + "\u{1F}" + String(decoding: letters, as: UTF16.self)
        if let word = known[key] { return (word, false) }
        let word = UInt32(wordCount)
        known[key] = word
        wordCount += 1
        return (word, true)
    }

    mutating func addForm(
        _ form: [UInt16], _ ending: Vocabulary.Ending, _ set: Int, _ word: UInt32, isExact: Bool, isTransliterated: Bool, isDisguised: Bool = false
    ) {
        guard !form.isEmpty, form.count < 256 else { return }
        forms.append(
            Vocabulary.Form(
                start: letters.count, count: form.count, ending: ending, endingSet: set, word: Int(word), isExact: isExact,
                isTransliterated: isTransliterated, isDisguised: isDisguised))
        letters.append(contentsOf: form)
    }

    /// The number of a set of endings.
    mutating func endingSet(_ endings: [[UInt16]]) -> Int {
        let hashes = Set(endings.filter { !$0.isEmpty }.map { LetterHash.hash($0) }).sorted()
        if let index = sets.firstIndex(of: hashes) { return index }
        sets.append(hashes)
        return sets.count - 1
    }

    /// The vocabulary, its forms in the order of their hashes, so that loading need not sort them.
    func built() -> Vocabulary {
        let hashed = forms.map { (hash: LetterHash.hash(letters[$0.start..<$0.start + $0.count]), form: $0) }
        let sorted = hashed.sorted { a, b in
            (a.hash, a.form.word, a.form.count, a.form.endingSet, a.form.start) < (b.hash, b.form.word, b.form.count, b.form.endingSet, b.form.start)
        }
        return Vocabulary(letters: letters, forms: sorted.map(\.form), wordCount: wordCount, endingSets: sets)
    }
}

/// Collects phrases into a trie.
struct TrieBuilder {
    private struct Key: Hashable {
        var node: UInt32
        var word: UInt32
    }

    private var transitions: [Key: UInt32] = [:]
    private var from: [UInt32] = []
    private var words: [UInt32] = []
    private var to: [UInt32] = []
    private var patterns: [[UInt32]] = [[]]

    mutating func add(_ path: [UInt32], pattern: UInt32) {
        var node: UInt32 = 0
        for word in path {
            if let next = transitions[Key(node: node, word: word)] {
                node = next
                continue
            }
            let next = UInt32(patterns.count)
            patterns.append([])
            transitions[Key(node: node, word: word)] = next
            from.append(node)
            words.append(word)
            to.append(next)
            node = next
        }
        if !patterns[Int(node)].contains(pattern) { patterns[Int(node)].append(pattern) }
    }

    func built() -> Phrases {
        var starts: [UInt32] = [0]
        for list in patterns { starts.append((starts.last ?? 0) + UInt32(list.count)) }
        return Phrases(from: from, words: words, to: to, outputStart: starts, outputs: patterns.flatMap { $0 })
    }
}
