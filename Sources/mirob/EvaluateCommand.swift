import ArgumentParser
internal import Detection
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
        subcommands: [Posts.self, Languages.self], defaultSubcommand: Posts.self)

    struct Posts: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "posts", abstract: "Labelled posts (docs/formats/labels.md).",
            discussion: "EXAMPLE\n  mirob evaluate posts Corpora/gold/tg.jsonl --labels Corpora/gold/tg.labels.jsonl")

        @Argument(help: "Files of posts.")
        var posts: [String]

        @Option(name: .long, parsing: .upToNextOption, help: ArgumentHelp("Files of labels.", valueName: "file"))
        var labels: [String]

        @OptionGroup var analysis: AnalysisOptions

        @Flag(name: .long, help: "List the mistakes, but for those of the held-out fifth.")
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
                if mistakes {
                    for line in evaluation.mistakes { print(TerminalText.plain(line)) }
                    print("\(evaluation.heldOutMistakes) more in the held-out fifth, which is not read")
                }
                print(evaluation.table())
            }
        }
    }
}

extension EvaluateCommand {
    struct Languages: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "langid", abstract: "Language identification: lines of tag, tab, text.",
            discussion: "EXAMPLE\n  mirob evaluate langid sentences.tsv")

        @Argument(help: "A file of lines: the right tag, a tab, the text.")
        var file: String

        @Flag(name: .long, help: "JSON for programs.")
        var json = false

        func run() throws {
            guard let data = FileManager.default.contents(atPath: file) else { throw EvaluationError("\(file) cannot be read") }
            let (model, digest) = try Resources.model()
            let scanner = PostScanner(lexicon: try Resources.lexicon(), model: model, modelDigest: digest)
            var scratch = PostScanner.Scratch()
            var evaluation = LanguageEvaluation()
            for (index, line) in String(decoding: data, as: UTF8.self).split(separator: "\n").enumerated() {
                guard let (tag, text) = LanguageEvaluation.labelled(line) else {
                    throw EvaluationError("\(file):\(index + 1): not a tag, a tab and a text")
                }
                evaluation.add(expected: tag, scanner.detect(UTF8Text(text), scratch: &scratch).language, length: text.unicodeScalars.count)
            }
            print(json ? Self.json(evaluation) : Self.table(evaluation))
        }

        /// Per tag and length bucket: right of count, with the 95 % interval over all lengths.
        static func table(_ evaluation: LanguageEvaluation) -> String {
            func cell(_ share: LanguageEvaluation.Share) -> String {
                share.count == 0 ? "      –      " : String(format: "%5.1f (%5d)", share.value * 100, share.count)
            }
            var lines = [
                "tag          all lengths   " + LanguageEvaluation.bucketNames.map { $0.padding(toLength: 15, withPad: " ", startingAt: 0) }.joined()
                    + "95 %"
            ]
            for tag in evaluation.tags {
                let all = evaluation.share(tag: tag)
                let buckets = LanguageEvaluation.bucketNames.indices.map { cell(evaluation.share(tag: tag, bucket: $0)) }.joined(separator: "  ")
                let (low, high) = all.interval
                lines.append(
                    tag.padding(toLength: 12, withPad: " ", startingAt: 0) + cell(all) + "  " + buckets
                        + String(format: "  %5.1f–%5.1f", low * 100, high * 100))
            }
            let macro = LanguageEvaluation.bucketNames.indices.map { String(format: "%5.1f", evaluation.macro(bucket: $0) * 100) }.joined(
                separator: "          ")
            lines.append("macro       " + String(format: "%5.1f", evaluation.macro() * 100) + "          " + macro)
            for confusion in evaluation.confusions.prefix(12) {
                lines.append("\(confusion.expected) taken for \(confusion.given): \(confusion.count)")
            }
            for bin in evaluation.reliability where bin.share.count > 0 {
                lines.append(String(format: "confidence %.2f: right %5.1f %% of %d", bin.confidence, bin.share.value * 100, bin.share.count))
            }
            return lines.joined(separator: "\n")
        }

        static func json(_ evaluation: LanguageEvaluation) -> String {
            var json = JSONWriter()
            json.beginObject()
            json.key("macro")
            json.number(evaluation.macro(), fractionDigits: 4)
            json.key("tags")
            json.beginObject()
            for tag in evaluation.tags {
                let share = evaluation.share(tag: tag)
                json.key(tag)
                json.beginObject()
                json.key("right")
                json.integer(share.right)
                json.key("count")
                json.integer(share.count)
                json.endObject()
            }
            json.endObject()
            json.endObject()
            return String(decoding: json.bytes, as: UTF8.self)
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
