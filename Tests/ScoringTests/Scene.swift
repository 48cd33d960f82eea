import Lexicons
import Model
import Normalization
import Scoring

/// A post as a line of code words, each of which stands for a piece of evidence; every other word is an ordinary one.
///
/// `grp` a violent group, `child` its branch, `banned` a banned movement, `outl` an outlet, `figure` a leader, `foe` a figure who is only a target, `official`,
/// `event`; the same with `w` behind are weak names, with `t` weak ones in
/// capitals, which tell more. `wallet` a payment address, `tele` a contact. Theme and stance cues are in `cues`.
struct Scene {
    enum Word {
        /// Entity, pattern.
        case mention(Int, Int, isStrong: Bool)
        case cue(Int)
        case stance(Int)
        case indicator(Indicator.Kind)
        /// A name that holds a cue.
        case both(Int, Int)
    }

    static let entities: [Entity] = [
        Entity(id: "group", name: "Group", kind: .group, groupClass: .violent),
        Entity(id: "branch", name: "Branch", kind: .group, groupClass: .violent, parent: "group"),
        Entity(id: "movement", name: "Movement", kind: .group, groupClass: .bannedNotViolent),
        Entity(id: "outlet", name: "Outlet", kind: .outlet, parent: "group"),
        Entity(id: "leader", name: "Leader", kind: .figure, standing: [Entity.Standing(value: .leader, since: nil, until: nil)]),
        Entity(id: "foe", name: "Foe", kind: .figure, standing: [Entity.Standing(value: .target, since: nil, until: nil)]),
        Entity(id: "president", name: "President", kind: .official, standing: [Entity.Standing(value: .target, since: nil, until: nil)]),
        Entity(id: "event", name: "Event", kind: .event), Entity(id: "afghan-taliban", name: "Taliban", kind: .group, groupClass: .violent),
    ]
    static let names = ["grp", "child", "banned", "outl", "figure", "foe", "official", "event", "taliban"]

    static let themes: [Theme] = [
        theme("fundraising", ["ask", "channel"], [(["ask", "wallet"], 1), (["ask", "channel", "group"], 0.8)]),
        theme("recruitment", ["join"], [(["join", "contact", "group"], 1), (["join", "own"], 0.5)]),
        theme("incitement", ["kill"], [(["kill", "group"], 1)]),
        theme("attack-claim", ["blast"], [(["blast", "event"], 1), (["blast", "group"], 0.8)]),
        theme("threat", ["die"], [(["die", "target"], 1), (["die", "group"], 0.5)]),
        theme("release", ["format"], [(["format", "file"], 1), (["format", "outlet"], 0.9), (["format"], 0.4)]),
        theme("rivalry", ["apostate"], [(["apostate", "group"], 1)]), theme("detainees", ["camp"], [(["camp", "theme:fundraising"], 1)]),
        theme("grievance", ["weep"], [(["weep"], 1)]),
        // Two cues of one part, near each other.
        Theme(id: "statement", gloss: "", parts: ["greet"], rules: [Theme.Rule(needs: ["greet", "greet"], strength: 1, window: 5)]),
    ]

    private static func theme(_ id: String, _ parts: [String], _ rules: [([String], Double)]) -> Theme {
        Theme(id: id, gloss: "", parts: parts, rules: rules.map { Theme.Rule(needs: $0.0, strength: $0.1, window: 10) })
    }

    static let stanceKinds = ["verb", "boilerplate", "condemn", "we", "praise", "agency", "police", "warn", "honorific"]
    /// A cue of the scene. Arabic is of no family: it may be mixed into any language.
    struct Cue {
        var word: String
        var theme: String
        var part: String
        var gloss: String
        var flags: Pattern.Flags
        var language = "ar"
        /// As the lexicon would have it.
        var text: String { word.contains("gap") ? "a … b" : word }
    }

