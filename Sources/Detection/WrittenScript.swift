package import Model

/// The scripts that have classes of their own. Each has its table, so that a word is only ever weighed against the languages written in its script.
package enum WrittenScript: Int, CaseIterable, Sendable {
    case latin, cyrillic, arabic

    /// ISO 15924.
    package var code: String {
        switch self {
        case .latin: "Latn"
        case .cyrillic: "Cyrl"
        case .arabic: "Arab"
        }
    }

    /// The script of a folded letter, nil for a digit or a letter of another script.
    package init?(unit: UInt16) {
        switch unit {
        case 0x61...0x7A, 0xAA, 0xB5, 0xBA, 0xDF...0xF6, 0xF8...0x24F, 0x250...0x2AF, 0x1E00...0x1EFF: self = .latin
        case 0x400...0x52F, 0x1C80...0x1C8F, 0xA640...0xA69F: self = .cyrillic
        case 0x610...0x61A, 0x620...0x65F, 0x66E...0x6EF, 0x6FA...0x6FF, 0x750...0x77F, 0x8A0...0x8FF: self = .arabic
        default: return nil
        }
    }
}

extension WrittenScript {
    /// The script of a word that has letters of one script only; nil for any other.
    @inline(__always) package init?(form: NormalizedText.Form) {
        let scripts = form.rawValue & NormalizedText.Form.scripts.rawValue
        if scripts == NormalizedText.Form.cyrillic.rawValue {
            self = .cyrillic
        } else if scripts == NormalizedText.Form.latin.rawValue {
            self = .latin
        } else if scripts == NormalizedText.Form.arabic.rawValue {
            self = .arabic
        } else {
            return nil
        }
    }

    /// The script of most letters of a word; nil when it has no letter of these scripts.
    package init?(_ units: Span<UInt16>, _ start: Int, _ end: Int) {
        var latin = 0
        var cyrillic = 0
        var arabic = 0
        for index in start..<end {
            switch WrittenScript(unit: units[index]) {
            case .latin: latin += 1
            case .cyrillic: cyrillic += 1
            case .arabic: arabic += 1
            case nil: break
            }
        }
        if latin + cyrillic + arabic == 0 { return nil }
        self = arabic > max(latin, cyrillic) ? .arabic : cyrillic >= latin ? .cyrillic : .latin
    }

    /// The script of a word: of most of its letters where it has several, nil when it has no letter of these scripts.
    package init?(word: NormalizedText.Word, in units: [UInt16]) {
        if let script = WrittenScript(form: word.form) ?? WrittenScript(units.span, Int(word.start), Int(word.end)) {
            self = script
        } else {
            return nil
        }
    }
}
