public import Lexicons
internal import Model

/// Decides: which mentions count, which themes there are, who speaks, and the score with every point explained. The only place that decides.
///
/// A pure function of evidence and lexicon. The safeguards stand here as caps, each a negative contribution with a name of its own.
public struct Scorer: Sendable {
    private let lexicon: Lexicon
    private let finder: ThemeFinder
    private let judge: StanceJudge
    private let languages: CueLanguages

    /// Themes that weigh nothing alone.
    private static let weightless: Set<String> = ["grievance", "turkistan"]

    /// Makes a scorer of a lexicon.
    public init(lexicon: Lexicon) {
        self.lexicon = lexicon
        finder = ThemeFinder(lexicon: lexicon)
        judge = StanceJudge(lexicon: lexicon)
        languages = CueLanguages(lexicon: lexicon)
    }

    /// What the evidence comes to.
    public func assess(_ evidence: PostEvidence) -> Assessment {
        var evidence = evidence
        evidence.tags.themeCues = languages.cues(evidence.tags.themeCues, in: evidence.language)
        evidence.tags.stanceCues = languages.cues(evidence.tags.stanceCues, in: evidence.language)
        var assessment = Assessment()
        let mentions = MentionConfirmation(lexicon: lexicon).confirmed(in: evidence)
        if mentions.isEmpty && evidence.tags.themeCues.isEmpty { return assessment }
        let sentences = Sentences(evidence.text)
        let cues = evidence.tags.themeCues.filter { cue in
            !mentions.contains { $0.field == cue.field && $0.words.lowerBound <= cue.words.lowerBound && cue.words.upperBound <= $0.words.upperBound }
                && sentences.holdsTogether(cue.words)
        }
        let stanceCues = evidence.tags.stanceCues.filter { cue in
            sentences.holdsTogether(cue.words) && !mentions.contains { $0.field == cue.field && $0.words.overlaps(cue.words) }
        }
        let seen = finder.themes(cues: cues, common: commonItems(mentions, evidence, stanceCues), wordCount: evidence.text.words.count)
        let voices = mentions.map { lexicon.entities[$0.entity] }.filter { $0.isViolentVoice || $0.isLeadingVoice }
        let weighty = withoutShadows(seen).filter { !Self.weightless.contains(lexicon.themes[$0.theme].id) }
        let themeCues = weighty.flatMap { found in
            found.items.compactMap { item in item.pattern.map { StanceJudge.Case.ThemeCue(pattern: $0, words: item.words, theme: found.theme) } }
        }
        assessment.stance = judge.judge(
            StanceJudge.Case(
                cues: near(mentions, themeCues.map(\.words), stanceCues, sentences), themeCues: themeCues, ownsGroup: ownsGroup(mentions, stanceCues),
                isSpeaker: isSpeaker(mentions, evidence.text),
                hasGroup: !voices.isEmpty, hasName: !mentions.isEmpty, hasTheme: !weighty.isEmpty, hasAsterisk: hasAsterisk(mentions, evidence.text),
                years: years(evidence.text), attacked: attacked(cues, weighty), sentences: sentences))
        let found = withoutShadows(seen.filter { isPlain($0, assessment.stance.label) })
        assessment.themes = found.map { item in
            ThemeFinding(id: lexicon.themes[item.theme].id, strength: item.strength, evidence: item.items.compactMap(\.evidence))
        }
        let roles = Roles(lexicon: lexicon)
        assessment.mentions = mentions.map { ($0, roles.role(of: $0, themes: found, stance: assessment.stance.label)) }
        weigh(&assessment, mentions, found, evidence)
        return assessment
    }

    /// Whether a theme is plain enough for who speaks: a report that names a newsletter is not about its release, a critic's "Kharijites" is no rivalry.
    /// The bars are weights, `bar.reporting.THEME` for reports and refutations, `bar.own.THEME` for the own voice.
    private func isPlain(_ found: ThemeFinder.Found, _ stance: Stance) -> Bool {
        let bar = "bar." + (stance == .promoting ? "own." : "reporting.") + lexicon.themes[found.theme].id
        return Int((found.strength * 10).rounded()) >= lexicon.weights[bar]
    }

