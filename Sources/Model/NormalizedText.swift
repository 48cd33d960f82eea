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
    public static let separator: UInt16 = 0x20
    /// Stands for a letter that has no folded form in 16 bits: a Yi iteration mark, itself a letter that folds to itself.
    public static let unknownLetter: UInt16 = 0xA015

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
    public struct Word: Sendable, Hashable {
        /// First unit.
        public var start: UInt32
        /// One past the last unit.
        public var end: UInt32
        /// How it is written.
        public var form: Form
        /// What stands between it and the word before it.
        public var before: Gap

        /// Makes a word.
        public init(start: UInt32, end: UInt32, form: Form, before: Gap) {
            self.start = start
            self.end = end
            self.form = form
            self.before = before
        }

        /// Number of units.
        public var count: Int { Int(end - start) }
    }

    /// How a word is written in the original.
    public struct Form: OptionSet, Sendable, Hashable {
        /// The bits.
        public let rawValue: UInt16
        /// From bits.
        public init(rawValue: UInt16) { self.rawValue = rawValue }
        /// Has a Latin letter.
        public static let latin = Form(rawValue: 1)
        /// Has a Cyrillic letter.
        public static let cyrillic = Form(rawValue: 2)
        /// Has a letter of the Arabic script.
        public static let arabic = Form(rawValue: 4)
        /// Has a letter of another script.
        public static let otherScript = Form(rawValue: 8)
        /// Has a digit.
        public static let digit = Form(rawValue: 16)
        /// The first letter is a capital.
        public static let initialCapital = Form(rawValue: 32)
        /// Has a small letter (of a script with case).
        public static let lower = Form(rawValue: 64)
        /// Has a capital letter.
        public static let upper = Form(rawValue: 128)
        /// A capital follows a small letter inside it (`СадоиХуросон`).
        public static let camel = Form(rawValue: 256)
        /// Part of a link, an address or an e-mail: not a word of any language.
        public static let link = Form(rawValue: 512)
        /// After `@`.
        public static let handle = Form(rawValue: 1024)
        /// After `#`, also the later parts of `#a_b`.
        public static let hashtag = Form(rawValue: 2048)

        /// All scripts.
        public static let scripts: Form = [.latin, .cyrillic, .arabic, .otherScript]
    }

    /// What stands between two words: the union over the run of separators.
    public struct Gap: OptionSet, Sendable, Hashable {
        /// The bits.
        public let rawValue: UInt32
        /// From bits.
        public init(rawValue: UInt32) { self.rawValue = rawValue }
        /// White space.
        public static let space = Gap(rawValue: 1)
        /// A line break.
        public static let newline = Gap(rawValue: 2)
        /// Two line breaks.
        public static let paragraph = Gap(rawValue: 4)
        /// A sentence-final mark followed by space or the end: . ! ? ؟ ۔ …
        public static let sentenceEnd = Gap(rawValue: 8)
        /// « “ „ or a straight quotation mark before a word.
        public static let openQuote = Gap(rawValue: 16)
        /// » ” or a straight quotation mark after a word.
        public static let closeQuote = Gap(rawValue: 32)
        /// #
        public static let hash = Gap(rawValue: 64)
        /// @
        public static let at = Gap(rawValue: 128)
        /// `*` or another footnote mark.
        public static let asterisk = Gap(rawValue: 256)
        /// :
        public static let colon = Gap(rawValue: 512)
        /// ( or [
        public static let openParenthesis = Gap(rawValue: 1024)
        /// ) or ]
        public static let closeParenthesis = Gap(rawValue: 2048)
        /// - – — and the like.
        public static let hyphen = Gap(rawValue: 4096)
        /// . without space after it, as between initials.
        public static let dot = Gap(rawValue: 8192)
        /// _
        public static let underscore = Gap(rawValue: 16384)
        /// , ; ، ؛
        public static let comma = Gap(rawValue: 32768)
        /// An emoji or another picture.
        public static let picture = Gap(rawValue: 65536)
        /// /
        public static let slash = Gap(rawValue: 131072)
        /// !
        public static let exclamation = Gap(rawValue: 262144)
        /// ? ؟
        public static let question = Gap(rawValue: 524288)
        /// Any other sign.
        public static let other = Gap(rawValue: 1_048_576)
        /// An apostrophe that is not between letters.
        public static let apostrophe = Gap(rawValue: 2_097_152)
        /// Where a phrase cannot go on.
        public static let boundary: Gap = [.sentenceEnd, .paragraph]
    }
}
