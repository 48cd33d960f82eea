internal import ArgumentParser
internal import FileOutput
internal import Foundation
internal import Ingestion
internal import Model
internal import Pipeline

struct ScanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Posts in, alerts out on standard output, in input order.",
        discussion: """
            Reads JSON Lines of posts and everything else that `mirob convert` reads. The same input gives the same bytes for any --jobs.
            Exit status: 0 done · 1 failed · 2 done, but some input was rejected · 64 wrong usage · 78 a lexicon error.

            EXAMPLES
              mirob scan posts.jsonl > alerts.jsonl
              mirob scan --all --threshold low a.jsonl.gz b.txt
              mirob scan --summary --out alerts.jsonl posts.jsonl
              tail -f feed.jsonl | mirob scan -
            """)

    @OptionGroup var input: InputOptions

    @OptionGroup var analysis: AnalysisOptions

    @Option(name: .long, help: "The least severity written: low, medium, high or critical.")
    var threshold: Severity = .medium

    @Flag(name: .long, help: "Write posts below the threshold too.")
    var all = false

    @Flag(name: .long, help: "Print a table for people instead of JSON Lines.")
    var summary = false

    func validate() throws {
        if threshold == .none { throw ValidationError("--threshold must be low, medium, high or critical; --all writes everything") }
    }

    func run() throws {
        let scanner = try analysis.scanner(threshold: threshold, all: all)
        let files = input.inputFiles()
        let run = ScanRun(scanner: scanner, jobs: input.workers, key: try Key.read(input.keyFile), keepsAlerts: summary)
        let output = try RunOutput(
            input: input, files: files, writesLines: !summary || input.out != nil, table: summary ? AlertTable() : nil)
        try run.run(paths: files, options: input.reading) { outcome in try output.take(outcome) }
        try output.finish(palette: Palette(noColor: analysis.noColor))
        if output.sawTrouble && (input.rejectsExit == 2 || output.sawFailure) { throw ExitStatus.someRejected }
    }
}