    /// Code word, theme, part, flags.
    static let cues: [Cue] = [
        Cue(word: "ask", theme: "fundraising", part: "ask", gloss: "send money", flags: .ownVoice),
        Cue(word: "channel", theme: "fundraising", part: "channel", gloss: "card number", flags: []),
        Cue(word: "join", theme: "recruitment", part: "join", gloss: "join us", flags: .ownVoice),
        Cue(word: "kill", theme: "incitement", part: "kill", gloss: "kill them", flags: .ownVoice),
        Cue(word: "blast", theme: "attack-claim", part: "blast", gloss: "our operation", flags: []),
        Cue(word: "die", theme: "threat", part: "die", gloss: "you will die", flags: []),
        Cue(word: "new", theme: "release", part: "format", gloss: "new magazine", flags: []),
        Cue(word: "film", theme: "release", part: "format", gloss: "New Video", flags: []),
        Cue(word: "thing", theme: "release", part: "format", gloss: "a thing", flags: []),
        Cue(word: "apostate", theme: "rivalry", part: "apostate", gloss: "apostates", flags: []),
        Cue(word: "camp", theme: "detainees", part: "camp", gloss: "camps", flags: []),
        Cue(word: "weep", theme: "grievance", part: "weep", gloss: "complaint", flags: []),
        Cue(word: "greet", theme: "statement", part: "greet", gloss: "greetings", flags: []),
        Cue(word: "reported", theme: "release", part: "format", gloss: "new issue came out", flags: .reportVoice),
        Cue(word: "gapkill", theme: "incitement", part: "kill", gloss: "kill … them", flags: .ownVoice),
        Cue(word: "mo", theme: "release", part: "format", gloss: "a short Tajik word", flags: [], language: "tg"),
        Cue(word: "matbaaviy", theme: "release", part: "format", gloss: "a long Tajik word", flags: [], language: "tg"),
    ]
    static let stanceCues: [(word: String, stance: Int, kind: String, flags: Pattern.Flags)] = [
        ("says", 0, "verb", []), ("outlawed", 0, "boilerplate", .strong), ("condemn", 2 - 1, "condemn", .strong), ("sadly", 1, "condemn", []),
        ("we", 2, "we", []), ("lions", 2, "praise", .strong), ("agency", 0, "agency", .strong), ("court", 0, "police", .strong),
        ("beware", 1, "warn", .strong),
        ("blessed", 2, "honorific", []),
    ]

    static let weights = Weights(tenths: [
        "entity.group": 140, "entity.outlet": 160, "entity.figure": 80, "entity.event": 50, "entity.weak": 60, "theme.fundraising": 300,
        "theme.recruitment": 320, "theme.incitement": 360, "theme.attack-claim": 340, "theme.threat": 440, "theme.release": 305, "theme.rivalry": 260,
        "theme.detainees": 180, "theme.statement": 260, "theme.further": 40, "theme.fundraising+indicator.payment": 160,
        "theme.recruitment+indicator.contact": 60, "theme.detainees+theme.fundraising": 60, "stance.promoting": 100, "bound.single-kind": 150,
        "bound.reporting": 130, "bound.reporting-with-theme": 300, "bound.countering": 120, "bound.countering-with-theme": 250,
        "bound.banned-not-violent": 350, "bound.unclear-language": 550, "bound.no-group": 290, "stance.cue.verb": 20, "stance.cue.boilerplate": 30,
        "stance.cue.condemn": 30, "stance.cue.we": 20, "stance.cue.praise": 30,
        "voice.cue": 10, "voice.group": 30, "voice.speaker": 20, "theme.shadow": 75, "bar.reporting.release": 7, "bar.own.detainees": 2,
        "yields.release.fundraising": 9, "stance.cue.agency": 30, "stance.cue.police": 30, "stance.cue.warn": 30, "stance.countering-margin": 20,
        "stance.warning-margin": 60, "stance.cue.honorific": 30,
    ])

