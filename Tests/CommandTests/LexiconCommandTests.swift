import Foundation
import Testing

/// `mirob lexicon` and `--lexicons`: mistakes are named with file and line, and nothing runs on a lexicon that has any.
struct LexiconCommandTests {
    let folder: Workspace

    init() throws { folder = try Workspace() }

    /// A small part of the repository's lexicon in `Lex/`: one group, one theme, the lists of refused and ordinary words, the weights.
    private func makeLexicon() throws {
        for name in ["", "/entities", "/themes"] {
            try FileManager.default.createDirectory(atPath: folder.path + "/Lex" + name, withIntermediateDirectories: true)
        }
        let copied = ["entities/malhama-tactical.yaml", "themes/turkistan.yaml", "refused.yaml", "ordinary.yaml", "weights.yaml"]
        for name in copied {
            try FileManager.default.copyItem(atPath: Mirob.repository + "/Lexicons/" + name, toPath: folder.path + "/Lex/" + name)
        }
    }

    struct Mistake: CustomTestStringConvertible, Sendable {
        var name: String
        var file: String
        var content: String
        var line: Int
        var message: String
        var testDescription: String { name }

        /// A mistake in a group's file that is otherwise sound.
        static func entity(_ name: String, _ changes: [String: String], line: Int, _ message: String) -> Mistake {
            var content = ""
            for (key, value) in sound { if let text = changes[key] ?? value, !text.isEmpty { content += text + "\n" } }
            return Mistake(name: name, file: "entities/test-group.yaml", content: content, line: line, message: message)
        }

        /// Keys of a sound entity, each on a line of its own.
        private static let sound: [(String, String?)] = [
            ("id", "id: test-group"), ("name", "name: Test Group"), ("type", "type: group"), ("class", "class: violent"), ("extra", nil),
            ("sources", "sources: [\"one\", \"two\"]"), ("names", "names:\n  ru:\n    - { name: \"Пробная дружина\", strength: strong }"),
        ]
    }

