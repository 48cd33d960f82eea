import Indicators
import Model
import Testing

@Suite struct MaskingTests {
    private func masked(_ text: String) -> String { IndicatorScanner().masked(UTF8Text(text), indicators: scan(text)).string }

    @Test func `middle digits of cards and phones become bullets, the rest stays`() {
        #expect(masked("Карта 8600 1203 4567 8901, тел +998 90 123-45-67!") == "Карта 8600 •••• •••• 8901, тел +998 9• •••-••-67!")
        #expect(masked("کارت ۶۰۳۷۹۹۱۲۰۳۴۵۶۷۸۹") == "کارت ۶۰۳۷••••••••۶۷۸۹")
        #expect(masked("https://wa.me/992901234567") == "https://wa.me/9929••••••67")
        #expect(
            masked("https://example.com 1BoatSLRHtKNngkdXEeobR76b53LETtpyT") == "https://example.com 1BoatSLRHtKNngkdXEeobR76b53LETtpyT")
    }

    @Test func `masking keeps every scalar in its place, and masking twice changes nothing`() {
        let text = "👩‍👩‍👧 4111111111111111 й ＋９９８９０１２３４５６７ ۰۹۱۲۳۴۵۶۷۸۹ name@example.com"
        let indicators = scan(text)
        #expect(indicators.map(\.kind) == [.card, .phone, .phone, .email])
        let once = IndicatorScanner().masked(UTF8Text(text), indicators: indicators)
        #expect(once.scalarCount == UTF8Text(text).scalarCount)
        for (before, after) in zip(UTF8Text(text).scalars, once.scalars) where before != after { #expect(after == "•") }
        #expect(IndicatorScanner().masked(once, indicators: indicators) == once)
        #expect(once.slice(indicators[3].range) == "name@example.com")
    }

    @Test func `values are masked like text`() {
        let values = scan("4111111111111111 +998901234567 @example1").map { IndicatorScanner().maskedValue(of: $0) }
        #expect(values == ["4111••••••••1111", "+9989••••••67", "@example1"])
        var again = scan("4111111111111111")[0]
        again.value = "4111••••••••1111"
        #expect(IndicatorScanner().maskedValue(of: again) == "4111••••••••1111")
    }
}
