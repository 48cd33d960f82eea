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
            discussion: """
                A third field, after another tab, names the text's domain. Shares are given with their 95 % intervals.

                EXAMPLES
                  mirob evaluate langid sentences.tsv
                  mirob evaluate langid sentences.tsv --json --plots docs/quality
                """)

        @Argument(help: "A file of lines: the right tag, a tab, the text, and if wished a tab and the domain.")
        var file: String

        @Flag(name: .long, help: "JSON for programs.")
        var json = false

        @Option(name: .long, help: ArgumentHelp("Draw langid-reliability.svg and langid-confusion.svg in this folder.", valueName: "dir"))
        var plots: String?

        func run() throws {
            guard let data = FileManager.default.contents(atPath: file) else { throw EvaluationError("\(file) cannot be read") }
            let (model, digest) = try Resources.model()
            let scanner = PostScanner(lexicon: try Resources.lexicon(), model: model, modelDigest: digest)
            var scratch = PostScanner.Scratch()
            var evaluation = LanguageEvaluation()
            for (index, line) in String(decoding: data, as: UTF8.self).split(separator: "\n").enumerated() {
                guard let (tag, text, domain) = LanguageEvaluation.labelled(line) else {
                    throw EvaluationError("\(file):\(index + 1): not a tag, a tab and a text")
                }
                evaluation.add(
                    expected: tag, scanner.detect(UTF8Text(text), scratch: &scratch).language, length: text.unicodeScalars.count, domain: domain)
            }
            if let plots {
                try Self.write(evaluation.reliabilityDiagram(), plots + "/langid-reliability.svg")
                try Self.write(evaluation.confusionMatrix(), plots + "/langid-confusion.svg")
            }
            print(json ? Self.json(evaluation) : Self.table(evaluation))
        }

        private static func write(_ text: String, _ path: String) throws {
            guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8)) else { throw EvaluationError("\(path) cannot be written") }
        }

        /// Per tag, length bucket and domain: per cent right and, for each cell, its 95 % interval and count.
        static func table(_ evaluation: LanguageEvaluation) -> String {
            func pad(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(0, width - text.count)) }
            func cell(_ share: LanguageEvaluation.Share) -> String {
                if share.count == 0 { return pad("–", 25) }
                let (low, high) = share.interval
                return pad(String(format: "%5.1f (%.1f–%.1f; %d)", share.value * 100, low * 100, high * 100, share.count), 25)
            }
            func mean(_ value: Double, _ interval: (low: Double, high: Double)) -> String {
                pad(String(format: "%5.1f (%.1f–%.1f)", value * 100, interval.low * 100, interval.high * 100), 25)
            }
            let buckets = Array(LanguageEvaluation.bucketNames.indices)
            var lines = [pad("tag", 12) + (["all lengths"] + LanguageEvaluation.bucketNames).map { pad($0, 25) }.joined()]
            for tag in evaluation.tags {
                lines.append(
                    pad(TerminalText.plain(tag), 12) + cell(evaluation.share(tag: tag))
                        + buckets.map { cell(evaluation.share(tag: tag, bucket: $0)) }.joined())
            }
            lines.append(
                pad("macro", 12) + mean(evaluation.macro(), evaluation.macroInterval())
                    + buckets.map { mean(evaluation.macro(bucket: $0), evaluation.macroInterval(bucket: $0)) }.joined())
            lines.append(
                pad("not ours", 12) + cell(evaluation.neighbours()) + buckets.map { cell(evaluation.neighbours(bucket: $0)) }.joined())
            if evaluation.domains != [""] {
                for domain in evaluation.domains {
                    lines.append(
                        "domain \(domain.isEmpty ? "–" : TerminalText.plain(domain)): macro "
                            + mean(evaluation.macro(domain: domain), evaluation.macroInterval(domain: domain)) + " not ours "
                            + cell(evaluation.neighbours(domain: domain)))
                }
            }
            for confusion in evaluation.confusions.prefix(12) {
                lines.append("\(TerminalText.plain(confusion.expected)) taken for \(confusion.given): \(confusion.count)")
            }
            for step in evaluation.reliability {
                let (low, high) = step.share.interval
                lines.append(
                    String(
                        format: "confidence %.2f: right %5.1f %% (%.1f–%.1f) of %d", step.confidence, step.share.value * 100, low * 100, high * 100,
                        step.share.count))
            }
            lines.append(String(format: "calibration error %.3f", evaluation.calibrationError()))
            return lines.joined(separator: "\n")
        }

        static func json(_ evaluation: LanguageEvaluation) -> String {
            var json = JSONWriter()
            func write(_ share: LanguageEvaluation.Share) {
                json.key("right")
                json.integer(share.right)
                json.key("count")
                json.integer(share.count)
                json.key("low")
                json.number(share.interval.low, fractionDigits: 4)
                json.key("high")
                json.number(share.interval.high, fractionDigits: 4)
            }
            func writeMean(_ value: Double, _ interval: (low: Double, high: Double)) {
                json.beginObject()
                json.key("value")
                json.number(value, fractionDigits: 4)
                json.key("low")
                json.number(interval.low, fractionDigits: 4)
                json.key("high")
                json.number(interval.high, fractionDigits: 4)
                json.endObject()
            }
            func object(_ name: String, _ body: () -> Void) {
                json.key(name)
                json.beginObject()
                body()
                json.endObject()
            }
            let buckets = LanguageEvaluation.bucketNames
            json.beginObject()
            json.key("macro")
            json.number(evaluation.macro(), fractionDigits: 4)
            object("macro_by_length") {
                for (bucket, name) in buckets.enumerated() {
                    json.key(name)
                    writeMean(evaluation.macro(bucket: bucket), evaluation.macroInterval(bucket: bucket))
                }
            }
            object("und") {
                write(evaluation.neighbours())
                object("by_length") {
                    for (bucket, name) in buckets.enumerated() { object(name) { write(evaluation.neighbours(bucket: bucket)) } }
                }
            }
            object("tags") {
                for tag in evaluation.tags {
                    object(tag) {
                        write(evaluation.share(tag: tag))
                        object("by_length") {
                            for (bucket, name) in buckets.enumerated() { object(name) { write(evaluation.share(tag: tag, bucket: bucket)) } }
                        }
                        json.key("calibration_error")
                        json.number(evaluation.calibrationError { $0.expected == tag }, fractionDigits: 4)
                    }
                }
            }
            object("domains") {
                for domain in evaluation.domains {
                    object(domain) {
                        json.key("macro")
                        writeMean(evaluation.macro(domain: domain), evaluation.macroInterval(domain: domain))
                        object("und") { write(evaluation.neighbours(domain: domain)) }
                    }
                }
            }
            json.key("confusions")
            json.beginArray()
            for confusion in evaluation.confusions {
                json.beginObject()
                json.key("expected")
                json.string(confusion.expected)
                json.key("given")
                json.string(confusion.given)
                json.key("count")
                json.integer(confusion.count)
                json.endObject()
            }
            json.endArray()
            json.key("reliability")
            json.beginArray()
            for step in evaluation.reliability {
                json.beginObject()
                json.key("confidence")
                json.number(step.confidence, fractionDigits: 4)
                write(step.share)
                json.endObject()
            }
            json.endArray()
            json.key("calibration_error")
            json.number(evaluation.calibrationError(), fractionDigits: 4)
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
