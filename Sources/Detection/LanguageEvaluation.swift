public import Model

/// How well languages are told on labelled texts: by tag, by length, and how far the confidence can be believed.
public struct LanguageEvaluation: Sendable {
    /// One labelled text and what was said about it.
    public struct Outcome: Sendable {
        /// The tag it should have.
        public var expected: String
        /// The tag it got.
        public var given: String
        /// The confidence it got.
        public var confidence: Double
        /// Scalars of the text.
        public var length: Int
        /// Where it comes from, if the caller knows.
        public var domain: String

        /// Makes an outcome.
        public init(expected: String, given: String, confidence: Double, length: Int, domain: String = "") {
            self.expected = expected
            self.given = given
            self.confidence = confidence
            self.length = length
            self.domain = domain
        }

        /// Whether the answer is right. `tg` is right for `tg-Latn` and the other way round, as `fa` for `fa-AF`; for a text labelled
        /// `und` any answer that isn't one of the supported languages.
        public var isRight: Bool {
            if expected == given { return true }
            let supported = LanguageEvaluation.supported
            if expected == LanguageDetector.undetermined { return !supported.contains(given) }
            // The three ways of writing Uzbek are told apart; for the others the language is what counts.
            if supported.contains(expected) && expected.contains("-") { return false }
            return (supported.contains(expected) || expected.contains("-")) && given.prefix { $0 != "-" } == expected.prefix { $0 != "-" }
        }
    }

    /// The tags that are measured one by one; the others are neighbours.
    public static let supported = ["tg", "uz-Cyrl", "uz-Latn", "uz-Arab", "ru", "fa", "ps", "kk", "ky", "tk", "ug", "tr", "ar", "en"]
    /// Names of the length buckets, in scalars.
    public static let bucketNames = ["≤20", "21–50", "51–140", ">140"]

    /// The bucket of a text of so many scalars.
    public static func bucket(length: Int) -> Int { length <= 20 ? 0 : length <= 50 ? 1 : length <= 140 ? 2 : 3 }

    /// Right answers of a number of texts.
    public struct Share: Hashable, Sendable {
        /// Right ones.
        public var right = 0
        /// All.
        public var count = 0

        /// Nothing counted yet.
        public init() {}

        /// Right ones of all, 0 when there are none.
        public var value: Double { count == 0 ? 0 : Double(right) / Double(count) }

        /// The interval that holds the true share in 19 of 20 cases (Wilson 1927).
        public var interval: (low: Double, high: Double) {
            guard count > 0 else { return (0, 1) }
            let z = 1.959963984540054
            let n = Double(count)
            let centre = value + z * z / (2 * n)
            let spread = z * (value * (1 - value) / n + z * z / (4 * n * n)).squareRoot()
            let whole = 1 + z * z / n
            return (max(0, (centre - spread) / whole), min(1, (centre + spread) / whole))
        }

        mutating func add(_ isRight: Bool) {
            count += 1
            if isRight { right += 1 }
        }
    }

    /// All outcomes.
    public private(set) var outcomes: [Outcome] = []

    /// Nothing measured yet.
    public init() {}

    /// Adds an outcome.
    public mutating func add(_ outcome: Outcome) { outcomes.append(outcome) }

    /// Adds the answer to a labelled text.
    public mutating func add(expected: String, _ answer: LanguageIdentification, length: Int, domain: String = "") {
        outcomes.append(
            Outcome(expected: expected, given: answer.best.tag, confidence: answer.best.confidence, length: length, domain: domain))
    }

    /// Reads a line `tag<TAB>text` or `tag<TAB>text<TAB>domain`; nil without a tab. Where there are more tabs, the text goes on to the end.
    public static func labelled(_ line: Substring) -> (tag: String, text: String, domain: String)? {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
        guard fields.count >= 2 else { return nil }
        if fields.count == 3 { return (String(fields[0]), String(fields[1]), String(fields[2])) }
        return (String(fields[0]), fields.dropFirst().joined(separator: "\t"), "")
    }

    /// The labels that occur: the supported ones first, then the others by name.
    public var tags: [String] {
        let present = Set(outcomes.map(\.expected))
        return Self.supported.filter(present.contains) + present.subtracting(Self.supported).sorted()
    }

    /// The domains that occur, by name.
    public var domains: [String] { Set(outcomes.map(\.domain)).sorted() }

    /// Which outcomes are looked at.
    public struct Slice: Sendable {
        /// Only texts with this label; all supported ones if nil.
        public var tag: String?
        /// Only texts of this length bucket.
        public var bucket: Int?
        /// Only texts of this domain.
        public var domain: String?

