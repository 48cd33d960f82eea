public import Lexicons
public import Model
internal import Synchronization

/// Reusable storage of one worker.
public struct TaggingScratch: Sendable {
    var hits: [WordHit] = []
    var starts: [UInt32] = []
    /// Part of the last text was not looked at for disguises or phrases: its budget was used up.
    var isLimited = false

    /// Empty.
    public init() {}

    /// Adds hits to those of their words.
    mutating func add(_ found: [SecondViews.Found], wordCount: Int) {
        if found.isEmpty { return }
        let extra = found.enumerated().sorted { ($0.element.word, $0.offset) < ($1.element.word, $1.offset) }.map(\.element)
        var hits: [WordHit] = []
        var starts: [UInt32] = []
        var next = 0
        for word in 0..<wordCount {
            starts.append(UInt32(hits.count))
            hits.append(contentsOf: self.hits[Int(self.starts[word])..<Int(self.starts[word + 1])])
            while next < extra.count && extra[next].word == word {
                hits.append(extra[next].hit)
                next += 1
            }
        }
        starts.append(UInt32(hits.count))
        self.hits = hits
        self.starts = starts
    }
}

/// A value that is made when it is first asked for, once for all threads.
private final class Made<Value: Sendable>: Sendable {
    private let make: @Sendable () -> Value
    private let kept = Mutex<Value?>(nil)

    init(_ make: @escaping @Sendable () -> Value) { self.make = make }

    var value: Value {
        kept.withLock { kept in
            if let kept { return kept }
            let made = make()
            kept = made
            return made
        }
    }
}

/// Finds the lexicon's names, cues and guards in the matching form of a text. Immutable, shared by all workers.
///
/// Order of work: words (`WordIndex`), second views of disguised words (`SecondViews`), phrases (`PhraseIndex`), then what each pattern asks for
/// (capitals, quotation marks), guards, and the longest name where names overlap.
public struct Tagger: Sendable {
    private let lexicon: Lexicon
    /// Names, cues and guards: made when the first text with a name in it comes, which on a short run may be never.
    private let all: Made<Index>
    private let names: Index
    private let transliterates: Bool

    /// Words and phrases to find.
    private struct Index: Sendable {
        var words: WordIndex
        var phrases: PhraseIndex

        init(_ vocabulary: Vocabulary, _ phrases: Phrases) {
            words = WordIndex(vocabulary)
            self.phrases = PhraseIndex(phrases)
        }
    }

    /// Builds the tables of a lexicon: a few milliseconds. Without `transliterates`, spellings in another script are not matched.
    ///
    /// - Parameter names: `lexicon.names`, where it is at hand.
    public init(lexicon: Lexicon, names: (Vocabulary, Phrases)? = nil, transliterates: Bool = true) {
        self.lexicon = lexicon
        self.transliterates = transliterates
        all = Made { Index(lexicon.vocabulary, lexicon.phrases) }
        let (vocabulary, phrases) = names ?? lexicon.names
        self.names = Index(vocabulary, phrases)
    }

    /// Whether a text has anything like a name in it. Nearly all posts have none, and without a name (or a payment address) nothing can come of a post:
    /// this pass over names alone, whose tables stay in the cache, is what ordinary posts cost.
    public func hasNames(in text: NormalizedText, original: UTF8Text, scratch: inout TaggingScratch) -> Bool {
        var places = ScalarOffsets(original)
        return find(names, in: text, original, &scratch).contains { hit in
            let flags = lexicon.patterns.flags(hit.pattern)
            if flags.contains(.caps) && hit.agreement != .deobfuscated && !hasCapitals(hit, text, &places) { return false }
            return !flags.contains(.title) || title(hit, text) != .absent || isOtherScript(hit, text)
        }
    }

