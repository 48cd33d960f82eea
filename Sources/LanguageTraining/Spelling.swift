// Other ways people write a language, made from its ordinary spelling: other alphabets by rule, letters typed without the special ones. Training and
// measuring on them is what keeps a post recognisable when its author had only a Russian keyboard.

/// Replaces letters and groups of letters, the longest that fits first.
struct Spelling: Sendable {
    private let first: [Character: [(from: [Character], to: String)]]

    /// Pairs `from to`, separated by commas; an empty `to` deletes.
    init(_ rules: String) {
        var first: [Character: [(from: [Character], to: String)]] = [:]
        for rule in rules.split(separator: ",") {
            let parts = rule.split(separator: " ", omittingEmptySubsequences: true)
            guard let from = parts.first, let letter = from.first else { continue }
            first[letter, default: []].append((Array(from), parts.count > 1 ? String(parts[1]) : ""))
        }
        self.first = first.mapValues { $0.sorted { $0.from.count > $1.from.count } }
    }

    /// The text in the other spelling, in small letters.
    func respell(_ text: String) -> String {
        let letters = Array(text.lowercased())
        var result = ""
        var index = 0
        next: while index < letters.count {
            for rule in first[letters[index]] ?? [] where letters[index...].starts(with: rule.from) {
                result += rule.to
                index += rule.from.count
                continue next
            }
            result.append(letters[index])
            index += 1
        }
        return result
    }

    /// Tajik in Latin letters as people type it; four habits.
    static let latinTajik: [Spelling] = [
        Spelling(tajikBase + ",х kh,қ q,ғ gh,ӣ i,ӯ u,ҷ j,ж zh,в v,й y,ё yo,е e"),
        Spelling(tajikBase + ",х x,қ q,ғ g',ӣ i,ӯ o',ҷ j,ж j,в v,й y,ё yo,е e"),
        Spelling(tajikBase + ",х h,қ k,ғ g,ӣ i,ӯ u,ҷ j,ж j,в v,й i,ё yo,е e"),
        Spelling(tajikBase + ",х kh,қ q,ғ gh,ӣ ī,ӯ ū,ҷ j,ж zh,в w,й y,ё jo,е ye"),
    ]
    private static let tajikBase =
        "а a,б b,г g,д d,з z,и i,к k,л l,м m,н n,о o,п p,р r,с s,т t,у u,ф f,ҳ h,ч ch,ш sh,ъ ',э e,ю yu,я ya,ц ts,щ sh,ы i,ь"

    /// Persian in Latin letters, from Tajik spelling, which writes the vowels: о is the long a of Tehran, и and у its short e and o.
    static let latinPersian: [Spelling] = [
        Spelling(persianBase + ",о a,ӯ u,ӣ i,қ gh,у o,в v"), Spelling(persianBase + ",о aa,ӯ oo,ӣ ee,қ gh,у o,в v"),
        Spelling(persianBase + ",о a,ӯ oo,ӣ i,қ q,у o,в v"), Spelling(persianBase + ",ро ro,о a,ӯ u,ӣ y,қ gh,у o,в w"),
    ]
    private static let persianBase =
        "онҳо unha,он un,ро ro,мешав mish,мегӯ mig,мехоҳ mikha,а a,б b,г g,ғ gh,д d,е i,ме mi,ё ya,ж zh,з z,и e,й y,к k,л l,м m,н n,п p,р r,с s,т t,ф f,х kh,ҳ h,ч ch,ҷ j,ш sh,ъ '"
        + ",э e,ю yu,я ya,ц ts,щ sh,ы i,ь"

