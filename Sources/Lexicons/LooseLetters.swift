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

    /// For each unit below 0x780 the letter it is taken for; units beyond that stand for themselves.
    public static let table: [UInt16] = {
        var table = (0..<0x780).map { UInt16($0) }
        for (letters, plain) in pairs {
            for unit in String(letters).utf16 where unit < 0x780 { table[Int(unit)] = plain.utf16.first ?? unit }
        }
        return table
    }()

    /// The letter that `unit` is taken for.
    @inline(__always)
    public static func loosened(_ unit: UInt16) -> UInt16 { unit < 0x780 ? table[Int(unit)] : unit }
}
