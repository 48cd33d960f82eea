internal import Foundation
public import Model

/// What a person said a post is; one line of a labels file (`docs/formats/labels.md`).
public struct PostLabel: Codable, Sendable, Hashable {
    /// The post's id.
    public var id: String
    /// Tag of the post's own words.
    public var language: String
    /// Every entity named.
    public var entities: [String]
    /// What it does or reports.
    public var themes: [String]
    /// Who speaks.
    public var stance: Stance
    /// Should be seen: severity medium or above.
    public var alert: Bool
    /// Nothing about a group at all: must stay at severity none.
    public var benign: Bool?
    /// What kind of post.
    public var category: String?
    /// How names are written.
    public var form: String?
    /// Why.
    public var note: String?
}

/// A labels file that cannot be read, or does not fit its posts.
public struct EvaluationError: Error, CustomStringConvertible, Hashable {
    /// One sentence, with file and line.
    public var description: String

    /// Makes an error.
    public init(_ description: String) { self.description = description }
}

/// True and false positives and negatives.
public struct Tally: Sendable, Hashable {
    /// Said and so.
    public var truePositives = 0
    /// Said and not so.
    public var falsePositives = 0
    /// So and not said.
    public var falseNegatives = 0
    /// Not so and not said.
    public var trueNegatives = 0

    /// Nothing counted.
    public init() {}

    /// Of what was said, the share that was so.
    public var precision: Double { ratio(truePositives, truePositives + falsePositives) }
    /// Of what was so, the share that was said.
    public var recall: Double { ratio(truePositives, truePositives + falseNegatives) }
    /// Harmonic mean of the two.
    public var f1: Double { ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives) }

    private func ratio(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 1 : Double(part) / Double(whole) }

    /// Counts sets: what was expected against what was found.
    public mutating func count(expected: Set<String>, found: Set<String>) {
        truePositives += expected.intersection(found).count
        falsePositives += found.subtracting(expected).count
        falseNegatives += expected.subtracting(found).count
    }

    /// Counts one decision.
    public mutating func count(expected: Bool, found: Bool) {
        switch (expected, found) {
        case (true, true): truePositives += 1
        case (false, true): falsePositives += 1
        case (true, false): falseNegatives += 1
        case (false, false): trueNegatives += 1
        }
    }
}

/// The 95 % Wilson score interval of a share.
public func wilsonInterval(_ part: Int, of whole: Int) -> (low: Double, high: Double) {
    guard whole > 0 else { return (0, 1) }
    let n = Double(whole)
    let p = Double(part) / n
    let z = 1.959964
    let centre = p + z * z / (2 * n)
    let spread = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    let scale = 1 + z * z / n
    return (max(0, (centre - spread) / scale), min(1, (centre + spread) / scale))
}

/// Which part of the labelled posts a post is of: one fifth is held out, and no rule, cue or weight is made by looking at it.
public enum EvaluationPart: String, Sendable, CaseIterable {
    /// Four fifths: read, and mended by.
    case tuned
    /// One fifth: counted only.
    case heldOut = "held-out"

    /// The part of a post: by the 64-bit FNV-1a hash of its id's UTF-8 (http://www.isthe.com/chongo/tech/comp/fnv/), so that it never changes.
    public init(id: String) {
        let hash = id.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
        self = (hash >> 32) % 5 == 0 ? .heldOut : .tuned
    }
}

/// Compares alerts with labels, sliced by part, language, form, category, length and kind of match.
public struct PostEvaluation: Sendable {
    /// The figures of one slice.
    public struct Slice: Sendable, Hashable {
        /// Posts.
        public var posts = 0
        /// Posts whose language was right.
        public var languageRight = 0
        /// Entity ids, micro.
        public var entities = Tally()
        /// Theme ids, micro.
        public var themes = Tally()
        /// Posts whose stance was right, of those about a group.
        public var stanceRight = 0
        /// Posts about a group.
        public var stancePosts = 0
        /// Severity medium and up.
        public var alerts = Tally()
        /// Posts that must stay silent.
        public var benign = 0
        /// Of those, posts above severity none.
        public var benignRaised = 0
    }

