import Model
import TestSupport
import Testing

@testable import Normalization

private let normalizer = Normalizer()

private func folded(_ text: String) -> String {
    var result = NormalizedText()
    normalizer.normalize(UTF8Text(text), into: &result)
    return result.string(0, result.count)
}

private func normalized(_ text: String) -> NormalizedText {
    var result = NormalizedText()
    normalizer.normalize(UTF8Text(text), into: &result)
    return result
}

struct Folding: CustomTestStringConvertible, Sendable {
    var what: String
    var text: String
    var expected: String
    var testDescription: String { what }
}

@Test(arguments: [
    Folding(what: "case", text: "САДОИ Хуросон", expected: "садои хуросон"),
    Folding(what: "composed Tajik letters stay", text: "ӣ ӯ й ё ў", expected: "ӣ ӯ й ё ў"),
    Folding(what: "decomposed ones are composed", text: "и\u{304} у\u{304} и\u{306} е\u{308} у\u{306}", expected: "ӣ ӯ й ё ў"),
    Folding(what: "a stress mark has no meaning", text: "Исла\u{301}м", expected: "ислам"),
    Folding(what: "Arabic ya and kaf", text: "كتابي على", expected: "کتابی علی"),
    Folding(what: "tatweel", text: "دـــاعش", expected: "داعش"),
    Folding(what: "harakat", text: "قُرْآن", expected: "قرآن"),
    Folding(what: "joiners and bidi controls", text: "می\u{200C}خواهم \u{202B}داعش\u{202C}", expected: "میخواهم داعش"),
    Folding(what: "zero-width characters inside a word", text: "И\u{200B}Г\u{2060}И\u{FEFF}Л", expected: "игил"),
    Folding(
        what: "Uzbek apostrophes", text: "Oʻzbek Oʼzbek O‘zbek O’zbek O'zbek O`zbek O´zbek", expected: "ozbek ozbek ozbek ozbek ozbek ozbek ozbek"),
    Folding(what: "an apostrophe before a suffix", text: "IShIDʼning", expected: "ishidning"),
    Folding(what: "quotation by apostrophes", text: "'salom' dedi", expected: "salom dedi"),
    Folding(what: "digits of all scripts", text: "۱۲۳ ٤٥٦ ４２", expected: "123 456 42"),
    Folding(what: "an expansion", text: "ﷺ", expected: "صلی الله علیه وسلم"),
    Folding(what: "compatibility letters", text: "𝕁𝕚𝕙𝕒𝕕 Ⅷ ﻻ", expected: "jihad viii لا"),
    Folding(what: "Turkish capital I with a dot", text: "IŞİD", expected: "işid"),
    Folding(what: "runs of separators are one", text: "а —  «б», в!!!", expected: "а б в"),
    Folding(what: "an empty text", text: "", expected: ""),
    Folding(what: "signs only", text: "…!? \n", expected: ""),
])
func `folds to the matching form`(_ test: Folding) {
    #expect(folded(test.text) == test.expected)
}

@Test(arguments: 0..<300)
func `the fast path and the plain path agree`(seed: Int) {
    var texts = HostileText(seed: UInt64(seed))
    var fast = NormalizedText()
    var plain = NormalizedText()
    let text = UTF8Text(texts.next(length: 1 + seed % 60))
    normalizer.normalize(text, into: &fast)
    PlainNormalizer().normalize(text, into: &plain)
    #expect(Array(fast.units[..<fast.count]) == Array(plain.units[..<plain.count]))
    #expect(Array(fast.origins[..<fast.count]) == Array(plain.origins[..<plain.count]))
    #expect(fast.words == plain.words)
    #expect(fast.trailing == plain.trailing)
    #expect(fast.scalarCount == text.scalarCount)
}

@Test
func `each scalar of the plane alone and in a word agrees`() {
    var fast = NormalizedText()
    var plain = NormalizedText()
    for value in stride(from: UInt32(0), to: 0x1_1000, by: 1) {
        guard let scalar = Unicode.Scalar(value) else { continue }
        for string in ["\(scalar)", "а\(scalar)б"] {
            let text = UTF8Text(string)
            normalizer.normalize(text, into: &fast)
            PlainNormalizer().normalize(text, into: &plain)
            let same =
                Array(fast.units[..<fast.count]) == Array(plain.units[..<plain.count]) && fast.words == plain.words && fast.trailing == plain.trailing
            if !same { Issue.record("U+\(String(value, radix: 16))") }
        }
    }
}

@Test(arguments: 300..<400)
func `normalising twice changes nothing and the map stays inside the text`(seed: Int) {
    var texts = HostileText(seed: UInt64(seed))
    let text = texts.next(length: 40)
    let once = normalized(text)
    let again = folded(once.string(0, once.count))
    #expect(again == once.string(0, once.count))
    #expect(zip(once.origins[..<once.count], once.origins[..<once.count].dropFirst()).allSatisfy { $0 <= $1 })
    #expect(once.origins[..<once.count].allSatisfy { $0 < UInt32(once.scalarCount) })
    for word in once.words { #expect(word.start < word.end && Int(word.end) <= once.count) }
}

@Test
func `offsets lead back to the original`() throws {
    let text = "🇹🇯 «Са\u{301}дои Хуро\u{200B}сон» №2"
    let result = normalized(text)
    let word = try #require(result.words.first { result.string(of: $0) == "хуросон" })
    #expect(UTF8Text(text).slice(result.range(of: word)) == "Хуро\u{200B}сон")
}

@Test
func `words know what stands before them`() {
    let words = normalized("Гуфт. «Садои Хуросон»* (мамнӯъ) @kanal #тег_ду:\n\nпоён").words
    #expect(words[1].before.isSuperset(of: [.sentenceEnd, .openQuote]))
    #expect(words[3].before.isSuperset(of: [.closeQuote, .asterisk, .openParenthesis]))
    #expect(words[4].form.contains(.handle))
    #expect(words[5].form.contains(.hashtag) && words[6].form.contains(.hashtag))
    #expect(words[7].before.isSuperset(of: [.colon, .paragraph]))
}

@Test(arguments: [
    "https://example.org/a/b?c=1", "user@example.org", "kun.uz", "www.example.com/page.html", "t.me/joinchat/abc",
])
func `links are not words`(link: String) {
    let words = normalized("хабар \(link) хабар").words
    #expect(words.dropFirst().dropLast().allSatisfy { $0.form.contains(.link) })
    #expect(words.first?.form.contains(.link) == false && words.last?.form.contains(.link) == false)
}

@Test
func `spaced and dotted letters are not links`() {
    #expect(normalized("И.Г.И.Л ва I.S.I.S").words.allSatisfy { !$0.form.contains(.link) })
}

@Test(arguments: [
    "خانهٔ ما", "ا\u{654}", "и\u{306}\u{301}", "\u{308}\u{301}и\u{308}", "ئ ی\u{654} ي\u{654}", "б\u{301}\u{306}", "\u{654}", "g\u{306}a\u{306}",
])
func `marks are read alike on both paths`(_ text: String) {
    var plain = NormalizedText()
    PlainNormalizer().normalize(UTF8Text(text), into: &plain)
    let fast = normalized(text)
    #expect(fast.string(0, fast.count) == plain.string(0, plain.count))
    #expect(fast.origins.prefix(fast.count) == plain.origins.prefix(plain.count))
    #expect(fast.words == plain.words)
}
