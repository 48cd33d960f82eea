internal import Lexicons
internal import Model

/// Decides who speaks: a group's own voice, someone who reports, someone who counters.
///
/// Cues of the sentence that holds the evidence, of the sentences beside it and of the whole post are weighed; a strong cue settles the matter where nothing
/// strong stands against it. Without any cue, a violent group's name with a theme reads as the group's own post: outlets seldom say "we".
struct StanceJudge {
    let lexicon: Lexicon

    /// What the judge is given beside the cues.
    struct Case {
        /// A theme's cue with its theme.
        struct ThemeCue {
            var pattern: Int
            var words: Range<Int>
            var theme: Int
        }

        /// Stance cues that do not lie inside a name and stand near the evidence.
        var cues: [CueHit]
        /// Theme cues that made the themes.
        var themeCues: [ThemeCue]
        /// "our" or a blessing right beside a group's name.
        var ownsGroup: Bool
        /// The post opens with a group's name and a colon.
        var isSpeaker: Bool
        /// Some violent group, its outlet or its leader is named.
        var hasGroup: Bool
        /// Anything is named.
        var hasName: Bool
        /// A theme with weight was found.
        var hasTheme: Bool
        /// A name carries the asterisk of Russian legal practice.
        var hasAsterisk: Bool
        /// Years named: two and more are how chronicles and reports tell of things.
        var years: Int
        /// Words that threaten or abuse someone.
        var attacked: [Range<Int>]
        /// Where quotation marks are.
        var sentences: Sentences
    }

    private struct Tally {
        var points = 0
        var hasStrong = false
        /// People are warned of the group: what officials say to the public stands above how they say it.
        var hasWarning = false
        var evidence: [Evidence] = []
    }

    func judge(_ matter: Case) -> StanceFinding {
        var (reporting, countering, promoting) = tallies(matter)
        if matter.hasAsterisk {
            reporting.points += points("boilerplate")
            reporting.hasStrong = true
        }
        if matter.years >= 2 { reporting.points += points("chronicle") }
        // Others' words in quotation marks are not the post's own, be they theme or stance.
        let isTold = isTold(matter)
        promoting.points += min(6, lexicon.weights["voice.cue"] / 10 * (isTold ? 0 : ownVoices(matter)))
        if matter.ownsGroup {
            promoting.points += lexicon.weights["voice.group"] / 10
            promoting.hasStrong = true
        }
        if matter.isSpeaker { promoting.points += lexicon.weights["voice.speaker"] / 10 }
        let outside = reporting.points + countering.points
        func finding(_ label: Stance, _ tally: Tally, against: Int) -> StanceFinding {
            let confidence = Double(tally.points + 1) / Double(tally.points + against + 2)
            return StanceFinding(label: label, confidence: (confidence * 100).rounded() / 100, evidence: tally.evidence)
        }
        let margin = lexicon.weights[countering.hasWarning ? "stance.warning-margin" : "stance.countering-margin"] / 10
        if countering.hasStrong && countering.points >= promoting.points && countering.points >= reporting.points - margin {
            return finding(.countering, countering, against: promoting.points)
        }
        if outside >= 2 && (outside > promoting.points || (reporting.hasStrong && outside == promoting.points)) {
            return countering.points > reporting.points
                ? finding(.countering, countering, against: promoting.points) : finding(.reporting, reporting, against: promoting.points)
        }
        guard matter.hasGroup || matter.hasTheme || matter.hasName else { return StanceFinding(label: .unclear, confidence: 0.5, evidence: []) }
        if promoting.points > 0 && (!isTold || promoting.hasStrong) && (promoting.points > outside || promoting.hasStrong) {
            return finding(.promoting, promoting, against: outside)
        }
        if outside > 0 {
            return countering.points > reporting.points ? finding(.countering, countering, against: 1) : finding(.reporting, reporting, against: 1)
        }
        // Nobody's voice is heard. What stands in quotation marks is told by someone else; a group with a theme speaks for itself; a name and nothing else is
        // talked about.
        if isTold { return finding(.reporting, reporting, against: 0) }
        if matter.hasTheme && matter.hasGroup { return StanceFinding(label: .promoting, confidence: 0.6, evidence: []) }
        if matter.hasName && !matter.hasTheme { return finding(.reporting, reporting, against: 0) }
        return StanceFinding(label: .unclear, confidence: 0.5, evidence: [])
    }

