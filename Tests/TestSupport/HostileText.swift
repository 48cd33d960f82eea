/// Random text of the kinds that break text programs: scripts mixed, marks, joiners, emoji, expansions, links, ordinary words in between.
public struct HostileText: Sendable {
    private var random: Seeded

    /// Starts from a seed, which a failing test prints.
    public init(seed: UInt64) { random = Seeded(seed) }

    private static let pieces: [String] = [
        "салом", "Хуросон", "ҷумҳурӣ", "ӣ", "й", "и\u{306}", "у\u{304}", "ё", "O‘zbekiston", "o'", "maʼno", "IShIDʼning", "tog`", "Ğ", "İSTANBUL",
        "ışık", "ß",
        "داعش", "د\u{640}اعش", "مي‌خواهم", "كتاب", "ﷺ", "ﻻ", "قُرْآن", "آ", "ا\u{653}", "۱۲۳", "٤٥", "４２", "Ⅷ", "𝕁𝕚𝕙𝕒𝕕", "🅐", "①", "\u{200B}",
        "\u{200D}", "\u{202E}",
        "\u{2066}", "\u{FE0F}", "👨‍👩‍👧", "🇹🇯", "❤️", "😀", " ", " ", "\n", "\n\n", "\r\n", "\t", "\u{A0}", "\u{2028}", ".", "...", "…", "!", "?", "؟", "۔",
        ",", "،", "«", "»", "“", "”", "\"",
        "'", "‘", "’", "#", "@", "_", "*", ":", "/", "-", "—", "(", ")", "https://example.org/a?b=1", "user@example.org", "t.me/kanal", "@kanal",
        "#СадоиХуросон", "#a_b",
        "и.г.и.л", "x", "Z", "я", "漢", "한", "אב", "ॐ", "e\u{301}\u{327}", "\u{300}", "\u{0}", "\u{1B}[31m", "\u{7F}", "\u{FFFD}", "\u{10FFFF}", "𐍈",
        "g\u{306}", "ғ", "қ", "ў", "у\u{306}",
    ]

    /// A text of about `length` pieces.
    public mutating func next(length: Int) -> String {
        var text = ""
        for _ in 0..<length {
            text += Self.pieces.randomElement(using: &random) ?? ""
            if Bool.random(using: &random) { text += " " }
            if Int.random(in: 0..<12, using: &random) == 0, let scalar = Unicode.Scalar(UInt32.random(in: 0x20...0x2FFFF, using: &random)) {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
