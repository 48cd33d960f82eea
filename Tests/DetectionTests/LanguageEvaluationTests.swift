import Detection
import Foundation
import Testing

@Suite struct LanguageEvaluationTests {
    @Test func `shares are counted by tag and length`() {
        var evaluation = LanguageEvaluation()
        evaluation.add(.init(expected: "tg", given: "tg", confidence: 0.95, length: 10))
        evaluation.add(.init(expected: "tg", given: "ru", confidence: 0.55, length: 30))
        evaluation.add(.init(expected: "ru", given: "ru", confidence: 0.95, length: 200))
        evaluation.add(.init(expected: "uk", given: "bg", confidence: 0.6, length: 200))
        #expect(evaluation.share(tag: "tg").value == 0.5)
        #expect(evaluation.share(tag: "tg", bucket: 0).value == 1)
        #expect(evaluation.macro() == 0.75)
        #expect(evaluation.neighbours().value == 1)
        #expect(evaluation.tags == ["tg", "ru", "uk"])
        #expect(evaluation.confusions.map(\.given) == ["ru", "bg"])
        #expect(evaluation.reliability.count == 3)
    }

    struct Pair: Sendable {
        var expected: String
        var given: String
        var isRight: Bool
    }

    @Test(arguments: [
        Pair(expected: "tg", given: "tg-Latn", isRight: true), Pair(expected: "tg-Latn", given: "tg", isRight: true),
        Pair(expected: "fa-AF", given: "fa", isRight: true), Pair(expected: "uz-Cyrl", given: "uz-Latn", isRight: false),
        Pair(expected: "und", given: "uk", isRight: true), Pair(expected: "und", given: "ru", isRight: false),
        Pair(expected: "uk", given: "bg", isRight: false),
    ]) func `what counts as right`(_ pair: Pair) {
        let outcome = LanguageEvaluation.Outcome(expected: pair.expected, given: pair.given, confidence: 1, length: 9)
        #expect(outcome.isRight == pair.isRight)
    }

    @Test func `the interval is Wilson's`() {
        var share = LanguageEvaluation.Share()
        share.right = 9
        share.count = 10
        // Wilson 1927 for 9 of 10: 0.596 to 0.982.
        #expect(abs(share.interval.low - 0.5958) < 0.0005)
        #expect(abs(share.interval.high - 0.9821) < 0.0005)
    }

    @Test func `a line is a tag, a text and if wished a domain`() throws {
        let two = try #require(LanguageEvaluation.labelled("tg\tсалом"))
        #expect(two.tag == "tg" && two.text == "салом" && two.domain == "")
        let three = try #require(LanguageEvaluation.labelled("uz-Arab\tسلام\treal"))
        #expect(three.tag == "uz-Arab" && three.text == "سلام" && three.domain == "real")
        #expect(try #require(LanguageEvaluation.labelled("ru\ta\tb\tc")).text == "a\tb\tc")
        #expect(LanguageEvaluation.labelled("без табуляции") == nil)
    }

    private static var mixed: LanguageEvaluation {
        var evaluation = LanguageEvaluation()
        for index in 0..<40 {
            let given = index % 10 == 0 ? "ru" : "tg"
            evaluation.add(.init(expected: "tg", given: given, confidence: 0.9, length: 10 + index * 5, domain: index % 2 == 0 ? "news" : "posts"))
            evaluation.add(.init(expected: "uk", given: "uk", confidence: 0.6, length: 30, domain: "news"))
        }
        return evaluation
    }

    @Test func `domains are measured apart`() {
        let evaluation = Self.mixed
        #expect(evaluation.domains == ["news", "posts"])
        #expect(evaluation.macro(domain: "news") == 0.8)
        #expect(evaluation.macro(domain: "posts") == 1)
        #expect(evaluation.neighbours(domain: "news").count == 40)
        #expect(evaluation.neighbours(bucket: 0).count == 0)
        let (low, high) = evaluation.macroInterval()
        #expect(low < 0.9 && 0.9 < high && high <= 1)
        // 40 of 80 at 0.9, 90 % right; 40 at 0.6, all right.
        #expect(abs(evaluation.calibrationError() - 0.2) < 1e-9)
        #expect(evaluation.calibrationError { $0.expected == "tg" } < 1e-9)
    }

    @Test func `the drawings hold what was measured`() throws {
        let diagram = Self.mixed.reliabilityDiagram()
        #expect(diagram.hasPrefix("<svg ") && diagram.hasSuffix("</svg>\n"))
        #expect(diagram.contains("80 texts") && diagram.contains(">&gt;140 characters<"))
        #expect(diagram.components(separatedBy: "<circle").count - 1 >= 4 + 3)
        let matrix = Self.mixed.confusionMatrix()
        #expect(matrix.contains(">90.0<") && matrix.contains(">10.0<") && matrix.contains(">100.0<"))
        #expect(matrix.components(separatedBy: "<rect").count - 1 == 1 + 2 * 2)
        #expect(Self.mixed.confusionMatrix() == matrix)
        #expect(LanguageEvaluation().confusionMatrix().hasSuffix("</svg>\n"))
    }
}
