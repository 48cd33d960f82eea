import Foundation
import LexiconAuthoring
import Lexicons
import Testing

struct ReaderTests {
    @Test func `a sound folder is read whole`() throws {
        let draft = try Folder().read()
        #expect(draft.entities.map(\.entity.id) == ["group-a", "person-b"])
        let group = try #require(draft.entities.first)
        #expect(group.entity.groupClass == .violent && group.entity.sources == ["one", "two"])
        let names = group.names
        #expect(names.map(\.text) == ["Садои Ҳақиқат", "GA"])
        #expect(names.map(\.language) == ["tg", "uz-Latn"])
        #expect(names.map(\.line) == [8, 10])
        #expect(names.map(\.needsCapitals) == [false, true])
        #expect(names.map(\.isStrong) == [true, true])
        let person = try #require(draft.entities.last)
        #expect(person.entity.standing == [Entity.Standing(value: .leader, since: "2020-06", until: nil)])
        #expect(person.names.map(\.isStrong) == [false], "what nobody has verified is weak")
        #expect(
            draft.themes.map(\.theme) == [
                Theme(id: "release", gloss: "something new", parts: ["new"], rules: [Theme.Rule(needs: ["new", "group"], strength: 0.8, window: 20)])
            ])
        #expect(draft.themes.flatMap(\.cues).map(\.flags) == [.ownVoice])
        #expect(draft.stances.flatMap(\.cues).map(\.part) == ["boilerplate"])
        #expect(draft.guards.map(\.gloss) == ["a newspaper"])
        #expect(draft.suffixes.map(\.slots) == [[["ҳо"], ["ро", "аш"]]])
        #expect(draft.weights.tenths == ["entity.group": 140, "stance.promoting": -25])
        #expect(draft.warnings.isEmpty)
    }

    /// A mistake and what the reader says of it.
    struct Mistake: CustomTestStringConvertible {
        var file: String
        var content: String?
        /// Beginning of the message, with file and line.
        var says: String
        /// More of the message.
        var also = ""
        var testDescription: String { says }

        init(_ file: String, _ content: String?, _ says: String, _ also: String = "") {
            self.file = file
            self.content = content
            self.says = says
            self.also = also
        }

        /// A sound file with one text replaced.
        static func change(_ file: String, _ old: String, _ new: String, _ says: String, _ also: String = "") -> Mistake {
            let sound = (Folder.sound[file] ?? nil) ?? ""
            precondition(sound.contains(old), "\(file) has no \(old)")
            return Mistake(file, sound.replacingOccurrences(of: old, with: new), says, also)
        }
    }

    static let group = "entities/group-a.yaml"
    static let person = "entities/person-b.yaml"
    static let theme = "themes/release.yaml"
    static let stance = "stance/reporting.yaml"

    static let forms: [Mistake] = [
        .change(group, "sources:", "source:", "entities/group-a.yaml:5: unknown key 'source' in an entity", "did you mean 'sources'?"),
        .change(group, "gloss:", "glos:", "entities/group-a.yaml:8: unknown key 'glos' in a name", "did you mean 'gloss'?"),
        .change(group, "id: group-a\n", "", "entities/group-a.yaml:1: the entity has no 'id'"),
        .change(group, "name: Group A\n", "", "entities/group-a.yaml:1: entity 'group-a' has no 'name'"),
        .change(group, "type: group", "type: gruop", "entities/group-a.yaml:3: 'type' is 'gruop', must be one of group, outlet"),
        .change(group, "class: violent", "class: bad", "entities/group-a.yaml:4: 'class' is 'bad', must be one of violent, banned-not-violent"),
        .change(group, "tg:", "tgg:", "entities/group-a.yaml:8: unknown language 'tgg'", "did you mean"),
        .change(group, "strength: strong", "strength: storng", "entities/group-a.yaml:8: 'strength' is 'storng', must be strong or weak"),
        .change(group, "kind: acronym", "kind: initials", "entities/group-a.yaml:10: 'kind' is 'initials'"),
        .change(group, "verified: true, gloss", "verified: maybe, gloss", "entities/group-a.yaml:8: 'verified' must be true or false"),
        .change(group, "[one, two]", "one", "entities/group-a.yaml:5: 'sources' must be a list"),
        .change(group, "[one, two]", "[one, [two]]", "entities/group-a.yaml:5: 'sources' must be a list of strings"),
        .change(
            group, "- { name: \"GA\", kind: acronym, verified: true }", "GA", "entities/group-a.yaml:10: what stands under 'uz-Latn' must be a list"),
        .change(group, "class: violent", "id: other", "entities/group-a.yaml:1: not valid YAML: a key is given twice: id"),
        .change(group, "[one, two]", "[one, two", "entities/group-a.yaml:", "not valid YAML"),
        .change(person, "since: 2020-06", "since: June", "entities/person-b.yaml:6: 'since' is 'June', must be a date"),
        .change(person, "since: 2020-06", "since: 2020-13", "entities/person-b.yaml:6: 'since' is '2020-13', must be a date"),
        .change(person, "is: leader", "is: member", "entities/person-b.yaml:6: 'is' is 'member', must be one of leader, ideologue, target"),
        Mistake(group, "", "entities/group-a.yaml:0: the file is empty"),
        Mistake(group, "- a\n- b", "entities/group-a.yaml:1: an entity must be a mapping"),
        .change(theme, "theme: release", "theme: relase", "themes/release.yaml:1: unknown theme 'relase'; did you mean 'release'?"),
        .change(theme, "[new, group]", "[new, grop]", "themes/release.yaml:6: a rule of 'release' needs the unknown 'grop'"),
        .change(theme, "[new, group]", "[new, \"theme:relase\"]", "themes/release.yaml:6: a rule of 'release' needs the unknown 'theme:relase'"),
        .change(theme, "[new, group]", "[]", "themes/release.yaml:6: a rule of 'release' needs nothing"),
        .change(theme, "strength: 0.8", "strength: 2", "themes/release.yaml:6: 'strength' must be between 0 and 1"),
        .change(theme, "strength: 0.8", "strength: high", "themes/release.yaml:6: 'strength' must be a number"),
        .change(theme, "window: 20", "window: .inf", "themes/release.yaml:6: 'window' must be a whole number"),
        .change(theme, "window: 20", "window: 1e300", "themes/release.yaml:6: 'window' must be a whole number"),
        .change(theme, "window: 20", "window: -3", "themes/release.yaml:6: 'window' must be a whole number"),
        .change(theme, "  - { needs: [new, group], strength: 0.8, window: 20 }", "  []", "themes/release.yaml:1: theme 'release' has no rules"),
        .change(theme, "part: new", "part: nww", "themes/release.yaml:9: cue 'шумораи нав~' has the unknown part 'nww'; did you mean 'new'?"),
        .change(theme, ", gloss: \"new issue\"", "", "themes/release.yaml:9: cue 'шумораи нав~' has no 'gloss'"),
        .change(theme, "voice: own", "voice: mine", "themes/release.yaml:9: 'voice' is 'mine', must be own or report"),
        .change(
            theme, "  tg:\n    - { cue: \"шумораи нав~\", part: new, voice: own, gloss: \"new issue\" }", "  {}",
            "themes/release.yaml:0: no cues in the file"),
        .change(stance, "stance: reporting", "stance: repeating", "stance/reporting.yaml:1: unknown stance 'repeating'"),
        .change(stance, "kind: boilerplate", "kind: boiler", "stance/reporting.yaml:4: cue 'запрещённая … РФ' has the unknown kind 'boiler'"),
        .change("guards.yaml", "protects", "guards", "guards.yaml:3: unknown key 'guards' in a guard"),
        .change("guards.yaml", "Садои мардум~", "…!", "guards.yaml:3: guard '…!' "),
        .change("suffixes/tg.yaml", "language: tg", "language: xx", "suffixes/tg.yaml:1: unknown language 'xx'"),
        .change("suffixes/tg.yaml", "- [ҳо]", "- ҳо", "suffixes/tg.yaml:3: a slot must be a list"),
        .change("weights.yaml", "14", "14.05", "weights.yaml:2: the weight of 'entity.group' must be in whole tenths"),
        .change("weights.yaml", "14", "much", "weights.yaml:2: the weight of 'entity.group' must be a number"),
        .change("weights.yaml", "14", ".inf", "weights.yaml:2: the weight of 'entity.group' must be between"),
        .change("weights.yaml", "14", "1e30", "weights.yaml:2: the weight of 'entity.group' must be between"),
        .change("weights.yaml", "14", ".nan", "weights.yaml:2: the weight of 'entity.group' must be between"),
        Mistake("weights.yaml", nil, ".:0: no weights"),
        Mistake(theme, nil, ".:0: no themes"),
    ]

    @Test(arguments: forms)
    func `a mistake of form is named with file and line`(mistake: Mistake) throws {
        let errors = try Folder([mistake.file: mistake.content]).errors()
        #expect(errors.contains { $0.hasPrefix(mistake.says) && (mistake.also.isEmpty || $0.contains(mistake.also)) }, "got \(errors)")
    }

    static let cues = [
        ("(шумораи нав", "has a '(' without ')'"), ("шумораи) нав", "has a ')' without '('"), ("а|б", "has a '|' outside '(…)'"),
        ("… шумораи", "begins or ends with a gap"), ("шумораи …", "begins or ends with a gap"), ("шумораи … … нав", "has two gaps beside each other"),
        ("шумораи ()", "has an empty choice"), ("шумо~раи", "has a '~' inside a word"), ("шумораи ~", "has a '~' that follows no letters"),
        ("(шумораи (нав))", "has a '(' inside '(…)'"), ("(шумораи … нав)", "has a gap inside '(…)'"), ("~", "has a '~' that follows no letters"),
        ("!?", "has no letters"),
    ]

    @Test(arguments: cues)
    func `a cue that could never match as written is an error`(cue: String, says: String) throws {
        let mistake = Mistake.change(Self.theme, "шумораи нав~", cue, "")
        let errors = try Folder([mistake.file: mistake.content]).errors()
        #expect(errors.contains { $0.hasPrefix("themes/release.yaml:9: ") && $0.contains(says) }, "got \(errors)")
    }

    static let safeguards: [Mistake] = [
        .change(group, "[one, two]", "[]", "entities/group-a.yaml:1: entity 'group-a' has no sources"),
        .change(
            group, "[one, two]", "[one]", "entities/group-a.yaml:1: group 'group-a' is on no list of several states and has fewer than two sources"),
        .change(
            group, "[one, two]", "[one]\ndesignations: [{ jurisdiction: RU, list: x, source: y }]",
            "entities/group-a.yaml:1: group 'group-a' is on no list of several states and has fewer than two sources"),
        .change(group, "class: violent\n", "", "entities/group-a.yaml:1: group 'group-a' has no class"),
        .change(
            person, "standing:\n  - { is: leader, since: 2020-06, until: null }\n", "",
            "entities/person-b.yaml:1: 'person-b' is a person without standing"),
        .change(person, "- { name: \"Иван Грозный\" }", "[]", "entities/person-b.yaml:1: entity 'person-b' has no names"),
        .change(person, "id: person-b", "id: group-a", "entities/person-b.yaml:1: id 'group-a' is used in entities/group-a.yaml too"),
        .change(person, "parent: group-a", "parent: group-z", "entities/person-b.yaml:7: unknown parent 'group-z'"),
        .change(person, "Иван Грозный", "👍", "entities/person-b.yaml:10: the name '👍' has no letters"),
        .change(
            person, "  ru:\n    - { name: \"Иван Грозный\" }", "  tg:\n    - { name: \"САДОИ ҲАҚИҚАТ\" }",
            "entities/person-b.yaml:10: 'САДОИ ҲАҚИҚАТ' is a name of 'group-a' too"),
        .change(group, "Садои Ҳақиқат", "ХИЗБИ НАҲЗАТ", "entities/group-a.yaml:8: the name 'ХИЗБИ НАҲЗАТ' is refused: a party in exile"),
        .change(group, "Садои Ҳақиқат", "Ҷиҳод", "entities/group-a.yaml:8: 'Ҷиҳод' is an ordinary religious or political word"),
        .change(theme, "шумораи нав~", "Намоз", "themes/release.yaml:9: 'Намоз' is an ordinary religious or political word"),
        .change(theme, "шумораи нав~", "намоз~", "themes/release.yaml:9: 'намоз~' is an ordinary religious or political word"),
    ]

    @Test(arguments: safeguards)
    func `who and what may not be in a lexicon is refused`(mistake: Mistake) throws {
        let errors = try Folder([mistake.file: mistake.content]).errors()
        #expect(errors.contains { $0.hasPrefix(mistake.says) && (mistake.also.isEmpty || $0.contains(mistake.also)) }, "got \(errors)")
    }

    @Test(arguments: [
        "designations: [{ jurisdiction: UN, list: x }]", "designations: [{ jurisdiction: EU, list: x }]",
        "designations: [{ jurisdiction: RU, list: x }, { jurisdiction: KZ, list: y }]",
    ])
    func `a group that several states list needs one source only`(designations: String) throws {
        let change = Mistake.change(Self.group, "[one, two]", "[one]\n" + designations, "")
        #expect(try Folder([change.file: change.content]).errors().isEmpty)
    }

    @Test func `every mistake is named, not the first alone`() throws {
        let errors = try Folder([
            "weights.yaml": "weights:\n  a: x\n  b: 1.55\n", "entities/group-a.yaml": "id: group-a\nnaem: x\n", "guards.yaml": "guard: {}\n",
        ]).errors()
        #expect(errors.contains { $0.hasPrefix("weights.yaml:2") } && errors.contains { $0.hasPrefix("weights.yaml:3") })
        #expect(errors.contains { $0.hasPrefix("entities/group-a.yaml:2") } && errors.contains { $0.hasPrefix("guards.yaml:1") })
    }

    @Test func `no folder, a folder without anything and bytes that are no text are errors`() throws {
        #expect(throws: LexiconError.self) { try LexiconReader.read(folders: ["/no/such/folder"]) }
        let empty = try Folder(Folder.sound.mapValues { _ in nil })
        try FileManager.default.createDirectory(atPath: empty.path, withIntermediateDirectories: true)
        #expect(empty.errors().contains { $0.contains("no entities") })
        let folder = try Folder()
        try Data([0xFF, 0xFE, 0x00]).write(to: URL(fileURLWithPath: folder.path + "/guards.yaml"))
        #expect(folder.errors().contains { $0.hasPrefix("guards.yaml:") })
    }

    @Test func `a name given twice is a warning and does not stop loading`() throws {
        let change = Mistake.change(Self.group, "  uz-Latn:", "    - { name: \"садои ҳақиқат\" }\n  uz-Latn:", "")
        let draft = try Folder([change.file: change.content]).read()
        #expect(draft.warnings.map(\.line) == [9])
        #expect(draft.warnings.map(\.severity) == [.warning])
        #expect(draft.warnings.first?.description.contains("group-a.yaml:9: warning: the name 'садои ҳақиқат' is already on line 8") == true)
    }

    @Test func `several folders are one lexicon, and the refused names of each hold for all`() throws {
        let base = try Folder()
        let own = try Folder(
            Folder.sound.mapValues { _ in nil }.merging(
                [
                    "entities/group-c.yaml": (Folder.sound["entities/group-a.yaml"] ?? nil)?
                        .replacingOccurrences(of: "group-a", with: "group-c").replacingOccurrences(of: "Садои Ҳақиқат", with: "Дигар Гурӯҳ")
                        .replacingOccurrences(of: "GA", with: "GC")
                ],
                uniquingKeysWith: { $1 }))
        #expect(try LexiconReader.read(folders: [base.path, own.path]).entities.map(\.entity.id) == ["group-a", "group-c", "person-b"])
        let refusing = try Folder(
            Folder.sound.mapValues { _ in nil }.merging(
                ["refused.yaml": "refused:\n  - { name: \"Иван  Грозный\", why: \"x\" }\n"], uniquingKeysWith: { $1 }))
        #expect(throws: LexiconError.self) { try LexiconReader.read(folders: [base.path, refusing.path]) }
    }
}
