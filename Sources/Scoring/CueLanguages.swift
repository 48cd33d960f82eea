internal import Lexicons
internal import Model

/// Which cues may be read as the language of the post: «мо» is "we" in Tajik and a ministry in Russian, «расмӣ» is official in Tajik and a picture in Uzbek.
///
/// Languages that people mix or that cannot be told apart in a few words share a family. A cue from another family counts only where it is too long to be a
/// coincidence: people do mix languages by the phrase.
struct CueLanguages {
    let lexicon: Lexicon

    /// Letters of a foreign cue of one word below which it may be another word altogether.
    private static let coincidence = 8

    /// The cues that may be of this language, in their order; all of them where the language can't be told.
    func cues(_ cues: [CueHit], in language: String) -> [CueHit] {
        let family = Self.family(of: language)
        guard family != .unknown else { return cues }
        return cues.filter { cue in
            // Agencies are names: the same in any language.
            if lexicon.patterns.kind(cue.pattern) == .stance && lexicon.stanceKinds[lexicon.patterns.part(cue.pattern)] == "agency" { return true }
            let other = Self.family(of: lexicon.patterns.language(cue.pattern))
            return other == family || other == .unknown || cue.words.count > 1 || cue.range.end - cue.range.start >= Self.coincidence
        }
    }

    private enum Family { case persian, uzbek, kipchak, oghuz, uyghur, pashto, russian, english, unknown }

    private static func family(of tag: String) -> Family {
        switch tag.prefix(2) {
        case "tg", "fa": .persian
        case "uz": .uzbek
        case "kk", "ky": .kipchak
        case "tr", "tk", "az": .oghuz
        case "ug": .uyghur
        case "ps": .pashto
        case "ru": .russian
        case "en": .english
        default: .unknown
        }
    }
}
