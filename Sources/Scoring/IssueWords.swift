/// Numbers in words, as issues and parts are counted, and the languages editions are said to be in. All words are in the matching form.
enum IssueWords {
    /// Beginnings of the ordinals from one to ten, and whole words where a beginning would take in others.
    private static let ordinals: [(begins: [String], is: [String])] = [
        (
            ["перв", "биринчи", "birinchi", "бірінші"],
            ["якум", "якуми", "аввал", "аввали", "اول", "نخست", "یکم", "first", "birinci", "لومړی", "لومړۍ"]
        ),
        (["втор", "иккинчи", "ikkinchi", "екінші", "экинчи"], ["дуюм", "дуюми", "дувум", "دوم", "دوهم", "دوهمه", "second", "ikinci", "دومین"]),
        (["трет", "учинчи", "uchinchi", "үшінші", "үчүнчү"], ["сеюм", "сеюми", "севум", "سوم", "دریم", "third", "üçüncü", "سومین"]),
        (
            ["четверт", "четвёрт", "тўртинчи", "тортинчи", "tortinchi", "төртінші", "төртүнчү"],
            ["чорум", "чоруми", "чаҳорум", "چهارم", "fourth", "dördüncü", "څلورم"]
        ),
        (
            ["пятый", "пятая", "пятое", "пятого", "пятой", "пятом", "бешинчи", "beshinchi", "бесінші"],
            ["панҷум", "панҷуми", "پنجم", "fifth", "beşinci", "پنځم"]
        ),
        (["шесто", "шеста", "олтинчи", "oltinchi", "алтыншы", "алтынчы"], ["шашум", "шашуми", "ششم", "sixth", "altıncı"]),
        (["седьм", "еттинчи", "yettinchi", "жетінші", "жетинчи"], ["ҳафтум", "ҳафтуми", "هفتم", "seventh", "yedinci"]),
        (["восьм", "саккизинчи", "sakkizinchi", "сегізінші", "сегизинчи"], ["ҳаштум", "ҳаштуми", "هشتم", "eighth", "sekizinci"]),
        (["девят", "тўққизинчи", "toqqizinchi", "тоғызыншы", "тогузунчу"], ["нӯҳум", "нуҳум", "نهم", "ninth", "dokuzuncu"]),
        (["десят", "ўнинчи", "oninchi", "оныншы", "онунчу"], ["даҳум", "даҳуми", "دهم", "tenth", "onuncu"]),
    ]

    /// The number an ordinal says; nil for any other word.
    static func number(_ word: String) -> Int? {
        guard word.utf16.count >= 3 else { return nil }
        return ordinals.firstIndex { row in row.is.contains(word) || row.begins.contains(where: word.hasPrefix) }.map { $0 + 1 }
    }

    /// Beginnings of the names of languages in which editions appear.
    private static let languages: [(begins: [String], tag: String)] = [
        (["русск", "русӣ", "ruscha", "rusça", "русча", "روسی", "russian"], "ru"),
        (["таджикск", "тоҷикӣ", "tojikcha", "тожикча", "تاجیکی", "tajik"], "tg"),
        (["узбекск", "ӯзбекӣ", "ўзбекча", "ozbekcha", "ازبکی", "ازبیکی", "uzbek"], "uz"),
        (["персидск", "форсӣ", "forscha", "форсча", "فارسی", "persian"], "fa"),
        (["пушту", "паштӯ", "pushtu", "پشتو", "pashto"], "ps"), (["английск", "англисӣ", "inglizcha", "инглизча", "انگلیسی", "english"], "en"),
        (["турецк", "туркӣ", "turkcha", "туркча", "ترکی", "türkçe", "turkish"], "tr"), (["уйгурск", "уйғурча", "uygurcha", "ئۇيغۇرچە"], "ug"),
    ]

    /// The language an edition is said to be in; nil for any other word.
    static func language(_ word: String) -> String? { languages.first { $0.begins.contains(where: word.hasPrefix) }?.tag }
}
