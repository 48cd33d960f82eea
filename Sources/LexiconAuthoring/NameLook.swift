internal import Lexicons

/// Which looks beside its own a name is given: short names would collide with any word.
struct NameLook: Hashable {
    /// Spellings in other scripts and by other habits.
    let isRespelt: Bool
    /// Backwards, and whole in look-alike letters of another script.
    let isDisguised: Bool
    /// Long enough to be respelt within its script.
    private let isLong: Bool
    /// Of one word, which has nothing beside it to tell it by.
    private var isAlone: Bool

    /// Letters that the glued form of a name of several words needs; shorter than eight it must also be written as a tag (`Tagger`).
    static let shortestGlued = 6

    init(_ words: [[UInt16]], isStrong: Bool, needsCapitals: Bool) {
        let count = words.reduce(0) { $0 + $1.count }
        isRespelt = count >= 5 || (count == 4 && isStrong && !needsCapitals)
        isDisguised = isStrong && count >= 4
        isLong = count >= 6
        isAlone = words.count == 1
    }

    /// The same for all its words glued to one.
    var alone: NameLook {
        var look = self
        look.isAlone = true
        return look
    }

    /// Whether a spelling of one of its words is taken. Without vowels Arabic letters say little: a single word needs six of them, the article not counted.
    /// A short word is one of many languages: it is respelt by the first scheme only.
    func admits(_ spelling: [UInt16], _ scheme: Transliteration) -> Bool {
        if spelling.count <= 3 && scheme.name != Transliteration.all.first(where: { $0.from == scheme.from && $0.to == scheme.to })?.name {
            return false
        }
        if scheme.from == scheme.to { return isLong }
        if scheme.to != .arabic || !isAlone { return true }
        let article: [UInt16] = [0x627, 0x644]
        return spelling.count - (spelling.starts(with: article) ? 2 : 0) >= 6
    }
}

/// The Arabic article as a word of a name: al-, with a sun letter's (at-, an-, ash-), in Turkish and Cyrillic spelling.
enum Articles {
    private static let latin: Set<String> = ["al", "el", "ul", "ut", "at", "ad", "an", "ash", "as", "ar", "az", "et", "en", "es", "er", "il"]
    private static let cyrillic: Set<String> = ["аль", "ал", "эль", "ул", "уль", "ат", "ут", "ан", "ун", "аш", "ас", "ар", "ад", "аз", "ут"]

    /// What the article at a word may be written as; empty when the word is none.
    static func forms(_ words: [[UInt16]], at index: Int) -> [[UInt16]] {
        let article = String(decoding: words[index], as: UTF16.self)
        guard index + 1 < words.count, let next = String(decoding: words[index + 1], as: UTF16.self).first else { return [] }
        var forms: Set<String>
        if latin.contains(article) {
            forms = ["al", "el", "ul", "аль", "ал"]
            // Not an-, as-, ar-, en-: they are words of many languages, and a lexicon that means them says so.
            if "td".contains(next) { forms.formUnion(["a\(next)", "u\(next)", "e\(next)"]) }
            if next == "s" { forms.insert("ash") }
        } else if cyrillic.contains(article) {
            forms = ["аль", "ал", "эль", "ул", "уль", "al", "el", "ul"]
            if "тднрсзш".contains(next) { forms.formUnion(["а\(next)", "у\(next)"]) }
            if let letter = ["т": "t", "д": "d", "ш": "sh"][next] { forms.formUnion(["a" + letter, "u" + letter]) }
        } else {
            return []
        }
        return forms.sorted().map { Array($0.utf16) }
    }
}

/// Whole words in disguise. What hides inside a word (one foreign letter among its own) is undone where it is met (`SecondViews`); a word that is foreign
/// throughout looks like any other, so the lexicon must know it beforehand.
enum Disguises {
    /// Small letters whose capitals look the same in both scripts (UTS #39): ХОРАСАН may be nine Latin letters.
    private static let twins: [(Character, Character)] = [
        ("а", "a"), ("в", "b"), ("с", "c"), ("е", "e"), ("н", "h"), ("і", "i"), ("ј", "j"), ("к", "k"), ("м", "m"), ("о", "o"), ("р", "p"),
        ("ѕ", "s"),
        ("т", "t"), ("х", "x"), ("у", "y"),
    ]
    private static let toLatin = Dictionary(
        uniqueKeysWithValues: twins.compactMap { pair in unit(pair.0).flatMap { a in unit(pair.1).map { (a, $0) } } })
    private static let toCyrillic = Dictionary(uniqueKeysWithValues: toLatin.map { ($0.value, $0.key) })

    private static func unit(_ character: Character) -> UInt16? { character.utf16.first }

    /// Other ways a whole word may be written so that it looks the same, or the same backwards.
    static func wholeWord(_ letters: [UInt16]) -> [[UInt16]] {
        guard letters.count >= 4, let script = WordScript(of: letters) else { return [] }
        switch script {
        case .arabic:
            let reversed = Array(letters.reversed())
            return reversed == letters ? [] : [reversed]
        case .cyrillic, .latin:
            let table = script == .cyrillic ? toLatin : toCyrillic
            let twin = letters.compactMap { table[$0] }
            return twin.count == letters.count ? [twin] : []
        }
    }
}
