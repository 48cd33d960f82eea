import Foundation
import Model
import Normalization
import Testing

@testable import Pipeline

struct AudienceTests {
    private func hints(_ text: String, _ tag: String) -> [String: String] {
        var normalized = NormalizedText()
        Normalizer().normalize(UTF8Text(text), into: &normalized)
        return Dictionary(Audiences.hints(tag, normalized).map { ($0.id, $0.reason) }, uniquingKeysWith: { a, _ in a })
    }

    @Test(arguments: [
        ("Бародарони тоҷик, хонед", "tg", "tj"), ("Эй мардуми Ӯзбекистон", "tg", "uz"), ("Uyg‘ur qardoshlar!", "uz-Latn", "xj"),
        ("Братья киргизы, читайте", "ru", "kg"), ("برادران افغان ما", "fa", "af"), ("Мусулмон қозоқ йигитлар", "uz-Cyrl", "kz"),
    ])
    func `whom the text calls is a hint with its words`(text: String, tag: String, id: String) throws {
        let reason = try #require(hints(text, tag)[id])
        #expect(reason.hasPrefix("it calls “"))
    }

    @Test func `a people that is only named is not addressed`() {
        #expect(hints("Таджикистан подписал договор", "ru").isEmpty)
        #expect(hints("Братья и сёстры, читайте", "ru").isEmpty)
    }

    @Test func `language and script give one hint beside`() {
        #expect(hints("сони чиқди", "uz-Cyrl").keys.sorted() == ["af"])
        #expect(hints("Эй тоҷикон", "tg").count == 1, "the same hint is not given twice")
        #expect(hints("x", "und").isEmpty)
    }
}
