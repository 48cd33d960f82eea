internal import Lexicons
internal import Model

/// Which mentions count (`safeguards.md` 9): strong ones do; a weak one needs company of another kind near it.
struct MentionConfirmation {
    let lexicon: Lexicon

    /// How near company must be, in words.
    private static let window = 25

    func confirmed(in evidence: PostEvidence) -> [Mention] {
        let mentions = evidence.tags.mentions
        let strong = mentions.filter(\.isStrong)
        let kept = mentions.filter { $0.isStrong || hasCompany($0, strong, evidence) }
        // The more specific name says it all: a parent named only weakly beside its child is no further mention.
        return kept.filter { mention in
            mention.isStrong || !kept.contains { other in lexicon.entities[other.entity].parent == lexicon.entities[mention.entity].id }
        }
    }

    private func hasCompany(_ mention: Mention, _ strong: [Mention], _ evidence: PostEvidence) -> Bool {
        let near = { (words: Range<Int>) in abs(words.lowerBound - mention.words.lowerBound) <= Self.window && !words.overlaps(mention.words) }
        if strong.contains(where: { near($0.words) && lexicon.entities[$0.entity].kind != .official }) { return true }
        if zip(evidence.indicators, evidence.indicatorWords).contains(where: { $0.kind.isPayment && near($1..<$1 + 1) }) { return true }
        // Two different theme cues: one alone may be an ordinary word.
        let cues = evidence.tags.themeCues.filter { near($0.words) }
        let parts = Set(cues.map { lexicon.patterns.owner($0.pattern) * 256 + lexicon.patterns.part($0.pattern) })
        if parts.count >= 2 && cues.contains(where: { a in cues.contains { !$0.words.overlaps(a.words) } }) { return true }
        // "the terrorist group …", "banned …" right beside it.
        return evidence.tags.stanceCues.contains { cue in
            let kind = lexicon.stanceKinds[lexicon.patterns.part(cue.pattern)]
            return (kind == "boilerplate" || kind == "frame") && abs(cue.words.lowerBound - mention.words.lowerBound) <= 6
                && !cue.words.overlaps(mention.words)
        }
    }
}