    /// Whether the evidence of the themes is told by someone else: in quotation marks, or in words that only reports use ("claimed responsibility").
    private func isTold(_ matter: Case) -> Bool {
        matter.themeCues.contains { lexicon.patterns.flags($0.pattern).contains(.reportVoice) }
            || !matter.themeCues.isEmpty && matter.themeCues.allSatisfy { matter.sentences.isQuoted($0.words.lowerBound) }
    }

    /// Theme cues in the post's own voice that do not overlap.
    private func ownVoices(_ matter: Case) -> Int {
        var seen: [Range<Int>] = []
        for cue in matter.themeCues where lexicon.patterns.flags(cue.pattern).contains(.ownVoice) && !seen.contains(where: { $0.overlaps(cue.words) })
        {
            seen.append(cue.words)
        }
        return seen.count
    }

    /// Cues that say who speaks. The words of a threat or of abuse ("sentence", "judges", "astray") are no court report and no warning, and promotion in quotation marks beside a frame outside
    /// them is someone else's.
    private func telling(_ matter: Case) -> [CueHit] {
        let hasFrame =
            isTold(matter) || matter.cues.contains { lexicon.patterns.owner($0.pattern) != 2 && !matter.sentences.isQuoted($0.words.lowerBound) }
        return matter.cues.filter { cue in
            switch lexicon.patterns.owner(cue.pattern) {
            case 2: return !(hasFrame && matter.sentences.isQuoted(cue.words.lowerBound))
            case 0: return lexicon.stanceKinds[lexicon.patterns.part(cue.pattern)] != "police" || !matter.attacked.contains { $0.overlaps(cue.words) }
            default: return !matter.attacked.contains { $0.overlaps(cue.words) }
            }
        }
    }

    private func points(_ kind: String) -> Int { max(1, lexicon.weights["stance.cue." + kind] / 10) }

    private func tallies(_ matter: Case) -> (Tally, Tally, Tally) {
        var tallies = [Tally(), Tally(), Tally()]
        var seen: [Range<Int>] = []
        // Longer cues first, so that a word inside a longer cue is not counted again; of equal ones the strong.
        let ordered = telling(matter).sorted { a, b in
            if a.words.count != b.words.count { return a.words.count > b.words.count }
            let (x, y) = (lexicon.patterns.flags(a.pattern).contains(.strong), lexicon.patterns.flags(b.pattern).contains(.strong))
            if x != y { return x }
            return (a.words.lowerBound, a.pattern) < (b.words.lowerBound, b.pattern)
        }
        for cue in ordered where !seen.contains(where: { $0.overlaps(cue.words) }) {
            seen.append(cue.words)
            let isStrong = lexicon.patterns.flags(cue.pattern).contains(.strong)
            let stance = lexicon.patterns.owner(cue.pattern)
            tallies[stance].points += isStrong ? points(lexicon.stanceKinds[lexicon.patterns.part(cue.pattern)]) : 1
            if isStrong {
                tallies[stance].hasStrong = true
                if lexicon.stanceKinds[lexicon.patterns.part(cue.pattern)] == "warn" { tallies[stance].hasWarning = true }
            }
            tallies[stance].evidence.append(Evidence(range: cue.range, field: cue.field, gloss: lexicon.patterns[cue.pattern].gloss))
        }
        return (tallies[0], tallies[1], tallies[2])
    }
}
