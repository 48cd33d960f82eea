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
        /// Stance cues that do not lie inside a name.
        var cues: [CueHit]
        /// Theme cues that made the themes.
        var themeCues: [Int]
        /// Some violent group or its outlet is named.
        var hasGroup: Bool
        /// A theme with weight was found.
        var hasTheme: Bool
        /// A name carries the asterisk of Russian legal practice.
        var hasAsterisk: Bool
        /// All the evidence of the themes stands in quotation marks.
        var isQuoted: Bool
    }

    private struct Tally {
        var strong = 0
        var weak = 0
        var evidence: [Evidence] = []
        var points: Int { strong * 3 + weak }
    }

    func judge(_ matter: Case) -> StanceFinding {
        var tallies = [Tally(), Tally(), Tally()]
        var seen: [Range<Int>] = []
        // Longer cues first, so that a word inside a longer cue is not counted again.
        for cue in matter.cues.sorted(by: { ($0.words.count, $1.words.lowerBound) > ($1.words.count, $0.words.lowerBound) }) {
            if seen.contains(where: { $0.overlaps(cue.words) }) { continue }
            seen.append(cue.words)
            let flags = lexicon.patterns.flags(cue.pattern)
            let stance = lexicon.patterns.owner(cue.pattern)
            if flags.contains(.strong) { tallies[stance].strong += 1 } else { tallies[stance].weak += 1 }
            tallies[stance].evidence.append(Evidence(range: cue.range, field: cue.field, gloss: lexicon.patterns[cue.pattern].gloss))
        }
        if matter.hasAsterisk { tallies[0].strong += 1 }
        for pattern in matter.themeCues {
            let flags = lexicon.patterns.flags(pattern)
            if flags.contains(.ownVoice) && !matter.isQuoted { tallies[2].weak += 1 }
            if flags.contains(.reportVoice) { tallies[0].weak += 1 }
        }
        let (reporting, countering, promoting) = (tallies[0], tallies[1], tallies[2])
        func finding(_ label: Stance, _ tally: Tally, against: Int) -> StanceFinding {
            let confidence = Double(tally.points + 1) / Double(tally.points + against + 2)
            return StanceFinding(label: label, confidence: (confidence * 100).rounded() / 100, evidence: tally.evidence)
        }
        if countering.strong > 0 && countering.points >= promoting.points {
            return finding(.countering, countering, against: promoting.points)
        }
        let outside = reporting.points + countering.points
        if reporting.strong > 0 && outside >= promoting.points { return finding(.reporting, reporting, against: promoting.points) }
        if outside > promoting.points && outside >= 2 {
            return countering.points > reporting.points
                ? finding(.countering, countering, against: promoting.points) : finding(.reporting, reporting, against: promoting.points)
        }
        if matter.hasGroup || matter.hasTheme {
            if promoting.points > outside { return finding(.promoting, promoting, against: outside) }
            if outside > 0 && promoting.points == 0 { return finding(.reporting, reporting, against: 1) }
            if matter.hasTheme && matter.hasGroup && outside == 0 {
                return StanceFinding(label: .promoting, confidence: 0.6, evidence: [])
            }
            if promoting.points > 0 { return finding(.promoting, promoting, against: outside + 1) }
        }
        return StanceFinding(label: .unclear, confidence: 0.5, evidence: [])
    }
}
