/// The scripts that endings and spellings are made for.
package enum WordScript: Int, CaseIterable, Sendable {
    case latin, cyrillic, arabic

    /// The script of a folded word's first letter; nil for a word of digits.
    package init?(of word: [UInt16]) {
        guard let unit = word.first(where: { $0 > 0x40 }) else { return nil }
        switch unit {
        case 0x400..<0x530: self = .cyrillic
        case 0x600..<0x780, 0x8A0..<0x900: self = .arabic
        default: self = .latin
        }
    }

    /// The script of a lexicon section.
    package init(ofLanguage tag: String) {
        switch tag {
        case "tg", "uz-Cyrl", "ru", "kk", "ky": self = .cyrillic
        case "uz-Arab", "fa", "fa-AF", "ps", "ug", "ar": self = .arabic
        default: self = .latin
        }
    }
}
