// The compiled lexicon: entities, themes and weights as values, words and phrases as flat arrays that load in a few milliseconds.
//
// Two levels. A *word* of the lexicon is one word of an alias or cue with everything it may look like in a text; its looks are *forms*: letters, and what may
// follow them (nothing, any ending, an ending from a set). A *phrase* is a path of words in a trie; patterns (aliases, cues, guards) sit at its nodes.
// So inflection, spelling and script are settled word by word, and phrases need know nothing about them.

/// Everything mirob knows about names and words, compiled.
public struct Lexicon: Sendable {
    /// `sha256:…` of the compiled bytes; part of every alert's provenance.
    public var digest: String
    /// In the order of their ids.
    public var entities: [Entity]
    /// In the order of `Theme.ids`.
    public var themes: [Theme]
    /// Kinds of stance cues (`verb`, `boilerplate`, …), indexed by a stance pattern's `part`.
    public var stanceKinds: [String]
    /// Features and weights of the score.
    public var weights: Weights
    /// Forms of words.
    public var vocabulary: Vocabulary
    /// Phrases of words.
    public var phrases: Phrases
    /// Aliases, cues and guards.
    public var patterns: PatternTable

    /// The stances that cues speak for, indexed by a stance pattern's `owner`.
    public static let stances = ["reporting", "countering", "promoting"]

    /// Makes a lexicon from its parts.
    public init(
        digest: String, entities: [Entity], themes: [Theme], stanceKinds: [String], weights: Weights, vocabulary: Vocabulary, phrases: Phrases,
        patterns: PatternTable
    ) {
        self.digest = digest
        self.entities = entities
        self.themes = themes
        self.stanceKinds = stanceKinds
        self.weights = weights
        self.vocabulary = vocabulary
        self.phrases = phrases
        self.patterns = patterns
    }
}

extension Lexicon {
    /// The words and phrases of names alone.
    public var names: (Vocabulary, Phrases) { reduced { patterns.kind($0) == .alias } }

    /// The words and phrases of some patterns only. Words, nodes and patterns keep their numbers.
    public func reduced(to isKept: (Int) -> Bool) -> (Vocabulary, Phrases) {
        // Marks the nodes that lead to a kept pattern, from the leaves up: a node's transition comes after that of its parent.
        var kept = [Bool](repeating: false, count: phrases.nodeCount)
        var outputs: [UInt32] = []
        var starts: [UInt32] = [0]
        for node in 0..<phrases.nodeCount {
            let patterns = phrases.outputs[Int(phrases.outputStart[node])..<Int(phrases.outputStart[node + 1])].filter { isKept(Int($0)) }
            outputs += patterns
            starts.append(UInt32(outputs.count))
            kept[node] = !patterns.isEmpty
        }
        var reduced = Phrases(from: [], words: [], to: [], outputStart: starts, outputs: outputs)
        var words = [Bool](repeating: false, count: vocabulary.wordCount)
        for index in phrases.from.indices.reversed() where kept[Int(phrases.to[index])] {
            kept[Int(phrases.from[index])] = true
            reduced.from.append(phrases.from[index])
            reduced.words.append(phrases.words[index])
            reduced.to.append(phrases.to[index])
            if phrases.words[index] != Phrases.gap { words[Int(phrases.words[index])] = true }
        }
        var forms = vocabulary
        forms.forms = vocabulary.forms.filter { words[$0.word] }
        return (forms, reduced)
    }
}

/// The forms that the words of a lexicon take.
public struct Vocabulary: Sendable, Hashable {
    /// What may follow a form's letters.
    public enum Ending: UInt8, Sendable {
        /// Nothing.
        case none
        /// Any letters (`~` in a cue).
        case any
        /// One of the endings of a set.
        case set
        /// Nothing, or one of the endings of a set.
        case optional
    }

    /// One look of a word.
    public struct Form: Sendable, Hashable {
        /// First letter in `letters`.
        public var start: Int
        /// Number of letters.
        public var count: Int
        /// What may follow.
        public var ending: Ending
        /// Index of the set of endings.
        public var endingSet: Int
        /// The word it is a form of.
        public var word: Int
        /// The letters must be just these: no loosened spelling.
        public var isExact: Bool
        /// Made by the compiler from another script or spelling.
        public var isTransliterated: Bool
        /// Made by the compiler: written backwards, or in letters of another script that look the same.
        public var isDisguised: Bool

        /// Makes a form.
        public init(
            start: Int, count: Int, ending: Ending, endingSet: Int, word: Int, isExact: Bool, isTransliterated: Bool, isDisguised: Bool = false
        ) {
            self.start = start
            self.count = count
            self.ending = ending
            self.endingSet = endingSet
            self.word = word
            self.isExact = isExact
            self.isTransliterated = isTransliterated
            self.isDisguised = isDisguised
        }
    }

    /// Folded letters of all forms.
    public var letters: [UInt16]
    /// All forms, in the order of the hashes of their letters.
    public var forms: [Form]
    /// Number of words.
    public var wordCount: Int
    /// Sets of endings, each the sorted hashes (`LetterHash`) of its endings.
    public var endingSets: [[UInt64]]

    /// Makes a vocabulary.
    public init(letters: [UInt16], forms: [Form], wordCount: Int, endingSets: [[UInt64]]) {
        self.letters = letters
        self.forms = forms
        self.wordCount = wordCount
        self.endingSets = endingSets
    }
}

/// A trie of words; node 0 is the root.
public struct Phrases: Sendable, Hashable {
    /// Stands in `words` for a gap of up to `longestGap` words.
    @inlinable public static var gap: UInt32 { 0xFFFF_FFFF }
    /// Longest gap in words.
    @inlinable public static var longestGap: Int { 5 }

