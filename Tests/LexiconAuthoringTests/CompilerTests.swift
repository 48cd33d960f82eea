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
    private static func letters(_ text: String) -> [UInt16] { Array(text.utf16) }

    /// Words as folded letters; `nil` where the scheme says nothing.
    static let cases: [(scheme: String, word: String, expected: String?)] = [
        ("Cyrillic to Latin, kh", "хуросон", "khuroson"), ("Cyrillic to Latin, Uzbek alphabet of 1995", "хуросон", "xuroson"),
        ("Cyrillic to Latin, h", "хуросон", "huroson"), ("Cyrillic to Latin, kh", "қӯшғӣ", "qushghi"), ("Cyrillic to Latin, h", "қӯшғӣ", "kushgi"),
        ("Cyrillic to Latin, kh", "вилаят", "vilayat"), ("Cyrillic to Latin, x and j", "вилаят", "vilajat"),
        ("Cyrillic to Latin, kh", "джамаат", "dzhamaat"), ("Cyrillic to Latin, h", "джамаат", "jamaat"),
        ("Cyrillic to Latin, ye", "исламское", "islamskoye"), ("Cyrillic to Latin, new Uzbek alphabet", "шаҳид", "sahid"),
        ("Cyrillic to Latin, w for ш", "шаҳид", "wahid"), ("Cyrillic to Latin, Turkish", "жиҳод", "jihod"),
        ("Latin to Cyrillic", "xuroson", "хуросон"), ("Latin to Cyrillic", "ozbekiston", "озбекистон"), ("Latin to Cyrillic", "şahid", "шаҳид"),
        ("Latin to Cyrillic, Russian", "tactical", "тактикал"), ("Latin to Cyrillic, Tajik", "jamoat", "ҷамоат"),
        ("Latin respelt, h", "khorasan", "horasan"), ("Latin respelt, Turkish", "jihad", "cihad"), ("Latin respelt, x", "qadhafi", "kadafi"),
        ("Cyrillic respelt, дж", "ҷамоат", "джамоат"), ("Cyrillic respelt, ж", "ҷамоат", "жамоат"),
        ("Tajik to Persian letters", "хуросон", "خراسان"), ("Tajik to Persian letters", "вилоят", "ولایت"),
        ("Tajik to Persian letters", "ансоруллоҳ", "انسارالله"),
        ("Uzbek to Arabic letters", "хуросон", "خوراسان"), ("Cyrillic to Latin, kh", "داعش", nil), ("Cyrillic to Latin, kh", "иг2", "ig2"),
    ]

    @Test(arguments: cases)
    func `a scheme spells a word`(scheme: String, word: String, expected: String?) throws {
        let scheme = try #require(Transliteration.all.first { $0.name == scheme })
        #expect(scheme.spelling(of: Self.letters(word)).map { String(decoding: $0, as: UTF16.self) } == expected)
    }

    @Test(arguments: Transliteration.all.map(\.name))
    func `every scheme has a letter for each of its alphabet and writes only its own script`(name: String) throws {
        let scheme = try #require(Transliteration.all.first { $0.name == name })
        let cyrillic = "абвгғдеёжзиӣйкқлмнопрстуӯфхҳчҷшэюяў"
        let alphabet = scheme.from == .latin ? "abcdefghijklmnopqrstuvwxyz" : scheme.to == .arabic ? cyrillic.filter { $0 != "ц" } : cyrillic
        for letter in alphabet {
            let spelling = try #require(scheme.spelling(of: Self.letters("\(letter)\(letter)")), "\(letter)")
            #expect(spelling.allSatisfy { WordScript(of: [$0]) == scheme.to }, "\(letter)")
        }
    }

    @Test func `spellings are few, different, and never the word itself`() {
        for word in ["хуросон", "ансоруллоҳ", "xuroson", "джамаат", "шоҳидҷон", "islom", "государство"] {
            let spellings = Transliteration.spellings(of: Self.letters(word))
            let loosened = spellings.map { $0.letters.map(LooseLetters.loosened) } + [Self.letters(word).map(LooseLetters.loosened)]
            #expect(Set(loosened).count == loosened.count, "\(word)")
            for script in WordScript.allCases { #expect(spellings.count { $0.scheme.to == script } <= Transliteration.limit) }
        }
        #expect(Transliteration.spellings(of: Self.letters("خراسان")).isEmpty, "letters without vowels say too little")
    }

    @Test(arguments: [
        (["katibat", "at", "tawhid"], 1, ["at", "al", "ut"]), (["ҳизб", "ут", "таҳрир"], 1, ["ут", "аль", "ат"]),
        (["al", "azaim"], 0, ["al", "el"]),
    ])
    func `an article is known in its other forms`(words: [String], at: Int, expected: [String]) {
        let forms = Set(Articles.forms(words.map(Self.letters), at: at).map { String(decoding: $0, as: UTF16.self) })
        #expect(forms.isSuperset(of: expected))
        #expect(Articles.forms(words.map(Self.letters), at: words.count - 1).isEmpty, "nothing follows it")
    }

    @Test func `a word is known backwards in Arabic letters and in twin letters of the other script`() {
        func shown(_ word: String) -> [String] { Disguises.wholeWord(Self.letters(word)).map { String(decoding: $0, as: UTF16.self) } }
        #expect(shown("داعش") == ["شعاد"])
        #expect(shown("хорасан") == ["xopacah"])
        #expect(shown("хуросон") == ["xypocoh"])
        #expect(shown("талибан") == [], "л and б have no twin")
        #expect(shown("توت") == [])
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

    @Test func `patterns keep what people wrote`() throws {
        let lexicon = try LexiconCompiler.compile(Folder().read())
        let patterns = (0..<lexicon.patterns.count).map { lexicon.patterns[$0] }
        let given = patterns
        #expect(given.map(\.text) == ["Садои Ҳақиқат", "GA", "Иван Грозный", "шумораи нав~", "запрещённая … РФ", "Садои мардум~"])
        #expect(given.map(\.kind) == [.alias, .alias, .alias, .theme, .stance, .guarding])
        #expect(given[0].flags == [.strong, .verified] && given[0].gloss == "Voice of Truth" && given[0].owner == 0)
        #expect(given[1].flags == [.strong, .verified, .caps])
        #expect(given[2].flags == [] && given[2].owner == 1)
        #expect(given[3].flags == .ownVoice && given[4].flags == .strong)
        #expect(lexicon.stanceKinds[given[4].part] == "boilerplate" && Lexicon.stances[given[4].owner] == "reporting")
        let spellings = GeneratedSpellings.spellings(of: "Садои Ҳақиқат", isStrong: true, needsCapitals: false)
        #expect(spellings.first == GeneratedSpellings.Spelling(text: "sadoi haqiqat", scheme: "Cyrillic to Latin, kh"))
        #expect(GeneratedSpellings.spellings(of: "GA", isStrong: true, needsCapitals: true).isEmpty)
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
