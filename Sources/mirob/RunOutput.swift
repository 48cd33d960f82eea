internal import FileOutput
internal import Foundation
internal import Ingestion
internal import Model
internal import Pipeline

/// Where the results of a run go. Used by one thread at a time, as `ScanRun` and `ConvertRun` promise.
final class RunOutput: @unchecked Sendable {
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

    /// Bytes of all input files; nil where it has no size, as a pipe.
    private let totalBytes: Int?

    init(input: InputOptions, files: [String], writesLines: Bool, table: AlertTable?) throws {
        let (outFile, rejectsFile, isQuiet) = (input.out, input.rejects, input.quiet)
        outName = outFile
        totalBytes = InputFiles.totalSize(files)
        if let outFile { file = try AtomicFile(path: outFile) } else if writesLines { lines = LineSink() }
        if let rejectsFile { self.rejectsFile = try AtomicFile(path: rejectsFile, mode: .appending) }
        self.isQuiet = isQuiet
        self.table = table
    }

    func take(_ outcome: ScanRun.Outcome) throws -> Bool {
        counts += outcome.counts
        bytes = max(bytes, outcome.fileBytes)
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
        // What was passed over for a reason is neither lost nor wrong.
        if !isQuiet, !counts.skipped.isEmpty {
            let reasons = counts.skipped.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map { "\($0.value) \($0.key)" }
            ErrorOutput.line("passed over: " + reasons.joined(separator: ", "))
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
        let rate = Double(bytes) / seconds
        var text = "\r\u{1B}[K"
        if let totalBytes, totalBytes > 0 {
            let share = min(1, Double(bytes) / Double(totalBytes))
            let full = Int(share * 20)
            text += "[" + String(repeating: "#", count: full) + String(repeating: "-", count: 20 - full) + "] "
            text += "\(bytes / 1_000_000) of \(totalBytes / 1_000_000) MB, "
            let left = Int((Double(totalBytes - min(bytes, totalBytes)) / max(1, rate)).rounded(.up))
            text += left >= 60 ? "\(left / 60) min \(left % 60) s left, " : "\(left) s left, "
        } else {
            text += "\(bytes / 1_000_000) MB, "
        }
        text += "\(counts.posts) posts, \(Int(Double(counts.posts) / seconds)) posts/s, \(counts.rejections) rejected "
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
