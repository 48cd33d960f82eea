package import Model
package import ICUText

/// What one (compatibility-folded) scalar does in the matching form.
package enum ScalarRole: Hashable, Sendable {
    /// A letter, written as this unit.
    case letter(UInt16)
    /// A decimal digit, written as this unit (ASCII).
    case digit(UInt16)
    /// Ends a word and adds this to the gap.
    case separator(NormalizedText.Gap)
    /// Leaves no trace: harakat, tatweel, joiners, bidi controls, marks without meaning.
    case deleted
    /// Deleted between letters, a separator elsewhere (Uzbek oʻ, maʼno, IShID'ning).
    case apostrophe
    /// Opens before a word and closes after one.
    case quotationMark
    /// Ends a sentence before white space, joins initials elsewhere.
    case fullStop
}

extension ScalarRole {
    /// Role of a scalar that NFKC_Casefold has already gone over.
    ///
    /// Sources: Unicode 15 general categories by ICU; apostrophe forms as typed for Uzbek (U+02BB, U+02BC, U+2018, U+2019, U+0027, U+0060, U+00B4 and
    /// their look-alikes); Arabic and Persian letter forms as in the Persian Academy's Unicode guide (ya and kaf).
    package init(folded scalar: UInt32, scalarClass: ScalarClass) {
        switch scalar {
        case 0x27, 0x60, 0xB4, 0x2B9, 0x2BB, 0x2BC, 0x2BD, 0x2BE, 0x2BF, 0x2C8, 0x2CA, 0x2CB, 0x2018, 0x2019, 0x201B, 0x2032, 0xA78C:
            self = .apostrophe
        case 0x22, 0x201C, 0x2033, 0x301D: self = .quotationMark
        case 0xAB, 0x201E, 0x2039, 0x300C: self = .separator(.openQuote)
        case 0xBB, 0x201D, 0x203A, 0x300D, 0x301E: self = .separator(.closeQuote)
        case 0x2E: self = .fullStop
        case 0x21: self = .separator([.sentenceEnd, .exclamation])
        case 0x3F, 0x61F: self = .separator([.sentenceEnd, .question])
        case 0x6D4, 0x2026, 0x3002: self = .separator(.sentenceEnd)
        case 0x23: self = .separator(.hash)
        case 0x40: self = .separator(.at)
        case 0x2A, 0x2020, 0x2021, 0x66D: self = .separator(.asterisk)
        case 0x3A: self = .separator(.colon)
        case 0x28, 0x5B: self = .separator(.openParenthesis)
        case 0x29, 0x5D: self = .separator(.closeParenthesis)
        case 0x2D, 0x58A, 0x2010...0x2015, 0x2212: self = .separator(.hyphen)
        case 0x5F: self = .separator(.underscore)
        case 0x2C, 0x3B, 0x60C, 0x61B, 0x3001: self = .separator(.comma)
        case 0x2F, 0x5C: self = .separator(.slash)
        case 0x0D: self = .separator(.space)  // CRLF is one line break
        case 0x0A, 0x0B, 0x0C, 0x85, 0x2028: self = .separator([.space, .newline])
        case 0x2029: self = .separator([.space, .newline, .paragraph])
        case 0x640: self = .deleted  // tatweel
        case 0x64A, 0x649: self = .letter(0x6CC)  // Arabic ya, alif maqsura → Persian ya
        case 0x643: self = .letter(0x6A9)  // Arabic kaf → keheh
        default:
            if scalarClass.contains(.space) {
                self = .separator(.space)
            } else if scalarClass.contains(.digit), let value = ICUText.digitValue(scalar) {
                self = .digit(UInt16(0x30 + value))
            } else if scalarClass.contains(.mark) || scalarClass.contains(.ignorable) {
                self = .deleted
            } else if !scalarClass.isDisjoint(with: [.letter, .number]) {
                self = .letter(scalar < 0xFFFF ? UInt16(scalar) : NormalizedText.unknownLetter)
            } else if scalar < 0x20 || scalar == 0x7F {
                self = .separator(.other)
            } else if Self.isPicture(scalar) {
                self = .separator(.picture)
            } else {
                self = .separator(.other)
            }
        }
    }

    /// Emoji, flags and dingbats, by block (Unicode 15 Blocks.txt).
    static func isPicture(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x2190...0x21FF, 0x2300...0x23FF, 0x2600...0x27BF, 0x2900...0x297F, 0x2B00...0x2BFF, 0x1F000...0x1FAFF: true
        default: false
        }
    }
}

/// NFKC_Casefold with exceptions: the acute accent that Uzbek typists use for an apostrophe (NFKC would make it a space and a mark), the ellipsis
/// (one sign here, not three stops), № (a word of its own, so that `№2` is a sign and a number), and alphabets of decoration that NFKC leaves alone.
package func foldedScalars(of scalar: UInt32) -> [UInt32] {
    switch scalar {
    case 0xB4: [0x27]
    case 0x2026: [0x2026]
    case 0x2116: [0x20, 0x6E, 0x6F, 0x20]
    default: decorative(scalar).map { [$0] } ?? ICUText.nfkcCasefold(scalar)
    }
}

/// The plain letter of a letter of decoration: small capitals, letters in black circles and squares, regional indicators (a lone one: `Normalizer` takes
/// two in a row for a flag). Source: Unicode 15 NamesList.txt.
package func decorative(_ scalar: UInt32) -> UInt32? {
    switch scalar {
    case 0x1F150...0x1F169: return scalar - 0x1F150 + 0x61
    case 0x1F170...0x1F189: return scalar - 0x1F170 + 0x61
    case 0x1F1E6...0x1F1FF: return scalar - 0x1F1E6 + 0x61
    case 0x262...0x29F, 0x1D00...0x1D22, 0xA730...0xA731: return smallCapitals[scalar]
    default: return nil
    }
}

private let smallCapitals: [UInt32: UInt32] = Dictionary(
    uniqueKeysWithValues: zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ".unicodeScalars.map(\.value), "abcdefghijklmnoprstuvwyz".unicodeScalars.map(\.value)))

/// Whether a scalar is a regional indicator: two make a flag.
package func isRegional(_ scalar: UInt32) -> Bool { (0x1F1E6...0x1F1FF).contains(scalar) }

extension NormalizedText.Form {
    /// Script and case bits of a scalar as it stands in the original.
    package init(original scalar: UInt32, scalarClass: ScalarClass, script: UInt8) {
        self = []
        if scalarClass.contains(.letter) || scalarClass.contains(.mark) {
            switch script {
            case 25: insert(.latin)
            case 8: insert(.cyrillic)
            case 2: insert(.arabic)
            case 0, 1: insert(scalar < 0x1_0000 ? [] : .latin)  // Common, Inherited: mathematical letters are Latin in disguise
            default: insert(.otherScript)
            }
        }
        if scalarClass.contains(.upper) { insert(.upper) }
        if scalarClass.contains(.lower) { insert(.lower) }
    }
}
