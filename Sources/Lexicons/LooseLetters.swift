internal import Foundation

/// Letters that people type for each other: the special letters of Tajik, Uzbek and Kazakh on a Russian keyboard, old Tajik fonts, Latin letters without
/// their diacritics, Arabic letters with and without hamza.
///
/// Sources: `facts.yaml` traps 5 and 6 (Russian-keyboard Tajik and Uzbek; old fonts њ ќ ї ѓ ў љ), the Kazakh, Turkish and Turkmen alphabets,
/// Unicode's Arabic block for the forms of heh, ya and waw.
public enum LooseLetters {
    private static let pairs: [(String, Character)] = [
        ("ҳһњ", "х"), ("қќҡ", "к"), ("ғѓ", "г"), ("ӣїі", "и"), ("ӯўұү", "у"), ("ҷљҹ", "ч"), ("ё", "е"), ("ә", "а"), ("өӧ", "о"), ("ңҥ", "н"),
        ("ӂ", "ж"),
        ("ѐ", "е"), ("ѝ", "и"), ("şšṣ", "s"), ("çčć", "c"), ("ğǵģ", "g"), ("ıíîīï", "i"), ("öóôōŏõ", "o"), ("üúûūů", "u"), ("âáāäãå", "a"),
        ("éèêēë", "e"),
        ("ñňń", "n"), ("žźż", "z"), ("ýÿ", "y"), ("ḥħ", "h"), ("ṭţ", "t"), ("ḍ", "d"), ("أإآٱ", "ا"), ("ةۀہھەۂۃ", "ه"), ("ئېۍێ", "ی"),
        ("ؤۉۇۆۈۋ", "و"),
        ("ګ", "گ"), ("ڼ", "ن"),
    ]

    /// Units from here on stand for themselves. Below it are all Latin, Cyrillic and Arabic letters but presentation forms, which the matching form does not have.
    @inlinable public static var end: UInt16 { 0x1F00 }

    /// For each unit below `end` the letter it is taken for. Latin and Cyrillic letters with a diacritic that no line above names are taken for the letter
    /// without it (canonical decomposition): noise, or a language that names are not looked for in.
    public static let table: [UInt16] = {
        var table = (0..<end).map { $0 }
        for unit in [0xC0...0x24F, 0x4D0...0x4FF, 0x1E00...0x1EFF].joined() {
            guard let scalar = Unicode.Scalar(UInt32(unit)) else { continue }
            let plain = String(scalar).decomposedStringWithCanonicalMapping.utf16
            if plain.count > 1, let base = plain.first { table[unit] = base }
        }
        for (letters, plain) in pairs {
            for unit in String(letters).utf16 { table[Int(unit)] = plain.utf16.first ?? unit }
        }
        for (letter, plain) in [("ł", "l"), ("ø", "o"), ("đ", "d"), ("ŧ", "t"), ("ƙ", "k")] {
            if let unit = letter.utf16.first, let base = plain.utf16.first { table[Int(unit)] = base }
        }
        // A letter of two diacritics (ǿ) loses both.
        for unit in table.indices { table[unit] = table[Int(table[unit])] }
        return table
    }()

    /// The letter that `unit` is taken for.
    @inline(__always)
    public static func loosened(_ unit: UInt16) -> UInt16 { unit < end ? table[Int(unit)] : unit }
}