    private static let mistakes: [Mistake] = [
        .entity("a duplicate id", ["id": "id: malhama-tactical"], line: 1, "id 'malhama-tactical' is used in"),
        .entity("an unknown parent", ["extra": "parent: no-such-group"], line: 5, "unknown parent 'no-such-group'"),
        .entity("an unknown key", ["extra": "parrent: malhama-tactical"], line: 5, "unknown key 'parrent' in an entity; did you mean 'parent'?"),
        .entity("no sources", ["sources": ""], line: 1, "entity 'test-group' has no sources"),
        .entity(
            "one source and no listing", ["sources": "sources: [\"one\"]"], line: 1, "group 'test-group' is on no list"
        ),
        .entity(
            "a person without standing", ["type": "type: figure", "class": ""], line: 1,
            "'test-group' is a person without standing: private persons, suspects and the arrested are never in a lexicon"),
        .entity(
            "a refused name", ["names": "names:\n  ru:\n    - { name: \"Пробная дружина\" }\n    - { name: \"пивт\" }"], line: 9,
            "the name 'пивт' is refused: party in exile"),
        .entity(
            "an ordinary religious word as a strong name", ["names": "names:\n  tg:\n    - { name: \"Ҷиҳод\", strength: strong }"], line: 8,
            "'Ҷиҳод' is an ordinary religious or political word: it cannot be a strong name"),
        .entity(
            "a name without letters", ["names": "names:\n  ru:\n    - { name: \"— ...\" }"], line: 8,
            "the name '— ...' has no letters: it can never match"),
        .entity("no names", ["names": ""], line: 1, "entity 'test-group' has no names"),
        .entity("an unknown type", ["type": "type: grop"], line: 3, "'type' is 'grop', must be one of group"),
        .entity(
            "an unknown language", ["names": "names:\n  uz-Cyr:\n    - { name: \"Пробная дружина\" }"], line: 8,
            "unknown language 'uz-Cyr'; did you mean 'uz-Cyrl'?"),
        .entity("a strength that is none", ["names": "names:\n  ru:\n    - { name: \"Проба\", strength: huge }"], line: 8, "'strength' is 'huge'"),
        .entity(
            "a name of another entity", ["names": "names:\n  ru:\n    - { name: \"Мальхама Тактикал\" }"], line: 8,
            "'Мальхама Тактикал' is a name of 'malhama-tactical' too"),
        Mistake(name: "broken YAML", file: "entities/test-group.yaml", content: "id: a\nname: [b\ntype: group\n", line: 3, message: "not valid YAML"),
        Mistake(
            name: "a key twice", file: "entities/test-group.yaml", content: "id: a\nname: b\nid: c\n", line: 1,
            message: "not valid YAML: a key is given twice: id"),
        Mistake(name: "an empty file", file: "entities/test-group.yaml", content: "", line: 0, message: "the file is empty"),
        Mistake(
            name: "a list for a mapping", file: "entities/test-group.yaml", content: "- id: a\n", line: 1, message: "an entity must be a mapping"),
        Mistake(
            name: "an unknown theme", file: "themes/test.yaml", content: "theme: recruitmnt\n", line: 1,
            message: "unknown theme 'recruitmnt'; did you mean 'recruitment'?"),
        Mistake(
            name: "an ordinary word as a lone cue", file: "themes/test.yaml",
            content: """
                theme: martyrdom
                parts: { praise: "praise" }
                rules: [{ needs: [praise], strength: 0.5 }]
                cues:
                  ru:
                    - { cue: "шахид", part: praise, gloss: "martyr" }

                """, line: 6, message: "'шахид' is an ordinary religious or political word: it cannot be a cue by itself"),
        Mistake(
            name: "a rule that needs the unknown", file: "themes/test.yaml",
            content: """
                theme: martyrdom
                parts: { praise: "praise" }
                rules:
                  - { needs: [prais, group], strength: 0.5 }
                cues: { ru: [{ cue: "наш герой", part: praise, gloss: "our hero" }] }

                """, line: 4, message: "a rule of 'martyrdom' needs the unknown 'prais'"),
        Mistake(
            name: "a weight that is not in whole tenths", file: "weights.yaml", content: "weights:\n  entity.group: 14.25\n", line: 2,
            message: "the weight of 'entity.group' must be in whole tenths"),
    ]

    @Test(arguments: mistakes) func `check names file and line of a mistake`(mistake: Mistake) throws {
        try makeLexicon()
        try folder.write("Lex/" + mistake.file, mistake.content)
        let check = try folder.mirob("lexicon", "check", "Lex")
        #expect(check.status == 1)
        #expect(check.text.contains("Lex/\(mistake.file):\(mistake.line): error: \(mistake.message)"), "\(check.text)")
    }

    @Test func `every mistake is named at once, each on its line`() throws {
        try makeLexicon()
        try folder.write("Lex/entities/a.yaml", "id: a\nnam: b\n")
        try folder.write("Lex/themes/b.yaml", "theme: nonsense\n")
        let check = try folder.mirob("lexicon", "check", "Lex")
        #expect(check.status == 1)
        #expect(check.text.contains("Lex/entities/a.yaml:2: error: unknown key 'nam' in an entity; did you mean 'name'?"))
        #expect(check.text.contains("Lex/entities/a.yaml:1: error: the entity has no 'name'") || check.text.contains("entity 'a' has no 'name'"))
        #expect(check.text.contains("Lex/themes/b.yaml:1: error: unknown theme 'nonsense'"))
        // Nothing runs on such a lexicon, and the same lines say why.
        for arguments in [["scan", "--all"], ["explain", "ИГИЛ"], ["lexicon", "list"]] {
            let run = try folder.mirob(arguments + ["--lexicons", "Lex"], input: Data(Sample.posts(1).utf8))
            #expect(run.status == 78, "\(arguments)")
            #expect(run.text == "")
            #expect(run.errors == "mirob: " + check.text)
        }
    }

