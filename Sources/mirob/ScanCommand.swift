public import ArgumentParser
internal import FileOutput
internal import Foundation
public import Ingestion
internal import Model
internal import Pipeline

extension InputFormat: ExpressibleByArgument {}

struct ScanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Posts in, alerts out on standard output, in input order.",
        discussion: """
            Reads JSON Lines of posts or plain text (one post a line), plain, gzip or zstd. The same input gives the same bytes for any --jobs.
            Exit status: 0 done · 1 failed · 2 done, but some input was rejected · 64 wrong usage · 78 a lexicon error.

            EXAMPLES
              mirob scan posts.jsonl > alerts.jsonl
              mirob scan --all --threshold low a.jsonl.gz b.txt
              mirob scan --summary --out alerts.jsonl posts.jsonl
              tail -f feed.jsonl | mirob scan -
            """)

    @Argument(help: "Files; - is standard input.")
    var files: [String] = ["-"]

    @OptionGroup var analysis: AnalysisOptions

    @Option(name: .long, help: "The least severity written: low, medium, high or critical.")
    var threshold: Severity = .medium

    @Flag(name: .long, help: "Write posts below the threshold too.")
    var all = false

    @Option(name: .long, help: "auto, posts (JSON Lines) or text.")
    var format: InputFormat = .auto

    @Flag(name: .long, help: "With --format text: a whole file is one post.")
    var textPerFile = false

    @Option(name: .long, help: ArgumentHelp("Append what is no post to this file, as mirob.reject/1 lines.", valueName: "file"))
    var rejects: String?

    @Option(name: .long, help: ArgumentHelp("Exit status when something was rejected.", valueName: "0|2"))
    var rejectsExit: Int32 = 2

    @Option(name: .long, help: ArgumentHelp("Longest line in bytes.", valueName: "bytes"))
    var maxLine: Int = 32 << 20

    @Option(name: .long, help: ArgumentHelp("Working threads; all cores by default.", valueName: "n"))
    var jobs: Int?

    @Option(name: .long, help: ArgumentHelp("Key of pseudonyms; also MIROB_KEY_FILE. Without one, names of people are dropped.", valueName: "file"))
    var keyFile: String?

    @Option(name: .long, help: ArgumentHelp("Write alerts to this file, whole or not at all.", valueName: "file"))
    var out: String?

    @Flag(name: .long, help: "Print a table for people instead of JSON Lines.")
    var summary = false

    @Flag(name: .long, help: "Say nothing on standard error but errors.")
    var quiet = false

    func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1") }
        if maxLine < 1 { throw ValidationError("--max-line must be at least 1") }
        if rejectsExit != 0 && rejectsExit != 2 { throw ValidationError("--rejects-exit must be 0 or 2") }
        if threshold == .none { throw ValidationError("--threshold must be low, medium, high or critical; --all writes everything") }
        if textPerFile && format != .text { throw ValidationError("--text-per-file goes with --format text") }
    }

    func run() throws {
        let scanner = try analysis.scanner(threshold: threshold, all: all)
        let run = ScanRun(
            scanner: scanner, jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount, key: try Key.read(keyFile), keepsAlerts: summary)
        let output = try ScanOutput(
            outFile: out, rejectsFile: rejects, writesLines: !summary || out != nil, isQuiet: quiet, table: summary ? AlertTable() : nil)
        let options = BatchReader.Options(format: format, textPerFile: textPerFile, maxLine: maxLine)
        try run.run(paths: files, options: options) { outcome in try output.take(outcome) }
        try output.finish(palette: Palette(noColor: analysis.noColor))
        if output.sawTrouble && (rejectsExit == 2 || output.sawFailure) { throw ExitStatus.someRejected }
    }
}

/// The key of pseudonyms. `scan` never makes one.
enum Key {
    /// - Throws: `CommandFailure` when a key file is named and cannot be read, or is empty.
    static func read(_ option: String?) throws -> [UInt8]? {
        guard let path = option ?? ProcessInfo.processInfo.environment["MIROB_KEY_FILE"] else { return nil }
        guard let data = FileManager.default.contents(atPath: path), !data.isEmpty else {
            throw CommandFailure(description: "the key file \(path) cannot be read or is empty")
        }
        return [UInt8](data)
    }
}