    /// What the lexicon knows in a text. `original` is the text that `text` was made from; `field` names the file name it stands in, if it does.
    ///
    /// - Complexity: O(n).
    public func tags(in text: NormalizedText, original: UTF8Text, field: String? = nil, scratch: inout TaggingScratch) -> Tags {
        let found = find(all.value, in: text, original, &scratch)
        if found.isEmpty { return Tags() }
        var tags = resolve(found, text, original, field)
        if tags.mentions.contains(where: \.isStrong) { addEdited(to: &tags, text, original, field, &scratch) }
        tags.isLimited = scratch.isLimited
        tags.limit(to: Self.mostHits)
        return tags
    }

    /// Every phrase of the lexicon that stands undisguised in a text, before anything more is asked of it: what a plain matcher finds too.
    func phrases(in text: NormalizedText, original: UTF8Text, scratch: inout TaggingScratch) -> [PhraseHit] {
        find(all.value, in: text, original, &scratch, withViews: false)
    }

    /// Everything of an index that stands in a text, disguised or not.
    private func find(
        _ index: Index, in text: NormalizedText, _ original: UTF8Text, _ scratch: inout TaggingScratch, withViews: Bool = true
    ) -> [PhraseHit] {
        scratch.hits.removeAll(keepingCapacity: true)
        scratch.starts.removeAll(keepingCapacity: true)
        index.words.find(in: text, hits: &scratch.hits, starts: &scratch.starts)
        scratch.isLimited = false
        if withViews && SecondViews.areCalledFor(by: text) {
            var views = SecondViews(text, original, index.words)
            views.run()
            scratch.isLimited = views.isExhausted
            scratch.add(views.found, wordCount: text.words.count)
        }
        if scratch.hits.isEmpty { return [] }
        var walk = Walk(text: text, hits: scratch.hits, starts: scratch.starts, phrases: index.phrases)
        for word in text.words.indices { walk.begin(at: word) }
        if walk.isExhausted { scratch.isLimited = true }
        return walk.found
    }

    /// Most names of a text, and most cues of a kind: what scoring does with them takes time by their square.
    private static let mostHits = 400

    // MARK: - One edit

    /// Letters that a name needs to be known with one of them wrong.
    private static let leastEdited = 8

    /// Names with one wrong letter, weak always, and only beside a strong name that is whole: never alone. A word that the lexicon knows as anything is no misspelt name.
    private func addEdited(to tags: inout Tags, _ text: NormalizedText, _ original: UTF8Text, _ field: String?, _ scratch: inout TaggingScratch) {
        var extra: [SecondViews.Found] = []
        var hits: [WordHit] = []
        var left = 64
        for (index, word) in text.words.enumerated() where word.count >= 6 && word.count <= 24 && word.form.isDisjoint(with: [.link, .digit]) {
            if scratch.starts[index] != scratch.starts[index + 1] || tags.mentions.contains(where: { $0.words.contains(index) }) { continue }
            left -= 1
            if left < 0 { break }
            hits.removeAll(keepingCapacity: true)
            names.words.findEdited(Array(text.units[Int(word.start)..<Int(word.end)]), hits: &hits)
            extra += hits.map { SecondViews.Found(word: index, hit: $0) }
        }
        if extra.isEmpty { return }
        scratch.add(extra, wordCount: text.words.count)
        var walk = Walk(text: text, hits: scratch.hits, starts: scratch.starts, phrases: all.value.phrases)
        for word in Set(extra.flatMap { [$0.word, $0.word - 1, $0.word - 2, $0.word - 3] }).sorted() where word >= 0 { walk.begin(at: word) }
        let patterns = lexicon.patterns
        let edited = walk.found.filter { hit in
            let letters = hit.words.reduce(0) { $0 + text.words[$1].count }
            return hit.agreement == .fuzzy && patterns.kind(hit.pattern) == .alias && patterns.flags(hit.pattern).isDisjoint(with: [.caps, .title])
                && letters >= Self.leastEdited && !tags.mentions.contains { $0.words.overlaps(hit.words) }
        }
        let kept = longest(edited.map { ($0, false) })
        var places = ScalarOffsets(original)
        tags.mentions += kept.map { name in
            Mention(
                entity: patterns.owner(name.hit.pattern), pattern: name.hit.pattern, range: range(of: name.hit.words, text, &places),
                words: name.hit.words,
                match: .fuzzy, isStrong: false, field: field)
        }
        tags.mentions.sort { $0.words.lowerBound < $1.words.lowerBound }
    }