    @Test func `a folder that is not there and a lexicon of nothing are mistakes`() throws {
        let missing = try folder.mirob("lexicon", "check", "Nowhere")
        #expect(missing.status == 1)
        #expect(missing.text.contains("no such folder of lexicons"))
        try makeLexicon()
        try FileManager.default.removeItem(atPath: folder.path + "/Lex/entities/malhama-tactical.yaml")
        let empty = try folder.mirob("lexicon", "check", "Lex")
        #expect(empty.status == 1)
        #expect(empty.text.contains("no entities: a lexicon with nothing in it is a mistake"))
        for name in ["Nowhere", "Lex"] {
            let scan = try folder.mirob("scan", "--lexicons", name, input: Sample.posts(1))
            #expect(scan.status == 78)
            #expect(scan.text == "")
        }
    }

    @Test func `a small sound lexicon is used in place of the shipped one`() throws {
        try makeLexicon()
        let check = try folder.mirob("lexicon", "check", "Lex")
        #expect(check.status == 0)
        #expect(check.text.hasPrefix("1 entities, "))
        #expect(check.text.hasSuffix(": sound\n"))
        let posts = try PostLine(id: "1", text: "Malhama Tactical").line + PostLine(id: "2", text: "ИГИЛ, Садои Хуросон").line
        let scan = try folder.mirob("scan", "--lexicons", "Lex", "--all", input: posts)
        #expect(scan.status == 0)
        let alerts = try scan.alerts()
        #expect(alerts[0].entities.map(\.id) == ["malhama-tactical"])
        #expect(alerts[1].entities.isEmpty)
        let shipped = try folder.mirob("scan", "--all", input: posts).alerts()
        #expect(shipped[0].provenance.lexicon != alerts[0].provenance.lexicon)
        // Several folders are read together: the entity of one may have its parent in another.
        try FileManager.default.createDirectory(atPath: folder.path + "/Mine/entities", withIntermediateDirectories: true)
        try folder.write(
            "Mine/entities/mine.yaml",
            """
            id: mine
            name: Mine
            type: outlet
            affiliation: supporter
            parent: malhama-tactical
            sources: ["one", "two"]
            names: { ru: [{ name: "Пробная студия", strength: strong }] }
            """)
        let alone = try folder.mirob("lexicon", "check", "Mine")
        #expect(alone.status == 1)
        #expect(alone.text.contains("Mine/entities/mine.yaml:5: error: unknown parent 'malhama-tactical'"))
        let both = try folder.mirob(
            "scan", "--lexicons", "Lex", "--lexicons", "Mine", "--all", input: PostLine(id: "1", text: "Malhama Tactical, Пробная студия").line)
        #expect(both.status == 0)
        #expect(Set(try both.alerts()[0].entities.map(\.id)) == ["malhama-tactical", "mine"])
    }

    // MARK: - The shipped lexicon

    @Test func `the shipped lexicon is sound`() throws {
        let run = try folder.mirob("lexicon", "check", Mirob.repository + "/Lexicons")
        #expect(run.status == 0)
        #expect(run.text.hasSuffix(": sound\n"))
        #expect(!run.text.contains("error:"))
    }

    @Test func `the lexicon that the program carries is what Lexicons says`() throws {
        let run = try folder.mirob("lexicon", "compile", Mirob.repository + "/Lexicons", "--out", "lexicon.bin")
        #expect(run.status == 0)
        let compiled = FileManager.default.contents(atPath: folder.path + "/lexicon.bin")
        let shipped = FileManager.default.contents(atPath: Mirob.repository + "/Sources/CResources/lexicon.bin")
        #expect(compiled != nil && compiled == shipped, "Sources/CResources/lexicon.bin is older than Lexicons/: run `make lexicon` and commit it")
        // What compile writes is read back: as MIROB_HOME it gives the same bytes as the lexicon inside.
        let home = try folder.mirob("scan", "--all", input: Sample.posts(4), environment: ["MIROB_HOME": folder.path])
        #expect(home.status == 0)
        #expect(home.output == (try folder.mirob("scan", "--all", input: Sample.posts(4)).output))
    }

    @Test func `compile writes nothing when there is a mistake`() throws {
        try makeLexicon()
        try folder.write("Lex/entities/bad.yaml", "id: bad\n")
        try folder.write("lexicon.bin", "before")
        let run = try folder.mirob("lexicon", "compile", "Lex", "--out", "lexicon.bin")
        #expect(run.status == 78)
        #expect(run.errors.contains("Lex/entities/bad.yaml:1: error: "))
        #expect(folder.read("lexicon.bin") == "before")
    }

