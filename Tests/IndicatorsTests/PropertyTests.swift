import Indicators
import Model
import TestSupport
import Testing

@Suite struct PropertyTests {
    private static let scraps =
        Vectors.btc + Vectors.eth + Vectors.tron + Vectors.ltc + Vectors.ton + Vectors.xmr + Vectors.card + Vectors.iban.prefix(20)
        + [
            "+998 90 123-45-67", "https://example.com/x", "t.me/example", "@example_1", "name@example.com", "example[.]com", "(", ")", "[",
            "]", ".", ":",
            "//", "@", "+", "-", "0", "1", "00", "8 ", "۰۹۱۲", "٠٧٠", "９９", "\u{200B}", "\u{202E}", "\u{2066}", "й", "й", "سلام", "ﷺ", "👨‍👩‍👧",
            "é̂", " ", "\n", "\r\n",
            "Ў", "қ", "bc1", "0x", "EQ", "tg://", "http", "[dot]", "(at)", "0:", "-1:", "\u{0}", "\u{10FFFF}", "•", "GB29", "4 ", "T R 7",
            "…", "»", "'", "_", "=",
        ]

    @Test(arguments: 0..<40) func `ranges run forward inside the text and never overlap`(_ seed: Int) {
        var random = Seeded(UInt64(seed))
        for _ in 0..<100 {
            var text = ""
            for _ in 0..<Int.random(in: 0...24, using: &random) {
                guard let scrap = Self.scraps.randomElement(using: &random) else { continue }
                let cut = Int.random(in: 0...4, using: &random)
                let piece =
                    cut == 0
                    ? String(
                        scrap.unicodeScalars.prefix(Int.random(in: 0...scrap.unicodeScalars.count, using: &random)).map(Character.init))
                    : scrap
                text += piece
            }
            let whole = UTF8Text(text)
            let found = scan(text)
            var last = 0
            for indicator in found {
                #expect(
                    indicator.range.start >= last && indicator.range.count > 0 && indicator.range.end <= whole.scalarCount,
                    "seed \(seed): \(text)")
                last = indicator.range.end
                #expect(!indicator.value.isEmpty)
            }
            let masked = IndicatorScanner().masked(whole, indicators: found)
            #expect(masked.scalarCount == whole.scalarCount, "seed \(seed): \(text)")
            #expect(IndicatorScanner().masked(masked, indicators: found) == masked)
        }
    }

    @Test(arguments: 0..<20) func `random bytes, repaired, never stop the scanner`(_ seed: Int) {
        var random = Seeded(UInt64(1000 + seed))
        let alphabet: [UInt8] =
            Array("0123456789+-(). :/@[]abcT1xBE".utf8) + [
                0xD9, 0xA3, 0xDB, 0xB5, 0xEF, 0xBC, 0x95, 0xE2, 0x80, 0x8B, 0xF0, 0x9F, 0xD0, 0xB9,
            ]
        for _ in 0..<200 {
            let bytes = (0..<Int.random(in: 0...120, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? 0x20 }
            let text = UTF8Text(repairing: bytes)
            var candidates: [IndicatorCandidate] = []
            IndicatorScanner().candidates(in: text, into: &candidates)
            for candidate in candidates { #expect(candidate.indicator.range.end <= text.scalarCount) }
        }
    }

    @Test func `a find does not depend on where it stands`() {
        for pad in 0..<40 {
            for (kind, value) in WalletTests.wallets.prefix(30) {
                let text =
                    String(repeating: "й", count: pad / 2) + String(repeating: " ", count: pad % 2 + 1) + value
                    + String(repeating: "ş", count: 1).prefix(0)
                #expect(scan(text).map(\.kind) == [kind], "\(pad) \(value)")
            }
            let digits = String(repeating: "م", count: pad) + " ۰۹۱۲۳۴۵۶۷۸۹"
            #expect(scan(digits).map(\.kind) == [.phone])
        }
    }
}
