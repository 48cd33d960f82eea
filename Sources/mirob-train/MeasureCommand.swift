internal import ArgumentParser
internal import Detection
internal import Foundation
internal import Model
internal import Normalization

/// `mirob-train measure`: a model on labelled texts.
struct MeasureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "measure", abstract: "Measure a language model on tag<TAB>text lines.")

    @Option(help: "The model.") var model: String
    @Flag(help: "Write each wrong answer.") var errors = false
    @Flag(help: "Only one line for each file.") var brief = false
    @Flag(help: "Measure only how fast it is, on texts normalised before.") var speed = false
    @Argument(help: "Files of tag<TAB>text lines.") var files: [String]

    func run() throws {
        let clock = ContinuousClock()
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: model)))
        let opened = clock.now
        let detector = LanguageDetector(model: try LanguageModel(bytes: bytes))
        if !brief { print("loaded in \(clock.now - opened)") }
        let normalizer = Normalizer()
        if speed { return try measureSpeed(detector, normalizer) }
        for file in files {
            var evaluation = LanguageEvaluation()
            var form = NormalizedText()
            var scratch = LanguageDetector.Scratch()
            var spent = Duration.zero
            var size = 0
            var several = 0
            let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self)
            for line in text.split(separator: "\n") {
                guard let (tag, text) = LanguageEvaluation.labelled(line) else { continue }
                let utf8 = UTF8Text(text)
                normalizer.normalize(utf8, into: &form)
                let start = clock.now
                let answer = detector.identify(form, scratch: &scratch)
                spent += clock.now - start
                size += utf8.utf8.count
                if answer.segments.count > 1 { several += 1 }
                evaluation.add(expected: tag, answer, length: form.scalarCount)
                if errors, let outcome = evaluation.outcomes.last, !outcome.isRight {
                    print("\(tag)\t\(answer.best.tag)\t\(percent(answer.best.confidence))\t\(text)")
                }
            }
            let seconds = Double(spent.components.seconds) + Double(spent.components.attoseconds) * 1e-18
            let buckets = (0..<4).map { percent(evaluation.macro(bucket: $0)) }.joined(separator: " ")
            let name = file.split(separator: "/").last ?? ""
            print(
                "\(name): macro \(percent(evaluation.macro())) | \(buckets) | und \(percent(evaluation.neighbours().value)) | \(Int(Double(size) / seconds / 1e6)) MB/s | several segments \(several) of \(evaluation.outcomes.count)"
            )
            if brief { continue }
            for tag in evaluation.tags {
                let cells = (0..<4).map { bucket in
                    let share = evaluation.share(tag: tag, bucket: bucket)
                    return "\(percent(share.value)) (\(share.count))"
                }
                print("  \(tag): \(percent(evaluation.share(tag: tag).value)) | \(cells.joined(separator: " | "))")
            }
            print("  confusions: " + evaluation.confusions.prefix(40).map { "\($0.expected)→\($0.given) \($0.count)" }.joined(separator: ", "))
            print(
                "  reliability: "
                    + evaluation.reliability.map { "\(percent($0.confidence))→\(percent($0.share.value)) (\($0.share.count))" }.joined(
                        separator: ", "))
        }
    }

    private func measureSpeed(_ detector: LanguageDetector, _ normalizer: Normalizer) throws {
        let clock = ContinuousClock()
        var forms: [NormalizedText] = []
        var size = 0
        for file in files {
            let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self)
            for line in text.split(separator: "\n") {
                guard let (_, text) = LanguageEvaluation.labelled(line) else { continue }
                var form = NormalizedText()
                normalizer.normalize(UTF8Text(text), into: &form)
                form.units = Array(form.units.prefix(form.count))
                form.origins = Array(form.origins.prefix(form.count))
                forms.append(form)
                size += text.utf8.count
            }
        }
        var scratch = LanguageDetector.Scratch()
        for _ in 0..<5 {
            var segments = 0
            var several = 0
            let start = clock.now
            for form in forms {
                let found = detector.identify(form, scratch: &scratch).segments.count
                segments += found
                several += found > 1 ? 1 : 0
            }
            let spent = (clock.now - start).components
            let seconds = Double(spent.seconds) + Double(spent.attoseconds) * 1e-18
            print("\(Int(Double(size) / seconds / 1e6)) MB/s, \(forms.count) texts, \(several) in several languages, \(segments) segments")
        }
    }

    private func percent(_ share: Double) -> String { String(format: "%.1f", share * 100) }
}