    /// Russian in Latin letters.
    static let latinRussian: [Spelling] = [
        Spelling(russianBase + ",х kh,ж zh,ц ts,щ shch,ы y,й y,ё yo,ю yu,я ya,ь"),
        Spelling(russianBase + ",х h,ж zh,ц c,щ sch,ы y,й j,ё e,ю yu,я ya,ь '"),
        Spelling(russianBase + ",х x,ж j,ц c,щ sh,ы i,й i,ё yo,ю u,я ya,ь"), Spelling(russianBase + ",х h,ж zh,ц ts,щ sh,ы y,й i,ё e,ю ju,я ja,ь j"),
    ]
    private static let russianBase = "а a,б b,в v,г g,д d,е e,з z,и i,к k,л l,м m,н n,о o,п p,р r,с s,т t,у u,ф f,ч ch,ш sh,ъ,э e"

    /// Serbian in Latin letters.
    static let latinSerbian = Spelling(
        "а a,б b,в v,г g,д d,ђ đ,е e,ж ž,з z,и i,ј j,к k,л l,љ lj,м m,н n,њ nj,о o,п p,р r,с s,т t,ћ ć,у u,ф f,х h,ц c,ч č,џ dž,ш š")

    /// Uzbek in the letters that have been proposed or are typed for oʻ gʻ sh ch.
    static let newerUzbek: [Spelling] = [
        Spelling("o' ö,oʻ ö,o‘ ö,o’ ö,o` ö,g' ğ,gʻ ğ,g‘ ğ,g’ ğ,g` ğ,sh ş,ch ç"),
        Spelling("o' ŏ,oʻ ŏ,o‘ ŏ,o’ ŏ,o` ŏ,g' ğ,gʻ ğ,g‘ ğ,g’ ğ,g` ğ,sh ş,ch ç"),
        Spelling("o' õ,oʻ õ,o‘ õ,o’ õ,o` õ,g' ḡ,gʻ ḡ,g‘ ḡ,g’ ḡ,g` ḡ,sh ş,ch ç"),
        Spelling("o' u,oʻ u,o‘ u,o’ u,o` u,g' g,gʻ g,g‘ g,g’ g,g` g,q k,x h"),
        Spelling("o' ó,oʻ ó,o‘ ó,o’ ó,o` ó,g' ǵ,gʻ ǵ,g‘ ǵ,g’ ǵ,g` ǵ,sh ş,ch c"), Spelling("sh 6,ch 4,o' o,oʻ o,o‘ o,g' g,gʻ g,g‘ g,q k"),
    ]

    /// Turkmen in Cyrillic, as until 1993 and still in older people's posts.
    static let cyrillicTurkmen = Spelling(
        "ýa я,ýe е,ýo ё,ýu ю,a а,b б,ç ч,d д,e е,ä ә,f ф,g г,h х,i и,j җ,ž ж,k к,l л,m м,n н,ň ң,o о,ö ө,p п,r р,s с,ş ш,t т,u у,ü ү,w в,y ы,ý й,z з")
}

/// Letters typed without the special ones, on the matching form: unit by unit.
struct Degradation: Sendable {
    /// For each letter what may stand for it; the first is usual.
    private let substitutes: [UInt16: [[UInt16]]]
    /// How often a text of the language is degraded in training.
    let frequency: Double

    private init(_ rules: String, frequency: Double) {
        var substitutes: [UInt16: [[UInt16]]] = [:]
        for rule in rules.split(separator: " ") {
            let parts = rule.split(separator: ">", omittingEmptySubsequences: false)
            guard parts.count == 2, let from = parts[0].utf16.first else { continue }
            substitutes[from] = parts[1].split(separator: "|", omittingEmptySubsequences: false).map { Array($0.utf16) }
        }
        self.substitutes = substitutes
        self.frequency = frequency
    }