    @Test func `list names every entity of the contract, as text and as JSON`() throws {
        let text = try folder.mirob("lexicon", "list")
        let json = try folder.mirob("lexicon", "list", "--json")
        #expect(text.status == 0 && json.status == 0)
        struct Item: Decodable {
            var id: String
            var name: String
            var type: String
            var forms: Int
        }
        let items = try json.lines.map { try JSONDecoder().decode(Item.self, from: Data($0.utf8)) }
        #expect(text.lines.count == items.count + 1, "a line each, and the digest")
        #expect(text.lines.last?.wholeMatch(of: /lexicon sha256:[0-9a-f]{64}/) != nil)
        #expect(items.allSatisfy { $0.forms > 0 })
        for (type, ids) in Self.contractIds {
            let listed = Set(items.filter { $0.type == type }.map(\.id))
            #expect(Set(ids.split(separator: " ").map(String.init)).subtracting(listed) == [], "\(type)")
        }
    }

    /// `contract.md`, Ids.
    private static let contractIds = [
        "group": """
        islamic-state iskp is-turkiye al-qaeda afghan-taliban jamaat-ansarullah tip ktj imu muhojir-tactical yurtugh-tactical musafeer-tactical \
        malhama-tactical hizb-ut-tahrir yakyn-inkar tablighi-jamaat iju kib hts ttp
        """,
        "outlet": """
        al-azaim voice-of-khorasan sadoi-khuroson khorasan-ghag al-naba al-hadid xuroson-ovozi risolat-media movarounnahr abu-zar-azzam-studio \
        sadoi-mujahid towheed-tv idlib-bahori mubarizeen-media amaq al-hayat al-furqan islam-awazi
        """,
        "figure": """
        shahab-al-muhajir abu-zar-al-burmi abu-muhammad-madani hoji-mirzo-ibronov abdulloh-zufar sadiq-samarqandi ustad-abdul-salam \
        abdul-haq-turkistani abu-omar-kawthar shaykh-touba zahid-qari
        """,
        "event": "crocus-city-hall-2024 kerman-2024 santa-maria-church-2024 kandahar-kabul-bank-2024 nimroz-governor-2024",
    ]

    @Test func `show prints an entity with its sources, listings and forms`() throws {
        let run = try folder.mirob("lexicon", "show", "iskp")
        #expect(run.status == 0)
        #expect(run.text.hasPrefix("iskp: Islamic State Khorasan Province (group, violent)\npart of islamic-state\n"))
        #expect(run.text.contains("sources: UN QDe.161"))
        #expect(run.text.contains("listed: UN QDe.161 since "))
        #expect(run.text.contains(": Cyrillic to Latin, kh"))
    }

    @Test func `hits counts the names found in lines of text, whatever their line breaks`() throws {
        try folder.write("lines.txt", "ИГИЛ дар шаҳр\r\nсалом\r\nхайр\r\n")
        let run = try folder.mirob("lexicon", "hits", "lines.txt")
        #expect(run.status == 0)
        #expect(run.lines.first?.contains("islamic-state  strong  exact  ИГИЛ") == true)
        #expect(run.lines.last == "3 lines")
        let missing = try folder.mirob("lexicon", "hits", "missing.txt")
        #expect(missing.status == 1)
        #expect(missing.errors == "mirob: missing.txt cannot be read\n")
    }

    @Test func `show of an unknown id suggests the nearest one`() throws {
        let near = try folder.mirob("lexicon", "show", "iskpp")
        #expect(near.status == 1)
        #expect(near.errors == "mirob: no entity 'iskpp' in the lexicon; did you mean 'iskp'?\n")
        #expect(near.text == "")
        let far = try folder.mirob("lexicon", "show", "something-else-entirely")
        #expect(far.status == 1)
        #expect(far.errors == "mirob: no entity 'something-else-entirely' in the lexicon\n")
    }
}
