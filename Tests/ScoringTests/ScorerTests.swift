import Lexicons
import Model
import Scoring
import TestSupport
import Testing

struct CapTests {
    struct Case: CustomTestStringConvertible {
        var text: String
        var cap: String
        var score: Int
        var language = "ru"
        var testDescription: String { "\(cap): \(text)" }
    }

    @Test(arguments: [
        Case(text: "outl", cap: "cap.single-kind", score: 15), Case(text: "outl says new", cap: "cap.stance.reporting", score: 30),
        Case(text: "grp outlawed in RF", cap: "cap.stance.reporting", score: 13),
        Case(text: "outl condemn new", cap: "cap.stance.countering", score: 25),
        Case(text: "grp condemn", cap: "cap.stance.countering", score: 12), Case(text: "event blast we lions", cap: "cap.no-group", score: 29),
        Case(text: "banned join we tele", cap: "cap.no-group", score: 29),
        Case(text: "banned ask wallet we", cap: "cap.banned-not-violent", score: 35),
        Case(text: "grp kill we lions", cap: "cap.unclear-language", score: 55, language: "und"),
    ])
    func `each safeguard is a negative contribution with its name`(matter: Case) {
        let assessment = Scene.assess(matter.text, language: matter.language)
        #expect(assessment.caps == [matter.cap])
        #expect(assessment.score == matter.score, "\(assessment.contributions)")
        #expect(Contribution.score(assessment.contributions) == assessment.score)
    }

    @Test(arguments: [
        "grp", "grpw", "outl", "child", "figure", "event", "banned", "ask", "kill", "die", "new", "weep", "wallet", "we", "blast", "greet greet",
    ])
    func `no single kind of evidence reaches low`(text: String) {
        #expect(Scene.assess(text).severity == .none)
        #expect(Scene.assess(text + " we lions").severity == .none)
    }

    @Test func `a banned movement beside a figure's threat is capped by no bound of its own`() {
        // A threat goes on whoever is named, with a listed group's voice or without.
        let threat = Scene.assess("banned die foe we lions")
        #expect(threat.caps.isEmpty && threat.score == 54, "\(threat.contributions)")
        // Money for it is asked with an address: the bound for movements without violence holds.
        let money = Scene.assess("banned ask wallet we lions")
        #expect(money.caps == ["cap.banned-not-violent"] && money.score == 35, "\(money.contributions)")
        let incitement = Scene.assess("banned kill ask wallet we lions")
        #expect(!incitement.caps.contains("cap.banned-not-violent"), "incitement goes past the bound: \(incitement.contributions)")
    }

    @Test func `a group's name with a payment address passes where the language can't be told`() {
        let assessment = Scene.assess("grp ask wallet we", language: "und")
        #expect(assessment.caps.isEmpty)
        #expect(assessment.score == 70, "\(assessment.contributions)")
        #expect(Scene.assess("grp ask channel we lions blast kill", language: "und").severity <= .medium)
    }

    @Test func `a report of a threat stays low and is listed as protective information`() {
        let report = Scene.assess("die foe says outlawed")
        #expect(report.severity < .medium)
        #expect(report.contributions.contains { $0.feature == "protective.threat-report" && $0.tenths == 0 })
        let own = Scene.assess("grp die foe we lions")
        #expect(own.stance.label == .promoting && own.severity >= .high)
        #expect(!own.contributions.contains { $0.feature.hasPrefix("protective") })
    }

    @Test func `naming a target never raises a score`() {
        for name in ["foe", "official"] {
            #expect(Scene.assess(name).score == 0)
            #expect(Scene.assess("grp blast \(name)").score == Scene.assess("grp blast nobody").score)
        }
    }

    @Test func `grievance weighs nothing alone or beside a name`() {
        #expect(Scene.assess("weep weep").score == 0)
        #expect(Scene.assess("grp weep").score == Scene.assess("grp").score)
        #expect(Scene.assess("weep").themeIDs == ["grievance"])
    }

