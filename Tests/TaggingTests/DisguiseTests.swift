import Lexicons
import Model
import Normalization
import TestSupport
import Testing

@testable import Tagging

/// Each disguise against its plain definition: a name is taken, disguised by the rule, and must be found where it was put.
struct DisguiseTests {
    static let asking = TaggerTests.asking

    /// A way to disguise a word, letter by letter or as a whole.
    struct Disguise: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var apply: @Sendable (String) -> String
        init(_ name: String, _ apply: @escaping @Sendable (String) -> String) { (testDescription, self.apply) = (name, apply) }
    }

    private static func each(_ separator: String) -> @Sendable (String) -> String { { $0.map(String.init).joined(separator: separator) } }

    static let disguises = [
        Disguise("spaces", each(" ")), Disguise("dots", each(".")), Disguise("hyphens", each("-")), Disguise("underscores", each("_")),
        Disguise("asterisks", each("*")), Disguise("emoji", each("🔥")), Disguise("emoji and spaces", each(" 🔥 ")),
        Disguise("line breaks", each("\n")),
        Disguise("slashes", each("/")), Disguise("bars", each("|")), Disguise("zero-width", each("\u{200B}")),
        Disguise("word joiner", each("\u{2060}")), Disguise("soft hyphen", each("\u{AD}")),
        Disguise("strokes", { $0.map { "\($0)\u{336}" }.joined() }),
        Disguise("zalgo", { $0.map { "\($0)\u{30A}\u{323}\u{35C}" }.joined() }),
        Disguise("stretched", { $0.enumerated().map { $0 == 2 ? String(repeating: $1, count: 4) : String($1) }.joined() }),
        Disguise("one Latin letter", { $0.replacing("о", with: "o").replacing("а", with: "a") }),
        Disguise("Greek and Latin letters", { $0.replacing("о", with: "ο").replacing("а", with: "a") }),
        Disguise("zero", { $0.replacing("о", with: "0") }), Disguise("at", { $0.replacing("о", with: "@").replacing("а", with: "@") }),
        Disguise("line end", { "\($0.prefix(3))-\n\($0.dropFirst(3))" }),
    ]

    @Test(arguments: disguises) func `a disguised name is found in its place`(disguise: Disguise) throws {
        let asking = try Self.asking.get()
        for name in ["Толибон", "толибон", "Талибан"] {
            let hidden = disguise.apply(name)
            let text = "ин " + hidden + " аст"
            let mention = try #require(asking.tags(text).mentions.first, "\(text)")
            #expect(asking.lexicon.entities[mention.entity].id == "afghan-taliban")
            #expect(UTF8Text(text).slice(mention.range) == hidden)
            let leavesNoTrace = asking.normalized(hidden).words.map { asking.normalized(hidden).string(of: $0) } == [name.lowercased()]
            if !leavesNoTrace { #expect(mention.match == .deobfuscated || mention.match == .transliterated, "\(hidden)") }
        }
    }

    static let alphabets: [(name: String, a: UInt32)] = [
        ("bold", 0x1D41A), ("italic", 0x1D622), ("script", 0x1D4EA), ("fraktur", 0x1D586), ("double-struck", 0x1D552), ("sans", 0x1D5BA),
        ("monospace", 0x1D68A), ("circled", 0x24D0), ("full-width", 0xFF41), ("squared", 0x1F130), ("black circles", 0x1F150),
        ("black squares", 0x1F170),
    ]

    @Test(arguments: alphabets) func `decorative alphabets are read and said to be a disguise`(name: String, a: UInt32) throws {
        let hidden = "taliban".unicodeScalars.map { String(Unicode.Scalar(a + $0.value - 0x61) ?? " ") }.joined()
        #expect(try Self.asking.get().mentions("the \(hidden) said") == ["afghan-taliban:\(hidden):deobfuscated"])
    }

    @Test(arguments: [
        ("the ᴛᴀʟɪʙᴀɴ said", "afghan-taliban:ᴛᴀʟɪʙᴀɴ:deobfuscated"), ("the 🇹 🇦 🇱 🇮 🇧 🇦 🇳 said", "afghan-taliban:🇹 🇦 🇱 🇮 🇧 🇦 🇳:deobfuscated"),
        ("the ṭạḷịḅạṇ said", "afghan-taliban:ṭạḷịḅạṇ:transliterated"), ("the tāłìbän said", "afghan-taliban:tāłìbän:transliterated"),
        ("این شعاد است", "islamic-state:شعاد:deobfuscated"), ("این ناسارخ تیالو است", "iskp:ناسارخ تیالو:deobfuscated"),
        ("дар BИЛAЯT ХOPACАН", "iskp:BИЛAЯT ХOPACАН:deobfuscated"), ("Вилаят XOPACAH", "iskp:Вилаят XOPACAH:deobfuscated"),
        ("Вилаят X о р а с а н", "iskp:Вилаят X о р а с а н:deobfuscated"), ("Тал*бан сказал", "afghan-taliban:Тал*бан:deobfuscated"),
        ("#СадоиХуросонНав", "sadoi-khuroson:СадоиХуросонНав:exact"), ("@sadoixurosonnews", "sadoi-khuroson:sadoixurosonnews:transliterated"),
        ("СадоиХуросон2.pdf", "sadoi-khuroson:СадоиХуросон2:exact"), ("Талибаннинг", "afghan-taliban:Талибаннинг:inflected"),
        ("IShIDнинг", "islamic-state:IShIDнинг:inflected"), ("Љамоати Ансоруллоњ", "jamaat-ansarullah:Љамоати Ансоруллоњ:transliterated"),
        ("برادران لطالبان", "afghan-taliban:لطالبان:inflected"), ("والطالبان", "afghan-taliban:والطالبان:inflected"),
        ("про-ИГИЛ и анти-Талибан", "islamic-state:ИГИЛ:exact afghan-taliban:Талибан:exact"), ("t@liban", "afghan-taliban:t@liban:deobfuscated"),
    ])
    func `names in other disguises`(text: String, expected: String) throws {
        #expect(try Self.asking.get().mentions(text).joined(separator: " ") == expected)
    }

    @Test(arguments: [
        "🇹🇯 🇺🇿 🇮🇸🇮🇸", "матч 1-6, 6-3", "Т. А. Л. и Б.", "write to t@liban.org", "я и в а", "а-б-в-г", "Covid-19", "C++ и C#", "H2O", "50/50",
        "и т.д., и т.п.",
        "ДОИ Ш", "д, о, и, что-то ш",
    ])
    func `what only looks like a disguise is none`(text: String) throws { #expect(try Self.asking.get().mentions(text).isEmpty) }

    @Test func `readings are few, of the same length and never the word itself`() {
        var random = Seeded(5)
        let letters = Array("абвгдеopcxаeyhk013@$ßαβοخ".utf16)
        for _ in 0..<3000 {
            let word = (0..<Int.random(in: 2...14, using: &random)).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)] }
            var count = 0
            LetterReadings.replaced(word) { reading in
                count += 1
                #expect(reading.count == word.count && reading != word)
            }
            #expect(count <= 3 * LetterReadings.limit)
        }
    }

    @Test(arguments: [("ааабб", ["аб", "ааб", "абб", "аабб"]), ("аабб", []), ("دیییش", []), ("داااعش", ["داعش", "دااعش"])])
    func `stretched letters are taken for one or two`(word: String, expected: [String]) {
        #expect(Set(LetterReadings.squeezed(Array(word.utf16)).map { String(decoding: $0, as: UTF16.self) }) == Set(expected))
    }

    @Test func `a post made of disguises is looked at within its budget and says so`() throws {
        let asking = try Self.asking.get()
        let hostile = "ИГИЛ " + String(repeating: "к@р-т_о.ф0х ", count: 20_000)
        let tags = asking.tags(hostile)
        #expect(tags.isLimited)
        #expect(tags.mentions.count == 1, "what stands before the budget's end is found")
        #expect(!asking.tags("ИГИЛ " + String(repeating: "Д.О.И.Ш. ва Тoлибoн, ", count: 20)).isLimited)
        #expect(asking.tags(String(repeating: "ИГИЛ ", count: 5000)).isLimited)
    }
}