    // MARK: - What counts

    private func resolve(_ found: [PhraseHit], _ text: NormalizedText, _ original: UTF8Text, _ field: String?) -> Tags {
        let patterns = lexicon.patterns
        let covers = Covers(found.filter { patterns.kind($0.pattern) == .guarding }, wordCount: text.words.count)
        var names: [(hit: PhraseHit, isStrong: Bool)] = []
        var ordinary: Set<Int> = []
        var guards: Set<Int> = []
        var tags = Tags()
        var places = ScalarOffsets(original)
        let isShouting = Self.isShouting(text)
        for hit in found {
            let kind = patterns.kind(hit.pattern)
            if kind == .guarding { continue }
            let flags = patterns.flags(hit.pattern)
            var isStrong = flags.contains(.strong)
            if let cover = covers.first(around: hit.words) {
                let guarding = covers.hits[cover]
                if !patterns.flags(guarding.pattern).contains(.weakens) {
                    if kind == .alias {
                        ordinary.insert(patterns.owner(hit.pattern))
                        if guards.insert(cover).inserted {
                            tags.guarded.append(cue(guarding, text, field, &places))
                        }
                    }
                    continue
                }
                if hit.agreement >= .respelled { isStrong = false }
            }
            // A disguised word of two or three letters is any word at all.
            if hit.agreement == .deobfuscated && hit.words.count == 1 && hit.stem < 4 { continue }
            if !transliterates && hit.agreement == .respelled { continue }
            if flags.contains(.caps) && (isShouting || !hasCapitals(hit, text, &places)) && hit.agreement != .deobfuscated { continue }
            switch kind {
            case .alias:
                if isOtherScript(hit, text) {
                    if letterCount(hit, text) < 7 { isStrong = false }
                } else if flags.contains(.title) {
                    switch title(hit, text) {
                    case .absent: continue
                    case .uninformative: isStrong = false
                    case .present: break
                    }
                }
                if isShortGlued(hit, text, field) { continue }
                names.append((hit, isStrong))
            case .theme: tags.themeCues.append(cue(hit, text, field, &places))
            case .stance: tags.stanceCues.append(cue(hit, text, field, &places))
            case .guarding: break
            }
        }
        // Where a guard shows that a post means the ordinary word, the same word alone elsewhere in it means that too.
        tags.mentions = longest(names).map { name in
            let entity = patterns.owner(name.hit.pattern)
            let place = range(of: name.hit.words, text, &places)
            return Mention(
                entity: entity, pattern: name.hit.pattern, range: place, words: name.hit.words, match: matchKind(name.hit, place, &places),
                isStrong: name.isStrong && !(name.hit.words.count == 1 && ordinary.contains(entity)), field: field)
        }
        return tags
    }

    private func cue(_ hit: PhraseHit, _ text: NormalizedText, _ field: String?, _ places: inout ScalarOffsets) -> CueHit {
        CueHit(pattern: hit.pattern, range: range(of: hit.words, text, &places), words: hit.words, field: field)
    }

    private func letterCount(_ hit: PhraseHit, _ text: NormalizedText) -> Int { hit.words.reduce(0) { $0 + text.words[$1].count } }

    /// Whether a name was found in another script than the lexicon's: then capitals and quotation marks say nothing of it.
    private func isOtherScript(_ hit: PhraseHit, _ text: NormalizedText) -> Bool {
        guard hit.agreement == .respelled else { return false }
        let form = text.words[hit.words.lowerBound].form
        let language = lexicon.patterns.language(hit.pattern)
        return form.isDisjoint(with: Self.script(ofLanguage: language))
    }