    /// Whole, then by `part=…`, `language=…`, `form=…`, `category=…`, `length=…`, `match=…` and, for languages, by part: `part=… language=…`.
    public private(set) var slices: [String: Slice] = [:]
    /// What went wrong in the tuned part, a line each: for people who mend lexicons.
    public private(set) var mistakes: [String] = []
    /// How many posts of the held-out part have something wrong. What, is not told: nothing may be mended by it.
    public private(set) var heldOutMistakes = 0

    /// Nothing compared yet.
    public init() {}

    /// Reads a labels file.
    ///
    /// - Throws: `EvaluationError` with file and line.
    public static func labels(file: String) throws -> [PostLabel] {
        guard let data = FileManager.default.contents(atPath: file) else { throw EvaluationError("\(file) cannot be read") }
        var labels: [PostLabel] = []
        for (index, line) in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() where !line.isEmpty {
            do { labels.append(try JSONDecoder().decode(PostLabel.self, from: line)) } catch {
                throw EvaluationError("\(file):\(index + 1): not a label: \(Self.reason(error))")
            }
        }
        if labels.isEmpty { throw EvaluationError("\(file) has no labels") }
        return labels
    }

    private static func reason(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "not JSON" }
        switch error {
        case .keyNotFound(let key, _): return "'\(key.stringValue)' is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "'\(context.codingPath.last?.stringValue ?? "")' has the wrong type"
        default: return "not JSON of this form"
        }
    }

    /// Scalars from which a post counts as long.
    public static let longPost = 500

    /// The slices a post is counted in.
    private static func keys(_ alert: Alert, _ label: PostLabel) -> [String] {
        let part = "part=" + EvaluationPart(id: label.id).rawValue
        let length = alert.post.text.scalarCount >= longPost ? "long" : "short"
        let matches = Set(alert.entities.map(\.match.rawValue)).sorted().map { "match=" + $0 }
        return [
            "all", part, "language=" + label.language, part + " language=" + label.language, "form=" + (label.form ?? "none"),
            "category=" + (label.category ?? "none"), "length=" + length,
        ] + matches
    }

    /// Counts one post.
    public mutating func count(_ alert: Alert, _ label: PostLabel) {
        let keys = Self.keys(alert, label)
        let found = Set(alert.entities.map(\.id))
        let themes = Set(alert.themes.map(\.id))
        let isBenign = label.benign ?? false
        let languageRight = alert.language.best.tag == label.language || (label.language == "fa-AF" && alert.language.best.tag == "fa")
        for key in keys {
            var slice = slices[key] ?? Slice()
            slice.posts += 1
            if languageRight { slice.languageRight += 1 }
            slice.entities.count(expected: Set(label.entities), found: found)
            slice.themes.count(expected: Set(label.themes), found: themes)
            if !label.entities.isEmpty && !isBenign {
                slice.stancePosts += 1
                if alert.stance.label == label.stance { slice.stanceRight += 1 }
            }
            slice.alerts.count(expected: label.alert, found: alert.severity >= .medium)
            if isBenign {
                slice.benign += 1
                if alert.severity > .none { slice.benignRaised += 1 }
            }
            slices[key] = slice
        }
        var wrong: [String] = []
        if !languageRight { wrong.append("language \(alert.language.best.tag), should be \(label.language)") }
        let missed = Set(label.entities).subtracting(found).sorted()
        let extra = found.subtracting(label.entities).sorted()
        if !missed.isEmpty { wrong.append("missed \(missed.joined(separator: " "))") }
        if !extra.isEmpty { wrong.append("extra \(extra.joined(separator: " "))") }
        if themes != Set(label.themes) { wrong.append("themes \(themes.sorted()) should be \(label.themes.sorted())") }
        if !label.entities.isEmpty && !isBenign && alert.stance.label != label.stance {
            wrong.append("stance \(alert.stance.label.rawValue), should be \(label.stance.rawValue)")
        }
        if label.alert != (alert.severity >= .medium) {
            wrong.append("ALERT \(alert.score), should be \(label.alert ? "medium or above" : "below medium")")
        }
        if isBenign && alert.severity > .none { wrong.append("BENIGN RAISED \(alert.score)") }
        if wrong.isEmpty { return }
        switch EvaluationPart(id: label.id) {
        case .tuned: mistakes.append("\(label.id): " + wrong.joined(separator: "; "))
        case .heldOut: heldOutMistakes += 1
        }
    }

    /// A share in percent, and its 95 % interval.
    private static func share(_ part: Int, _ whole: Int) -> String {
        let (low, high) = wilsonInterval(part, of: whole)
        let value = whole == 0 ? "    –" : String(format: "%5.1f", 100 * Double(part) / Double(whole))
        return value + String(format: " (%3.0f–%3.0f)", low * 100, high * 100)
    }

    /// The figures as a table, `all` first, then the slices by name: F1 in percent; shares in percent with their 95 % Wilson intervals; benign posts raised
    /// above severity `none` as a count.
    public func table() -> String {
        func percent(_ value: Double) -> String { String(format: "%6.1f", value * 100) }
        func width(_ text: String, _ width: Int) -> String { text.count >= width ? text : text + String(repeating: " ", count: width - text.count) }
        let headings = ["slice", "   n", "language", "ent-F1", "theme-F1", "stance", "alert-precision", "alert-recall", "alert-F1", "benign raised"]
        let widths = [32, 4, 15, 6, 8, 15, 15, 15, 8, 13]
        func row(_ cells: [String]) -> String {
            var line = zip(cells, widths).map { width($0, $1) }.joined(separator: "  ")
            while line.hasSuffix(" ") { line.removeLast() }
            return line
        }
        var lines = [row(headings)]
        for (name, slice) in slices.sorted(by: { ($0.key == "all" ? "" : $0.key) < ($1.key == "all" ? "" : $1.key) }) {
            let alerts = slice.alerts
            lines.append(
                row([
                    name, String(format: "%4d", slice.posts), Self.share(slice.languageRight, slice.posts), percent(slice.entities.f1),
                    "  " + percent(slice.themes.f1), Self.share(slice.stanceRight, slice.stancePosts),
                    Self.share(alerts.truePositives, alerts.truePositives + alerts.falsePositives),
                    Self.share(alerts.truePositives, alerts.truePositives + alerts.falseNegatives), "  " + percent(alerts.f1),
                    "\(slice.benignRaised)/\(slice.benign)",
                ]))
        }
        return lines.joined(separator: "\n")
    }

    /// A share for programs: how many of how many, and its 95 % interval.
    private static func writeShare(_ name: String, _ part: Int, of whole: Int, to json: inout JSONWriter) {
        let (low, high) = wilsonInterval(part, of: whole)
        json.key(name)
        json.beginObject()
        json.key("n")
        json.integer(whole)
        json.key("share")
        json.number(whole == 0 ? 1 : Double(part) / Double(whole), fractionDigits: 4)
        json.key("low")
        json.number(low, fractionDigits: 4)
        json.key("high")
        json.number(high, fractionDigits: 4)
        json.endObject()
    }

    /// The figures for programs, slices in the order of their names.
    public func writeJSON(to json: inout JSONWriter) {
        json.beginObject()
        for (name, slice) in slices.sorted(by: { $0.key < $1.key }) {
            json.key(name)
            json.beginObject()
            json.key("posts")
            json.integer(slice.posts)
            json.key("language_right")
            json.integer(slice.languageRight)
            for (label, tally) in [("entities", slice.entities), ("themes", slice.themes), ("alerts", slice.alerts)] {
                json.key(label)
                json.beginObject()
                json.key("precision")
                json.number(tally.precision, fractionDigits: 4)
                json.key("recall")
                json.number(tally.recall, fractionDigits: 4)
                json.key("f1")
                json.number(tally.f1, fractionDigits: 4)
                Self.writeShare("precision_interval", tally.truePositives, of: tally.truePositives + tally.falsePositives, to: &json)
                Self.writeShare("recall_interval", tally.truePositives, of: tally.truePositives + tally.falseNegatives, to: &json)
                json.endObject()
            }
            json.key("stance_right")
            json.integer(slice.stanceRight)
            json.key("stance_posts")
            json.integer(slice.stancePosts)
            json.key("benign")
            json.integer(slice.benign)
            json.key("benign_raised")
            json.integer(slice.benignRaised)
            json.endObject()
        }
        json.endObject()
    }
}
