import ArgumentParser
internal import FileOutput
internal import Foundation
internal import Ingestion
internal import Model
internal import Pipeline

struct DetectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "detect",
        abstract: "Language and scripts of each line; line N answers line N.",
        discussion: """
            EXAMPLE
              printf 'Имрӯз дарс дорем\\nBugun dars bor\\n' | mirob detect
            """)

    @Argument(help: "A file of plain text; - is standard input.")
    var file = "-"

    func run() throws {
        let (model, digest) = try Resources.model()
        let scanner = try PostScanner(lexicon: Resources.lexicon(), model: model, modelDigest: digest)
        let reader = BatchReader(paths: [file], options: BatchReader.Options(format: .text))
        var sink = LineSink()
        var scratch = PostScanner.Scratch()
        var failure: IngestionError?
        while let item = reader.next(), sink.status == .open {
            var json = JSONWriter()
            switch item {
            case .failure(let error): failure = error
            case .batch(let batch):
                var lines = batch.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                if lines.last?.isEmpty == true { lines.removeLast() }
                for line in lines { Self.answer(Array(line), scanner, &scratch, &json) }
                // A line too long to hold is answered too, so that line N still answers line N.
                for _ in batch.rejections { Self.answer([], scanner, &scratch, &json) }
            }
            try sink.write(json.bytes)
            try sink.flush()
        }
        if let failure {
            ErrorOutput.line("\(failure)")
            throw ExitStatus.someRejected
        }
    }

    private static func answer(_ line: [UInt8], _ scanner: PostScanner, _ scratch: inout PostScanner.Scratch, _ json: inout JSONWriter) {
        let (language, scripts) = scanner.detect(UTF8Text(repairing: line), scratch: &scratch)
        json.beginObject()
        json.key("tag")
        json.string(language.best.tag)
        json.key("confidence")
        json.number(language.best.confidence, fractionDigits: 3)
        json.key("scripts")
        Alert.write(scripts, &json)
        json.key("alternatives")
        json.beginArray()
        for guess in language.alternatives {
            json.beginObject()
            json.key("tag")
            json.string(guess.tag)
            json.key("confidence")
            json.number(guess.confidence, fractionDigits: 3)
            json.endObject()
        }
        json.endArray()
        json.endObject()
        json.newline()
    }
}