    /// A theme much weaker than the strongest is mostly a shadow of it: the same name beside another word. Themes without weight stay. Of what is left some
    /// yield to others, as `yields.THEME.OTHER` among the weights says.
    private func withoutShadows(_ found: [ThemeFinder.Found]) -> [ThemeFinder.Found] {
        let strongest = found.map(\.strength).max() ?? 0
        let share = Double(lexicon.weights["theme.shadow"]) / 100
        let bright = found.filter { item in
            let id = lexicon.themes[item.theme].id
            return item.strength >= strongest * share || Self.weightless.contains(id) || id == "detainees"
        }
        return bright.filter { item in
            !bright.contains { other in
                let yield = "yields." + lexicon.themes[item.theme].id + "." + lexicon.themes[other.theme].id
                return Int((item.strength * 10).rounded()) < lexicon.weights[yield]
            }
        }
    }

    // MARK: - Evidence

    /// What every theme's rules may ask for beside its own parts.
    private func commonItems(_ mentions: [Mention], _ evidence: PostEvidence, _ stanceCues: [CueHit]) -> [EvidenceItem] {
        var items: [EvidenceItem] = []
        for mention in mentions {
            let entity = lexicon.entities[mention.entity]
            let shown = Evidence(range: mention.range, field: mention.field, gloss: entity.name)
            func add(_ kind: String) { items.append(EvidenceItem(kind: kind, words: mention.words, evidence: shown, pattern: nil)) }
            if entity.kind == .group || entity.kind == .outlet || entity.isLeadingVoice { add("group") }
            if entity.kind == .outlet { add("outlet") }
            if entity.isPerson {
                add("person")
                add("target")
            }
            if entity.kind == .event { add("event") }
        }
        for (indicator, word) in zip(evidence.indicators, evidence.indicatorWords) {
            let shown = Evidence(range: indicator.range, field: indicator.field, gloss: indicator.kind.rawValue)
            let kind = indicator.kind.isPayment ? "wallet" : "contact"
            items.append(EvidenceItem(kind: kind, words: word..<word + 1, evidence: shown, pattern: nil))
        }
        if evidence.hasFile { items.append(EvidenceItem(kind: "file", words: 0..<0, evidence: nil, pattern: nil)) }
        for cue in stanceCues where lexicon.patterns.owner(cue.pattern) == 2 {
            items.append(
                EvidenceItem(
                    kind: "own", words: cue.words,
                    evidence: Evidence(range: cue.range, field: cue.field, gloss: lexicon.patterns[cue.pattern].gloss), pattern: nil))
        }
        return items
    }

    /// In a long post the frame of the sentences that hold the evidence decides, and of those beside them, and the post's first and last.
    private func near(_ mentions: [Mention], _ themeCues: [Range<Int>], _ cues: [CueHit], _ sentences: Sentences) -> [CueHit] {
        guard let last = sentences.ofWord.last, last > 3 else { return cues }
        let held = Set((mentions.map(\.words.lowerBound) + themeCues.map(\.lowerBound)).map { sentences.sentence(of: $0) })
        return cues.filter { cue in
            let sentence = sentences.sentence(of: cue.words.lowerBound)
            if held.contains(where: { abs($0 - sentence) <= 1 }) { return true }
            // "he said" at the end of a letter is no frame of what stands far above it; a source or a legal note is.
            return sentence <= 0 || (sentence == last && lexicon.stanceKinds[lexicon.patterns.part(cue.pattern)] != "verb")
        }
    }

    /// Where the post threatens or abuses: all cues of the themes `threat` and `rivalry` if they were found, but for those that only reports use and for what
    /// scholars say of a group too.
    private func attacked(_ cues: [CueHit], _ found: [ThemeFinder.Found]) -> [Range<Int>] {
        let themes = found.map(\.theme).filter { ["threat", "rivalry"].contains(lexicon.themes[$0].id) }
        return cues.filter { cue in
            let owner = lexicon.patterns.owner(cue.pattern)
            return themes.contains(owner) && !lexicon.patterns.flags(cue.pattern).contains(.reportVoice)
                && lexicon.themes[owner].parts[lexicon.patterns.part(cue.pattern)] != "anti-is"
        }.map(\.words)
    }

