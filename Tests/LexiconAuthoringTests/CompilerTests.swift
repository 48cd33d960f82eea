@testable import LexiconAuthoring
import Lexicons
import TestSupport
import Testing

struct CueSyntaxTests {
    static func word(_ text: String) -> CueSyntax.Word {
        CueSyntax.Word(text: text.hasSuffix("~") ? String(text.dropLast()) : text, anyEnding: text.hasSuffix("~"))
    }

    static func words(_ texts: String...) -> CueSyntax.Token { .choice([texts.map(word)]) }

    static let cases: [(String, [CueSyntax.Token])] = [
        ("", []), ("маблағ", [words("маблағ")]), ("  маблағ   фирист~ ", [words("маблағ"), words("фирист~")]),
        ("а … б~", [words("а"), .gap, words("б~")]), ("а…б", [words("а"), .gap, words("б")]), ("а~…б", [words("а~"), .gap, words("б")]),
        ("(а|б~) в", [.choice([[word("а")], [word("б~")]]), words("в")]), ("(а б~|в)", [.choice([[word("а"), word("б~")], [word("в")]])]),
        ("(а~ б|в)", [.choice([[word("а~"), word("б")], [word("в")]])]), ("а(б|в)", [words("а"), .choice([[word("б")], [word("в")]])]),
    ]

    @Test(arguments: cases)
    func `a cue is read word by word`(cue: String, tokens: [CueSyntax.Token]) {
        #expect(CueSyntax.tokens(cue) == tokens)
        #expect(CueSyntax.problem(in: cue) == nil)
    }

    /// A parenthesis that was never closed made the tokenizer go on for ever.
    @Test(.timeLimit(.minutes(5)), arguments: ["(а", "а (", "(((", ")", "а)б", "(а|", "~", "…", "|"])
    func `broken syntax ends all the same and is named`(cue: String) {
        _ = CueSyntax.tokens(cue)
        #expect(CueSyntax.problem(in: cue) != nil)
    }

    @Test func `random signs never trap the tokenizer`() {
        var random = Seeded(3)
        for _ in 0..<3000 {
            let cue = String((0..<Int.random(in: 0..<12, using: &random)).compactMap { _ in "аб ~…(|)".randomElement(using: &random) })
            let tokens = CueSyntax.tokens(cue)
            if CueSyntax.problem(in: cue) == nil {
                for case .choice(let options) in tokens { #expect(!options.isEmpty && options.allSatisfy { !$0.isEmpty }, "'\(cue)'") }
            }
        }
    }
}

struct EndingsTests {
    static func table(_ slots: [[String]], _ endings: [String] = []) -> LexiconDraft.Suffixes {
        LexiconDraft.Suffixes(language: "tg", slots: slots, endings: endings, changes: [])
    }

    @Test func `endings are at most one of each slot, in order, and the whole ones`() {
        let endings = LexiconCompiler.endings(of: Self.table([["a", "b"], ["c"], ["d"]], ["x"]))
        #expect(endings.sorted() == ["a", "ac", "acd", "ad", "b", "bc", "bcd", "bd", "c", "cd", "d", "x"].sorted())
        #expect(LexiconCompiler.endings(of: Self.table([], ["x", "y"])) == ["x", "y"])
        #expect(LexiconCompiler.endings(of: Self.table([])).isEmpty)
    }

    @Test func `the number of endings is the product of the slots`() {
        let slots = [["a", "b", "c"], ["d", "e"], ["f", "g", "h", "i"]]
        #expect(LexiconCompiler.endings(of: Self.table(slots)).count == 4 * 3 * 5 - 1)
    }
}

struct TransliterationTests {
    static let cases: [(scheme: String, name: String, expected: String?)] = [
        ("Tajik, kh", "Садои Хуросон", "sadoi khuroson"), ("Tajik, x", "Садои Хуросон", "sadoi xuroson"),
        ("Tajik, h", "Садои Хуросон", "sadoi huroson"),
        ("Tajik, kh", "Ҷамоати Ансоруллоҳ", "jamoati ansorulloh"), ("Tajik, kh", "Қӯшғӣ", "qushghi"), ("Tajik, h", "Қӯшғӣ", "kushgi"),
        ("Russian, kh", "Вилаят Хорасан", "vilayat khorasan"), ("Russian, h", "Вилаят Хорасан", "vilayat horasan"),
        ("Russian, x", "Вилаят Хорасан", "vilajat xorasan"), ("Russian, kh", "Объединённый щит", "obedinyonnyy shchit"),
        ("Uzbek alphabet of 1995", "Ўзбек ҳаракати", "o‘zbek harakati"), ("Uzbek alphabet of 1995", "Хуросон вилояти", "xuroson viloyati"),
        ("Uzbek Latin to Cyrillic", "Oʻzbekiston shahri", "ўзбекистон шаҳри"), ("Uzbek Latin to Cyrillic", "Xuroson viloyati", "хуросон вилояти"),
        ("Uzbek Latin to Cyrillic", "G'azo-2", "ғазо-2"), ("Uzbek Latin to Cyrillic", "wa", nil), ("Tajik, kh", "داعش", nil),
        ("Russian, kh", "Ҷамоат", nil),
        ("Russian, kh", "ИГ-2", "ig-2"),
    ]

    @Test(arguments: cases)
    func `a scheme spells a name in the other script`(scheme: String, name: String, expected: String?) throws {
        let scheme = try #require(Transliteration.all.first { $0.name == scheme })
        #expect(scheme.apply(name) == expected)
    }

