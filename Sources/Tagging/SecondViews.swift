// What a word looks like once a disguise is undone. Built only for words that call for it: letters of two scripts in one word, digits among letters, runs of
// single letters or of pieces glued by signs.

internal import Lexicons
package import Model

/// The disguises mirob undoes, each on its own.
package enum SecondViews {
    /// Look-alikes among small letters, Latin → Cyrillic. Source: UTS #39 confusables, the pairs that hold in either case (`В` and `B`, `Н` and `H`).
    private static let latinToCyrillic: [UInt16: UInt16] = {
        let pairs: [(Character, Character)] = [
            ("a", "а"), ("b", "в"), ("c", "с"), ("e", "е"), ("h", "н"), ("i", "и"), ("j", "ј"), ("k", "к"), ("m", "м"), ("n", "п"), ("o", "о"),
            ("p", "р"),
            ("r", "г"), ("s", "ѕ"), ("t", "т"), ("u", "и"), ("x", "х"), ("y", "у"),
        ]
        return Dictionary(uniqueKeysWithValues: pairs.compactMap { pair in pair.0.utf16.first.flatMap { a in pair.1.utf16.first.map { (a, $0) } } })
    }()

    private static let cyrillicToLatin: [UInt16: UInt16] = {
        let pairs: [(Character, Character)] = [
            ("а", "a"), ("в", "b"), ("с", "c"), ("е", "e"), ("н", "h"), ("і", "i"), ("ј", "j"), ("к", "k"), ("м", "m"), ("о", "o"), ("р", "p"),
            ("ѕ", "s"),
            ("т", "t"), ("х", "x"), ("у", "y"), ("ԁ", "d"), ("һ", "h"), ("ӏ", "l"), ("ԛ", "q"), ("ѵ", "v"), ("ѡ", "w"), ("г", "r"), ("п", "n"),
            ("и", "u"),
        ]
        return Dictionary(uniqueKeysWithValues: pairs.compactMap { pair in pair.0.utf16.first.flatMap { a in pair.1.utf16.first.map { (a, $0) } } })
    }()

    /// Digits written for letters, by script.
    private static let digitsToCyrillic: [UInt16: [Character]] = [
        0x30: ["о"], 0x31: ["и", "і", "л"], 0x33: ["з", "е", "э"], 0x34: ["ч", "а"], 0x36: ["б"], 0x38: ["в"], 0x39: ["д"], 0x37: ["т"], 0x35: ["с"],
    ]
    private static let digitsToLatin: [UInt16: [Character]] = [
        0x30: ["o"], 0x31: ["i", "l"], 0x33: ["e"], 0x34: ["a"], 0x35: ["s"], 0x37: ["t"], 0x38: ["b"], 0x39: ["g"], 0x36: ["g"],
    ]
    private static let digitsToArabic: [UInt16: [Character]] = [0x31: ["ا"], 0x30: ["ه"], 0x35: ["ه"]]

    /// Other readings of a word's letters; none for a word that is not in disguise.
    static func readings(of letters: [UInt16], form: NormalizedText.Form) -> [[UInt16]] {
        var readings: [[UInt16]] = []
        let isMixed = form.isSuperset(of: [.latin, .cyrillic])
        let hasDigit = form.contains(.digit) && !form.isDisjoint(with: .scripts)
        guard letters.count >= 2, letters.count <= 40 else { return [] }
        if isMixed {
            readings.append(letters.map { latinToCyrillic[$0] ?? $0 })
            readings.append(letters.map { cyrillicToLatin[$0] ?? $0 })
        }
        if hasDigit {
            let bases = readings.isEmpty ? [letters] : readings
            let table = form.contains(.cyrillic) ? digitsToCyrillic : form.contains(.arabic) ? digitsToArabic : digitsToLatin
            readings = bases.flatMap { substituted($0, table) }
        }
        if let squeezed = squeezed(letters) { readings.append(squeezed) }
        return readings
    }

    /// The letters with each digit read in each way it may stand for, at most 16 readings.
    private static func substituted(_ letters: [UInt16], _ table: [UInt16: [Character]]) -> [[UInt16]] {
        var readings: [[UInt16]] = [[]]
        for letter in letters {
            let options = (0x30...0x39).contains(letter) ? (table[letter] ?? []).flatMap { Array($0.utf16) } : [letter]
            if options.isEmpty { return [] }
            readings = readings.flatMap { reading in options.map { reading + [$0] } }
            if readings.count > 16 { return [] }
        }
        return readings
    }

    /// Stretched letters back to one (`Хууурооосон`); nil when none is stretched to three or more.
    static func squeezed(_ letters: [UInt16]) -> [UInt16]? {
        var result: [UInt16] = []
        var found = false
        var index = 0
        while index < letters.count {
            var end = index + 1
            while end < letters.count && letters[end] == letters[index] { end += 1 }
            if end - index >= 3 {
                result.append(letters[index])
                found = true
            } else {
                result.append(contentsOf: letters[index..<end])
            }
            index = end
        }
        return found ? result : nil
    }

    /// A letter that the sign between two glued pieces stands for: `д@иш`.
    static func letter(for gap: NormalizedText.Gap, script: NormalizedText.Form) -> UInt16? {
        guard gap == .at else { return nil }
        return script.contains(.cyrillic) ? 0x430 : script.contains(.arabic) ? 0x627 : 0x61
    }

    /// Whether a word may be a piece of a spelt-out name.
    static func isPiece(_ word: NormalizedText.Word) -> Bool {
        word.count <= 2 && !word.form.contains(.link)
    }

    /// Signs that hide a name when they stand between its letters.
    package static let glue: NormalizedText.Gap = [
        .dot, .hyphen, .underscore, .asterisk, .at, .picture, .other, .slash, .apostrophe, .comma, .exclamation, .sentenceEnd,
    ]
}
