public import Lexicons
public import Model

/// Reads what an outlet publishes: which issue, under what title, in what form and language.
public struct ReleaseFinder: Sendable {
    private let lexicon: Lexicon

    /// Makes a finder of a lexicon.
    public init(lexicon: Lexicon) { self.lexicon = lexicon }

    /// Formats by the English words in the glosses of release cues, most telling first.
    private static let formats = [
        "magazine", "newspaper", "book", "booklet", "video", "audio", "nasheed", "article", "statement", "infographic", "poster",
    ]

    /// The release of a post in which the theme `release` was found; nil when no outlet is named.
    ///
    /// - Parameter surface: the post's text in a range of scalars; without it no title is given.
    public func release(in evidence: PostEvidence, _ assessment: Assessment, surface: ((ScalarRange) -> String)? = nil) -> Alert.Release? {
        guard let theme = assessment.themes.first(where: { $0.id == "release" }),
            let outlet = assessment.mentions.first(where: { lexicon.entities[$0.mention.entity].kind == .outlet })?.mention
        else { return nil }
        let releaseTheme = lexicon.themes.firstIndex { $0.id == "release" }
        let glosses =
            theme.evidence.map(\.gloss)
            + evidence.tags.themeCues.compactMap { cue in
                lexicon.patterns.owner(cue.pattern) == releaseTheme ? lexicon.patterns[cue.pattern].gloss : nil
            }
        let format = Self.formats.first { format in glosses.contains { $0.lowercased().contains(format) } }
        return Alert.Release(
            outlet: lexicon.entities[outlet.entity].id, title: title(near: outlet, evidence, surface), issue: issue(after: outlet, evidence),
            format: format, language: edition(near: outlet, evidence) ?? (evidence.language == "und" ? nil : evidence.language))
    }

    /// A title stands in quotation marks, no further from the outlet's name than this, and has no more words than that.
    private static let titleWindow = 30
    private static let longestTitle = 14

    /// The quoted words nearest to the outlet's name that are not a name themselves.
    private func title(near outlet: Mention, _ evidence: PostEvidence, _ surface: ((ScalarRange) -> String)?) -> String? {
        guard let surface, outlet.field == nil else { return nil }
        let words = evidence.text.words
        var best: (distance: Int, range: ScalarRange)?
        var start: Int?
        for index in 0...words.count {
            let gap = index < words.count ? words[index].before : evidence.text.trailing
            if gap.contains(.closeQuote), let first = start {
                let isName = evidence.tags.mentions.contains { $0.field == nil && $0.words.overlaps(first..<index) }
                let distance = first >= outlet.words.upperBound ? first - outlet.words.upperBound : outlet.words.lowerBound - index
                if !isName && index - first <= Self.longestTitle && (0...Self.titleWindow).contains(distance) && distance < best?.distance ?? Int.max
                {
                    best = (distance, ScalarRange(evidence.text.range(of: words[first]).start, evidence.text.range(of: words[index - 1]).end))
                }
                start = nil
            }
            if gap.contains(.openQuote) { start = index }
        }
        return best.map { surface($0.range) }
    }

    /// The language the edition is said to be in, near the outlet's name.
    private func edition(near outlet: Mention, _ evidence: PostEvidence) -> String? {
        guard outlet.field == nil else { return nil }
        let (text, end) = (evidence.text, outlet.words.upperBound)
        var found: [String] = []
        for index in end..<max(end, min(text.words.count, end + 14)) {
            if let tag = IssueWords.language(text.string(of: text.words[index])), !found.contains(tag) { found.append(tag) }
        }
        // Several languages are several editions: the post's own is as good as any.
        guard found.count == 1 else { return nil }
        return found[0] == "uz" && evidence.language.hasPrefix("uz") ? evidence.language : found[0]
    }

    /// Digits and nothing else, also as `#12`.
    private func isNumber(_ form: NormalizedText.Form) -> Bool {
        form.contains(.digit) && form.isDisjoint(with: NormalizedText.Form.scripts.union([.link, .handle]))
    }

    /// The first whole number of at most four digits near the outlet's name that is not a year, after the name before before it.
    private func issue(after outlet: Mention, _ evidence: PostEvidence) -> Int? {
        let file = evidence.fileNames.last { $0.firstWord <= outlet.words.lowerBound }
        let (text, base) = outlet.field == nil ? (evidence.text, 0) : (file?.text ?? evidence.text, file?.firstWord ?? 0)
        let (start, end) = (outlet.words.lowerBound - base, outlet.words.upperBound - base)
        let after = end..<max(end, min(text.words.count, end + 8))
        let before = max(0, start - 6)..<start
        for index in Array(after) + before.reversed() where text.words[index].form.isSuperset(of: .digit) && text.words[index].count <= 4 {
            if let number = Int(text.string(of: text.words[index])), number > 0, !(1900...2100).contains(number) { return number }
        }
        // In words, but only beside a word for an issue or a part: "the first time" is no number.
        let counted = evidence.tags.themeCues.filter { cue in
            let theme = lexicon.themes[lexicon.patterns.owner(cue.pattern)]
            return theme.id == "release" && cue.field == outlet.field
                && ["number", "format"].contains(theme.parts[lexicon.patterns.part(cue.pattern)])
        }
        for index in Array(after) + before.reversed() {
            let place = index + base
            guard counted.contains(where: { $0.words.contains(place) || $0.words.lowerBound == place + 1 || $0.words.upperBound == place }) else {
                continue
            }
            if let number = IssueWords.number(text.string(of: text.words[index])) { return number }
        }
        return outlet.field == nil ? issueInFileNames(evidence) : nil
    }

    /// The first number of a file name, where the text has none: `sadoi_2.pdf`.
    private func issueInFileNames(_ evidence: PostEvidence) -> Int? {
        for (_, name) in evidence.fileNames {
            for word in name.words where word.form.isSuperset(of: .digit) && word.count <= 3 {
                if let number = Int(name.string(of: word)), number > 0 { return number }
            }
        }
        return nil
    }
}
