import Foundation

/// One line of `mirob scan` by the contract: decoding fails where a key is missing or has another type.
struct AlertLine: Decodable {
    struct Post: Decodable {
        struct Medium: Decodable {
            var kind: String
            var fileName: String?
        }
        var id: String
        var source: String?
        var channel: String?
        var authorRef: String?
        var publishedAt: String?
        var text: String
        var media: [Medium]
        var forwardedFrom: String?
        var replyTo: String?
        var notes: [String]?
    }
    struct Guess: Decodable {
        var tag: String
        var confidence: Double
    }
    struct Language: Decodable {
        var tag: String
        var confidence: Double
        var alternatives: [Guess]
    }
    struct Script: Decodable {
        var code: String
        var share: Double
    }
    struct Segment: Decodable {
        var start: Int
        var end: Int
        var tag: String
    }
    struct Entity: Decodable, Span {
        var id: String
        var name: String
        var type: String
        var surface: String
        var start: Int
        var end: Int
        var field: String?
        var alias: String
        var match: String
        var role: String
    }
    struct Indicator: Decodable, Span {
        var type: String
        var value: String
        var surface: String
        var start: Int
        var end: Int
        var field: String?
        var checksum: String
    }
    struct Evidence: Decodable, Span {
        var surface: String
        var start: Int
        var end: Int
        var field: String?
        var gloss: String
    }
    struct Theme: Decodable {
        var id: String
        var strength: Double
        var evidence: [Evidence]
    }
    struct Stance: Decodable {
        var label: String
        var confidence: Double
        var evidence: [Evidence]?
    }
    struct Audience: Decodable {
        var id: String
        var reason: String
    }
    struct Release: Decodable {
        var outlet: String
        var title: String?
        var issue: Int?
        var format: String?
        var language: String?
    }
    struct Designation: Decodable, Equatable {
        var entity: String
        var jurisdiction: String
        var list: String
        var listed: Bool
        var asOf: String?
    }
    struct Contribution: Decodable {
        var feature: String
        var weight: Double
    }
    struct Provenance: Decodable {
        var engine: String
        var lexicon: String
        var model: String
        var config: String
        var icu: String
    }

    var schema: String
    var alertId: String
    var post: Post
    var language: Language
    var scripts: [Script]
    var segments: [Segment]
    var entities: [Entity]
    var indicators: [Indicator]
    var themes: [Theme]
    var stance: Stance
    var audience: [Audience]
    var release: Release?
    var designations: [Designation]
    var score: Int
    var severity: String
    var contributions: [Contribution]
    var provenance: Provenance
    var scoredAt: String?

    /// All spans but the segments.
    var spans: [any Span] { entities + indicators + themes.flatMap(\.evidence) + (stance.evidence ?? []) }

    /// What the contract says the score is: contributions added in whole tenths, rounded half away from zero, clamped.
    var sumOfContributions: Int {
        let tenths = contributions.reduce(0) { $0 + Int(($1.weight * 10).rounded()) }
        return min(100, max(0, Int((Double(tenths) / 10).rounded(.toNearestOrAwayFromZero))))
    }

    /// What the contract says the severity is.
    var severityOfScore: String {
        switch score {
        case ..<20: "none"
        case ..<40: "low"
        case ..<60: "medium"
        case ..<80: "high"
        default: "critical"
        }
    }

    /// What `text[start:end]` is in Python: scalars of the text, or of the file name that the span's field names; nil when it is out of bounds.
    func slice(_ span: some Span) -> String? {
        var text = post.text
        if let field = span.field {
            guard let match = field.wholeMatch(of: /media\[(\d+)\]\.file_name/), let index = Int(match.1), index < post.media.count,
                let name = post.media[index].fileName
            else { return nil }
            text = name
        }
        let scalars = Array(text.unicodeScalars)
        guard 0 <= span.start, span.start < span.end, span.end <= scalars.count else { return nil }
        return String(String.UnicodeScalarView(scalars[span.start..<span.end]))
    }
}

/// Something seen at a place.
protocol Span {
    var surface: String { get }
    var start: Int { get }
    var end: Int { get }
    var field: String? { get }
}

/// One line of a rejects file by the contract.
struct RejectLine: Decodable {
    var schema: String
    var file: String
    var line: Int
    var offset: Int
    var record: String?
    var reason: String
    var raw: String

    /// The lines of a file.
    static func lines(_ text: String?) throws -> [RejectLine] {
        try (text ?? "").split(separator: "\n").map { try JSONDecoder.contract.decode(RejectLine.self, from: Data($0.utf8)) }
    }
}

extension JSONDecoder {
    /// `alert_id` is read as `alertId`.
    static var contract: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }
}
