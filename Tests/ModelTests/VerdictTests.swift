import Foundation
import Model
import Testing

struct VerdictTests {
    @Test(arguments: [
        (0, Severity.none), (19, .none), (20, .low), (39, .low), (40, .medium), (59, .medium), (60, .high), (79, .high), (80, .critical),
        (100, .critical),
    ])
    func `severity follows the contract's cut points`(score: Int, expected: Severity) { #expect(Severity(score: score) == expected) }

    @Test func `severities are ordered from none to critical`() {
        #expect(Severity.allCases.shuffled().sorted() == [.none, .low, .medium, .high, .critical])
    }

    @Test(arguments: [
        ([], 0), ([4], 0), ([5], 1), ([14], 1), ([15], 2), ([25], 3), ([-5], 0), ([1004], 100), ([994], 99), ([995], 100), ([-300], 0),
        ([900, 900], 100),
        ([310, -200], 11), ([310, -205], 11), ([310, -206], 10), ([0, 0], 0), ([1600, -700], 90),
    ])
    func `a score is the sum rounded half away from zero and clamped`(tenths: [Int], expected: Int) {
        let list = tenths.map { Contribution(feature: "x", tenths: $0) }
        #expect(Contribution.score(list) == expected)
        #expect(Contribution.score(list.reversed()) == expected)
    }

    @Test func `every sum of tenths rounds as decimal arithmetic does`() {
        for sum in -300...1300 {
            var exact = Decimal(sum) / 10
            var rounded = Decimal()
            unsafe NSDecimalRound(&rounded, &exact, 0, .plain)  // half away from zero
            let expected = min(100, max(0, NSDecimalNumber(decimal: rounded).intValue))
            #expect(Contribution.score([Contribution(feature: "x", tenths: sum)]) == expected, "\(sum) tenths")
        }
    }

    @Test func `the vocabularies are the contract's`() {
        #expect(Stance.allCases.map(\.rawValue) == ["promoting", "reporting", "countering", "unclear"])
        #expect(Role.allCases.map(\.rawValue) == ["subject", "claimant", "issuer", "praised", "target", "mentioned"])
        #expect(MatchKind.allCases.map(\.rawValue) == ["exact", "inflected", "transliterated", "deobfuscated", "fuzzy"])
        #expect(Severity.allCases.map(\.rawValue) == ["none", "low", "medium", "high", "critical"])
        #expect(
            Indicator.Kind.allCases.map(\.rawValue)
                == ["btc", "eth", "tron", "xmr", "ltc", "ton", "iban", "card", "phone", "telegram", "url", "email"])
    }

    @Test func `the raw bytes of a rejection are cut to the contract's limit`() {
        let rejection = Rejection(file: "-", line: 1, offset: 0, reason: "x", raw: [UInt8](repeating: 65, count: 5000))
        #expect(rejection.raw.count == 4096)
    }
}
