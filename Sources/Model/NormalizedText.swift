/// The matching form of a text with an exact map back to the scalars it came from.
///
/// `units` holds folded letters and digits, one `UInt16` each, words separated by exactly one `separator`. Letters keep what distinguishes languages
/// (ӣ ӯ ҷ қ ў stay); case, compatibility forms, harakat, tatweel, joiners and bidi controls, Arabic/Persian forms of ya and kaf, kinds of
/// apostrophe and of digits are gone. Apostrophes between letters are deleted. A letter outside the Basic Multilingual Plane that folds to
/// nothing inside it is `unknownLetter`.
///
/// A value is reused from post to post as scratch: `reset()` keeps its storage.
public struct NormalizedText: Sendable {
    /// Folded letters, digits and separators. Only the first `count` are meaningful.
    public var units: [UInt16] = []
    /// For each unit the scalar of the original it came from.
    public var origins: [UInt32] = []
    /// Number of units.
    public var count = 0
    /// Words in order.
    public var words: [Word] = []
    /// Scalars in the original.
    public var scalarCount = 0
    /// What stands after the last word.
    public var trailing: Gap = []

    /// Between words.
    @inlinable public static var separator: UInt16 { 0x20 }
    /// Stands for a letter that has no folded form in 16 bits: a Yi iteration mark, itself a letter that folds to itself.
    @inlinable public static var unknownLetter: UInt16 { 0xA015 }

    /// An empty form.
    public init() {}

    /// Empties it, keeping the storage.
    public mutating func reset() {
        count = 0
        words.removeAll(keepingCapacity: true)
        scalarCount = 0
        trailing = []
    }

    /// The scalars of the original that a run of units came from.
    ///
    /// - Precondition: `0 <= start < end <= count`.
    public func range(_ start: Int, _ end: Int) -> ScalarRange {
        ScalarRange(Int(origins[start]), Int(origins[end - 1]) + 1)
    }

    /// The scalars of a word.
    public func range(of word: Word) -> ScalarRange { range(Int(word.start), Int(word.end)) }

    /// The folded letters of a run of units as a string, for people and tests.
    public func string(_ start: Int, _ end: Int) -> String { String(decoding: units[start..<end], as: UTF16.self) }

    /// The folded letters of a word as a string, for people and tests.
    public func string(of word: Word) -> String { string(Int(word.start), Int(word.end)) }

    /// A word: a run of letters, digits and meaningful marks.
    @frozen public struct Word: Sendable, Hashable {
        /// First unit.
        public var start: UInt32
        /// One past the last unit.
        public var end: UInt32
        /// How it is written.
        public var form: Form
        /// What stands between it and the word before it.
        public var before: Gap

        /// Makes a word.
        @inlinable public init(start: UInt32, end: UInt32, form: Form, before: Gap) {
            self.start = start
            self.end = end
            self.form = form
            self.before = before
        }

        /// Number of units.
        @inlinable public var count: Int { Int(end - start) }
    }

    /// How a word is written in the original.
    @frozen public struct Form: OptionSet, Sendable, Hashable {
        /// The bits.
        public let rawValue: UInt16
        /// From bits.
        @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }
        /// Has a Latin letter.
        @inlinable public static var latin: Form { Form(rawValue: 1) }
        /// Has a Cyrillic letter.
        @inlinable public static var cyrillic: Form { Form(rawValue: 2) }
        /// Has a letter of the Arabic script.
        @inlinable public static var arabic: Form { Form(rawValue: 4) }
        /// Has a letter of another script.
        @inlinable public static var otherScript: Form { Form(rawValue: 8) }
        /// Has a digit.
        @inlinable public static var digit: Form { Form(rawValue: 16) }
        /// The first letter is a capital.
        @inlinable public static var initialCapital: Form { Form(rawValue: 32) }
        /// Has a small letter (of a script with case).
        @inlinable public static var lower: Form { Form(rawValue: 64) }
        /// Has a capital letter.
        @inlinable public static var upper: Form { Form(rawValue: 128) }
        /// A capital follows a small letter inside it (`СадоиХуросон`).
        @inlinable public static var camel: Form { Form(rawValue: 256) }
        /// Part of a link, an address or an e-mail: not a word of any language.
        @inlinable public static var link: Form { Form(rawValue: 512) }
        /// After `@`.
        @inlinable public static var handle: Form { Form(rawValue: 1024) }
        /// After `#`, also the later parts of `#a_b`.
        @inlinable public static var hashtag: Form { Form(rawValue: 2048) }
        /// The same unit three times in a row (`Хууурооосон`, `1000`).
        @inlinable public static var stretched: Form { Form(rawValue: 4096) }

        /// All scripts.
        @inlinable public static var scripts: Form { [.latin, .cyrillic, .arabic, .otherScript] }
    }

    /// What stands between two words: the union over the run of separators.
    @frozen public struct Gap: OptionSet, Sendable, Hashable {
        /// The bits.
        public let rawValue: UInt32
        /// From bits.
        @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
        /// White space.
        @inlinable public static var space: Gap { Gap(rawValue: 1) }
        /// A line break.
        @inlinable public static var newline: Gap { Gap(rawValue: 2) }
        /// Two line breaks.
        @inlinable public static var paragraph: Gap { Gap(rawValue: 4) }
        /// A sentence-final mark followed by space or the end: . ! ? ؟ ۔ …
        @inlinable public static var sentenceEnd: Gap { Gap(rawValue: 8) }
        /// « “ „ or a straight quotation mark before a word.
        @inlinable public static var openQuote: Gap { Gap(rawValue: 16) }
        /// » ” or a straight quotation mark after a word.
        @inlinable public static var closeQuote: Gap { Gap(rawValue: 32) }
        /// #
        @inlinable public static var hash: Gap { Gap(rawValue: 64) }
        /// @
        @inlinable public static var at: Gap { Gap(rawValue: 128) }
        /// `*` or another footnote mark.
        @inlinable public static var asterisk: Gap { Gap(rawValue: 256) }
        /// :
        @inlinable public static var colon: Gap { Gap(rawValue: 512) }
        /// ( or [
        @inlinable public static var openParenthesis: Gap { Gap(rawValue: 1024) }
        /// ) or ]
        @inlinable public static var closeParenthesis: Gap { Gap(rawValue: 2048) }
        /// - – — and the like.
        @inlinable public static var hyphen: Gap { Gap(rawValue: 4096) }
        /// . without space after it, as between initials.
        @inlinable public static var dot: Gap { Gap(rawValue: 8192) }
        /// _
        @inlinable public static var underscore: Gap { Gap(rawValue: 16384) }
        /// , ; ، ؛
        @inlinable public static var comma: Gap { Gap(rawValue: 32768) }
        /// An emoji or another picture.
        @inlinable public static var picture: Gap { Gap(rawValue: 65536) }
        /// /
        @inlinable public static var slash: Gap { Gap(rawValue: 131072) }
        /// !
        @inlinable public static var exclamation: Gap { Gap(rawValue: 262144) }
        /// ? ؟
        @inlinable public static var question: Gap { Gap(rawValue: 524288) }
        /// Any other sign.
        @inlinable public static var other: Gap { Gap(rawValue: 1_048_576) }
        /// An apostrophe that is not between letters.
        @inlinable public static var apostrophe: Gap { Gap(rawValue: 2_097_152) }
        /// Where a phrase cannot go on.
        @inlinable public static var boundary: Gap { [.sentenceEnd, .paragraph] }
    }
}
