import Foundation

/// A post as a line of input.
struct PostLine: Encodable {
    struct Medium: Encodable {
        var kind = "document"
        var fileName: String
    }
    var id: String
    var text: String
    var source: String?
    var channel: String?
    var author: String?
    var publishedAt: String?
    var forwardedFrom: String?
    var media: [Medium]?

    /// One line of JSON, with its line break.
    var line: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.keyEncodingStrategy = .convertToSnakeCase
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
        }
    }
}

/// Texts that several tests use, written for them or taken from `Corpora/`.
enum Sample {
    /// A new issue of an outlet, in the outlet's own voice (Tajik): medium and up.
    static let release = "Шумораи 2-и маҷаллаи «Садои Хуросон» аз Муассисаи Ал-Азоим нашр шуд. Бародарон, аз канал гиред."
    /// Money for fighters with a wallet (Tajik).
    static let fundraising =
        "Барои оилаҳои муҷоҳидони Вилояти Хуросон дар Ал-Ҳавл маблағ ҷамъ мекунем.\nUSDT TRC20: TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"
    /// Money for fighters with a payment card (Uzbek in Cyrillic letters).
    static let card = "Тавҳид ва жиҳод катибаси мужоҳидларига қишки кийим. Эҳсон учун карта рақами 4242424242424242 биродарлар"
    /// Polemic of one group against the Taliban (Tajik).
    static let rivalry = "Ал-Азоим, қисми 4: милишаҳои муртади Толибон боз меҳмони Русия шуданд. Мо онҳоро намебахшем."
    /// Nothing to see (Tajik).
    static let weather = "Имрӯз дар Душанбе борон меборад, ҳарорат дувоздаҳ дараҷа."

    /// `count` posts, one in two of which is an alert.
    static func posts(_ count: Int) throws -> String {
        let texts = [release, weather, fundraising, "Bugun Toshkentda havo ochiq, kechqurun yomg‘ir yog‘adi."]
        return try (0..<count).map { try PostLine(id: "p\($0)", text: texts[$0 % texts.count], source: "telegram", channel: "42").line }.joined()
    }

    /// Files of posts with labels: what `Corpora/gold` holds.
    static let goldFiles = ["tg", "uz-Cyrl", "uz-Latn", "ru", "fa", "other"].map { Mirob.repository + "/Corpora/gold/\($0).jsonl" }

    /// A file of `Corpora/formats`.
    static func format(_ name: String) -> String { Mirob.repository + "/Corpora/formats/" + name }
}
