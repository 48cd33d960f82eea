public import Lexicons
public import Model

/// Reads what an outlet publishes: which issue and in what form.
public struct ReleaseFinder: Sendable {
    private let lexicon: Lexicon

    /// Makes a finder of a lexicon.
    public init(lexicon: Lexicon) { self.lexicon = lexicon }

    /// Formats by the English words in the glosses of release cues, most telling first.
    private static let formats = [
        "magazine", "newspaper", "book", "booklet", "video", "audio", "nasheed", "article", "statement", "infographic", "poster",
    ]

    /// The release of a post in which the theme `release` was found; nil when no outlet is named.
    public func release(in evidence: PostEvidence, _ assessment: Assessment) -> Alert.Release? {
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
            outlet: lexicon.entities[outlet.entity].id, title: nil, issue: issue(after: outlet, evidence), format: format,
            language: evidence.language == "und" ? nil : evidence.language)
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
        return nil
    }
}
