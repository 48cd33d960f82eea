@testable import LexiconAuthoring
import Lexicons
import Model
import Normalization
import Tagging

/// A hand-made lexicon: a few entities of each kind of difficulty, a theme, a stance and guards, with short tables of endings.
enum SmallLexicon {
    static func name(
        _ text: String, _ language: String, strong: Bool = true, caps: Bool = false, title: Bool = false, inflects: Bool = true
    ) -> LexiconDraft.Name {
        LexiconDraft.Name(
            text: text, language: language, isStrong: strong, isVerified: true, needsCapitals: caps, needsTitle: title, inflects: inflects, gloss: "",
            line: 1)
    }

    static func cue(_ text: String, _ language: String, part: String = "new", exact: Bool = false, flags: Pattern.Flags = []) -> LexiconDraft.Cue {
        LexiconDraft.Cue(text: text, language: language, part: part, gloss: "gloss of \(text)", flags: flags, isExact: exact, line: 1)
    }

    static let entities: [(id: String, kind: Entity.Kind, names: [LexiconDraft.Name])] = [
        (
            "afghan-taliban", .group,
            [
                name("Толибон", "tg"), name("Талибан", "ru"), name("Tolibon", "uz-Latn"), name("Толибон", "uz-Cyrl"), name("طالبان", "fa"),
                name("Taliban", "tr"),
            ]
        ),
        (
            "iskp", .group,
            [
                name("Вилояти Хуросон", "tg"), name("ДОИШ-Хуросон", "tg"), name("Вилаят Хорасан", "ru"), name("Xuroson viloyati", "uz-Latn"),
                name("ولایت خراسان", "fa"),
            ]
        ),
        (
            "islamic-state", .group,
            [
                name("ДОИШ", "tg"), name("ИГИЛ", "ru"), name("ИГ", "ru", caps: true), name("داعش", "fa"), name("IShID", "uz-Latn"),
                name("IŞİD", "tr"), name("Давлати исломӣ", "tg", title: true), name("Исламское государство", "ru"),
                name("ISIS-K", "en", inflects: false),
            ]
        ),
        (
            "jamaat-ansarullah", .group,
            [
                name("Ҷамоати Ансоруллоҳ", "tg"), name("Толибони Тоҷикистон", "tg"), name("Таджикский Талибан", "ru"),
                name("Tojik toliboni", "uz-Latn"),
            ]
        ),
        ("sadoi-khuroson", .outlet, [name("Садои Хуросон", "tg"), name("صدای خراسان", "fa"), name("Голос Хорасана", "ru")]),
        ("tip", .group, [name("TIP", "en", caps: true), name("ЭТИМ", "ru", caps: true), name("Объединённый Туркестан", "ru", strong: false)]),
    ]

    static let cues = [
        cue("шумораи нав~", "tg"), cue("шумора … нашр шуд", "tg"), cue("новый номер", "ru"),
        cue("ба ҷиҳод биё~", "tg", part: "call", flags: .ownVoice),
        cue("(yangi son|янги сон~)", "uz-Latn"), cue("شماره تازه", "fa"), cue("وکړئ", "ps", exact: true), cue("давлат~", "tg", part: "call"),
        cue("объяв~ … война", "ru", part: "call"), cue("ПТ", "ru", part: "call", flags: .caps),
    ]
    static let stanceCues = [cue("запрещённая … РФ", "ru", part: "boilerplate", flags: .strong), cue("хабар дод~", "tg", part: "verb")]
    static let guards = [
        cue("ноҳияи Хуросон~", "tg", part: ""), cue("Садои Хуросони мо", "tg", part: ""), cue("толибони илм", "tg", part: ""),
        cue("этим … способом", "ru", part: ""),
    ]

    static let draft: LexiconDraft = {
        var draft = LexiconDraft()
        draft.entities = entities.map { item in
            (Entity(id: item.id, name: item.id, kind: item.kind, groupClass: item.kind == .group ? .violent : nil, sources: ["x"]), item.names, "")
        }
        let theme = Theme(
            id: "release", gloss: "", parts: ["new", "call"], rules: [Theme.Rule(needs: ["new", "group"], strength: 0.8)])
        draft.themes = [(theme, cues, "")]
        draft.stances = [("reporting", stanceCues, "")]
        draft.guards = guards
        draft.suffixes = [
            suffixes("tg", [["ӣ"], ["ҳо", "он"], ["и", "аш"], ["ро", "анд"]]),
            suffixes("uz-Latn", [["chi"], ["lar"], ["i", "imiz"], ["ning", "ga", "dan"]]),
            suffixes("uz-Cyrl", [["чи"], ["лар"], ["нинг", "га", "дан"]]),
            suffixes("fa", [["ی"], ["ها"], ["را"]]), suffixes("tr", [["ler"], ["in", "i", "den"]]),
            LexiconDraft.Suffixes(
                language: "ru", slots: [], endings: ["а", "у", "ом", "е", "овец", "овцы"],
                changes: [
                    LexiconDraft.Suffixes.Change(from: "ое", endings: ["ого", "ому", "ым"]),
                    LexiconDraft.Suffixes.Change(from: "о", endings: ["а", "у", "ом"]),
                    LexiconDraft.Suffixes.Change(from: "ий", endings: ["ого", "ому", "им"]),
                ]),
        ]
        return draft
    }()

    private static func suffixes(_ language: String, _ slots: [[String]]) -> LexiconDraft.Suffixes {
        LexiconDraft.Suffixes(language: language, slots: slots, endings: [], changes: [])
    }

    static let lexicon = Result { try LexiconCompiler.compile(draft) }
}

/// A tagger over one lexicon, asked with strings.
struct Asking {
    let lexicon: Lexicon
    let tagger: Tagger
    let normalizer = Normalizer()

    init(_ lexicon: Lexicon, transliterates: Bool = true) {
        self.lexicon = lexicon
        tagger = Tagger(lexicon: lexicon, transliterates: transliterates)
    }

    func normalized(_ text: String) -> NormalizedText {
        var result = NormalizedText()
        normalizer.normalize(UTF8Text(text), into: &result)
        return result
    }

    func tags(_ text: String, field: String? = nil) -> Tags {
        var scratch = TaggingScratch()
        return tagger.tags(in: normalized(text), original: UTF8Text(text), field: field, scratch: &scratch)
    }

    /// `id:surface:match` for each mention, a weak one with `?`.
    func mentions(_ text: String) -> [String] {
        tags(text).mentions.map { mention in
            let strength = mention.isStrong ? "" : "?"
            return "\(lexicon.entities[mention.entity].id)\(strength):\(UTF8Text(text).slice(mention.range)):\(mention.match.rawValue)"
        }
    }

    /// The texts of the theme cues found.
    func cues(_ text: String) -> [String] { tags(text).themeCues.map { lexicon.patterns[$0.pattern].text } }
}
