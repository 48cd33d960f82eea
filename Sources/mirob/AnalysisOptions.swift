public import ArgumentParser
internal import Foundation
internal import LexiconAuthoring
public import Model
internal import Pipeline

extension Severity: ExpressibleByArgument {}

/// Options of every command that scans posts.
struct AnalysisOptions: ParsableArguments {
    @Option(
        name: .long, help: ArgumentHelp("Folder of lexicon files; repeatable, compiled together. Default: the shipped lexicon.", valueName: "dir"))
    var lexicons: [String] = []

    @Option(name: .long, help: ArgumentHelp("Whose lists annotate alerts: UN, US, EU, UK, RU, KZ, …; repeatable.", valueName: "code"))
    var jurisdiction: [String] = ["UN"]

    @Option(name: .long, help: ArgumentHelp("Day for listings (YYYY-MM-DD); the post's own day otherwise.", valueName: "date"))
    var asOf: String?

    @Flag(name: .customLong("no-transliterate"), help: "Match no spellings in other scripts.")
    var noTransliterate = false

    @Flag(name: .customLong("no-mask"), help: "Leave cards and phones readable.")
    var noMask = false

    @Option(name: .long, help: ArgumentHelp("Time written as scored_at (RFC 3339); also MIROB_NOW.", valueName: "time"))
    var now: String?

    @Flag(name: .customLong("no-color"), help: "No colours; also NO_COLOR.")
    var noColor = false

    mutating func validate() throws {
        if let asOf, !Self.isTime(asOf + "T00:00:00Z") { throw ValidationError("--as-of must be a day as YYYY-MM-DD, not '\(asOf)'") }
        if let time, !Self.isTime(time.value) { throw ValidationError("\(time.name) must be a time as 2026-01-31T12:00:00Z, not '\(time.value)'") }
        if jurisdiction.contains(where: { $0.wholeMatch(of: /[A-Z]{2}/) == nil }) {
            throw ValidationError("--jurisdiction must be two capital letters, as UN or KZ")
        }
    }

    /// `--now`, else `MIROB_NOW`.
    private var time: (value: String, name: String)? {
        now.map { ($0, "--now") } ?? ProcessInfo.processInfo.environment["MIROB_NOW"].map { ($0, "MIROB_NOW") }
    }

    /// Whether it is an RFC 3339 time of a day that there is.
    private static func isTime(_ text: String) -> Bool {
        guard let parts = text.wholeMatch(of: /(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})/) else { return false }
        // Parsing alone would take 30 February for 2 March.
        guard
            (try? Date(text, strategy: .iso8601.year().month().day().time(includingFractionalSeconds: parts.2 != nil).timeZone(separator: .colon)))
                != nil,
            let day = try? Date(String(parts.1), strategy: .iso8601.year().month().day())
        else { return false }
        return day.formatted(.iso8601.year().month().day()) == parts.1
    }

    func scannerOptions(threshold: Severity = .medium, all: Bool = false) -> PostScanner.Options {
        var options = PostScanner.Options()
        options.threshold = threshold
        options.writesAll = all
        options.jurisdictions = jurisdiction
        options.asOf = asOf
        options.transliterates = !noTransliterate
        options.masks = !noMask
        options.now = time?.value
        return options
    }

    func scanner(threshold: Severity = .medium, all: Bool = false) throws -> PostScanner {
        let (model, digest) = try Resources.model()
        return PostScanner(
            lexicon: try Resources.lexicon(folders: lexicons), model: model, modelDigest: digest,
            options: scannerOptions(threshold: threshold, all: all))
    }
}
