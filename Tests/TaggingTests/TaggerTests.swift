import Foundation
import Lexicons
import Model
import Normalization
import Tagging
import TestSupport
import Testing

struct TaggerTests {
    static let asking = Result { try Asking(SmallLexicon.lexicon.get()) }

    struct Case: CustomTestStringConvertible {
        var text: String
        var mentions: [String]
        var testDescription: String { text }
        init(_ text: String, _ mentions: String...) {
            self.text = text
            self.mentions = mentions
        }
    }

    func check(_ matter: Case) throws { #expect(try Self.asking.get().mentions(matter.text) == matter.mentions) }

    @Test(arguments: [
        Case("Талибан сказал", "afghan-taliban:Талибан:exact"),
        Case("Таджикский Талибан сказал", "jamaat-ansarullah:Таджикский Талибан:exact"),
        Case("Толибони Тоҷикистон", "jamaat-ansarullah:Толибони Тоҷикистон:exact"),
        Case("Толибони Афғонистон", "afghan-taliban:Толибони:inflected"),
        Case("Вилояти Хуросон ва Садои Хуросон", "iskp:Вилояти Хуросон:exact", "sadoi-khuroson:Садои Хуросон:exact"),
        Case("ДОИШ-Хуросон", "iskp:ДОИШ-Хуросон:exact"), Case("ДОИШ дар Хуросон", "islamic-state:ДОИШ:exact"),
    ])
    func `the longest name wins and names inside names do not count`(matter: Case) throws { try check(matter) }

    @Test(arguments: [
        Case("боевики ИГ отступили", "islamic-state:ИГ:exact"), Case("боевики иг отступили"), Case("боевики Иг отступили"),
        Case("он занят этим делом"), Case("бойцы ЭТИМ в горах", "tip:ЭТИМ:exact"), Case("useful tip of the day"),
        Case("the TIP group", "tip:TIP:exact"),
        Case("a Tip for you"), Case("с ИГом воюют", "islamic-state:ИГом:inflected"),
        // In capitals throughout it is another word.
        Case("с ИГОМ воюют"),
        // All capitals: they say nothing of an acronym.
        Case("ЛЮДЯМ НУЖНА ПОМОЩЬ ЭТИМ ВЕЧЕРОМ В НАШЕМ ГОРОДЕ"),
        Case("ИГИЛ ВЗЯЛ НА СЕБЯ ОТВЕТСТВЕННОСТЬ ЗА ЭТОТ ТЕРАКТ", "islamic-state:ИГИЛ:exact"),
    ])
    func `an acronym that is a word must be in capitals`(matter: Case) throws { try check(matter) }

    @Test(arguments: [
        Case("аъзои «Давлати исломӣ» буд", "islamic-state:Давлати исломӣ:exact"),
        Case("аъзои \"давлати исломӣ\" буд", "islamic-state:давлати исломӣ:exact"),
        Case("дар бораи давлати исломӣ хонед"), Case("аъзои Давлати исломӣ буд", "islamic-state:Давлати исломӣ:exact"),
        Case("Давлати исломӣ чист", "islamic-state?:Давлати исломӣ:exact"), Case("Салом. Давлати исломӣ чист", "islamic-state?:Давлати исломӣ:exact"),
        Case("Давлати Исломӣ чист", "islamic-state:Давлати Исломӣ:exact"), Case("#ДавлатиИсломӣ", "islamic-state:ДавлатиИсломӣ:exact"),
        Case("#давлати_исломӣ", "islamic-state:давлати_исломӣ:exact"),
    ])
    func `a name that is also a phrase must be written as a title`(matter: Case) throws { try check(matter) }

    @Test(arguments: [
        Case("#СадоиХуросон", "sadoi-khuroson:СадоиХуросон:exact"), Case("#садоихуросон", "sadoi-khuroson:садоихуросон:exact"),
        Case("#Садои_Хуросон", "sadoi-khuroson:Садои_Хуросон:exact"), Case("#Вилояти_Хуросонро", "iskp:Вилояти_Хуросонро:inflected"),
        Case("@ВилаятХорасан", "iskp:ВилаятХорасан:exact"), Case("#صدای_خراسان", "sadoi-khuroson:صدای_خراسان:exact"),
        Case("صدای‌خراسان", "sadoi-khuroson:صدای‌خراسان:exact"), Case("#ВилаятХорасанСегодня", "iskp:ВилаятХорасанСегодня:exact"),
        Case("#вилаятхорасансегодня"),
    ])
    func `hashtags and joined names are found`(matter: Case) throws { try check(matter) }

    @Test(arguments: [
        Case("это и.г.и.л сказал", "islamic-state:и.г.и.л:deobfuscated"), Case("это И Г И Л сказал", "islamic-state:И Г И Л:deobfuscated"),
        Case("это И-Г-И-Л сказал", "islamic-state:И-Г-И-Л:deobfuscated"), Case("ин Д*О*И*Ш аст", "islamic-state:Д*О*И*Ш:deobfuscated"),
        Case("ин ДOИШ аст", "islamic-state:ДOИШ:deobfuscated"), Case("ин Д0ИШ аст", "islamic-state:Д0ИШ:deobfuscated"),
        Case("ин Тoлибон аст", "afghan-taliban:Тoлибон:deobfuscated"), Case("ин Тoлибонро аст", "afghan-taliban:Тoлибонро:deobfuscated"),
        Case("ин Талибаааан аст", "afghan-taliban:Талибаааан:deobfuscated"), Case("ин т@либан аст", "afghan-taliban:т@либан:deobfuscated"),
        Case("د.ا.ع.ش", "islamic-state:د.ا.ع.ش:deobfuscated"), Case("این د ا ع ش است", "islamic-state:د ا ع ش:deobfuscated"),
    ])
    func `disguised names are found and said to be so`(matter: Case) throws { try check(matter) }

    @Test(arguments: [
        Case("и г и"), Case("а б в г д е ж"), Case("в 2 и 3 и л"), Case("i s i s"), Case("1.2.3.4"), Case("т.д. и т.п."),
    ])
    func `spelt letters and numbers are not names`(matter: Case) throws { try check(matter) }

    @Test(arguments: [
        Case("داعـــش", "islamic-state:داعـــش:exact"), Case("دا\u{200C}عش", "islamic-state:دا\u{200C}عش:exact"),
        Case("دَاعِش", "islamic-state:دَاعِش:exact"),
        Case("ولایت خراسان", "iskp:ولایت خراسان:exact"), Case("ولايت خراسان", "iskp:ولايت خراسان:exact"),
    ])
    func `tatweel, joiners, vowel signs and forms of ya change nothing`(matter: Case) throws { try check(matter) }

    @Test(arguments: [
        Case("Чамоати Ансоруллох", "jamaat-ansarullah:Чамоати Ансоруллох:transliterated"),
        Case("Толибони Точикистон", "jamaat-ansarullah:Толибони Точикистон:transliterated"),
        Case("Обединённый Туркестан", "tip?:Обединённый Туркестан:transliterated"),
        Case("Объединенный Туркестан", "tip?:Объединенный Туркестан:transliterated"),
        Case("ISID'in lideri", "islamic-state:ISID'in:transliterated"),
    ])
    func `names on another keyboard are found as such`(matter: Case) throws { try check(matter) }

    @Test(arguments: [
        Case("Жангари Xuroson viloyatining аъзоси", "iskp:Xuroson viloyatining:inflected"), Case("IShIDʼning", "islamic-state:IShIDʼning:inflected"),
        Case("IShID'ning", "islamic-state:IShID'ning:inflected"), Case("Tolibonlardan", "afghan-taliban:Tolibonlardan:inflected"),
        Case("Исламского государства", "islamic-state:Исламского государства:inflected"), Case("с Талибаном", "afghan-taliban:Талибаном:inflected"),
        Case("игиловцы", "islamic-state:игиловцы:inflected"), Case("Толибонро", "afghan-taliban:Толибонро:inflected"),
        Case("طالبان‌ها را", "afghan-taliban:طالبان‌ها:inflected"), Case("IŞİD'in", "islamic-state:IŞİD'in:inflected"),
        Case("Talibanlerden", "afghan-taliban:Talibanlerden:inflected"), Case("Толибонларнинг", "afghan-taliban:Толибонларнинг:inflected"),
        Case("Толибонзабарҷад"), Case("толибилм"), Case("the ISIS-K group", "islamic-state:ISIS-K:exact"), Case("the ISIS-Kler group"),
    ])
    func `names with the endings of their languages are found, other words are not`(matter: Case) throws { try check(matter) }

    @Test(arguments: [
        Case("https://example.org/Талибан"), Case("http://taliban.com/x"), Case("taliban@example.org"), Case("t.me/taliban"),
        Case("taliban.com сегодня Талибан", "afghan-taliban:Талибан:exact"),
    ])
    func `links hold no names`(matter: Case) throws { try check(matter) }

    @Test(arguments: [
        Case("Садои. Хуросон"), Case("Садои! Хуросон"), Case("Садои\n\nХуросон"), Case("صدای؟ خراسان"), Case("Вилояти… Хуросон"),
        Case("Садои\nХуросон", "sadoi-khuroson:Садои\nХуросон:exact"), Case("Садои, Хуросон", "sadoi-khuroson:Садои, Хуросон:exact"),
    ])
    func `a name does not go on over the end of a sentence`(matter: Case) throws { try check(matter) }

    @Test func `what a guard covers does not count and is kept for explain`() throws {
        let asking = try Self.asking.get()
        let tags = asking.tags("толибони илм ва Толибон")
        #expect(tags.mentions.map(\.words) == [3..<4])
        #expect(tags.guarded.map(\.words) == [0..<2])
        #expect(tags.guarded.map { asking.lexicon.patterns[$0.pattern].gloss } == ["gloss of толибони илм"])
        #expect(asking.tags("Садои Хуросони мо").mentions.isEmpty)
        #expect(asking.mentions("Садои Хуросон") == ["sadoi-khuroson:Садои Хуросон:exact"])
        // A guard covers only what lies inside it whole.
        #expect(asking.mentions("Вилояти Хуросон ноҳияи Хуросон") == ["iskp:Вилояти Хуросон:exact"])
        #expect(asking.tags("илм ва толиби").guarded.isEmpty)
    }

    @Test(arguments: [
        ("шумораи нав", ["шумораи нав~"]), ("шумораи навашро", ["шумораи нав~"]), ("Шумораи Наврӯз", ["шумораи нав~"]), ("шумора нав", []),
        ("шумора имрӯз нашр шуд", ["шумора … нашр шуд"]), ("шумора нашр шуд", ["шумора … нашр шуд"]),
        ("шумора а б в г д нашр шуд", ["шумора … нашр шуд"]),
        ("шумора а б в г д е нашр шуд", []), ("шумора. нашр шуд", []), ("шумора а. нашр шуд", []), ("шумора а нашр. шуд", []),
        ("yangi son", ["(yangi son|янги сон~)"]), ("янги сонида", ["(yangi son|янги сон~)"]), ("yangi sonida", []),
        ("وکړئ", ["وکړئ"]), ("وکړي", []), ("شماره تازه", ["شماره تازه"]), ("شمارة تازه", ["شماره تازه"]), ("партия ПТ", ["ПТ"]), ("партия пт", []),
        ("ба чиход биёед", []), ("ба ҷиҳод биёед", ["ба ҷиҳод биё~"]), ("обявил им война", ["объяв~ … война"]), ("новый  номер", ["новый номер"]),
    ])
    func `cues match as their syntax says`(text: String, cues: [String]) throws {
        let expected = text == "ба чиход биёед" ? ["ба ҷиҳод биё~"] : cues  // five letters and more are found on a Russian keyboard
        #expect(try Self.asking.get().cues(text) == expected)
    }

    @Test func `without transliteration only the letters of the name match`() throws {
        let plain = try Asking(SmallLexicon.lexicon.get(), transliterates: false)
        let full = try Self.asking.get()
        let made = ["Jamoati Ansorulloh bugun", "Чамоати Ансоруллох", "sadoi khuroson", "ISID", "golos khorasana"]
        for text in made {
            #expect(full.mentions(text).map { String($0.suffix(14)) } == ["transliterated"], "\(text)")
            #expect(plain.mentions(text).isEmpty, "\(text)")
        }
        for text in ["Ҷамоати Ансоруллоҳро", "داعش", "и.г.и.л", "Садои Хуросон", "أولایت"] {
            #expect(plain.mentions(text) == full.mentions(text), "\(text)")
        }
    }

    @Test(arguments: [
        ("садои_хуросон_2.pdf", "sadoi-khuroson"), ("Садои Хуросон №2.pdf", "sadoi-khuroson"), ("sadoi-khuroson-02.PDF", "sadoi-khuroson"),
        ("вилаят хорасан (1).mp4", "iskp"), ("صدای خراسان ۲.pdf", "sadoi-khuroson"), ("СадоиХуросон2.pdf", nil),
    ])
    func `file names are read like text and every hit carries the field`(file: String, id: String?) throws {
        let asking = try Self.asking.get()
        let tags = asking.tags(file, field: "media[3].file_name")
        if let id {
            #expect(tags.mentions.map { asking.lexicon.entities[$0.entity].id } == [id])
            #expect(tags.mentions.allSatisfy { $0.field == "media[3].file_name" })
        }
        #expect(asking.tags("толибони илм", field: "f").guarded.map(\.field) == ["f"])
        #expect(asking.tags("шумораи нав хабар доданд", field: "f").themeCues.map(\.field) == ["f"])
        #expect(asking.tags("шумораи нав хабар доданд", field: "f").stanceCues.map(\.field) == ["f"])
    }

    @Test func `a used scratch changes nothing`() throws {
        let asking = try Self.asking.get()
        var maker = TextMaker(SmallLexicon.draft, seed: 21)
        var used = TaggingScratch()
        for _ in 0..<200 {
            let text = maker.next(words: 6)
            let normalized = asking.normalized(text)
            let again = asking.tagger.tags(in: normalized, original: UTF8Text(text), scratch: &used)
            #expect(again == asking.tags(text))
        }
    }

    /// Every hit of every kind, over texts of lexicon words with hostile text between.
    @Test(arguments: [UInt64(31), 32, 33])
    func `the range of every hit is the surface of its words`(seed: UInt64) throws {
        let asking = try Self.asking.get()
        var maker = TextMaker(SmallLexicon.draft, seed: seed)
        var hostile = HostileText(seed: seed)
        var seen = 0
        for _ in 0..<250 {
            let text = hostile.next(length: 3) + maker.next(words: 4) + hostile.next(length: 2) + maker.next(words: 3)
            let normalized = asking.normalized(text)
            let tags = asking.tags(text)
            let hits = tags.mentions.map { ($0.range, $0.words) } + (tags.themeCues + tags.stanceCues + tags.guarded).map { ($0.range, $0.words) }
            seen += hits.count
            for (range, words) in hits {
                #expect(range.start == normalized.range(of: normalized.words[words.lowerBound]).start)
                let end = normalized.range(of: normalized.words[words.upperBound - 1]).end
                let marks = text.unicodeScalars.dropFirst(end).prefix {
                    [.nonspacingMark, .enclosingMark, .spacingMark].contains($0.properties.generalCategory)
                }
                #expect(range.end == end + min(32, marks.count))
                #expect(range.end <= UTF8Text(text).scalarCount)
                let surface = asking.normalized(UTF8Text(text).slice(range))
                let own = words.map { normalized.string(of: normalized.words[$0]) }
                // One scalar may be several words (ﷺ): then the surface has the others too.
                #expect(surface.words.suffix(own.count).map { surface.string(of: $0) } == own, "seed \(seed): \(text.debugDescription)")
            }
            for (a, b) in zip(tags.mentions, tags.mentions.dropFirst()) { #expect(a.words.upperBound <= b.words.lowerBound, "names overlap") }
        }
        #expect(seen > 300)
    }
}

extension TaggerTests {
    /// Decomposed text (from a Mac) ends a name with a letter and a mark.
    @Test func `a surface holds the marks of its last letter`() throws {
        let text = "аъзои «Давлати исломи\u{304}» буд"
        let mention = try #require(try Self.asking.get().tags(text).mentions.first)
        #expect(mention.range.start == 7)
        #expect(mention.range.end == 22)
    }
}

/// What the shipped lexicon must know, by behaviour.
struct ShippedTaggerTests {
    static let asking = Result { try Asking(ShippedLexicon.lexicon.get()) }

    @Test(arguments: [
        ("Толибони Тоҷикистон изҳорот доданд", "jamaat-ansarullah"), ("боевики ИГИЛа", "islamic-state"), ("وابسته به داعش خراسان", "iskp"),
        ("IShID-Xuroson jangarilari", "iskp"), ("Вилоят Хуросон", "iskp"), ("#СадоиХуросон", "sadoi-khuroson"), ("TIP mujahidlari Suriyada", "tip"),
        ("İŞİD'in", "islamic-state"), ("д.о.и.ш", "islamic-state"),
    ])
    func `names in five languages are found`(text: String, id: String) throws {
        let asking = try Self.asking.get()
        #expect(asking.tags(text).mentions.contains { asking.lexicon.entities[$0.entity].id == id }, "\(asking.mentions(text))")
    }

    @Test(arguments: [
        "он занят этим делом", "a useful tip", "ноҳияи Хуросон дар Хатлон", "толибони илм", "рӯзномаи «Садои мардум»",
        "студент ҳар куни китоб ўқийди",
        "عید سعید فطر مبارک باد", "Bugun bozorda olma arzon", "Сегодня в Душанбе тепло",
    ])
    func `ordinary words are no strong names`(text: String) throws {
        #expect(try Self.asking.get().tags(text).mentions.filter(\.isStrong).isEmpty)
    }
}