    /// Whether "we" or "our" stands right beside a violent group's name, or a blessing beside its or its leader's: nobody blesses whom he reports on.
    private func ownsGroup(_ mentions: [Mention], _ cues: [CueHit]) -> Bool {
        mentions.contains { mention in
            let entity = lexicon.entities[mention.entity]
            return (entity.isViolentVoice || entity.isLeadingVoice)
                && cues.contains { cue in
                    ["we", "honorific"].contains(lexicon.stanceKinds[lexicon.patterns.part(cue.pattern)]) && cue.field == mention.field
                        && (cue.words.lowerBound == mention.words.upperBound || cue.words.upperBound == mention.words.lowerBound)
                }
        }
    }

    /// Whether the post opens with a group, an outlet or a leader and a colon: "NAME: …", "NAME, statement: …".
    private func isSpeaker(_ mentions: [Mention], _ text: NormalizedText) -> Bool {
        mentions.contains { mention in
            let entity = lexicon.entities[mention.entity]
            let speaks = entity.isLeadingVoice || entity.kind == .outlet || (entity.kind == .group && entity.groupClass != .deFactoAuthority)
            guard speaks && mention.field == nil && mention.words.lowerBound <= 3 else { return false }
            let end = mention.words.upperBound
            return (end...end + 2).contains { $0 < text.words.count && text.words[$0].before.contains(.colon) }
        }
    }

    /// Different years of this century and the last one.
    private func years(_ text: NormalizedText) -> Int {
        var seen: Set<String> = []
        for word in text.words where word.form == .digit && word.count == 4 {
            let digits = text.string(of: word)
            if digits.hasPrefix("19") || digits.hasPrefix("20") || digits.hasPrefix("13") || digits.hasPrefix("14") { seen.insert(digits) }
        }
        return seen.count
    }

    private func hasAsterisk(_ mentions: [Mention], _ text: NormalizedText) -> Bool {
        mentions.contains { mention in
            guard mention.field == nil else { return false }
            let after = mention.words.upperBound < text.words.count ? text.words[mention.words.upperBound].before : text.trailing
            // One before the name as well is bold type (**name**), not a footnote.
            return after.contains(.asterisk) && !text.words[mention.words.lowerBound].before.contains(.asterisk)
        }
    }

    // MARK: - Weights

    private func weigh(_ assessment: inout Assessment, _ mentions: [Mention], _ found: [ThemeFinder.Found], _ evidence: PostEvidence) {
        let weights = lexicon.weights
        var list: [Contribution] = []
        func add(_ feature: String, _ tenths: Int) { if tenths != 0 { list.append(Contribution(feature: feature, tenths: tenths)) } }

        // Who is named: the heaviest name only, so that a list of names is no heavier than one.
        var best: (feature: String, tenths: Int)?
        for mention in mentions {
            let feature = entityFeature(mention)
            let tenths = weights[feature]
            if tenths > best?.tenths ?? 0 { best = (feature + "." + lexicon.entities[mention.entity].id, tenths) }
        }
        if let best { add(best.feature, best.tenths) }

        // What is said: the heaviest theme in full, the others in part.
        let themes = found.map { item -> (id: String, tenths: Int) in
            let id = lexicon.themes[item.theme].id
            return (id, Int((Double(weights["theme." + id]) * item.strength).rounded()))
        }.sorted { ($1.tenths, $0.id) < ($0.tenths, $1.id) }
        for (index, theme) in themes.enumerated() {
            add("theme." + theme.id, index == 0 ? theme.tenths : theme.tenths * weights["theme.further"] / 100)
        }
        let ids = Set(themes.map(\.id))
        let payment = evidence.indicators.contains { $0.kind.isPayment }
        let contact = evidence.indicators.contains { !$0.kind.isPayment }
        if payment && ids.contains("fundraising") { add("theme.fundraising+indicator.payment", weights["theme.fundraising+indicator.payment"]) }
        if contact && ids.contains("recruitment") { add("theme.recruitment+indicator.contact", weights["theme.recruitment+indicator.contact"]) }
        if ids.isSuperset(of: ["detainees", "fundraising"]) {
            add("theme.detainees+theme.fundraising", weights["theme.detainees+theme.fundraising"])
        }
        let hasWeight = themes.contains { $0.tenths > 0 }
        if assessment.stance.label == .promoting && hasWeight { add("stance.promoting", weights["stance.promoting"]) }

        applyCaps(
            &list, assessment, mentions, themes: themes.filter { $0.tenths > 0 }.map(\.id), payment: payment,
            isApart: saysMoreThanNames(found, mentions), evidence)
        if ids.contains("threat") && assessment.stance.label != .promoting {
            list.append(Contribution(feature: "protective.threat-report", tenths: 0))
        }
        assessment.contributions = list
        assessment.score = Contribution.score(list)
    }