    static let lexicon: Lexicon = {
        var patterns = names.indices.map { Pattern(kind: .alias, owner: $0, flags: .strong, language: "ru", text: names[$0]) }
        for cue in cues {
            let owner = themes.firstIndex { $0.id == cue.theme } ?? 0
            patterns.append(
                Pattern(
                    kind: .theme, owner: owner, part: themes[owner].parts.firstIndex(of: cue.part) ?? 0, flags: cue.flags, language: cue.language,
                    text: cue.text,
                    gloss: cue.gloss))
        }
        for cue in stanceCues {
            patterns.append(
                Pattern(
                    kind: .stance, owner: cue.stance, part: stanceKinds.firstIndex(of: cue.kind) ?? 0, flags: cue.flags, language: "ar",
                    text: cue.word,
                    gloss: cue.word))
        }
        patterns += names.indices.map { Pattern(kind: .alias, owner: $0, flags: .caps, language: "ru", text: names[$0] + "t") }
        return Lexicon(
            digest: "", entities: entities, themes: themes, stanceKinds: stanceKinds, weights: weights,
            vocabulary: Vocabulary(letters: [], forms: [], wordCount: 0, endingSets: []),
            phrases: Phrases(from: [], words: [], to: [], outputStart: [0, 0], outputs: []), patterns: PatternTable(patterns))
    }()

    static let dictionary: [String: Word] = {
        var words: [String: Word] = [:]
        for (index, name) in names.enumerated() {
            words[name] = .mention(index, index, isStrong: true)
            words[name + "w"] = .mention(index, index, isStrong: false)
            words[name + "t"] = .mention(index, names.count + cues.count + stanceCues.count + index, isStrong: false)
        }
        for (index, cue) in cues.enumerated() { words[cue.word] = .cue(names.count + index) }
        for (index, cue) in stanceCues.enumerated() { words[cue.word] = .stance(names.count + cues.count + index) }
        words["wallet"] = .indicator(.btc)
        words["tele"] = .indicator(.telegram)
        words["grpask"] = .both(0, names.count)
        return words
    }()

    static let normalizer = Normalizer()
    static let scorer = Scorer(lexicon: lexicon)
    static let releases = ReleaseFinder(lexicon: lexicon)

    /// What the stages would see in a text of code words.
    static func evidence(_ string: String, language: String = "ru", hasFile: Bool = false) -> PostEvidence {
        var text = NormalizedText()
        normalizer.normalize(UTF8Text(string), into: &text)
        var tags = Tags()
        var indicators: [Indicator] = []
        var indicatorWords: [Int] = []
        for index in text.words.indices {
            let range = text.range(of: text.words[index])
            func mention(_ entity: Int, _ pattern: Int, _ isStrong: Bool) {
                tags.mentions.append(
                    Mention(entity: entity, pattern: pattern, range: range, words: index..<index + 1, match: .exact, isStrong: isStrong))
            }
            func hit(_ pattern: Int) -> CueHit { CueHit(pattern: pattern, range: range, words: index..<index + 1) }
            switch dictionary[text.string(of: text.words[index])] {
            case .mention(let entity, let pattern, let isStrong)?: mention(entity, pattern, isStrong)
            case .cue(let pattern)?: tags.themeCues.append(hit(pattern))
            case .stance(let pattern)?: tags.stanceCues.append(hit(pattern))
            case .both(let entity, let pattern)?:
                mention(entity, entity, true)
                tags.themeCues.append(hit(pattern))
            case .indicator(let kind)?:
                indicators.append(Indicator(kind: kind, value: "x", range: range, checksum: .valid))
                indicatorWords.append(index)
            case nil: break
            }
        }
        return PostEvidence(text: text, tags: tags, indicators: indicators, indicatorWords: indicatorWords, language: language, hasFile: hasFile)
    }

    static func assess(_ string: String, language: String = "ru", hasFile: Bool = false) -> Assessment {
        scorer.assess(evidence(string, language: language, hasFile: hasFile))
    }
}

extension Assessment {
    /// Ids of the entities that count.
    var ids: [String] { mentions.map { Scene.entities[$0.mention.entity].id } }
    /// Ids of the themes.
    var themeIDs: [String] { themes.map(\.id) }
    /// The negative contributions.
    var caps: [String] { contributions.filter { $0.tenths < 0 }.map(\.feature) }
    /// The role of an entity.
    func role(_ id: String) -> Role? { mentions.first { Scene.entities[$0.mention.entity].id == id }?.role }
}
