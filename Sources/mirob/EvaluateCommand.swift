import ArgumentParser
internal import Evaluation
internal import Foundation
internal import Ingestion
internal import Model
internal import Pipeline

extension EvaluationError: DescribedFailure {}

struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "How good it is: compares mirob with what people said.",
        discussion: """
            EXAMPLES
              mirob evaluate Corpora/gold/tg.jsonl --labels Corpora/gold/tg.labels.jsonl
              mirob evaluate langid sentences.tsv            tag, tab, text
            """,
        subcommands: [Posts.self], defaultSubcommand: Posts.self)

    struct Posts: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "posts", abstract: "Labelled posts (docs/formats/labels.md).",
            discussion: "EXAMPLE\n  mirob evaluate posts Corpora/gold/tg.jsonl --labels Corpora/gold/tg.labels.jsonl")

        @Argument(help: "Files of posts.")
        var posts: [String]

        @Option(name: .long, parsing: .upToNextOption, help: ArgumentHelp("Files of labels.", valueName: "file"))
        var labels: [String]

        @OptionGroup var analysis: AnalysisOptions

        @Flag(name: .long, help: "List every mistake.")
        var mistakes = false

        @Flag(name: .long, help: "JSON for programs.")
        var json = false

        func run() throws {
            let scanner = try analysis.scanner(all: true)
            let evaluation = try GoldEvaluation.run(scanner: scanner, posts: posts, labels: labels)
            if json {
                var writer = JSONWriter()
                evaluation.writeJSON(to: &writer)
                print(String(decoding: writer.bytes, as: UTF8.self))
            } else {
                if mistakes { for line in evaluation.mistakes { print(TerminalText.plain(line)) } }
                print(evaluation.table())
            }
        }
    }
}

/// Runs the scanner over labelled posts.
enum GoldEvaluation {
    /// - Throws: `EvaluationError` when a file cannot be read, a line is no post, or posts and labels do not match one to one.
    static func run(scanner: PostScanner, posts: [String], labels: [String]) throws -> PostEvaluation {
        var open: [String: PostLabel] = [:]
        for file in labels {
            for label in try PostEvaluation.labels(file: file) where open.updateValue(label, forKey: label.id) != nil {
                throw EvaluationError("\(file): label '\(label.id)' is given twice")
            }
        }
        var evaluation = PostEvaluation()
        var scratch = PostScanner.Scratch()
        let reader = BatchReader(paths: posts, options: BatchReader.Options(format: .posts))
        let parser = PostParser()
        var records: [ParsedRecord] = []
        while let item = reader.next() {
            switch item {
            case .failure(let error): throw error
            case .batch(let batch): parser.parse(batch, into: &records)
            }
        }
        for record in records {
            switch record {
            case .rejection(let rejection): throw EvaluationError("\(rejection.file):\(rejection.line): \(rejection.reason)")
            case .post(let post, let place):
                guard let label = open.removeValue(forKey: post.id) else {
                    throw EvaluationError("\(place.file):\(place.line): post '\(post.id)' has no label")
                }
                if let alert = scanner.scan(post, scratch: &scratch) { evaluation.count(alert, label) }
            }
        }
        if let left = open.keys.min() { throw EvaluationError("label '\(left)' has no post") }
        return evaluation
    }
}
