// Spellings of a word in another script or by another habit, by table. Each scheme is one way people write throughout a word, not a standard applied for its
// own sake; a word's spellings are those of all schemes, in their order, without repetition and at most `limit` a script.
//
// In a table `^` before a source stands for the beginning of a word, `$` after it for the end; the longest source that fits is taken. Letters that have no
// line stay as they are when they belong to the script that is written, else the scheme says nothing of the word.

internal import Lexicons

/// One way of writing words of one script in another, or in the same.
package struct Transliteration: Sendable {
    /// What `lexicon show` calls it.
    package var name: String
    /// Script of the words it takes.
    package var from: WordScript
    /// Script it writes.
    package var to: WordScript
    private var rules: [UInt16: [Rule]]

    private struct Rule {
        var source: [UInt16]
        var target: [UInt16]
        var atStart: Bool
        var atEnd: Bool
    }

    private init(_ name: String, _ from: WordScript, _ to: WordScript, _ tables: [String]) {
        self.name = name
        self.from = from
        self.to = to
        var targets: [String: String] = [:]
        // Later tables override earlier ones.
        for table in tables {
            for line in table.split(whereSeparator: \.isWhitespace) {
                let sides = line.split(separator: ":", omittingEmptySubsequences: false)
                targets[String(sides[0])] = sides.count > 1 ? String(sides[1]) : ""
            }
        }
        rules = [:]
        for (key, target) in targets {
            let source = Array(key.filter { $0 != "^" && $0 != "$" }.utf16)
            guard let first = source.first else { continue }
            rules[first, default: []].append(
                Rule(source: source, target: Array(target.utf16), atStart: key.hasPrefix("^"), atEnd: key.hasSuffix("$")))
        }
        let rank = { (rule: Rule) in rule.source.count * 4 + (rule.atStart ? 2 : 0) + (rule.atEnd ? 1 : 0) }
        for key in rules.keys {
            rules[key]?.sort { (rank($1), $0.source.map(Int.init).reduce(0, +)) < (rank($0), $1.source.map(Int.init).reduce(0, +)) }
        }
    }

    /// A folded word as this scheme writes it; nil when it has a letter of another script that no line takes.
    package func spelling(of word: [UInt16]) -> [UInt16]? {
        var result: [UInt16] = []
        var index = 0
        while index < word.count {
            let rule = rules[word[index]]?.first { rule in
                word[index...].starts(with: rule.source) && (!rule.atStart || index == 0) && (!rule.atEnd || index + rule.source.count == word.count)
            }
            if let rule {
                result += rule.target
                index += rule.source.count
            } else {
                let unit = word[index]
                guard (0x30...0x39).contains(unit) || WordScript(of: [unit]) == to else { return nil }
                result.append(unit)
                index += 1
            }
        }
        return result.isEmpty ? nil : result
    }

    /// Most spellings of a word in one script.
    package static let limit = 8

    /// Every other spelling of a folded word, the likeliest first, with the scheme that made it. No two are the same once letters are loosened, and none is
    /// the word itself.
    package static func spellings(of word: [UInt16]) -> [(letters: [UInt16], scheme: Transliteration)] {
        guard let script = WordScript(of: word) else { return [] }
        var seen: Set<[UInt16]> = [word.map(LooseLetters.loosened)]
        var counts: [WordScript: Int] = [:]
        var result: [(letters: [UInt16], scheme: Transliteration)] = []
        for scheme in all where scheme.from == script && counts[scheme.to, default: 0] < limit {
            guard let letters = scheme.spelling(of: word), seen.insert(letters.map(LooseLetters.loosened)).inserted else { continue }
            counts[scheme.to, default: 0] += 1
            result.append((letters, scheme))
        }
        return result
    }

    // MARK: - Tables

    private static let cyrillicToLatin = """
        а:a б:b в:v г:g д:d е:e ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh щ:shch ъ: ы:y ь: э:e ю:yu я:ya ё:yo
        ғ:gh ӣ:i қ:q ӯ:u ҳ:h ҷ:j ў:o ә:a ө:o ү:u ұ:u ң:n һ:h і:i
        """
    private static let latinToCyrillic = """
        a:а b:б c:к d:д e:е f:ф g:г h:ҳ i:и j:ж k:к l:л m:м n:н o:о p:п q:қ r:р s:с t:т u:у v:в w:в x:х y:й z:з
        sh:ш ch:ч kh:х gh:ғ zh:ж ts:ц yo:ё yu:ю ya:я ye:е ph:ф oo:у ee:и iy:ий ^e:э ş:ш ç:ч ğ:ғ ö:ў ŏ:ў ü:у ı:и ñ:нг ý:й ž:ж
        """
    private static let latinToLatin = "kh:h gh:g q:k w:v ou:u oo:u ee:i aw:au dzh:j dj:j"
    /// Vowels of Tajik in Persian letters: long ones written, short ones not. د for one letter of several is the commonest.
    private static let cyrillicToPersian = """
        ^а:ا а: а$:ه ^о:ا о:ا ^у:ا у: у$:و ^ӯ:او ӯ:و ^и:ا и: и$:ی ^ӣ:ای ӣ:ی ^е:ی е:ی ^э:ا э: я:ی ^я:یا я$:یه ё:یا ю:یو й:ی
        б:ب в:و г:گ ғ:غ д:د ж:ژ з:ز к:ک қ:ق л:ل м:م н:ن п:پ р:ر с:س т:ت ф:ف х:خ ҳ:ه ч:چ ҷ:ج ш:ش ъ:ع ь: ў:و ^ў:او уллоҳ:الله оллоҳ:الله ллоҳ:لله улло$:الله
        """

    /// All schemes, the likeliest first. Sources: ISO 9 and the BGN/PCGN tables for Russian and Tajik reduced to plain Latin letters, the Uzbek alphabets of
    /// 1995 and of the later drafts (ş ç ğ ö/ŏ, which lose their marks when letters are loosened), habits seen in posts (x and h for х, w for ш, дж and
    /// its likes for ҷ), Turkish and English renderings of Arabic names; for Persian letters the correspondences of Tajik school grammars.
    package static let all: [Transliteration] = [
        Transliteration("Cyrillic to Latin, kh", .cyrillic, .latin, [cyrillicToLatin]),
        Transliteration("Cyrillic to Latin, Uzbek alphabet of 1995", .cyrillic, .latin, [cyrillicToLatin, "х:x ғ:g ж:j дж:j"]),
        Transliteration("Cyrillic to Latin, h", .cyrillic, .latin, [cyrillicToLatin, "х:h қ:k ғ:g ж:j дж:j"]),
        Transliteration("Cyrillic to Latin, new Uzbek alphabet", .cyrillic, .latin, [cyrillicToLatin, "х:x ғ:g ж:j дж:j ш:s ч:c"]),
        Transliteration("Cyrillic to Latin, x and j", .cyrillic, .latin, [cyrillicToLatin, "х:x ц:c я:ja ю:ju ё:jo й:j дж:dj ж:j қ:k ғ:g"]),
        Transliteration(
            "Cyrillic to Latin, ye", .cyrillic, .latin, [cyrillicToLatin, "^е:ye ае:aye ее:eye ие:iye ое:oye уе:uye ые:yye дж:dj ый:iy ий:iy"]),
        Transliteration("Cyrillic to Latin, i for й", .cyrillic, .latin, [cyrillicToLatin, "х:h й:i ий:y ый:y дж:dj ж:j я:ia ё:e қ:k ғ:g"]),
        Transliteration("Cyrillic to Latin, w for ш", .cyrillic, .latin, [cyrillicToLatin, "х:x ғ:g ж:j ш:w"]),
        Transliteration("Cyrillic to Latin, Turkish", .cyrillic, .latin, [cyrillicToLatin, "х:h қ:k ғ:g ж:j дж:c ҷ:c ш:s ч:c"]),
        Transliteration("Latin to Cyrillic", .latin, .cyrillic, [latinToCyrillic]),
        Transliteration("Latin to Cyrillic, Russian", .latin, .cyrillic, [latinToCyrillic, "h:х q:к gh:г ğ:г j:дж dzh:дж dj:дж aw:ау c:к y$:и"]),
        Transliteration("Latin to Cyrillic, Tajik", .latin, .cyrillic, [latinToCyrillic, "j:ҷ dj:ҷ dzh:ҷ c:ҷ"]),
        Transliteration("Latin respelt, h", .latin, .latin, [latinToLatin, "dh:z x:h"]),
        Transliteration("Latin respelt, x", .latin, .latin, [latinToLatin, "kh:x dh:d zh:j"]),
        Transliteration("Latin respelt, kh", .latin, .latin, [latinToLatin, "kh:kh x:kh gh:gh q:q"]),
        Transliteration("Latin respelt, Turkish", .latin, .latin, [latinToLatin, "dh:z x:h j:c sh:s ch:c zh:j"]),
        Transliteration("Cyrillic respelt, дж", .cyrillic, .cyrillic, ["ҷ:дж"]),
        Transliteration("Cyrillic respelt, ж", .cyrillic, .cyrillic, ["ҷ:ж дж:ж"]),
        Transliteration("Cyrillic respelt, ҷ", .cyrillic, .cyrillic, ["дж:ҷ ж:ҷ"]),
        Transliteration("Tajik to Persian letters", .cyrillic, .arabic, [cyrillicToPersian]),
        Transliteration("Tajik to Persian letters, vowels written", .cyrillic, .arabic, [cyrillicToPersian, "и:ی у:و ^у:او ^и:ای"]),
        Transliteration(
            "Uzbek to Arabic letters", .cyrillic, .arabic, [cyrillicToPersian, "а:ه ^а:ا и:ی у:و ^у:او ^и:ای э:ی е:ی ғ:غ ж:ج ҳ:ه"]),
    ]
}
