public import ArgumentParser
internal import FileOutput
internal import Foundation
public import Ingestion
internal import Model

extension InputFormat: ExpressibleByArgument {}

/// Options of every command that reads posts.
struct InputOptions: ParsableArguments {
    @Argument(help: "Files, folders or globs; - is standard input.")
    var files: [String] = ["-"]

    @Option(
        name: .long,
        help: "auto (by content), posts (JSON Lines), telegram, telegram-html, feed, html, csv, text, json (other tools), warc or pdf.")
    var format: InputFormat = .auto

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Columns of a table: text=COLUMN,id=COLUMN,…; repeatable. Also title, channel, author, published_at, url, lang, ….", valueName: "map"))
    var map: [String] = []

    @Flag(name: .long, help: "Read private conversations and small private groups too.")
    var allowPrivate = false

    @Flag(name: .long, help: "With --format text: a whole file is one post.")
    var textPerFile = false

    @Option(name: .long, help: ArgumentHelp("Append what is no post to this file, as mirob.reject/1 lines.", valueName: "file"))
    var rejects: String?

    @Option(name: .long, help: ArgumentHelp("Exit status when something was rejected.", valueName: "0|2"))
    var rejectsExit: Int32 = 2

    @Option(name: .long, help: ArgumentHelp("Longest line, record, page or document in bytes.", valueName: "bytes"))
    var maxLine: Int = 32 << 20

    @Option(name: .long, help: ArgumentHelp("Working threads; all cores by default.", valueName: "n"))
    var jobs: Int?

    @Option(name: .long, help: ArgumentHelp("Key of pseudonyms; also MIROB_KEY_FILE. Without one, names of people are dropped.", valueName: "file"))
    var keyFile: String?

    @Option(name: .long, help: ArgumentHelp("Write to this file, whole or not at all.", valueName: "file"))
    var out: String?

    @Flag(name: .long, help: "Say nothing on standard error but errors.")
    var quiet = false

    mutating func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1") }
        if maxLine < 1 { throw ValidationError("--max-line must be at least 1") }
        if rejectsExit != 0 && rejectsExit != 2 { throw ValidationError("--rejects-exit must be 0 or 2") }
        if textPerFile && format != .text { throw ValidationError("--text-per-file goes with --format text") }
        for map in map where ColumnMap(map) == nil {
            throw ValidationError(
                "--map must be FIELD=COLUMN,FIELD=COLUMN with fields of \(ColumnMap.fields.joined(separator: ", ")), not '\(map)'")
        }
    }

    /// Working threads.
    var workers: Int { jobs ?? ProcessInfo.processInfo.activeProcessorCount }

    /// How to read.
    var reading: BatchReader.Options {
        var options = BatchReader.Options(format: format, textPerFile: textPerFile, maxLine: maxLine)
        options.allowsPrivate = allowPrivate
        for text in map { if let other = ColumnMap(text) { options.map.merge(other) } }
        return options
    }

    /// The files to read, folders and globs undone. Says how many files in folders are of no kind that is read.
    func inputFiles() -> [String] {
        let (files, passedOver) = InputFiles.expand(files)
        if passedOver > 0, !quiet { ErrorOutput.line("\(passedOver) files in folders are of no kind that is read and were passed over") }
        return files
    }
}

/// The key of pseudonyms. `scan` and `convert` never make one.
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
