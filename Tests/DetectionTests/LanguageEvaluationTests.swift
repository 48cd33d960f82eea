import Detection
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
}
