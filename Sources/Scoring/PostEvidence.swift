public import Model

/// Everything the stages saw in one post: what scoring decides on.
public struct PostEvidence: Sendable {
    /// The matching form of the post's text.
    public var text: NormalizedText
    /// The file names in order, each with the number of its first word.
    public var fileNames: [(firstWord: Int, text: NormalizedText)]
    /// What tagging saw in the text and, with their `field` set, in the file names. Word numbers of a file name go on after those of the text.
    public var tags: Tags
    /// Indicators in the text and the file names; those that need a money word and have none are gone.
    public var indicators: [Indicator]
    /// For each indicator the word it stands at.
    public var indicatorWords: [Int]
    /// The post's language; `und` where it can't be told.
    public var language: String
    /// The post came with a document or a medium.
    public var hasFile: Bool

    /// Makes evidence.
    public init(
        text: NormalizedText, tags: Tags, indicators: [Indicator], indicatorWords: [Int], language: String, hasFile: Bool,
        fileNames: [(firstWord: Int, text: NormalizedText)] = []
    ) {
        self.fileNames = fileNames
        self.text = text
        self.tags = tags
        self.indicators = indicators
        self.indicatorWords = indicatorWords
        self.language = language
        self.hasFile = hasFile
    }
}

/// What scoring made of a post.
public struct Assessment: Sendable {
    /// Mentions that count, each with its part.
    public var mentions: [(mention: Mention, role: Role)] = []
    /// Themes, strongest first.
    public var themes: [ThemeFinding] = []
    /// The stance.
    public var stance = StanceFinding(label: .unclear, confidence: 0.5, evidence: [])
    /// The score's parts; they add up to it.
    public var contributions: [Contribution] = []
    /// 0…100.
    public var score = 0

    /// The score's severity.
    public var severity: Severity { Severity(score: score) }

    /// Nothing.
    public init() {}
}