    /// For each transition the node it leaves.
    public var from: [UInt32]
    /// For each transition the word (or `gap`).
    public var words: [UInt32]
    /// For each transition the node it enters.
    public var to: [UInt32]
    /// For each node where its patterns begin in `outputs`; one more entry than nodes.
    public var outputStart: [UInt32]
    /// Pattern numbers.
    public var outputs: [UInt32]

    /// Makes a trie.
    public init(from: [UInt32], words: [UInt32], to: [UInt32], outputStart: [UInt32], outputs: [UInt32]) {
        self.from = from
        self.words = words
        self.to = to
        self.outputStart = outputStart
        self.outputs = outputs
    }

    /// Number of nodes.
    public var nodeCount: Int { max(0, outputStart.count - 1) }
}

/// Patterns as fixed-size records with their strings in one pool: a value is made only where one is shown.
public struct PatternTable: Sendable, Hashable {
    /// Six numbers a pattern: kind, part and language; owner; flags; start and length of the text; start of the gloss; its length.
    public var records: [UInt32]
    /// UTF-8 of all texts and glosses.
    public var pool: [UInt8]
    /// Language tags.
    public var languages: [String]

    /// Numbers a pattern takes.
    static let stride = 6

    /// Makes a table.
    public init(_ patterns: [Pattern]) {
        records = []
        pool = []
        languages = []
        var strings: [String: UInt32] = [:]
        var languageIndex: [String: Int] = [:]
        for pattern in patterns {
            if languageIndex[pattern.language] == nil {
                languageIndex[pattern.language] = languages.count
                languages.append(pattern.language)
            }
            for string in [pattern.text, pattern.gloss] where strings[string] == nil {
                strings[string] = UInt32(pool.count)
                pool.append(contentsOf: string.utf8)
            }
            records.append(UInt32(pattern.kind.rawValue) | UInt32(pattern.part) << 8 | UInt32(languageIndex[pattern.language] ?? 0) << 16)
            records.append(UInt32(pattern.owner) | UInt32(pattern.flags.rawValue) << 16)
            records.append(strings[pattern.text] ?? 0)
            records.append(UInt32(pattern.text.utf8.count))
            records.append(strings[pattern.gloss] ?? 0)
            records.append(UInt32(pattern.gloss.utf8.count))
        }
    }

    /// Makes a table from stored parts.
    init(records: [UInt32], pool: [UInt8], languages: [String]) {
        self.records = records
        self.pool = pool
        self.languages = languages
    }

    /// Number of patterns.
    public var count: Int { records.count / Self.stride }

    /// Whether every record is whole and its kind, strings and language exist: asked of stored tables.
    var isSound: Bool {
        guard records.count % Self.stride == 0 else { return false }
        for base in Swift.stride(from: 0, to: records.count, by: Self.stride) {
            guard Pattern.Kind(rawValue: UInt8(records[base] & 0xFF)) != nil, Int(records[base] >> 16) < languages.count,
                Int(records[base + 2]) + Int(records[base + 3]) <= pool.count, Int(records[base + 4]) + Int(records[base + 5]) <= pool.count
            else { return false }
        }
        return true
    }

    /// Language tag of the section a pattern is from.
    public func language(_ index: Int) -> String { languages[Int(records[index * Self.stride] >> 16)] }

    /// Whether its text is of several words: has a space or a hyphen in it.
    public func isSeveralWords(_ index: Int) -> Bool {
        let start = Int(records[index * Self.stride + 2])
        return pool[start..<start + Int(records[index * Self.stride + 3])].contains { $0 == 0x20 || $0 == 0x2D }
    }

    /// What it is from.
    @inline(__always)
    public func kind(_ index: Int) -> Pattern.Kind { Pattern.Kind(rawValue: UInt8(records[index * Self.stride] & 0xFF)) ?? .guarding }
    /// Index of its entity, theme or stance.
    @inline(__always)
    public func owner(_ index: Int) -> Int { Int(records[index * Self.stride + 1] & 0xFFFF) }
    /// Index of its part or stance kind.
    @inline(__always)
    public func part(_ index: Int) -> Int { Int(records[index * Self.stride] >> 8 & 0xFF) }
    /// Its properties.
    @inline(__always)
    public func flags(_ index: Int) -> Pattern.Flags { Pattern.Flags(rawValue: UInt16(records[index * Self.stride + 1] >> 16)) }

    /// The whole pattern with its strings.
    public subscript(index: Int) -> Pattern {
        let base = index * Self.stride
        func string(_ at: Int) -> String {
            String(decoding: pool[Int(records[at])..<Int(records[at] + records[at + 1])], as: UTF8.self)
        }
        return Pattern(
            kind: kind(index), owner: owner(index), part: part(index), flags: flags(index), language: languages[Int(records[base] >> 16)],
            text: string(base + 2), gloss: string(base + 4))
    }
}

/// The polynomial hash over letters that words and endings are looked up by: `h' = (h + letter) · base` modulo 2^64.
public enum LetterHash {
    /// Odd, from the golden ratio.
    @inlinable public static var base: UInt64 { 0x9E37_79B9_7F4A_7C15 }

    /// The hash of one more letter.
    @inlinable @inline(__always)
    public static func extended(_ hash: UInt64, _ letter: UInt16) -> UInt64 { (hash &+ UInt64(letter) &+ 1) &* base }

    /// The hash of a run of letters, loosened.
    public static func hash(_ letters: some Sequence<UInt16>) -> UInt64 {
        letters.reduce(0) { extended($0, LooseLetters.loosened($1)) }
    }
}
