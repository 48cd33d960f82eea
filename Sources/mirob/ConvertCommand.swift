import ArgumentParser
internal import Foundation
internal import Ingestion
internal import Pipeline

struct ConvertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Any readable format in, posts as JSON Lines out on standard output, in input order.",
        discussion: """
            Reads Telegram Desktop exports (JSON and HTML), feeds, HTML pages, tables, JSON of other tools, web archives, PDF, text and JSON Lines of posts; \
            plain, gzip, zstd, bzip2, xz, zip or tar, in any usual encoding. Nothing in a file is ever fetched. Names of people leave as keyed pseudonyms \
            (--key-file) or not at all.
            Exit status: 0 done · 1 failed · 2 done, but some input was rejected · 64 wrong usage.

            EXAMPLES
              mirob convert ChatExport_2024-06-01 > posts.jsonl
              mirob convert --rejects rejected.jsonl 'inbox/*.csv' --map text=Caption,id=Key
              mirob convert crawl.warc.gz | mirob scan -
            """)

    @OptionGroup var input: InputOptions

    func run() throws {
        let files = input.inputFiles()
        let output = try RunOutput(input: input, files: files, writesLines: true, table: nil)
        let run = ConvertRun(jobs: input.workers, key: try Key.read(input.keyFile))
        try run.run(paths: files, options: input.reading) { outcome in try output.take(outcome) }
        try output.finish(palette: Palette(noColor: true))
        if output.sawTrouble && (input.rejectsExit == 2 || output.sawFailure) { throw ExitStatus.someRejected }
    }
}
