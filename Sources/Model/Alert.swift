/// What mirob says of a post: the contract's alert, with every span it rests on.
public struct Alert: Hashable, Sendable {
    /// An entity's mention.
    public struct EntityMention: Hashable, Sendable {
        /// The contract's id.
        public var id: String
        /// English name.
        public var name: String
        /// Its kind.
        public var type: String
        /// As it stands in the text.
        public var surface: String
        /// Where, in scalars.
        public var range: ScalarRange
        /// File name it stands in, or nil for the text.
        public var field: String?
        /// The lexicon's form.
        public var alias: String
        /// How it agreed.
        public var match: MatchKind
        /// Its part in the post.
        public var role: Role

        /// Makes a mention.
        public init(
            id: String, name: String, type: String, surface: String, range: ScalarRange, field: String?, alias: String, match: MatchKind, role: Role
        ) {
            self.id = id
            self.name = name
            self.type = type
            self.surface = surface
            self.range = range
            self.field = field
            self.alias = alias
            self.match = match
            self.role = role
        }
    }

    /// A designation that held, or no longer held, on the alert's day.
    public struct Designation: Hashable, Sendable {
        /// Which entity.
        public var entity: String
        /// Whose list.
        public var jurisdiction: String
        /// The list's number or name.
        public var list: String
        /// Whether it held.
        public var listed: Bool
        /// The day asked about.
        public var asOf: String?

        /// Makes a designation.
        public init(entity: String, jurisdiction: String, list: String, listed: Bool, asOf: String?) {
            self.entity = entity
            self.jurisdiction = jurisdiction
            self.list = list
            self.listed = listed
            self.asOf = asOf
        }
    }

    /// An outlet's publication.
    public struct Release: Hashable, Sendable {
        /// Which outlet.
        public var outlet: String
        /// Title, where one is given.
        public var title: String?
        /// Number of the issue.
        public var issue: Int?
        /// `magazine`, `book`, `video`, `audio`, …
        public var format: String?
        /// Language of the edition.
        public var language: String?

        /// Makes a release.
        public init(outlet: String, title: String?, issue: Int?, format: String?, language: String?) {
            self.outlet = outlet
            self.title = title
            self.issue = issue
            self.format = format
            self.language = language
        }
    }

    /// A hint at who is addressed; weighs nothing.
    public struct Audience: Hashable, Sendable {
        /// The contract's id.
        public var id: String
        /// Why.
        public var reason: String

        /// Makes a hint.
        public init(id: String, reason: String) {
            self.id = id
            self.reason = reason
        }
    }

    /// What anyone needs to make the alert again.
    public struct Provenance: Hashable, Sendable {
        /// Version of mirob.
        public var engine: String
        /// Digest of the compiled lexicon.
        public var lexicon: String
        /// Digest of the language model.
        public var model: String
        /// Digest of the options that bear on the result.
        public var config: String
        /// Version of ICU.
        public var icu: String

        /// Makes provenance.
        public init(engine: String, lexicon: String, model: String, config: String, icu: String) {
            self.engine = engine
            self.lexicon = lexicon
            self.model = model
            self.config = config
            self.icu = icu
        }
    }

    /// First 32 hex digits of SHA-256 over source, channel, id and text.
    public var alertID: String
    /// The post, cards and phones masked.
    public var post: Post
    /// Its language, whole and in pieces.
    public var language: LanguageIdentification
    /// Its scripts, largest share first.
    public var scripts: [ScriptShare]
    /// Who is named.
    public var entities: [EntityMention]
    /// Wallets, accounts, addresses.
    public var indicators: [Indicator]
    /// What it does, strongest first.
    public var themes: [ThemeFinding]
    /// Who speaks.
    public var stance: StanceFinding
    /// Who is addressed, as a hint.
    public var audience: [Audience]
    /// What is published.
    public var release: Release?
    /// Where the named groups were listed.
    public var designations: [Designation]
    /// 0…100.
    public var score: Int
    /// What the score is made of.
    public var contributions: [Contribution]
    /// What made it.
    public var provenance: Provenance
    /// When, only where the caller gave a time.
    public var scoredAt: String?

    /// The score's severity.
    public var severity: Severity { Severity(score: score) }

    /// Makes an alert of its parts.
    public init(
        alertID: String, post: Post, language: LanguageIdentification, scripts: [ScriptShare], entities: [EntityMention], indicators: [Indicator],
        themes: [ThemeFinding], stance: StanceFinding, audience: [Audience], release: Release?, designations: [Designation], score: Int,
        contributions: [Contribution], provenance: Provenance, scoredAt: String? = nil
    ) {
        self.alertID = alertID
        self.post = post
        self.language = language
        self.scripts = scripts
        self.entities = entities
        self.indicators = indicators
        self.themes = themes
        self.stance = stance
        self.audience = audience
        self.release = release
        self.designations = designations
        self.score = score
        self.contributions = contributions
        self.provenance = provenance
        self.scoredAt = scoredAt
    }
}
