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
    @Flag(help: "Measure segments: lines of the post's tag, then the parts, each its tag, U+0001 and its text, separated by tabs.") var segments =
        false
    @Argument(help: "Files of tag<TAB>text lines.") var files: [String]

    func run() throws {
        let clock = ContinuousClock()
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: model)))
        let opened = clock.now
        let detector = LanguageDetector(model: try LanguageModel(bytes: bytes))
        if !brief { print("loaded in \(clock.now - opened)") }
        let normalizer = Normalizer()
        if speed { return try measureSpeed(detector, normalizer) }
        if segments { return try measureSegments(detector, normalizer) }
        for file in files {
            var evaluation = LanguageEvaluation()
            var form = NormalizedText()
            var scratch = LanguageDetector.Scratch()
            var spent = Duration.zero
            var size = 0
            var several = 0
            let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self)
            for line in text.split(separator: "\n") {
                guard let (tag, text, _) = LanguageEvaluation.labelled(line) else { continue }
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

    /// Which share of the letters lies in a segment of the right tag, and of the posts has the right tag.
    private func measureSegments(_ detector: LanguageDetector, _ normalizer: Normalizer) throws {
        for file in files {
            var byPair: [String: (right: Int, count: Int, posts: Int, rightPosts: Int, exact: Int)] = [:]
            for line in String(decoding: try Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self).split(separator: "\n") {
                let fields = line.split(separator: "\t")
                guard let tag = fields.first else { continue }
                var text = ""
                var expected: [Substring] = []
                var parts: [Substring] = []
                for field in fields.dropFirst() {
                    let pair = field.split(separator: "\u{1}")
                    guard pair.count == 2 else { continue }
                    text += pair[1] + " "
                    expected += Array(repeating: pair[0], count: pair[1].unicodeScalars.count + 1)
                    parts.append(pair[0])
                }
                var form = NormalizedText()
                normalizer.normalize(UTF8Text(text), into: &form)
                let answer = detector.identify(form)
                var given: [String] = []
                for segment in answer.segments { given += Array(repeating: segment.tag, count: segment.range.count) }
                var sums = byPair[parts.prefix(2).joined(separator: "+")] ?? (0, 0, 0, 0, 0)
                for (index, scalar) in text.unicodeScalars.enumerated() where scalar.properties.isAlphabetic {
                    sums.count += 1
                    if expected[index] == given[index] { sums.right += 1 }
                }
                sums.posts += 1
                if answer.best.tag == tag { sums.rightPosts += 1 }
                if answer.segments.map(\.tag) == parts.map(String.init) { sums.exact += 1 }
                byPair[parts.prefix(2).joined(separator: "+")] = sums
            }
            var all = (right: 0, count: 0, posts: 0, rightPosts: 0, exact: 0)
            for (pair, sums) in byPair.sorted(by: { $0.key < $1.key }) {
                print(
                    "  \(pair): letters \(percent(Double(sums.right) / Double(sums.count))), posts \(sums.rightPosts), cut as labelled \(sums.exact) of \(sums.posts)"
                )
                all = (
                    all.right + sums.right, all.count + sums.count, all.posts + sums.posts, all.rightPosts + sums.rightPosts, all.exact + sums.exact
                )
            }
            print("letters \(percent(Double(all.right) / Double(all.count))), posts \(all.rightPosts), cut as labelled \(all.exact) of \(all.posts)")
        }
    }

    /// Seconds of processor time, which other programs disturb less than the clock.
    private static func processorSeconds() -> Double {
        Double(clock()) / Double(CLOCKS_PER_SEC)
    }

    /// Megabytes of text a second, segments included. Texts are normalised sixty-four at a time, unmeasured, right before they are identified, as a worker has them.
    private func measureSpeed(_ detector: LanguageDetector, _ normalizer: Normalizer) throws {
        var texts: [UTF8Text] = []
        var size = 0
        for file in files {
            let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self)
            for line in text.split(separator: "\n") {
                guard let (_, text, _) = LanguageEvaluation.labelled(line) else { continue }
                texts.append(UTF8Text(text))
                size += text.utf8.count
            }
        }
        var scratch = LanguageDetector.Scratch()
        var forms = (0..<64).map { _ in NormalizedText() }
        for _ in 0..<5 {
            var segments = 0
            var several = 0
            var seconds = 0.0
            for first in stride(from: 0, to: texts.count, by: forms.count) {
                let count = min(forms.count, texts.count - first)
                for index in 0..<count { normalizer.normalize(texts[first + index], into: &forms[index]) }
                let start = Self.processorSeconds()
                for index in 0..<count {
                    let found = detector.identify(forms[index], scratch: &scratch).segments.count
                    segments += found
                    several += found > 1 ? 1 : 0
                }
                seconds += Self.processorSeconds() - start
            }
            print("\(Int(Double(size) / seconds / 1e6)) MB/s, \(texts.count) texts, \(several) in several languages, \(segments) segments")
        }
    }

    private func percent(_ share: Double) -> String { String(format: "%.1f", share * 100) }
}