    @Test func `a leader speaks for the group, a target for nobody`() {
        #expect(Scene.assess("figure join we").caps == [] && Scene.assess("figure join we").score == 34)
        #expect(Scene.assess("foe blast event we lions").caps == ["cap.no-group"])
    }

    @Test func `a list of names is no heavier than its heaviest name`() {
        #expect(Scene.assess("grp child banned figure event").score == 14)
        #expect(Scene.assess("grp").score == 14)
    }

    @Test func `contributions say what weighed`() {
        let assessment = Scene.assess("outl ask wallet blast we", hasFile: false)
        #expect(
            assessment.contributions == [
                Contribution(feature: "entity.outlet.outlet", tenths: 160), Contribution(feature: "theme.fundraising", tenths: 300),
                Contribution(feature: "theme.attack-claim", tenths: 108),
                Contribution(feature: "theme.fundraising+indicator.payment", tenths: 160), Contribution(feature: "stance.promoting", tenths: 100),
            ])
        #expect(assessment.score == 83 && assessment.severity == .critical)
        #expect(Scene.assess("grp join tele we").contributions.contains(Contribution(feature: "theme.recruitment+indicator.contact", tenths: 60)))
        #expect(
            Scene.assess("grp camp ask wallet").contributions.contains(Contribution(feature: "theme.detainees+theme.fundraising", tenths: 60)))
    }

    @Test func `nothing seen is nothing scored`() {
        let assessment = Scene.assess("wallet tele ordinary words we says")
        #expect(assessment.score == 0 && assessment.contributions.isEmpty && assessment.mentions.isEmpty && assessment.stance.label == .unclear)
    }

    /// Random posts of all code words: what must hold for each.
    @Test(arguments: [UInt64(41), 42, 43])
    func `the safeguards hold for any evidence`(seed: UInt64) {
        var random = Seeded(seed)
        let words = Scene.dictionary.keys.sorted() + ["a", "b", "c", "d", ".", "«", "»", "*", "\n"]
        for _ in 0..<400 {
            let text = (0..<Int.random(in: 1...9, using: &random)).compactMap { _ in words.randomElement(using: &random) }.joined(separator: " ")
            let language = Bool.random(using: &random) ? "ru" : "und"
            let evidence = Scene.evidence(text, language: language, hasFile: Bool.random(using: &random))
            let assessment = Scene.scorer.assess(evidence)
            let comment = Comment(rawValue: "seed \(seed): \(text) (\(language)): \(assessment.contributions)")
            let themes = Set(assessment.themeIDs).subtracting(["grievance"])
            let entities = assessment.mentions.map { Scene.entities[$0.mention.entity] }
            let hasGroup = entities.contains { $0.isViolentVoice }
            let hasVoice = hasGroup || entities.contains { $0.isLeadingVoice }
            let hasPayment = evidence.indicators.contains { $0.kind.isPayment }
            #expect(assessment.score == Contribution.score(assessment.contributions), comment)
            #expect(assessment.contributions.allSatisfy { $0.tenths != 0 || $0.feature == "protective.threat-report" }, comment)
            #expect(assessment.contributions.allSatisfy { ($0.tenths < 0) == $0.feature.hasPrefix("cap.") }, comment)
            if entities.isEmpty || themes.isEmpty, !(themes.contains("fundraising") && hasPayment) { #expect(assessment.severity == .none, comment) }
            if [.reporting, .countering].contains(assessment.stance.label) { #expect(assessment.severity < .medium, comment) }
            if !hasVoice && !(themes.contains("threat") && entities.contains { $0.isPerson }) && !(themes.contains("fundraising") && hasPayment) {
                #expect(assessment.severity < .medium, comment)
            }
            if language == "und" && !(hasGroup && hasPayment) { #expect(assessment.severity <= .medium, comment) }
            let groups = entities.filter { $0.kind == .group || $0.kind == .outlet }
            if !groups.isEmpty, groups.allSatisfy({ $0.groupClass == .bannedNotViolent }), themes.isDisjoint(with: ["incitement", "threat"]) {
                #expect(assessment.severity < .medium, comment)
            }
            let again = Scene.scorer.assess(evidence)
            #expect(
                again.contributions == assessment.contributions && again.themes == assessment.themes && again.stance == assessment.stance, comment)
        }
    }
}

struct MentionTests {
    static let far = String(repeating: "x ", count: 26)

    @Test(arguments: [
        ("grpw", []), ("grpw child", ["branch"]), ("outlw grp", ["outlet", "group"]), ("grpw official", ["president"]),
        ("figurew grp", ["leader", "group"]),
        ("grpw wallet", ["group"]), ("grpw tele", []), ("wallet \(far)grpw", []),
        // A single word, weak: two different cues, and a voice. One that is written as it must be: either.
        ("grpw blast", []), ("grpw blast die", []), ("grpw kill", []), ("grpw blast we", []), ("grpw kill die", ["group"]),
        ("grpw blast die we", ["group"]), ("grpt blast", []), ("grpt blast blast", []), ("grpt blast die", ["group"]), ("grpt kill", ["group"]),
        ("grpt blast we", ["group"]), ("grpt blast \(far)die", []), ("grpt new", []), ("grpt new weep", []), ("grpt we", []),
        ("outlawed grpw", ["group"]), ("says grpw", []), ("outlawed a b c d e f grpw", []), ("outlw \(far)grp", ["group"]),
        // Doubtful names of one family vouch for each other, others do not.
        ("grpt childt", ["branch"]), ("outlt grpt", ["outlet"]), ("grpt figuret", []), ("bannedt grpt", []), ("grpw childw", []),
    ])
    func `a weak name counts only in company`(text: String, ids: [String]) { #expect(Scene.assess(text).ids == ids) }

    @Test func `a parent named weakly beside its branch is no further mention`() {
        #expect(Scene.assess("grpw child").ids == ["branch"])
        #expect(Scene.assess("grp child").ids == ["group", "branch"], "named strongly it is")
        #expect(Scene.assess("childw grp").ids == ["branch", "group"], "the branch beside its parent says more")
    }

    @Test func `a cue inside a name does not count beside it`() {
        let assessment = Scene.assess("grpask wallet")
        #expect(assessment.themeIDs.isEmpty && assessment.ids == ["group"])
        #expect(Scene.assess("grpask ask wallet").themeIDs == ["fundraising"])
    }
}

struct ThemeTests {
    @Test(arguments: [
        ("ask wallet", ["fundraising"]), ("ask", []), ("wallet", []), ("ask channel", []), ("ask channel grp", ["fundraising"]),
        ("join tele grp", ["recruitment"]), ("join tele", []), ("join we", ["recruitment"]), ("blast event", ["attack-claim"]),
        ("die foe", ["threat"]), ("die official", ["threat"]), ("die figure", ["threat"]), ("die event", []), ("kill banned", ["incitement"]),
        ("camp ask wallet", ["fundraising", "detainees"]), ("camp ask", []), ("greet", []), ("greet greet", ["statement"]),
    ])
    func `a theme needs all its rule asks for`(text: String, ids: [String]) { #expect(Scene.assess(text).themeIDs == ids) }

    @Test func `all that a rule needs stands within its window`() {
        let fill = { (count: Int) in String(repeating: "x ", count: count) }
        #expect(Scene.assess("ask \(fill(9))wallet").themeIDs == ["fundraising"])
        #expect(Scene.assess("ask \(fill(10))wallet").themeIDs == [])
        #expect(Scene.assess("wallet \(fill(9))ask").themeIDs == ["fundraising"])
        // Each is near the one in the middle, but not near each other.
        #expect(Scene.assess("ask \(fill(7))channel \(fill(7))grp").themeIDs == [])
        // A second cue that stands nearer is taken.
        #expect(Scene.assess("ask \(fill(20))ask wallet").themeIDs == ["fundraising"])
        #expect(Scene.assess("greet \(fill(4))greet").themeIDs == ["statement"])
        #expect(Scene.assess("greet \(fill(5))greet").themeIDs == [])
    }

    @Test func `the first rule that holds decides the strength`() {
        #expect(Scene.assess("outl new", hasFile: true).themes.map(\.strength) == [1])
        #expect(Scene.assess("outl new").themes.map(\.strength) == [0.9])
        #expect(Scene.assess("grp new").themes.map(\.strength) == [0.4])
        #expect(Scene.assess("ask wallet channel grp").themes.map(\.strength) == [1])
        #expect(Scene.assess("ask channel grp").themes.map(\.strength) == [0.8])
    }

    @Test func `a theme of a report must be plain`() {
        #expect(Scene.assess("grp new says says").themeIDs == [], "a report that names something new is not about a release")
        #expect(Scene.assess("outl new says says").themeIDs == ["release"])
        #expect(Scene.assess("grp new we lions").themeIDs == ["release"])
    }

    @Test func `weaker themes yield as the weights say`() {
        #expect(Scene.assess("grp ask wallet x x x new").themeIDs == ["fundraising"])
        #expect(Set(Scene.assess("outl ask wallet new").themeIDs) == ["fundraising", "release"])
    }

    @Test func `a short word of another language is another word`() {
        #expect(Scene.assess("outl mo", language: "ru").themeIDs == [])
        #expect(Scene.assess("outl mo", language: "tg").themeIDs == ["release"])
        #expect(Scene.assess("outl mo", language: "fa").themeIDs == ["release"], "Tajik and Persian are one family")
        #expect(Scene.assess("outl mo", language: "und").themeIDs == ["release"])
        #expect(Scene.assess("outl matbaaviy", language: "ru").themeIDs == ["release"])
    }

    @Test func `a name may stand in the gap of a cue`() {
        var evidence = Scene.evidence("kill grp")
        #expect(Scene.scorer.assess(evidence).themeIDs == ["incitement"])
        let gap = Scene.names.count + Scene.cues.firstIndex { $0.word == "gapkill" }!
        evidence = Scene.evidence("x grp y")
        evidence.tags.themeCues = [CueHit(pattern: gap, range: ScalarRange(0, 7), words: 0..<3)]
        #expect(Scene.scorer.assess(evidence).themeIDs == ["incitement"])
        evidence.tags.themeCues = [CueHit(pattern: gap, range: ScalarRange(2, 7), words: 1..<3)]
        #expect(Scene.scorer.assess(evidence).themeIDs == [], "the name is a word of the cue, not in its gap")
    }

    @Test func `a cue does not take its halves from two sentences`() {
        let gap = Scene.names.count + Scene.cues.firstIndex { $0.word == "gapkill" }!
        var evidence = Scene.evidence("grp a. b")
        evidence.tags.themeCues = [CueHit(pattern: gap, range: ScalarRange(4, 8), words: 1..<3)]
        #expect(Scene.scorer.assess(evidence).themeIDs == [])
    }

    @Test func `in a long text only what stands near belongs together`() {
        let theme = Theme(id: "fundraising", gloss: "", parts: ["ask"], rules: [Theme.Rule(needs: ["ask", "group"], strength: 1, window: 60)])
        let lexicon = Lexicon(
            digest: "", entities: Scene.entities, themes: [theme], stanceKinds: Scene.stanceKinds, weights: Scene.weights,
            vocabulary: Scene.lexicon.vocabulary, phrases: Scene.lexicon.phrases,
            patterns: PatternTable([
                Pattern(kind: .alias, owner: 0, flags: .strong, language: "ru", text: "grp"),
                Pattern(kind: .theme, owner: 0, part: 0, language: "ar", text: "ask"),
            ]))
        func themes(_ between: Int, _ after: Int) -> [String] {
            var evidence = Scene.evidence("grp \(String(repeating: "x ", count: between))y \(String(repeating: "x ", count: after))")
            evidence.tags.themeCues = [CueHit(pattern: 1, range: ScalarRange(4 + 2 * between, 5 + 2 * between), words: between + 1..<between + 2)]
            return Scorer(lexicon: lexicon).assess(evidence).themeIDs
        }
        #expect(themes(30, 10) == ["fundraising"])
        #expect(themes(30, 100) == [])
        #expect(themes(20, 100) == ["fundraising"])
    }

    @Test func `evidence shows the words of each need`() {
        let evidence = Scene.assess("so ask to wallet").themes.flatMap(\.evidence)
        #expect(evidence.map(\.gloss) == ["send money", "btc"])
        #expect(evidence.map(\.range) == [ScalarRange(3, 6), ScalarRange(10, 16)])
    }
}

struct StanceTests {
    @Test(arguments: [
        ("grp blast", Stance.promoting), ("grp", .reporting), ("grp says blast", .reporting), ("grp blast outlawed", .reporting),
        ("grp blast condemn", .countering), ("grp blast we lions", .promoting), ("grp blast condemn lions", .countering),
        ("grp blast condemn lions we", .promoting), ("grp blast says we lions", .promoting), ("grp sadly blast sadly", .countering),
        ("grp* blast", .reporting), ("grp blast*", .promoting), ("**grp** blast", .promoting), ("blast grp*", .reporting), ("we lions", .unclear),
    ])
    func `who speaks is told by the cues`(text: String, stance: Stance) { #expect(Scene.assess(text).stance.label == stance) }

    @Test(arguments: [
        // Quoted promotion beside a frame is not the post's own; nor is a theme that stands in quotation marks alone.
        ("grp says «blast lions»", Stance.reporting), ("grp «blast»", .reporting), ("grp blast «x»", .promoting),
        ("grp «blast lions» says", .reporting),
        // Words that only reports use.
        ("outl reported", .reporting), ("outl reported lions", .promoting),
        // The words of a threat are no court report.
        ("grp court blast", .reporting), ("grp die foe court", .reporting),
        // A warning to people outweighs how it is told; a blessing or "we" beside a name is the group's voice.
        ("grp blast beware outlawed says", .countering), ("blessed grp blast says", .promoting), ("grp blast x blessed says", .reporting),
        // A name and a colon open the group's own post.
        ("grp: blast says", .promoting), ("grp x: blast says", .promoting), ("says x x x x grp: blast", .reporting), ("taliban: x", .promoting),
    ])
    func `quotation, warnings, blessings and speakers are told apart`(text: String, stance: Stance) {
        #expect(Scene.assess(text).stance.label == stance)
    }

    @Test func `the asterisk of Russian legal practice makes a report`() {
        #expect(Scene.assess("grp* blast event").severity == .low)
        #expect(Scene.assess("*grp* blast event").severity > .low, "bold type is no footnote")
    }

    @Test func `confidence is between a half and one and grows with the cues`() {
        let one = Scene.assess("grp says blast").stance.confidence
        let two = Scene.assess("grp says says blast").stance.confidence
        #expect(one > 0.3 && two > one && two < 1)
        #expect(Scene.assess("grp says says blast").stance.evidence.map(\.gloss) == ["says", "says"])
    }
}

struct RoleTests {
    @Test(arguments: [
        ("grp die foe we", "foe", Role.target), ("grp die figure we", "leader", .target), ("grp apostate foe we", "foe", .target),
        ("grp apostate figure we", "leader", .praised), ("figure grp blast we", "leader", .praised), ("figure says", "leader", .mentioned),
        ("outl new we", "outlet", .issuer), ("outl says new", "outlet", .mentioned), ("event blast grp we", "event", .praised),
        ("event blast grp we", "group", .claimant), ("grp blast says", "group", .claimant), ("grp says", "group", .mentioned),
        ("taliban apostate grp we", "afghan-taliban", .target), ("taliban apostate grp we", "group", .subject),
        ("grp ask wallet we", "group", .subject),
    ])
    func `each entity has its part in the post`(text: String, id: String, role: Role) { #expect(Scene.assess(text).role(id) == role) }
}

struct ReleaseTests {
    func release(_ text: String, language: String = "tg") -> Alert.Release? {
        let evidence = Scene.evidence(text, language: language)
        return Scene.releases.release(in: evidence, Scene.scorer.assess(evidence))
    }

    @Test(arguments: [
        ("outl шумораи 2 new", 2), ("outl № 12 new", 12), ("outl ۲ new", 2), ("outl №٤٥ new", 45), ("outl １４ new", 14), ("outl #३ new", 3),
        ("outl №7 new", 7), ("outl #12 new", 12),
        ("new шумораи 7 outl", 7), ("new 2024 outl 9", 9), ("new outl 2024", nil), ("new outl 12345", nil), ("new outl 0", nil), ("new outl", nil),
        ("new outl 3 and 4", 3), ("8 new outl 3", 3), ("new 5 6 outl", 6), ("new outl a b c d e f g h 3", nil), ("new outl 2x", nil),
    ])
    func `the issue is the number by the outlet's name, in any digits`(text: String, issue: Int?) throws {
        #expect(try #require(release(text)).issue == issue)
    }

    @Test(arguments: [
        ("outl шумораи дуюм x x new", nil), ("outl шумораи дуюм new", 2), ("outl new дуюм", 2), ("second new outl", 2), ("outl new سوم", 3),
        ("outl дуюм x x x new", nil),
        ("outl new yettinchi", 7), ("outl четвёртый new", 4),
    ])
    func `an issue in words counts beside a word for an issue`(text: String, issue: Int?) throws {
        #expect(try #require(release(text)).issue == issue)
    }

    @Test func `the title is the nearest quoted words that are no name`() throws {
        func title(_ text: String) throws -> String? {
            let evidence = Scene.evidence(text)
            let surface = UTF8Text(text)
            return try #require(Scene.releases.release(in: evidence, Scene.scorer.assess(evidence)) { surface.slice($0) }).title
        }
        #expect(try title("outl new «Роҳи наҷот»") == "Роҳи наҷот")
        #expect(try title("«outl» new") == nil)
        #expect(try title("«outl» new: “A B” «C»") == "A B")
        #expect(try title("outl new") == nil)
        #expect(release("outl new «A»")?.title == nil, "without the text there is no title")
    }

    @Test func `the language of the edition is the one it is said to be in`() {
        #expect(release("outl new на русском", language: "tg")?.language == "ru")
        #expect(release("outl new ўзбекча", language: "uz-Cyrl")?.language == "uz-Cyrl")
        #expect(release("outl new русский узбекский", language: "tg")?.language == "tg", "several languages are several editions")
    }

    @Test func `the form is told by the words`() {
        #expect(release("outl new")?.format == "magazine")
        #expect(release("outl film")?.format == "video")
        #expect(release("outl thing")?.format == nil)
        #expect(release("outl new")?.outlet == "outlet")
    }

    @Test func `a language that can't be told is not given`() {
        #expect(release("outl new", language: "und") != nil)
        #expect(release("outl new", language: "und")?.language == nil)
        #expect(release("outl new", language: "uz-Latn")?.language == "uz-Latn")
    }

    @Test func `without an outlet or the theme there is no release`() {
        #expect(release("grp new 2") == nil)
        #expect(release("outl 2") == nil)
    }
}
