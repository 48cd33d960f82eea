/// How a name in the text agreed with the lexicon's form.
public enum MatchKind: String, Sendable, CaseIterable, Codable { case exact, inflected, transliterated, deobfuscated, fuzzy }

/// A name seen in a text. Evidence only: Scoring decides whether it counts.
public struct Mention: Hashable, Sendable {
    /// Index of the entity in the lexicon.
    public var entity: Int
    /// Index of the alias among the lexicon's patterns.
    public var pattern: Int
    /// Where, in scalars of the text or of the file name in `field`.
    public var range: ScalarRange
    /// The words it takes, as indices into the matching form.
    public var words: Range<Int>
    /// How it agreed.
    public var match: MatchKind
    /// Names the entity by itself; a weak one needs company.
    public var isStrong: Bool
    /// `media[0].file_name`, or nil for the text.
    public var field: String?

    /// Makes a mention.
    public init(entity: Int, pattern: Int, range: ScalarRange, words: Range<Int>, match: MatchKind, isStrong: Bool, field: String? = nil) {
        self.entity = entity
        self.pattern = pattern
        self.range = range
        self.words = words
        self.match = match
        self.isStrong = isStrong
        self.field = field
    }
}

/// A cue of a theme or stance seen in a text.
public struct CueHit: Hashable, Sendable {
    /// Index among the lexicon's patterns.
    public var pattern: Int
    /// Where, in scalars of the text or of the file name in `field`.
    public var range: ScalarRange
    /// The words it takes, as indices into the matching form.
    public var words: Range<Int>
    /// `media[0].file_name`, or nil for the text.
    public var field: String?

    /// Makes a hit.
    public init(pattern: Int, range: ScalarRange, words: Range<Int>, field: String? = nil) {
        self.pattern = pattern
        self.range = range
        self.words = words
        self.field = field
    }
}

/// What tagging saw in one text.
public struct Tags: Hashable, Sendable {
    /// Names, in order; none overlaps another.
    public var mentions: [Mention] = []
    /// Theme cues, in order; they may overlap each other and names.
    public var themeCues: [CueHit] = []
    /// Stance cues, in order.
    public var stanceCues: [CueHit] = []
    /// What a guard covered, for `explain`: the guard and its range.
    public var guarded: [CueHit] = []
    /// Part of the text was not looked at for disguised names: it is made of so much that looks like one that its budget was used up.
    public var isLimited = false

    /// Nothing seen.
    public init() {}

    /// Drops what comes after so many hits of a kind.
    public mutating func limit(to count: Int) {
        if mentions.count <= count && themeCues.count <= count && stanceCues.count <= count && guarded.count <= count { return }
        isLimited = true
        mentions = Array(mentions.prefix(count))
        themeCues = Array(themeCues.prefix(count))
        stanceCues = Array(stanceCues.prefix(count))
        guarded = Array(guarded.prefix(count))
    }

    /// Whether nothing was seen that could make an alert.
    public var isEmpty: Bool { mentions.isEmpty && themeCues.isEmpty }
}
