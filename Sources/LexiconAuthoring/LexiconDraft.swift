public import Lexicons

/// A lexicon as people wrote it, read and checked but not yet compiled.
public struct LexiconDraft: Sendable {
    /// A name of an entity.
    public struct Name: Sendable, Hashable {
        /// As written.
        public var text: String
        /// Contract language tag.
        public var language: String
        /// Counts by itself.
        public var isStrong: Bool
        /// Seen in a public source.
        public var isVerified: Bool
        /// Must be in capitals.
        public var needsCapitals: Bool
        /// Must begin with a capital or be quoted.
        public var needsTitle: Bool
        /// Endings may follow.
        public var inflects: Bool
        /// English.
        public var gloss: String
        /// Where it stands.
        public var line: Int
    }

    /// A cue of a theme or stance, or a guard.
    public struct Cue: Sendable, Hashable {
        /// In cue syntax.
        public var text: String
        /// Language tag.
        public var language: String
        /// Part of the theme, kind of the stance; empty for guards.
        public var part: String
        /// English; for a guard what it protects.
        public var gloss: String
        /// Flags of the pattern.
        public var flags: Pattern.Flags
        /// No loosened spelling.
        public var isExact: Bool
        /// Where it stands.
        public var line: Int
    }

    /// Endings of a language.
    public struct Suffixes: Sendable, Hashable {
        /// A change at the end of a stem.
        public struct Change: Sendable, Hashable {
            /// What the word ends in; dropped.
            public var from: String
            /// What takes its place.
            public var endings: [String]
        }
        /// Language tag.
        public var language: String
        /// Agglutinating: at most one of each, in order.
        public var slots: [[String]]
        /// Whole endings.
        public var endings: [String]
        /// Stem-final changes.
        public var changes: [Change]
    }

    /// Entities with their names, by id.
    public var entities: [(entity: Entity, names: [Name], file: String)] = []
    /// Themes with their cues, in the contract's order.
    public var themes: [(theme: Theme, cues: [Cue], file: String)] = []
    /// Stance cues, in the order of `Lexicon.stances`.
    public var stances: [(stance: String, cues: [Cue], file: String)] = []
    /// Guards.
    public var guards: [Cue] = []
    /// Suffix tables.
    public var suffixes: [Suffixes] = []
    /// Weights.
    public var weights = Weights(tenths: [:])
    /// Doubts that do not stop loading.
    public var warnings: [Diagnostic] = []

    /// The kinds of stance cues, by stance.
    public static let stanceKinds: [String: [String]] = [
        "reporting": ["verb", "agency", "boilerplate", "police", "distancing", "research", "frame"],
        "countering": ["condemn", "refute", "warn", "grief"],
        "promoting": ["we", "honorific", "channel", "praise", "slur", "selfname", "imperative"],
    ]

    /// Language tags that a section may have.
    public static let languages: Set<String> = [
        "tg", "uz-Cyrl", "uz-Latn", "uz-Arab", "ru", "fa", "fa-AF", "ps", "kk", "ky", "tk", "ug", "tr", "ar", "en", "tg-Latn", "ru-Latn", "fa-Latn",
        "zh",
    ]
}