/// Where the results of a scan go. Used by one thread at a time, as `ScanRun` promises.
final class ScanOutput: @unchecked Sendable {
    private var lines: LineSink?
    private var file: AtomicFile?
    private var rejectsFile: AtomicFile?
    private let outName: String?
    private let isQuiet: Bool
    private let table: AlertTable?
    private var shownRejections = 0
    private var counts = LineCounts()
    private var bytes = 0
    private var lastProgress = ContinuousClock.now
    private let start = ContinuousClock.now
    private(set) var sawTrouble = false
    private(set) var sawFailure = false
    private var severities: [Severity: Int] = [:]

    /// Rejections shown on standard error before they are only counted.
    private static let shownLimit = 20

    init(outFile: String?, rejectsFile: String?, writesLines: Bool, isQuiet: Bool, table: AlertTable?) throws {
        outName = outFile
        if let outFile { file = try AtomicFile(path: outFile) } else if writesLines { lines = LineSink() }
        if let rejectsFile { self.rejectsFile = try AtomicFile(path: rejectsFile, mode: .appending) }
        self.isQuiet = isQuiet
        self.table = table
    }

    func take(_ outcome: ScanRun.Outcome) throws -> Bool {
        counts += outcome.counts
        bytes += outcome.bytes
        for (severity, count) in outcome.severities { severities[severity, default: 0] += count }
        if let failure = outcome.failure {
            sawTrouble = true
            sawFailure = true
            clearProgress()
            ErrorOutput.line("\(failure)")
        }
        for rejection in outcome.rejections { try take(rejection) }
        table?.append(outcome.alerts)
        if file != nil {
            try file?.write(outcome.lines)
        } else if lines != nil {
            try lines?.write(outcome.lines)
            try lines?.flush()
            if lines?.status == .readerGone { return false }
        }
        showProgress()
        return true
    }

    private func take(_ rejection: Rejection) throws {
        sawTrouble = true
        if rejectsFile != nil {
            var json = JSONWriter()
            rejection.writeLine(to: &json)
            try rejectsFile?.write(json.bytes)
        }
        guard !isQuiet else { return }
        shownRejections += 1
        clearProgress()
        if shownRejections <= Self.shownLimit {
            ErrorOutput.line("\(rejection.file):\(rejection.line): \(rejection.reason)")
        } else if shownRejections == Self.shownLimit + 1 {
            ErrorOutput.line("more lines were rejected; --rejects FILE keeps them all")
        }
    }

    func finish(palette: Palette) throws {
        clearProgress()
        if let rejectsFile = rejectsFile.take() { try rejectsFile.commit() }
        if let file = file.take() { try file.commit() }
        if let table {
            print(table.text(palette: palette))
            let parts = Severity.allCases.reversed().compactMap { severity in severities[severity].map { "\($0) \(severity.rawValue)" } }
            print("\(counts.posts) posts: \(parts.isEmpty ? "no alerts" : parts.joined(separator: ", "))")
            if let outName { print("Alerts, one JSON object a line: \(outName)") }
        } else if !isQuiet && counts.rejections > 0 {
            ErrorOutput.line("\(counts.posts) posts, \(counts.rejections) lines rejected")
        }
    }

    // MARK: - Progress, on a terminal only

    private lazy var showsProgress = !isQuiet && isatty(2) == 1
    private var progressIsShown = false

    private func showProgress() {
        guard showsProgress, lastProgress.duration(to: .now) > .milliseconds(200) else { return }
        lastProgress = .now
        let elapsed = start.duration(to: .now)
        let seconds = max(0.001, Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18)
        let text = "\r\(bytes / 1_000_000) MB, \(counts.posts) posts, \(Int(Double(counts.posts) / seconds)) posts/s, \(counts.rejections) rejected "
        FileHandle.standardError.write(Data(text.utf8))
        progressIsShown = true
    }

    private func clearProgress() {
        guard progressIsShown else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
        progressIsShown = false
    }
}

extension Optional where Wrapped: ~Copyable {
    /// Moves the value out and leaves nil.
    fileprivate mutating func take() -> Wrapped? {
        let value = consume self
        self = nil
        return value
    }
}
