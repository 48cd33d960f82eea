internal import Model

/// Weak hints at whom a post is for: whom it calls by name, and its language and script. They weigh nothing and say nothing of the author.
enum Audiences {
    private static let byLanguage: [String: (id: String, reason: String)] = [
        "tg": ("tj", "Tajik in Cyrillic letters is read in Tajikistan and among its emigrants"),
        "uz-Latn": ("uz", "Uzbek in Latin letters is what schools in Uzbekistan teach"),
        "uz-Cyrl": (
            "af", "one study reads Cyrillic Uzbek as meant for Uzbeks in Afghanistan; it is usual among older readers in Uzbekistan too: a weak hint"
        ),
        "uz-Arab": ("af", "Uzbek in Arabic letters is written in Afghanistan"),
        "fa-AF": ("af", "the wording is Dari"),
        "ps": ("af", "Pashto is read in Afghanistan and Pakistan"),
        "kk": ("kz", "Kazakh"), "ky": ("kg", "Kyrgyz"), "tk": ("tm", "Turkmen"), "ug": ("xj", "Uyghur"), "tr": ("tr", "Turkish"),
    ]

    /// Beginnings of words that call people, in the matching form.
    private static let vocatives = [
        "эй", "бародар", "хоҳар", "мусалмон", "муҷоҳид", "мардум", "халқ", "ҷавонон", "аҳл", "биродар", "ака", "ука", "опа", "сингил", "мусулмон",
        "йигит",
        "қардош", "қариндош", "брат", "сестр", "мусульман", "народ", "молодёж", "молодеж", "юноши", "birodar", "aka", "uka", "opa", "singil",
        "musulmon", "yigit", "qardosh", "xalq", "ahli", "ey", "brother", "sister", "muslims", "people", "youth", "kardeş", "müslüman", "gençler",
        "برادر", "خواهر", "مسلمان", "مردم", "جوانان", "ای", "اي", "اهل", "ورون", "قېرىنداش", "бауыр", "жастар", "туугандар", "жаштар",
    ]

    /// Beginnings of the names of peoples and places, in the matching form, and whom they are. The Uyghurs are addressed in Xinjiang and abroad alike.
    private static let addressees: [(begins: [String], id: String)] = [
        (["тоҷик", "тожик", "таджик", "tojik", "tajik", "تاجیک", "тәжік"], "tj"),
        (["ўзбек", "ӯзбек", "узбек", "ozbek", "uzbek", "ازبک", "اۉزبېک", "өзбек"], "uz"),
        (["қирғиз", "кыргыз", "киргиз", "qirgiz", "kyrgyz", "قرقیز", "قرغز"], "kg"),
        (["қозоқ", "қазоқ", "қазақ", "казах", "qozoq", "kazakh", "قزاق"], "kz"),
        (["туркман", "туркмен", "turkman", "turkmen", "ترکمن", "түрікмен"], "tm"),
        (["уйғур", "уйгур", "uygur", "uyghur", "ایغور", "اویغور", "ئۇيغۇر", "шинҷон"], "xj"),
        (["афғон", "афган", "afgon", "afghan", "افغان"], "af"), (["русия", "росси", "rossiya", "russia", "روسیه"], "ru"),
        (["туркия", "турци", "turkiya", "türkiye", "ترکیه"], "tr"), (["эрон", "иран", "eron", "iran", "ایران"], "ir"),
        (["покистон", "пакистан", "pokiston", "pakistan", "پاکستان"], "pk"),
    ]

    /// Whom a text calls by name: a people or place within two words of a word that calls ("Tajik brothers", "O people of Uzbekistan").
    private static func called(_ text: NormalizedText) -> [Alert.Audience] {
        let words = text.words.prefix(400).map { text.string(of: $0) }
        var found: [Alert.Audience] = []
        for (index, word) in words.enumerated() {
            guard let addressee = addressees.first(where: { $0.begins.contains(where: word.hasPrefix) }),
                !found.contains(where: { $0.id == addressee.id })
            else { continue }
            let near = max(0, index - 2)...min(words.count - 1, index + 2)
            guard let call = near.first(where: { other in other != index && vocatives.contains { calls(words[other], $0) } }) else { continue }
            let (first, last) = (min(index, call), max(index, call))
            found.append(Alert.Audience(id: addressee.id, reason: "it calls “\(words[first...last].joined(separator: " "))”"))
        }
        return found
    }

    /// Short words must be whole: «эй», "ey".
    private static func calls(_ word: String, _ vocative: String) -> Bool { vocative.count <= 3 ? word == vocative : word.hasPrefix(vocative) }

    /// Hints from whom the text calls, and at most one from its language tag.
    static func hints(_ tag: String, _ text: NormalizedText) -> [Alert.Audience] {
        let called = called(text)
        guard let hint = byLanguage[tag], !called.contains(where: { $0.id == hint.id }) else { return called }
        return called + [Alert.Audience(id: hint.id, reason: hint.reason)]
    }
}
