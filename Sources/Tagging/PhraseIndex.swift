internal import Lexicons

/// A pattern found at a run of words.
struct PhraseHit: Hashable, Sendable {
    /// Index of the pattern.
    var pattern: Int
    /// Words of the text.
    var words: Range<Int>
    /// The weakest agreement among its words.
    var agreement: WordAgreement
    /// Letters that the form of the first word took.
    var stem: Int
}

/// The trie of phrases as one hash table. Immutable, shared by all workers.
struct PhraseIndex: Sendable {
    private let keys: [UInt64]
    private let targets: [UInt32]
    private let outputStart: [UInt32]
    private let outputs: [UInt32]

    init(_ phrases: Phrases) {
        var capacity = 1024
        while capacity < phrases.from.count * 2 { capacity *= 2 }
        var keys = [UInt64](repeating: .max, count: capacity)
        var targets = [UInt32](repeating: 0, count: capacity)
        for index in phrases.from.indices {
            let key = UInt64(phrases.from[index]) << 32 | UInt64(phrases.words[index])
            var slot = Self.slot(key, capacity)
            while keys[slot] != .max { slot = (slot + 1) & (capacity - 1) }
            keys[slot] = key
            targets[slot] = phrases.to[index]
        }
        self.keys = keys
        self.targets = targets
        outputStart = phrases.outputStart
        outputs = phrases.outputs
    }

    @inline(__always)
    private static func slot(_ key: UInt64, _ capacity: Int) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 24) & (capacity - 1)
    }

    /// The node that a word (or gap) leads to; 0 for none.
    @inline(__always)
    func next(_ node: UInt32, _ word: UInt32) -> UInt32 {
        let key = UInt64(node) << 32 | UInt64(word)
        var slot = Self.slot(key, keys.count)
        while keys[slot] != key {
            if keys[slot] == .max { return 0 }
            slot = (slot + 1) & (keys.count - 1)
        }
        return targets[slot]
    }

    /// The patterns that end at a node.
    func patterns(at node: UInt32) -> ArraySlice<UInt32> {
        outputs[Int(outputStart[Int(node)])..<Int(outputStart[Int(node) + 1])]
    }
}
