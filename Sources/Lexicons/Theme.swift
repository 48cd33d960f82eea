/// A theme's parts and rules. From `Lexicons/themes/`.
public struct Theme: Codable, Hashable, Sendable {
    /// A way in which cues and other evidence make a theme.
    public struct Rule: Codable, Hashable, Sendable {
        /// Parts of this theme and kinds of other evidence (`docs/formats/lexicons.md`); none may overlap another.
        public var needs: [String]
        /// 0…1.
        public var strength: Double
        /// All of it must stand within so many words.
        public var window: Int

        /// Makes a rule.
        public init(needs: [String], strength: Double, window: Int = 60) {
            self.needs = needs
            self.strength = strength
            self.window = window
        }
    }

    /// Evidence kinds that a rule may name beside its own parts.
    public static let otherKinds: Set<String> = ["group", "outlet", "person", "target", "event", "wallet", "contact", "file", "own"]

    /// The contract's theme id.
    public var id: String
    /// English.
    public var gloss: String
    /// Part names.
    public var parts: [String]
    /// In order of evaluation.
    public var rules: [Rule]

    /// Makes a theme.
    public init(id: String, gloss: String, parts: [String], rules: [Rule]) {
        self.id = id
        self.gloss = gloss
        self.parts = parts
        self.rules = rules
    }

    /// The contract's theme ids.
    public static let ids = [
        "fundraising", "recruitment", "incitement", "attack-claim", "martyrdom", "threat", "release", "rivalry", "detainees", "statement", "activity",
        "grievance", "turkistan",
    ]
}
