/// A group, outlet, figure, official or event that posts are matched against. From `Lexicons/entities/`.
public struct Entity: Codable, Hashable, Sendable {
    /// What kind of thing it is.
    public enum Kind: String, Codable, Sendable, CaseIterable { case group, outlet, figure, official, event }

    /// How a group is classed (`safeguards.md` 7).
    public enum Class: String, Codable, Sendable, CaseIterable {
        case violent
        case bannedNotViolent = "banned-not-violent"
        /// Rules a country: naming it is news, not support.
        case deFactoAuthority = "de-facto-authority"
    }

    /// How close an outlet is to its group.
    public enum Affiliation: String, Codable, Sendable, CaseIterable { case official, affiliated, supporter }

    /// What a figure was, and when.
    public struct Standing: Codable, Hashable, Sendable {
        /// The contract's values.
        public enum Value: String, Codable, Sendable, CaseIterable { case leader, ideologue, target }
        /// Which.
        public var value: Value
        /// ISO date (or year, or year and month) from which it holds; nil when not known.
        public var since: String?
        /// The first day on which it no longer holds.
        public var until: String?

        /// Makes a standing.
        public init(value: Value, since: String?, until: String?) {
            self.value = value
            self.since = since
            self.until = until
        }
    }

    /// One act of one body. Annotates alerts, never adds a point.
    public struct Designation: Codable, Hashable, Sendable {
        /// `UN`, `US`, `EU`, `UK`, `RU`, `KZ`, …
        public var jurisdiction: String
        /// The list's own number, or the list's name.
        public var list: String
        /// ISO date of the act, as exact as it is known.
        public var since: String?
        /// The first day on which it no longer holds.
        public var until: String?
        /// Seen in the list itself or in a report of it.
        public var verified: Bool
        /// Where the fact was read.
        public var source: String?

        /// Makes a designation.
        public init(jurisdiction: String, list: String, since: String?, until: String?, verified: Bool, source: String?) {
            self.jurisdiction = jurisdiction
            self.list = list
            self.since = since
            self.until = until
            self.verified = verified
            self.source = source
        }

        /// Whether it held on a day. Dates are compared as far as both are exact; a missing start counts as long ago.
        public func holds(on day: String) -> Bool {
            if let since, day < String(since.prefix(day.count)) { return false }
            if let until, day >= until { return false }
            return true
        }
    }

    /// Lower-case letters, digits and hyphens.
    public var id: String
    /// English name.
    public var name: String
    /// What it is.
    public var kind: Kind
    /// Groups only.
    public var groupClass: Class?
    /// Outlets only.
    public var affiliation: Affiliation?
    /// The larger body it belongs to.
    public var parent: String?
    /// Figures and officials only.
    public var standing: [Standing]
    /// Events only: ISO date.
    public var date: String?
    /// Public sources.
    public var sources: [String]
    /// Acts of listing and delisting.
    public var designations: [Designation]
    /// A line for the researcher.
    public var note: String?

    /// Makes an entity.
    public init(
        id: String, name: String, kind: Kind, groupClass: Class? = nil, affiliation: Affiliation? = nil, parent: String? = nil,
        standing: [Standing] = [], date: String? = nil, sources: [String] = [], designations: [Designation] = [], note: String? = nil
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.groupClass = groupClass
        self.affiliation = affiliation
        self.parent = parent
        self.standing = standing
        self.date = date
        self.sources = sources
        self.designations = designations
        self.note = note
    }

    /// A violent group, or an outlet (only violent groups' outlets are in a lexicon).
    public var isViolentVoice: Bool { kind == .outlet || (kind == .group && groupClass == .violent) }
    /// Who leads or teaches a violent group speaks for it. Whoever is only a target of one does not.
    public var isLeadingVoice: Bool { kind == .figure && standing.contains { $0.value != .target } }
    /// A figure or an official: someone a threat can be against.
    public var isPerson: Bool { kind == .figure || kind == .official }
}
