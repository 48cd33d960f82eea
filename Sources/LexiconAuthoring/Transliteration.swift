/// Spellings of a name in another script, by table. Each scheme is one way people write, not a standard applied for its own sake.
struct Transliteration: Sendable {
    /// What the lexicon calls it.
    var name: String
    /// Languages of the names it takes.
    var from: Set<String>
    /// Language tag of what it makes.
    var to: String
    /// Longest source first where one begins another. Folded (small) letters.
    var pairs: [(String, String)]

    /// The name in the other script; nil when a letter has no counterpart.
    func apply(_ name: String) -> String? {
        var result = ""
        var rest = Substring(name.lowercased())
        while let first = rest.first {
            if let pair = pairs.first(where: { rest.hasPrefix($0.0) }) {
                result += pair.1
                rest = rest.dropFirst(pair.0.count)
            } else if first.isLetter {
                return nil
            } else {
                result.append(first)
                rest = rest.dropFirst()
            }
        }
        return result
    }

    private static let cyrillicBase: [(String, String)] = [
        ("а", "a"), ("б", "b"), ("в", "v"), ("г", "g"), ("д", "d"), ("е", "e"), ("ж", "zh"), ("з", "z"), ("и", "i"), ("й", "y"), ("к", "k"),
        ("л", "l"),
        ("м", "m"), ("н", "n"), ("о", "o"), ("п", "p"), ("р", "r"), ("с", "s"), ("т", "t"), ("у", "u"), ("ф", "f"), ("х", "kh"), ("ц", "ts"),
        ("ч", "ch"),
        ("ш", "sh"), ("щ", "shch"), ("ъ", ""), ("ы", "y"), ("ь", ""), ("э", "e"), ("ю", "yu"), ("я", "ya"), ("ё", "yo"),
    ]

    private static func scheme(_ name: String, _ from: Set<String>, _ to: String, _ changes: [(String, String)]) -> Transliteration {
        let replaced = Set(changes.map(\.0))
        return Transliteration(name: name, from: from, to: to, pairs: changes + cyrillicBase.filter { !replaced.contains($0.0) })
    }

    /// All schemes. Sources: ISO 9 and the BGN/PCGN tables for Russian and Tajik reduced to plain Latin letters, the Uzbek alphabet of 1995, and spellings
    /// seen in posts (x and h for х).
    static let all: [Transliteration] = [
        scheme(
            "Tajik, kh", ["tg"], "tg-Latn", [("ғ", "gh"), ("ӣ", "i"), ("қ", "q"), ("ӯ", "u"), ("ҳ", "h"), ("ҷ", "j")]),
        scheme(
            "Tajik, x", ["tg"], "tg-Latn", [("х", "x"), ("ғ", "g"), ("ӣ", "i"), ("қ", "q"), ("ӯ", "u"), ("ҳ", "h"), ("ҷ", "j"), ("ж", "j")]),
        scheme("Tajik, h", ["tg"], "tg-Latn", [("х", "h"), ("ғ", "g"), ("ӣ", "i"), ("қ", "k"), ("ӯ", "u"), ("ҳ", "h"), ("ҷ", "j")]),
        scheme("Russian, kh", ["ru"], "ru-Latn", []),
        scheme("Russian, h", ["ru"], "ru-Latn", [("х", "h"), ("ж", "j"), ("ё", "e"), ("й", "i")]),
        scheme("Russian, x", ["ru"], "ru-Latn", [("х", "x"), ("ц", "c"), ("я", "ja"), ("ю", "ju")]),
        scheme(
            "Uzbek alphabet of 1995", ["uz-Cyrl"], "uz-Latn",
            [("ғ", "g‘"), ("қ", "q"), ("ў", "o‘"), ("ҳ", "h"), ("х", "x"), ("ж", "j"), ("ё", "yo"), ("э", "e")]),
        Transliteration(
            name: "Uzbek Latin to Cyrillic", from: ["uz-Latn"], to: "uz-Cyrl",
            pairs: [
                // yo‘l is йўл, not ё‘л.
                ("yo‘", "йў"), ("yoʻ", "йў"), ("yo'", "йў"), ("o‘", "ў"), ("oʻ", "ў"), ("o'", "ў"), ("g‘", "ғ"), ("gʻ", "ғ"), ("g'", "ғ"),
                ("sh", "ш"), ("ch", "ч"), ("yo", "ё"), ("yu", "ю"), ("ya", "я"),
                ("ye", "е"), ("ts", "ц"), ("a", "а"), ("b", "б"), ("d", "д"), ("e", "е"), ("f", "ф"), ("g", "г"), ("h", "ҳ"), ("i", "и"), ("j", "ж"),
                ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"), ("q", "қ"), ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"),
                ("v", "в"),
                ("x", "х"), ("y", "й"), ("z", "з"),
            ]),
    ]
}
