import ArgumentParser
internal import Foundation
internal import LexiconAuthoring
internal import Model
internal import Pipeline

extension Severity: ExpressibleByArgument {}

/// Options of every command that scans posts.
struct AnalysisOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("Folder of lexicon files; repeatable, compiled together. Default: the shipped lexicon.", valueName: "dir"))
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
        if let asOf, asOf.wholeMatch(of: /\d{4}-\d{2}-\d{2}/) == nil { throw ValidationError("--as-of must be a day as YYYY-MM-DD, not '\(asOf)'") }
        if jurisdiction.contains(where: { $0.wholeMatch(of: /[A-Z]{2}/) == nil }) {
            throw ValidationError("--jurisdiction must be two capital letters, as UN or KZ")
        }
    }

    func scannerOptions(threshold: Severity = .medium, all: Bool = false) -> Scanner.Options {
        var options = Scanner.Options()
        options.threshold = threshold
        options.writesAll = all
        options.jurisdictions = jurisdiction
        options.asOf = asOf
        options.transliterates = !noTransliterate
        options.masks = !noMask
        options.now = now ?? ProcessInfo.processInfo.environment["MIROB_NOW"]
        return options
    }

    func scanner(threshold: Severity = .medium, all: Bool = false) throws -> Scanner {
        let (model, digest) = try Resources.model()
        return Scanner(
            lexicon: try Resources.lexicon(folders: lexicons), model: model, modelDigest: digest,
            options: scannerOptions(threshold: threshold, all: all))
    }
}
