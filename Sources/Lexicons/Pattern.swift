/// What a pattern of the lexicon stands for.
public struct Pattern: Hashable, Sendable {
    /// Which part of the lexicon it is from.
    public enum Kind: UInt8, Sendable { case alias, theme, stance, guarding }

    /// Properties that matching and scoring read.
    @frozen public struct Flags: OptionSet, Hashable, Sendable {
        /// The bits.
        public let rawValue: UInt16
        /// From bits.
        @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }
        /// Aliases: names the entity by itself. Stance cues: settles the matter.
        @inlinable public static var strong: Flags { Flags(rawValue: 1) }
        /// Must be written in capitals.
        @inlinable public static var caps: Flags { Flags(rawValue: 2) }
        /// Must begin with a capital, or be in quotation marks or a hashtag.
        @inlinable public static var title: Flags { Flags(rawValue: 4) }
        /// Said by the one who acts: imperative or first person.
        @inlinable public static var ownVoice: Flags { Flags(rawValue: 8) }
        /// Third person: a word of reports.
        @inlinable public static var reportVoice: Flags { Flags(rawValue: 16) }
        /// Guards: what it covers counts as a weak name where it is found in another script or in disguise, instead of not at all.
        @inlinable public static var weakens: Flags { Flags(rawValue: 32) }
        /// Seen in a public source.
        @inlinable public static var verified: Flags { Flags(rawValue: 64) }
    }

    /// Which part of the lexicon it is from.
    public var kind: Kind
    /// Index of the entity, theme or stance.
    public var owner: Int
    /// Index of the theme's part or of the stance kind; 0 otherwise.
    public var part: Int
    /// Properties.
    public var flags: Flags
    /// Language tag of the lexicon section.
    public var language: String
    /// As the lexicon has it: the alias or the cue.
    public var text: String
    /// English; for a guard what it protects.
    public var gloss: String

    /// Makes a pattern.
    public init(kind: Kind, owner: Int, part: Int = 0, flags: Flags = [], language: String, text: String, gloss: String = "") {
        self.kind = kind
        self.owner = owner
        self.part = part
        self.flags = flags
        self.language = language
        self.text = text
        self.gloss = gloss
    }
}

/// How a word of the text agreed with a word of the lexicon.
public enum WordAgreement: UInt8, Comparable, Sendable {
    /// Letter for letter.
    case exact
    /// With an ending of the language.
    case inflected
    /// With other letters of the same sound: a Russian keyboard, dropped diacritics, another script.
    case respelled
    /// After look-alike letters, digits or separators were undone.
    case deobfuscated
    /// But for one letter.
    case fuzzy

    /// In order of distance from the lexicon's form.
    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