/// One edit, against every edit there is.
struct OneEditTests {
    private static func edits(_ word: [UInt16], _ alphabet: [UInt16]) -> Set<[UInt16]> {
        var result: Set<[UInt16]> = []
        for at in 1...word.count {
            for letter in alphabet { result.insert(Array(word[..<at]) + [letter] + word[at...]) }
            guard at < word.count else { continue }
            result.insert(Array(word[..<at]) + word[(at + 1)...])
            for letter in alphabet where letter != word[at] { result.insert(Array(word[..<at]) + [letter] + word[(at + 1)...]) }
            if at + 1 < word.count && word[at] != word[at + 1] {
                var swapped = word
                swapped.swapAt(at, at + 1)
                result.insert(swapped)
            }
        }
        return result
    }

    @Test(arguments: ["хоросан", "taliban", "داعشیان"]) func `all words one edit away are tried, and no other`(word: String) {
        let letters = Array(word.utf16).map(LooseLetters.loosened)
        let alphabet = Array(
            (word.first == "х"
                ? "абвгдежзийклмнопрстуфхцчшщъыьэюя" : word.first == "t" ? "abcdefghijklmnopqrstuvwxyz" : "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی").utf16)
        var hashes: Set<UInt64> = []
        let all = OneEdit(letters).candidates { hash in
            hashes.insert(hash)
            return true
        }
        let expected = Self.edits(letters, alphabet)
        #expect(Set(all) == expected)
        #expect(hashes == Set(expected.map { LetterHash.hash($0) }), "a hash is that of the letters it stands for")
    }

