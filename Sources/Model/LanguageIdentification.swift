/// A guess of a language with how sure it is.
public struct LanguageGuess: Hashable, Sendable {
    /// BCP 47, one of the contract's tags, or `und`.
    public var tag: String
    /// 0…1, calibrated: of those given 0.9, nine in ten are right.
    public var confidence: Double

    /// Makes a guess.
    public init(tag: String, confidence: Double) {
        self.tag = tag
        self.confidence = confidence
    }
}

/// A run of a post's text in one language. The spans of a post cover it without gaps or overlaps.
public struct LanguageSpan: Hashable, Sendable {
    /// Where.
    public var range: ScalarRange
    /// BCP 47 or `und`.
    public var tag: String

    /// Makes a span.
    public init(range: ScalarRange, tag: String) {
        self.range = range
        self.tag = tag
    }
}

/// What language a post is in, as a whole and piece by piece.
public struct LanguageIdentification: Hashable, Sendable {
    /// The language of the post's own words.
    public var best: LanguageGuess
    /// The next ones, best first; at most three.
    public var alternatives: [LanguageGuess]
    /// Runs of one language; joined they are the text.
    public var segments: [LanguageSpan]

    /// Makes an identification.
    public init(best: LanguageGuess, alternatives: [LanguageGuess] = [], segments: [LanguageSpan] = []) {
        self.best = best
        self.alternatives = alternatives
        self.segments = segments
    }
}

/// Share of a script among the letters of a text.
public struct ScriptShare: Hashable, Sendable {
    /// ISO 15924.
    public var code: String
    /// 0…1 of the letters.
    public var share: Double

    /// Makes a share.
    public init(code: String, share: Double) {
        self.code = code
        self.share = share
    }
}
