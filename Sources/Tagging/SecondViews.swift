// What words look like once a disguise is undone. Built only for words that call for it: letters of two scripts in one word, digits among letters, stretched
// letters, names run together in tags, and runs of pieces: single letters apart, or bits of a word tied by signs.
//
//     и . г . и . л        four words tied by dots             → игил, four words long
//     Хур@сон              two words tied by a sign            → хурасон, хуросон
//     X о р а с а н        seven words, one of another script  → xорасан → хорасан
//
// A view keeps its map to the words of the text: what is found is a `WordHit` at its first word with the number of words it takes.

internal import Lexicons
package import Model

/// Looks for disguised words in one text, within a budget.
package struct SecondViews {
    /// A hit at a word of the text.
    struct Found {
        var word: Int
        var hit: WordHit
    }

    private let text: NormalizedText
    private let original: UTF8Text
    private let words: WordIndex
    private(set) var found: [Found] = []
    /// Work that may still be done, in about ten nanoseconds. A post has some for each of its units: far more than ordinary text takes, and a bound on
    /// hostile text.
    private var budget: Int
    private var hits: [WordHit] = []
    private var scalars: [Unicode.Scalar] = []

    init(_ text: NormalizedText, _ original: UTF8Text, _ words: WordIndex) {
        self.text = text
        self.original = original
        self.words = words
        budget = 8000 + 12 * text.count
    }

    /// Whether the budget was used up: then the rest of the text was not looked at for disguises.
    var isExhausted: Bool { budget < 0 }

    /// Whether any word of a text calls for a second view: none does in most posts, and then this is all they cost.
    static func areCalledFor(by text: NormalizedText) -> Bool {
        text.words.indices.contains { index in
            let form = text.words[index].form
            return LetterReadings.callsFor(form) || !form.isDisjoint(with: [.camel, .hashtag, .handle]) || isPieced(index, text)
        }
    }

    mutating func run() {
        for (index, word) in text.words.enumerated() {
            if word.form.isDisjoint(with: [.link]) {
                if LetterReadings.callsFor(word.form) && word.count >= 3 { addReadings(of: index) }
                if word.form.contains(.camel) || (!word.form.isDisjoint(with: [.hashtag, .handle]) && word.count >= 9) { addParts(of: index) }
            }
            if Self.isPieced(index, text) { addJoined(from: index) }
            if budget < 0 { return }
        }
    }

    private func letters(_ word: NormalizedText.Word) -> [UInt16] { Array(text.units[Int(word.start)..<Int(word.end)]) }

    /// Looks up letters; an ending may go up to any place marked in `ends`. `lengths` tells how many words a hit that ends there takes.
    private mutating func look(
        _ letters: [UInt16], _ ends: UInt64, at word: Int, least: WordAgreement = .deobfuscated, minimum: Int = 1, span: (Int) -> Int = { _ in 1 }
    ) {
        budget -= 12 + letters.count / 2
        var own: [Found] = []
        words.find(letters: letters.span, ends: ends, hits: &hits) { hit, end in
            guard Int(hit.stem) >= minimum else { return }
            var hit = hit
            hit.span = UInt8(truncatingIfNeeded: span(end))
            hit.agreement = max(least, hit.agreement)
            own.append(Found(word: word, hit: hit))
        }
        for item in own where !found.suffix(24).contains(where: { $0.word == item.word && $0.hit == item.hit }) { found.append(item) }
    }

    // MARK: - One word

    private mutating func addReadings(of index: Int) {
        let word = text.words[index]
        guard word.count <= 48 else { return }
        let base = letters(word)
        let end = UInt64(1) << UInt64(base.count - 1)
        if word.form.contains(.digit) {
            // A number of an issue at the end: СадоиХуросон2.
            let name = base.count - base.reversed().prefix { (0x30...0x39).contains($0) }.count
            if name >= 4 && name < base.count { look(Array(base[..<name]), UInt64(1) << UInt64(name - 1), at: index, least: .exact, minimum: 4) }
        }
        budget -= 20
        LetterReadings.replaced(base) { look($0, end, at: index) }
        if word.form.isSuperset(of: [.latin, .cyrillic]) { addForeignEnding(base, index) }
        if word.form.contains(.stretched) {
            for squeezed in LetterReadings.squeezed(base) {
                let end = UInt64(1) << UInt64(squeezed.count - 1)
                look(squeezed, end, at: index)
                if !word.form.isDisjoint(with: .digit) || word.form.isSuperset(of: [.latin, .cyrillic]) {
                    LetterReadings.replaced(squeezed, limit: 2) { look($0, end, at: index) }
                }
            }
        }
    }

    /// A name in one script with an ending in the other: IShIDнинг.
    private mutating func addForeignEnding(_ base: [UInt16], _ index: Int) {
        let isCyrillic = { (unit: UInt16) in (0x400..<0x530).contains(unit) }
        guard let first = base.first, let change = base.firstIndex(where: { isCyrillic($0) != isCyrillic(first) }), change >= 3,
            base.count - change <= 8,
            base[change...].allSatisfy({ isCyrillic($0) != isCyrillic(first) }), words.isEnding(Array(base[change...]))
        else { return }
        look(Array(base[..<change]), UInt64(1) << UInt64(change - 1), at: index, least: .inflected, minimum: 3)
    }

    /// Words that follow a name in the tags and handles of channels.
    private static let affixes: Set<[UInt16]> = Set(
        [
            "news", "media", "tv", "official", "channel", "studio", "press", "info", "live", "online", "uz", "tj", "ru", "kz", "kg", "tm", "af", "en",
            "org",
            "rasmiy", "kanal", "yangiliklar", "xabar", "нав", "медиа", "тв", "канал", "расмий", "расмӣ", "хабар", "новости", "официальный", "официал",
            "инфо",
        ].map { Array($0.utf16) })

    /// Names inside a tag, a handle or a word in camel case: between its capitals, or before a word that channels add (`@sadoixurosonnews`).
    private mutating func addParts(of index: Int) {
        let word = text.words[index]
        guard word.count >= 6, word.count <= 60 else { return }
        let base = letters(word)
        var ends = UInt64(1) << UInt64(base.count - 1)
        var starts: [Int] = []
        if word.form.contains(.camel) {
            loadScalars()
            for offset in 1..<base.count {
                let unit = Int(word.start) + offset
                let (before, after) = (scalars[Int(text.origins[unit - 1])], scalars[Int(text.origins[unit])])
                if before.properties.isLowercase && after.properties.isUppercase {
                    starts.append(offset)
                    ends |= UInt64(1) << UInt64(offset - 1)
                }
            }
        }
        if !word.form.isDisjoint(with: [.hashtag, .handle]) {
            for end in 8..<max(8, base.count) where Self.affixes.contains(Array(base[end...])) { ends |= UInt64(1) << UInt64(end - 1) }
        }
        look(base, ends, at: index, least: .exact, minimum: 4)
        for start in starts.prefix(6) where base.count - start >= 6 {
            look(Array(base[start...]), ends >> UInt64(start), at: index, least: .exact, minimum: 6)
        }
    }

    private mutating func loadScalars() {
        if scalars.isEmpty { scalars = original.scalars }
    }

    // MARK: - Several words

    /// Signs that hide a name when they stand between its letters.
    package static let glue: NormalizedText.Gap = [
        .dot, .hyphen, .underscore, .asterisk, .at, .picture, .other, .slash, .apostrophe, .comma, .exclamation, .sentenceEnd,
    ]

    /// How a word hangs on the one before it.
    private enum Tie { case none, sign, lineBreak, space }

    private static func tie(_ index: Int, _ text: NormalizedText) -> Tie {
        let before = text.words[index].before
        if before.isSubset(of: glue) { return before.isEmpty ? .none : .sign }
        if before == [.hyphen, .space, .newline] { return .lineBreak }
        return before.isSubset(of: glue.union([.space, .newline])) ? .space : .none
    }

    /// Whether a piece may go on with the next word: letters one by one, whatever stands between; bits of a word tied by a sign, one of each two short; the two
    /// halves of a word at the end of a line.
    private static func goesOn(_ index: Int, _ text: NormalizedText, afterLetters: Bool) -> Bool {
        guard index < text.words.count else { return false }
        let (last, next) = (text.words[index - 1], text.words[index])
        if last.form.contains(.link) || next.form.contains(.link) { return isLetterSign(index, text) }
        switch tie(index, text) {
        case .none: return false
        case .sign: return last.count <= 3 || next.count <= 3
        case .lineBreak: return last.count >= 2 && next.count >= 2
        case .space: return afterLetters && next.count == 1
        }
    }

    /// `T@liban` looks like an address to the normaliser; without a dot after it, it is none.
    private static func isLetterSign(_ index: Int, _ text: NormalizedText) -> Bool {
        let next = text.words[index]
        return next.before == .at && next.count <= 8 && text.words[index - 1].count <= 8 && min(next.count, text.words[index - 1].count) <= 3
            && (index + 1 >= text.words.count || text.words[index + 1].before != .dot) && !text.words[index - 1].before.contains(.slash)
    }

    /// Whether pieces of a spelt-out name may begin at a word.
    @inline(__always)
    private static func isPieced(_ index: Int, _ text: NormalizedText) -> Bool {
        guard index + 1 < text.words.count else { return false }
        let (word, next) = (text.words[index], text.words[index + 1])
        if next.before == .space {  // nearly always
            return word.count == 1 && next.count == 1 && index + 2 < text.words.count && text.words[index + 2].count == 1
        }
        return goesOn(index + 1, text, afterLetters: word.count == 1)
    }

    /// Joins the pieces that begin at a word as far as they go and looks the letters up, also with the signs between them read as letters.
    private mutating func addJoined(from first: Int) {
        var joined = letters(text.words[first])
        guard joined.count <= 24 else { return }
        var isLetters = text.words[first].count == 1
        var form = text.words[first].form
        var ends: [(letters: Int, words: Int)] = []
        var signs: [(at: Int, word: Int)] = []
        var last = first
        var isPlain = true
        budget -= 8
        while Self.goesOn(last + 1, text, afterLetters: isLetters), last - first < 40 {
            let next = text.words[last + 1]
            if joined.count + next.count > 48 { break }
            isLetters = isLetters && next.count == 1
            if Self.tie(last + 1, text) == .sign && !next.before.isDisjoint(with: [.at, .other, .asterisk, .exclamation]) {
                signs.append((joined.count, last + 1))
            }
            joined += text.units[Int(next.start)..<Int(next.end)]
            form.formUnion(next.form)
            if next.before != .space { isPlain = false }
            last += 1
            ends.append((joined.count, last - first + 1))
            // Nothing begins so: most runs of letters end here.
            if joined.count >= 4 && joined.count <= 6 && signs.isEmpty && !LetterReadings.callsFor(form) && words.isDeadEnd(joined) { return }
        }
        budget -= joined.count
        guard joined.count >= 3, let end = ends.last, end.letters >= 3 else { return }
        // Letters with nothing but spaces between them: two are an accident, as in «я и в».
        if isPlain && end.words < 3 { return }
        lookUp(joined, ends, form, first)
        if !signs.isEmpty && signs.count <= 4 { addSigns(joined, ends, signs, form, first) }
    }

    private mutating func lookUp(_ joined: [UInt16], _ ends: [(letters: Int, words: Int)], _ form: NormalizedText.Form, _ first: Int) {
        // What is mostly digits is a number, a score or a date.
        let isWord = { (end: Int) in joined[..<end].count { (0x30...0x39).contains($0) } * 2 < end }
        let mask = ends.filter { isWord($0.letters) }.reduce(UInt64(0)) { $0 | UInt64(1) << UInt64($1.letters - 1) }
        if mask == 0 { return }
        let span = { (end: Int) in ends.first { $0.letters == end }?.words ?? 1 }
        look(joined, mask, at: first, minimum: 3, span: span)
        // An ending set off by a hyphen hides nothing: ИГИЛ-ге.
        let whole = text.words[first].count
        for index in found.indices.suffix(24) where found[index].word == first && found[index].hit.span > 1 && Int(found[index].hit.stem) == whole {
            found[index].hit.agreement = .inflected
        }
        if LetterReadings.callsFor(form) {
            LetterReadings.replaced(joined) { look($0, mask, at: first, minimum: 3, span: span) }
        }
    }

    private mutating func addSigns(
        _ joined: [UInt16], _ ends: [(letters: Int, words: Int)], _ signs: [(at: Int, word: Int)], _ form: NormalizedText.Form, _ first: Int
    ) {
        let target: LookAlikes.Target = form.contains(.cyrillic) ? .cyrillic : form.contains(.arabic) ? .arabic : .latin
        loadScalars()
        var readings: [[UInt16]] = [joined]
        var inserted: [Int] = []
        for sign in signs {
            // The sign stands right after the last letter of the word before.
            let before = text.words[sign.word - 1]
            let position = Int(text.origins[Int(before.end) - 1]) + 1
            guard position < scalars.count, position + 1 == Int(text.origins[Int(text.words[sign.word].start)]),
                let letters = LookAlikes.letters(forSign: scalars[position], target)
            else { continue }
            let at = sign.at + inserted.count
            readings = readings.flatMap { reading in letters.map { Array(reading[..<at]) + [$0] + reading[at...] } }
            inserted.append(sign.at)
            if readings.count > 48 { return }
        }
        guard !inserted.isEmpty else { return }
        let moved = ends.map { end in (letters: end.letters + inserted.count { $0 < end.letters }, words: end.words) }
        for reading in readings { lookUp(reading, moved, form, first) }
    }
}