    /// Rewrites a text.
    ///
    /// - Parameter complete: every special letter goes, each to its usual substitute; otherwise each goes or stays by chance.
    func apply(_ units: [UInt16], complete: Bool, _ random: inout TrainingRandom) -> [UInt16] {
        var result: [UInt16] = []
        result.reserveCapacity(units.count)
        var chosen: [UInt16: [UInt16]] = [:]
        for unit in units {
            guard let options = substitutes[unit] else {
                result.append(unit)
                continue
            }
            if let choice = chosen[unit] {
                result += choice
                continue
            }
            var choice = complete && random.chance(0.8) ? options[0] : options[random.below(options.count)]
            if !complete && random.chance(0.4) { choice = [unit] }
            chosen[unit] = choice
            result += choice
        }
        return result
    }

    /// By class name.
    static let all: [String: Degradation] = [
        "tg": Degradation("ҳ>х қ>к ғ>г ӣ>и ӯ>у|о ҷ>ч|дж|ж ъ>", frequency: 0.35),
        "uz-Cyrl": Degradation("ў>у|о қ>к ғ>г ҳ>х ъ>", frequency: 0.35),
        "kk": Degradation("ә>а|э ғ>г қ>к ң>н|нг ө>о ұ>у ү>у һ>х і>и|ы", frequency: 0.3),
        "ky": Degradation("ң>н|нг ө>о ү>у", frequency: 0.3),
        "tk-Cyrl": Degradation("ә>э|а җ>ж|дж ң>н|нг ө>о ү>у", frequency: 0.5),
        "tt": Degradation("ә>а|э җ>ж ң>н ө>о ү>у һ>х", frequency: 0.2),
        "ba": Degradation("ә>э|а ғ>г ҡ>к ң>н ө>о ү>у һ>х ҙ>з ҫ>с", frequency: 0.2),
        "uk": Degradation("і>и ї>и є>е ґ>г", frequency: 0.1),
        "ru": Degradation("ё>е", frequency: 0.3),
        "tr": Degradation("ı>i ş>s ğ>g ç>c ö>o ü>u", frequency: 0.3),
        "tk": Degradation("ý>y ň>n ä>a|e ž>z|j|zh ş>s|sh ç>c|ch ö>o ü>u", frequency: 0.35),
        "az": Degradation("ı>i ş>s ğ>g ç>c ö>o ü>u ə>e|a", frequency: 0.3),
        "crh": Degradation("ı>i ş>s ğ>g ç>c ö>o ü>u ñ>n â>a", frequency: 0.2),
        "kmr": Degradation("ş>s ç>c ê>e î>i û>u", frequency: 0.2),
        "uz-Latn": Degradation("q>k x>h", frequency: 0.1),
        "de": Degradation("ä>ae|a ö>oe|o ü>ue|u ß>ss", frequency: 0.1),
        "es": Degradation("á>a é>e í>i ó>o ú>u ñ>n", frequency: 0.2),
        "fr": Degradation("à>a â>a é>e è>e ê>e î>i ô>o û>u ç>c", frequency: 0.2),
        "uz-Arab": Degradation("ې>ی ۉ>و ۇ>و س>س|ص|ث ز>ز|ذ|ض|ظ ت>ت|ط ه>ه|ح ح>ه آ>ا غ>غ|گ ق>ق|ک گ>گ|ک", frequency: 0.5),
        "fa": Degradation("آ>ا ئ>ی أ>ا ؤ>و ة>ه", frequency: 0.25),
        "ps": Degradation("ټ>ت ډ>د ړ>ر ږ>ژ|گ|ز ښ>ش|خ ځ>ز|خ څ>س|خ ڼ>ن ې>ی ۍ>ی ئ>ی ګ>گ ۀ>ه", frequency: 0.25),
        "ug": Degradation("ە>ه ې>ی ۇ>و ۆ>و ۈ>و ۋ>و ڭ>نگ|ن ھ>ه ئ>ا|", frequency: 0.15),
        "ar": Degradation("أ>ا إ>ا آ>ا ة>ه ئ>ی ؤ>و ء>", frequency: 0.35),
        "ckb": Degradation("ە>ه ێ>ی ۆ>و ڵ>ل ڕ>ر", frequency: 0.15),
    ]
}
