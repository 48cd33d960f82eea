/// What a post does with what it names.
public enum Stance: String, Sendable, CaseIterable, Codable { case promoting, reporting, countering, unclear }

/// A function of the score alone (the contract's cut points).
public enum Severity: String, Sendable, CaseIterable, Codable, Comparable {
    case none, low, medium, high, critical

    /// `none` < 20 ≤ `low` < 40 ≤ `medium` < 60 ≤ `high` < 80 ≤ `critical`.
    public init(score: Int) {
        switch score {
        case ..<20: self = .none
        case ..<40: self = .low
        case ..<60: self = .medium
        case ..<80: self = .high
        default: self = .critical
        }
    }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// From none to critical.
    public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }
}

/// What part an entity plays in a post.
public enum Role: String, Sendable, CaseIterable, Codable { case subject, claimant, issuer, praised, target, mentioned }

/// One feature's share in a score. A cap is a negative one.
public struct Contribution: Hashable, Sendable, Codable {
    /// As in `Lexicons/weights.yaml`, with the theme or entity it is about.
    public var feature: String
    /// Points in tenths: sums do not depend on order.
    public var tenths: Int

    /// Makes a contribution.
    public init(feature: String, tenths: Int) {
        self.feature = feature
        self.tenths = tenths
    }

    /// The score of a list: its sum rounded half away from zero, within 0…100.
    public static func score(_ list: [Contribution]) -> Int {
        let sum = list.reduce(0) { $0 + $1.tenths }
        let rounded = sum >= 0 ? (sum + 5) / 10 : -((-sum + 5) / 10)
        return min(100, max(0, rounded))
    }
}

/// Words that show a theme.
public struct Evidence: Hashable, Sendable {
    /// Where, in scalars of the text or of the file name in `field`.
    public var range: ScalarRange
    /// `media[0].file_name`, or nil.
    public var field: String?
    /// English.
    public var gloss: String

    /// Makes evidence.
    public init(range: ScalarRange, field: String?, gloss: String) {
        self.range = range
        self.field = field
        self.gloss = gloss
    }
}

/// A theme found in a post.
public struct ThemeFinding: Hashable, Sendable {
    /// The contract's id.
    public var id: String
    /// 0…1.
    public var strength: Double
    /// What showed it.
    public var evidence: [Evidence]

    /// Makes a finding.
    public init(id: String, strength: Double, evidence: [Evidence]) {
        self.id = id
        self.strength = strength
        self.evidence = evidence
    }
}

/// A stance with how sure it is and what showed it.
public struct StanceFinding: Hashable, Sendable {
    /// The stance.
    public var label: Stance
    /// 0…1.
    public var confidence: Double
    /// What showed it.
    public var evidence: [Evidence]

    /// Makes a finding.
    public init(label: Stance, confidence: Double, evidence: [Evidence]) {
        self.label = label
        self.confidence = confidence
        self.evidence = evidence
    }
}