    @Test(arguments: Transliteration.all.map(\.name))
    func `every scheme covers its alphabet, the longer letters first`(name: String) throws {
        let scheme = try #require(Transliteration.all.first { $0.name == name })
        let alphabets = [
            "tg": "абвгғдеёжзиӣйкқлмнопрстуӯфхҳчҷшъэюя", "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
            "uz-Cyrl": "абвгдеёжзийклмнопрстуўфхцчшъэюяқғҳ", "uz-Latn": "abdefghijklmnopqrstuvxyz",
        ]
        for language in scheme.from {
            for letter in try #require(alphabets[language]) { #expect(scheme.apply(String(letter)) != nil, "\(letter)") }
        }
        for (index, pair) in scheme.pairs.enumerated() {
            #expect(!scheme.pairs[..<index].contains { pair.0.hasPrefix($0.0) }, "'\(pair.0)' is never reached")
        }
    }

    @Test func `a name transliterated to Latin and back is the name`() throws {
        let there = try #require(Transliteration.all.first { $0.name == "Uzbek alphabet of 1995" })
        let back = try #require(Transliteration.all.first { $0.name == "Uzbek Latin to Cyrillic" })
        for name in ["хуросон вилояти", "ўзбекистон исломий ҳаракати", "ғазо чақириғи", "шаҳид йўли"] {
            #expect(there.apply(name).flatMap { back.apply($0) } == name)
        }
    }
}

struct NearestTests {
    @Test(arguments: [("sorces", "sources"), ("nmae", "name"), ("zzzzzz", nil), ("type", "type"), ("soruces", "sources")])
    func `a mistyped word is answered by the nearest known one`(word: String, expected: String?) {
        #expect(nearest(to: word, among: ["name", "sources", "type"]) == expected)
    }
}

struct CompilerTests {
    @Test func `the same files give the same bytes`() throws {
        let folder = try Folder()
        let other = try Folder()
        let bytes = try LexiconFile.encode(LexiconCompiler.compile(folder.read()))
        #expect(try LexiconFile.encode(LexiconCompiler.compile(folder.read())) == bytes)
        #expect(try LexiconFile.encode(LexiconCompiler.compile(other.read())) == bytes, "where the folder lies does not matter")
        #expect(try LexiconCompiler.compile(folder.read()).digest == LexiconFile.decode(bytes).digest)
    }

    @Test func `patterns keep what people wrote and mark what the compiler made`() throws {
        let lexicon = try LexiconCompiler.compile(Folder().read())
        let patterns = (0..<lexicon.patterns.count).map { lexicon.patterns[$0] }
        let given = patterns.filter { !$0.flags.contains(.transliterated) }
        #expect(given.map(\.text) == ["Садои Ҳақиқат", "GA", "Иван Грозный", "шумораи нав~", "запрещённая … РФ", "Садои мардум~"])
        #expect(given.map(\.kind) == [.alias, .alias, .alias, .theme, .stance, .guarding])
        #expect(given[0].flags == [.strong, .verified] && given[0].gloss == "Voice of Truth" && given[0].owner == 0)
        #expect(given[1].flags == [.strong, .verified, .caps])
        #expect(given[2].flags == [] && given[2].owner == 1)
        #expect(given[3].flags == .ownVoice && given[4].flags == .strong)
        #expect(lexicon.stanceKinds[given[4].part] == "boilerplate" && Lexicon.stances[given[4].owner] == "reporting")
        let made = patterns.filter { $0.flags.contains(.transliterated) }
        #expect(made.map(\.text).sorted() == ["sadoi haqiqat", "sadoi hakikat"].sorted())
        #expect(made.allSatisfy { $0.kind == .alias && $0.owner == 0 && $0.language == "tg-Latn" && !$0.flags.contains(.title) })
    }

    @Test func `the digest changes with any name`() throws {
        let change = ReaderTests.Mistake.change("entities/person-b.yaml", "Иван Грозный", "Иван Грозная", "")
        let changed = try LexiconCompiler.compile(Folder([change.file: change.content]).read())
        #expect(try changed.digest != LexiconCompiler.compile(Folder().read()).digest)
    }

    /// Stem changes were shared between the languages whose names were written alike.
    @Test func `stem changes are those of the name's own language`() throws {
        func folder(_ languages: [String]) throws -> Folder {
            let names = languages.map { "  \($0):\n    - { name: \"Ҳалқаи Сабз\" }" }.joined(separator: "\n")
            return try Folder([
                "entities/person-b.yaml": "id: person-b\nname: B\ntype: figure\nsources: [one]\nstanding: [{ is: leader }]\nnames:\n" + names,
                "suffixes/uz-Cyrl.yaml": "language: uz-Cyrl\nendings: []\nchanges: [{ from: аи, endings: [абда] }]",
            ])
        }
        func stems(_ folder: Folder) throws -> Int {
            let lexicon = try LexiconCompiler.compile(folder.read())
            let stem = Array("ҳалқ".utf16)
            return lexicon.vocabulary.forms.filter { form in
                form.ending == .set && lexicon.vocabulary.letters[form.start..<form.start + form.count] == stem[...]
            }.count
        }
        #expect(try stems(folder(["tg"])) == 0)
        #expect(try stems(folder(["tg", "uz-Cyrl"])) == 1)
        #expect(try stems(folder(["uz-Cyrl", "tg"])) == 1)
    }
}