    private static func script(ofLanguage tag: String) -> NormalizedText.Form {
        switch tag {
        case "tg", "uz-Cyrl", "ru", "kk", "ky": .cyrillic
        case "uz-Arab", "fa", "fa-AF", "ps", "ug", "ar": .arabic
        default: .latin
        }
    }

    /// A short name of several words run together: a name only where things are run together, in tags, handles, file names and camel case.
    private func isShortGlued(_ hit: PhraseHit, _ text: NormalizedText, _ field: String?) -> Bool {
        guard hit.words.count == 1, hit.stem < 8, field == nil else { return false }
        let word = text.words[hit.words.lowerBound]
        if !word.form.isDisjoint(with: [.hashtag, .handle, .camel, .arabic]) { return false }
        return lexicon.patterns.isSeveralWords(hit.pattern)
    }

    /// Where names overlap, the longest stays; of equals the strong, the closest in spelling, the first in the lexicon.
    private func longest(_ names: [(hit: PhraseHit, isStrong: Bool)]) -> [(hit: PhraseHit, isStrong: Bool)] {
        let ranked = names.sorted { a, b in
            let (x, y) = (a.hit, b.hit)
            if x.words.count != y.words.count { return x.words.count > y.words.count }
            if a.isStrong != b.isStrong { return a.isStrong }
            if x.agreement != y.agreement { return x.agreement < y.agreement }
            if x.words.lowerBound != y.words.lowerBound { return x.words.lowerBound < y.words.lowerBound }
            return x.pattern < y.pattern
        }
        var kept: [(hit: PhraseHit, isStrong: Bool)] = []
        var taken: Set<Int> = []
        for name in ranked where taken.isDisjoint(with: name.hit.words) {
            kept.append(name)
            taken.formUnion(name.hit.words)
        }
        return kept.sorted { $0.hit.words.lowerBound < $1.hit.words.lowerBound }
    }

    private func matchKind(_ hit: PhraseHit, _ range: ScalarRange, _ places: inout ScalarOffsets) -> MatchKind {
        switch hit.agreement {
        case .deobfuscated: .deobfuscated
        case .respelled: .transliterated
        case .fuzzy: .fuzzy
        case .exact, .inflected:
            places.slice(range).unicodeScalars.contains(where: Decoration.isDecorated)
                ? .deobfuscated : hit.agreement == .inflected ? .inflected : .exact
        }
    }

    /// The scalars of some words, with the marks on the last letter, which the map of the matching form does not know.
    private func range(of words: Range<Int>, _ text: NormalizedText, _ places: inout ScalarOffsets) -> ScalarRange {
        let range = text.range(Int(text.words[words.lowerBound].start), Int(text.words[words.upperBound - 1].end))
        return ScalarRange(range.start, range.end + places.marks(after: range.end))
    }

    // MARK: - Capitals

    /// Whether a post is written in capitals throughout: then capitals say nothing.
    private static func isShouting(_ text: NormalizedText) -> Bool {
        var upper = 0
        var cased = 0
        for word in text.words where word.count > 1 && !word.form.isDisjoint(with: [.upper, .lower]) {
            cased += 1
            if word.form.contains(.upper) && !word.form.contains(.lower) { upper += 1 }
        }
        return cased >= 6 && upper * 10 >= cased * 8
    }

    /// Whether the letters of the name are capitals; its ending may be small.
    private func hasCapitals(_ hit: PhraseHit, _ text: NormalizedText, _ places: inout ScalarOffsets) -> Bool {
        for (offset, index) in hit.words.enumerated() {
            let word = text.words[index]
            if word.form.contains(.arabic) { continue }
            guard word.form.contains(.upper) else { return false }
            let end = offset == 0 ? min(Int(word.start) + hit.stem, Int(word.end)) : Int(word.end)
            if !word.form.contains(.lower) {
                // ISHIDAN is a word in capitals, IShIDan a name with an ending.
                if end < Int(word.end) || isAmongCapitals(hit.words, text) { return false }
                continue
            }
            let surface = places.slice(text.range(Int(word.start), end))
            let letters = surface.filter(\.isCased)
            // Uzbek digraphs: IShID, ISh.
            if letters.filter(\.isUppercase).count * 2 < letters.count || letters.last?.isUppercase != true { return false }
        }
        return true
    }