    /// Whether some piece of a theme that weighs anything stands apart from some name: a cue that holds the only name in itself ("infidel Taliban") is no
    /// second kind of evidence.
    private func saysMoreThanNames(_ found: [ThemeFinder.Found], _ mentions: [Mention]) -> Bool {
        let pieces = found.filter { !Self.weightless.contains(lexicon.themes[$0.theme].id) }.flatMap(\.items).filter {
            $0.pattern != nil || ["wallet", "contact", "file", "own"].contains($0.kind)
        }
        return mentions.isEmpty || pieces.contains { piece in mentions.contains { !$0.words.overlaps(piece.words) || piece.wraps($0.words) } }
    }

    private func entityFeature(_ mention: Mention) -> String {
        let entity = lexicon.entities[mention.entity]
        switch entity.kind {
        case .group:
            if entity.groupClass == .bannedNotViolent { return "entity.banned" }
            if entity.groupClass == .deFactoAuthority { return "entity.authority" }
            return mention.isStrong ? "entity.group" : "entity.weak"
        case .outlet: return mention.isStrong ? "entity.outlet" : "entity.weak"
        case .figure: return entity.standing.contains { $0.value != .target } ? "entity.figure" : "entity.official"
        case .official: return "entity.official"
        case .event: return "entity.event"
        }
    }

    /// The safeguards: each lowers the sum to its bound, in this order.
    private func applyCaps(
        _ list: inout [Contribution], _ assessment: Assessment, _ mentions: [Mention], themes: [String], payment: Bool, isApart: Bool,
        _ evidence: PostEvidence
    ) {
        let weights = lexicon.weights
        func cap(_ name: String, _ bound: String) {
            let sum = list.reduce(0) { $0 + $1.tenths }
            if sum > weights[bound] { list.append(Contribution(feature: name, tenths: weights[bound] - sum)) }
        }
        let entities = mentions.map { lexicon.entities[$0.entity] }
        let hasVoice = entities.contains { $0.isViolentVoice || $0.isLeadingVoice }
        let hasPerson = entities.contains { $0.isPerson }
        // Two independent kinds of evidence, or nothing (safeguard 1).
        let kinds = (entities.isEmpty ? 0 : 1) + (themes.isEmpty || !isApart ? 0 : 1) + (payment && themes.contains("fundraising") ? 1 : 0)
        if kinds < 2 { cap("cap.single-kind", "bound.single-kind") }
        // No listed group's voice: only a threat to a named person or money for fighters goes on (safeguard 4).
        let isThreat = themes.contains("threat") && hasPerson
        let isFunding = themes.contains("fundraising") && payment
        if !hasVoice && !isThreat && !isFunding { cap("cap.no-group", "bound.no-group") }
        // Reports, research, refutations (safeguard 2). A name with nothing said of it is held down already.
        switch assessment.stance.label {
        case .reporting where themes.isEmpty && assessment.stance.evidence.isEmpty: break
        case .reporting: cap("cap.stance.reporting", themes.isEmpty ? "bound.reporting" : "bound.reporting-with-theme")
        case .countering: cap("cap.stance.countering", themes.isEmpty ? "bound.countering" : "bound.countering-with-theme")
        case .promoting, .unclear: break
        }
        // Banned but not violent (safeguard 7).
        let groups = entities.filter { $0.kind == .group || $0.kind == .outlet }
        if !groups.isEmpty && groups.allSatisfy({ $0.groupClass == .bannedNotViolent }) && !themes.contains("incitement")
            && !themes.contains("threat")
        {
            cap("cap.banned-not-violent", "bound.banned-not-violent")
        }
        // A language that can't be told (safeguard 10): only a group's name with a payment address goes on.
        if evidence.language == "und" && !(entities.contains { $0.isViolentVoice } && payment) {
            cap("cap.unclear-language", "bound.unclear-language")
        }
    }
}
