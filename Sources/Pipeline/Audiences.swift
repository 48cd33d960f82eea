internal import Model

/// Weak hints at whom a post is for, from its language and script alone. They weigh nothing and say nothing of the author.
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

    /// Hints of a language tag, at most one.
    static func hints(_ tag: String) -> [Alert.Audience] {
        byLanguage[tag].map { [Alert.Audience(id: $0.id, reason: $0.reason)] } ?? []
    }
}