    /// Whether the words on both sides are in capitals too: a shouted sentence, in which capitals say nothing.
    private func isAmongCapitals(_ words: Range<Int>, _ text: NormalizedText) -> Bool {
        let sides = [words.lowerBound - 1, words.upperBound].filter { $0 >= 0 && $0 < text.words.count }
        return !sides.isEmpty
            && sides.allSatisfy { index in
                let word = text.words[index]
                return word.count >= 3 && word.form.contains(.upper) && !word.form.contains(.lower)
            }
    }

    private enum Title { case present, uninformative, absent }

    private func title(_ hit: PhraseHit, _ text: NormalizedText) -> Title {
        let first = text.words[hit.words.lowerBound]
        if !first.before.isDisjoint(with: [.openQuote, .hash]) || first.form.contains(.hashtag) || first.form.contains(.arabic) { return .present }
        guard first.form.contains(.initialCapital) else { return .absent }
        let opensSentence = hit.words.lowerBound == 0 || !first.before.isDisjoint(with: [.sentenceEnd, .newline, .picture])
        let othersCapital = hit.words.dropFirst().contains { text.words[$0].form.contains(.initialCapital) }
        return opensSentence && !othersCapital && hit.words.count < 3 ? .uninformative : .present
    }
}

/// Follows the trie over the words of one text.
private struct Walk {
    let text: NormalizedText
    let hits: [WordHit]
    let starts: [UInt32]
    let phrases: PhraseIndex
    var found: [PhraseHit] = []
    /// Steps left at this start, and in the whole text: bounds on hostile text, far above what ordinary text takes.
    private var budget = 0
    private var total: Int

    init(text: NormalizedText, hits: [WordHit], starts: [UInt32], phrases: PhraseIndex) {
        self.text = text
        self.hits = hits
        self.starts = starts
        self.phrases = phrases
        total = 5000 + 24 * text.words.count
    }

    /// Whether the whole text's steps were used up.
    var isExhausted: Bool { total < 0 }

    mutating func begin(at word: Int) {
        if starts[word] == starts[word + 1] || total < 0 { return }
        budget = 2000
        step(0, at: word, first: word, .exact, 0)
    }

    private mutating func step(_ node: UInt32, at word: Int, first: Int, _ agreement: WordAgreement, _ stem: Int) {
        guard word < text.words.count else { return }
        if word > first && !text.words[word].before.isDisjoint(with: .boundary) { return }
        for index in Int(starts[word])..<Int(starts[word + 1]) {
            let hit = hits[index]
            let next = phrases.next(node, hit.word)
            if next == 0 { continue }
            budget -= 1
            total -= 1
            if budget < 0 || total < 0 { return }
            // One edit a name.
            if hit.agreement == .fuzzy && agreement == .fuzzy { continue }
            let end = word + Int(hit.span)
            let total = max(agreement, hit.agreement)
            let firstStem = word == first ? Int(hit.stem) : stem
            for pattern in phrases.patterns(at: next) {
                found.append(PhraseHit(pattern: Int(pattern), words: first..<end, agreement: total, stem: firstStem))
            }
            step(next, at: end, first: first, total, firstStem)
            let gap = phrases.next(next, Phrases.gap)
            if gap != 0 {
                for skipped in 0...Phrases.longestGap {
                    let at = end + skipped
                    guard at < text.words.count, text.words[at].before.isDisjoint(with: .boundary) else { break }
                    step(gap, at: at, first: first, total, firstStem)
                }
            }
        }
    }
}