    @Test func `a misspelt name counts weakly and only beside a whole one`() throws {
        let asking = try DisguiseTests.asking.get()
        #expect(asking.mentions("Ҷамоати Ансоруллоҳ ва Ҷамоати Ансорилоҳ") == ["jamaat-ansarullah:Ҷамоати Ансоруллоҳ:exact"], "two edits")
        #expect(
            asking.mentions("Ҷамоати Ансоруллоҳ ва Вилояти Хурасон")
                == ["jamaat-ansarullah:Ҷамоати Ансоруллоҳ:exact", "iskp?:Вилояти Хурасон:fuzzy"])
        #expect(asking.mentions("Вилояти Хурасон").isEmpty)
        #expect(asking.mentions("ДОИШ ва Талиман").filter { $0.hasSuffix("fuzzy") }.isEmpty, "seven letters are too few")
    }
}

/// Names with the endings of their languages, by the shipped tables.
struct InflectionTests {
    static let asking = ShippedTaggerTests.asking

    @Test(arguments: [
        // Russian: cases through several words, adjectives, quotation marks, adherents.
        ("боевики Исламского государства", "islamic-state"), ("с «Исламским государством»", "islamic-state"),
        ("«Джамаат Ансаруллах»-ом", "jamaat-ansarullah"),
        ("в «Джамаате Ансаруллах»", "jamaat-ansarullah"), ("игиловцами", "islamic-state"), ("в Вилаяте Хорасан", "iskp"),
        ("из «Аль-Каиды»", "al-qaeda"),
        ("islamskogo gosudarstva", "islamic-state"),
        // Uzbek, in both alphabets.
        ("Толибонларнинг", "afghan-taliban"), ("Tolibonchilardan", "afghan-taliban"), ("IShIDʼning", "islamic-state"),
        ("ИШИДчиларга", "islamic-state"),
        ("Ислом давлатининг Хуросон вилоятидан", "iskp"), ("Жамоат Ансоруллоҳдагилар", "jamaat-ansarullah"),
        // Kazakh and Kyrgyz.
        ("Талибандардың", "afghan-taliban"), ("ИГИЛ-ге қарсы", "islamic-state"), ("Талибандын", "afghan-taliban"), ("ИГИЛдин", "islamic-state"),
        // Turkish and Turkmen.
        ("IŞİD'in", "islamic-state"), ("DEAŞ'lılara", "islamic-state"), ("Taliban'dan", "afghan-taliban"), ("Talibanlaryň", "afghan-taliban"),
        // Tajik.
        ("Толибонро", "afghan-taliban"), ("ДОИШиҳо", "islamic-state"), ("Ҷамоати Ансоруллоҳи Тоҷикистонро", "jamaat-ansarullah"),
        // Persian: joined, apart, with a zero-width non-joiner, colloquial.
        ("طالبان‌ها را", "afghan-taliban"), ("طالبانو", "afghan-taliban"), ("داعشی‌های", "islamic-state"), ("داعشیان", "islamic-state"),
        ("القاعده‌ای‌ها", "al-qaeda"), ("طالبا میگن", "afghan-taliban"),
        // Pashto, Uyghur, Arabic with what stands before.
        ("د داعشیانو", "islamic-state"), ("طالبانو ته", "afghan-taliban"), ("تالىبانلارنىڭ", "afghan-taliban"), ("وداعش", "islamic-state"),
        ("لتنظيم القاعدة", "al-qaeda"),
    ])
    func `a name is known in its cases`(text: String, id: String) throws {
        let asking = try Self.asking.get()
        #expect(asking.tags(text).mentions.contains { asking.lexicon.entities[$0.entity].id == id }, "\(asking.mentions(text))")
    }

    @Test func `a name that does not inflect takes no ending`() throws {
        #expect(try TaggerTests.asking.get().mentions("the ISIS-Kler group").isEmpty)
    }
}
