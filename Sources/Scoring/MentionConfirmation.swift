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

    /// Themes whose words ordinary life uses of books, statements and meetings: they are no company for a doubtful name.
    private static let everyday: Set<String> = ["release", "statement", "activity", "grievance", "turkistan", "detainees"]

    private func hasCompany(_ mention: Mention, _ strong: [Mention], _ evidence: PostEvidence) -> Bool {
        let near = { (words: Range<Int>) in abs(words.lowerBound - mention.words.lowerBound) <= Self.window && !words.overlaps(mention.words) }
        if strong.contains(where: { near($0.words) && lexicon.entities[$0.entity].kind != .official }) { return true }
        // Names of one family, each doubtful alone: a group's short name beside its leader's.
        if evidence.tags.mentions.contains(where: { near($0.words) && isTelling($0) && isFamily($0.entity, mention.entity) }) { return true }
        if zip(evidence.indicators, evidence.indicatorWords).contains(where: { $0.kind.isPayment && near($1..<$1 + 1) }) { return true }
        let cues = evidence.tags.themeCues.filter { near($0.words) && !Self.everyday.contains(lexicon.themes[lexicon.patterns.owner($0.pattern)].id) }
        // Two different cues of such themes, or one said in the post's own voice: one alone may be an ordinary word.
        let hasTwo = cues.contains { a in cues.contains { !$0.words.overlaps(a.words) && part($0) != part(a) } }
        let voices = evidence.tags.stanceCues.filter { lexicon.patterns.owner($0.pattern) == 2 && near($0.words) }
        let hasVoice = cues.contains { cue in
            lexicon.patterns.flags(cue.pattern).contains(.ownVoice) || voices.contains { !$0.words.overlaps(cue.words) }
        }
        if isTelling(mention) ? hasTwo || hasVoice : hasTwo && hasVoice { return true }
        if lexicon.entities[mention.entity].kind == .outlet && isIssue(mention, evidence, near) { return true }
        // "the terrorist group …", "banned …" right beside it.
        return evidence.tags.stanceCues.contains { cue in
            let kind = lexicon.stanceKinds[lexicon.patterns.part(cue.pattern)]
            return (kind == "boilerplate" || kind == "frame") && abs(cue.words.lowerBound - mention.words.lowerBound) <= 6
                && !cue.words.overlaps(mention.words)
        }
    }

    /// A doubtful outlet's name as a hashtag with a word of publishing, or with a number of an issue right beside it.
    private func isIssue(_ mention: Mention, _ evidence: PostEvidence, _ near: (Range<Int>) -> Bool) -> Bool {
        guard let theme = lexicon.themes.first(where: { $0.id == "release" }), mention.words.upperBound <= evidence.text.words.count else {
            return false
        }
        let cues = evidence.tags.themeCues.filter { near($0.words) && lexicon.themes[lexicon.patterns.owner($0.pattern)].id == "release" }
        let isTag = evidence.text.words[mention.words.lowerBound].form.contains(.hashtag)
        return cues.contains { cue in
            isTag
                || (theme.parts[lexicon.patterns.part(cue.pattern)] == "number"
                    && min(abs(cue.words.lowerBound - mention.words.upperBound), abs(mention.words.lowerBound - cue.words.upperBound)) <= 2)
        }
    }

    private func part(_ cue: CueHit) -> Int { lexicon.patterns.owner(cue.pattern) * 256 + lexicon.patterns.part(cue.pattern) }

    /// A name of several words, or one written as it must be (an acronym in capitals, a title), a hashtag: «Хуросон» alone is a region and a restaurant.
    private func isTelling(_ mention: Mention) -> Bool {
        mention.isStrong || mention.words.count > 1 || !lexicon.patterns.flags(mention.pattern).isDisjoint(with: .caps)
    }

    /// Different entities of which one is the other's parent, or that share one.
    private func isFamily(_ a: Int, _ b: Int) -> Bool {
        let (x, y) = (lexicon.entities[a], lexicon.entities[b])
        guard x.id != y.id else { return false }
        return x.parent == y.id || y.parent == x.id || (x.parent != nil && x.parent == y.parent && (x.isPerson || y.isPerson))
    }
}