        /// All supported ones, or some of them.
        public init(tag: String? = nil, bucket: Int? = nil, domain: String? = nil) {
            self.tag = tag
            self.bucket = bucket
            self.domain = domain
        }

        func contains(_ outcome: Outcome) -> Bool {
            if let bucket, bucket != LanguageEvaluation.bucket(length: outcome.length) { return false }
            if let domain, domain != outcome.domain { return false }
            return tag.map { $0 == outcome.expected } ?? LanguageEvaluation.supported.contains(outcome.expected)
        }
    }

    /// The share of right answers in a slice.
    public func share(_ slice: Slice) -> Share {
        var share = Share()
        for outcome in outcomes where slice.contains(outcome) { share.add(outcome.isRight) }
        return share
    }

    /// The share of right answers among the texts with a label (all supported ones if nil), in a length bucket (all if nil).
    public func share(tag: String? = nil, bucket: Int? = nil) -> Share { share(Slice(tag: tag, bucket: bucket)) }

    /// The mean over the supported tags that occur, each counting the same.
    public func macro(bucket: Int? = nil, domain: String? = nil) -> Double {
        let shares = Self.supported.map { share(Slice(tag: $0, bucket: bucket, domain: domain)) }.filter { $0.count > 0 }
        return shares.isEmpty ? 0 : shares.map(\.value).reduce(0, +) / Double(shares.count)
    }

    /// The interval of a macro mean in 19 of 20 cases: the tags' variances (Agresti and Coull's, so that 0 and 1 have one too) added up.
    public func macroInterval(bucket: Int? = nil, domain: String? = nil) -> (low: Double, high: Double) {
        let shares = Self.supported.map { share(Slice(tag: $0, bucket: bucket, domain: domain)) }.filter { $0.count > 0 }
        guard !shares.isEmpty else { return (0, 1) }
        let z = 1.959963984540054
        let variance = shares.reduce(0.0) { sum, share in
            let n = Double(share.count) + z * z
            let p = (Double(share.right) + z * z / 2) / n
            return sum + p * (1 - p) / n
        }
        let centre = macro(bucket: bucket, domain: domain)
        let spread = z * variance.squareRoot() / Double(shares.count)
        return (max(0, centre - spread), min(1, centre + spread))
    }

    /// The share of right answers among the texts that are of none of the supported languages.
    public func neighbours(bucket: Int? = nil, domain: String? = nil) -> Share {
        var share = Share()
        for outcome in outcomes where !Self.supported.contains(outcome.expected) && !outcome.expected.contains("-") {
            if let bucket, bucket != Self.bucket(length: outcome.length) { continue }
            if let domain, domain != outcome.domain { continue }
            share.add(!Self.supported.contains(outcome.given))
        }
        return share
    }

    /// How often each wrong pair occurs, most often first.
    public var confusions: [(expected: String, given: String, count: Int)] {
        var counts: [String: Int] = [:]
        for outcome in outcomes where !outcome.isRight { counts["\(outcome.expected)\t\(outcome.given)", default: 0] += 1 }
        return counts.map { pair, count in
            let parts = pair.split(separator: "\t", omittingEmptySubsequences: false)
            return (String(parts[0]), String(parts[1]), count)
        }.sorted { ($1.count, $0.expected, $0.given) < ($0.count, $1.expected, $1.given) }
    }

    /// One step of confidence.
    public struct Step: Hashable, Sendable {
        /// The mean confidence of the answers in it.
        public var confidence: Double
        /// How many of them are right.
        public var share: Share
    }

    /// Ten steps of confidence, those that occur, each with the mean confidence and the share that was right.
    public var reliability: [Step] { reliability { _ in true } }

    /// The same for some of the outcomes.
    public func reliability(where isIncluded: (Outcome) -> Bool) -> [Step] {
        var sums = Array(repeating: 0.0, count: 10)
        var shares = Array(repeating: Share(), count: 10)
        for outcome in outcomes where isIncluded(outcome) {
            let step = max(0, min(9, Int(outcome.confidence * 10)))
            sums[step] += outcome.confidence
            shares[step].add(outcome.isRight)
        }
        return zip(sums, shares).filter { $0.1.count > 0 }.map { Step(confidence: $0.0 / Double($0.1.count), share: $0.1) }
    }

    /// How far confidence and share lie apart, on average over all answers (expected calibration error; Naeini, Cooper, Hauskrecht 2015).
    public func calibrationError(where isIncluded: (Outcome) -> Bool = { _ in true }) -> Double {
        let steps = reliability(where: isIncluded)
        let count = steps.reduce(0) { $0 + $1.share.count }
        return count == 0 ? 0 : steps.reduce(0) { $0 + abs($1.confidence - $1.share.value) * Double($1.share.count) } / Double(count)
    }
}
