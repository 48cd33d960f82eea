internal import Lexicons
internal import Model

/// A piece of evidence that a theme's rule may ask for.
struct EvidenceItem {
    /// A part of the theme, or a kind of `Theme.otherKinds`.
    var kind: String
    /// Words it takes; empty for what stands nowhere in the text (a file).
    var words: Range<Int>
    /// The cue, mention or indicator.
    var evidence: Evidence?
    /// The cue's pattern, if it is a cue.
    var pattern: Int?
    /// A cue with a gap, in which something else may stand: "into the ranks of … come".
    var hasGap = false

    /// Whether the two take words from each other. A cue does not take what stands in its gap.
    func clashes(with other: EvidenceItem) -> Bool {
        words.overlaps(other.words) && !wraps(other.words) && !other.wraps(words)
    }

    /// Whether words stand in the cue's gap. (Where exactly the gap is does not matter: its ends hold words of the cue.)
    func wraps(_ inner: Range<Int>) -> Bool {
        hasGap && words.lowerBound < inner.lowerBound && inner.upperBound < words.upperBound
    }
}

/// Finds themes: the first rule of each theme whose needs stand near each other, none overlapping another.
struct ThemeFinder {
    let lexicon: Lexicon

    /// A theme found, with the items that made it.
    struct Found {
        var theme: Int
        var strength: Double
        var items: [EvidenceItem]
    }

    /// In a text of more words than this, what belongs together stands within so many: a digest of ten items is not about all of them at once.
    private static let longText = 80
    private static let nearnessInLongText = 25

    /// Themes in lexicon order. `common` are the items every theme may use (groups, wallets, …).
    func themes(cues: [CueHit], common: [EvidenceItem], wordCount: Int) -> [Found] {
        let nearness = wordCount > Self.longText ? Self.nearnessInLongText : Int.max
        var found: [Found] = []
        // Twice, since a rule may ask for a theme that stands after its own.
        for pass in 0..<2 {
            for (index, theme) in lexicon.themes.enumerated() where !found.contains(where: { $0.theme == index }) {
                let dependsOnTheme = theme.rules.contains { $0.needs.contains { $0.hasPrefix("theme:") } }
                if pass == 1 && !dependsOnTheme { continue }
                var items = common
                var hasOwnCue = false
                for cue in cues where lexicon.patterns.owner(cue.pattern) == index {
                    hasOwnCue = true
                    items.append(item(of: cue, theme))
                }
                // A rule may do without a cue of the theme's own: a wallet beside a group's name.
                guard hasOwnCue || theme.rules.contains(where: { $0.needs.allSatisfy(Theme.otherKinds.contains) }) else { continue }
                for other in found {
                    for piece in other.items.prefix(2) {
                        items.append(EvidenceItem(kind: "theme:" + lexicon.themes[other.theme].id, words: piece.words, evidence: nil, pattern: nil))
                    }
                }
                for rule in theme.rules {
                    var budget = 4000
                    if let chosen = choose(rule.needs[...], from: items, window: min(rule.window, nearness), chosen: [], &budget) {
                        found.append(Found(theme: index, strength: rule.strength, items: chosen))
                        break
                    }
                }
            }
        }
        return found
    }

    private func item(of cue: CueHit, _ theme: Theme) -> EvidenceItem {
        EvidenceItem(
            kind: theme.parts[lexicon.patterns.part(cue.pattern)], words: cue.words,
            evidence: Evidence(range: cue.range, field: cue.field, gloss: lexicon.patterns[cue.pattern].gloss), pattern: cue.pattern,
            hasGap: lexicon.patterns[cue.pattern].text.contains("…"))
    }

    /// The first choice of one item a need that keeps within the window and overlaps nowhere.
    private func choose(
        _ needs: ArraySlice<String>, from items: [EvidenceItem], window: Int, chosen: [EvidenceItem], _ budget: inout Int
    ) -> [EvidenceItem]? {
        guard let need = needs.first else { return chosen }
        for item in items where item.kind == need {
            budget -= 1
            if budget < 0 { return nil }
            if !item.words.isEmpty {
                let clash = chosen.contains { other in
                    !other.words.isEmpty
                        && (other.clashes(with: item) || abs(other.words.lowerBound - item.words.lowerBound) > window)
                }
                if clash { continue }
            }
            if let whole = choose(needs.dropFirst(), from: items, window: window, chosen: chosen + [item], &budget) { return whole }
        }
        return nil
    }
}
