public import Lexicons
public import Model

/// Reusable storage of one worker.
public struct TaggingScratch: Sendable {
    var hits: [WordHit] = []
    var starts: [UInt32] = []

    /// Empty.
    public init() {}
}

/// Finds the lexicon's names, cues and guards in the matching form of a text. Immutable, shared by all workers.
///
/// Order of work: words (`WordIndex`), second views of disguised words (`SecondViews`), phrases (`PhraseIndex`), then what each pattern asks for
/// (capitals, quotation marks), guards, and the longest name where names overlap.
public struct Tagger: Sendable {
    private let lexicon: Lexicon
    private let all: Index
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
        all = Index(lexicon.vocabulary, lexicon.phrases)
        let (vocabulary, phrases) = names ?? lexicon.names
        self.names = Index(vocabulary, phrases)
    }

    /// Whether a text has anything like a name in it. Nearly all posts have none, and without a name (or a payment address) nothing can come of a post:
    /// this pass over names alone, whose tables stay in the cache, is what ordinary posts cost.
    public func hasNames(in text: NormalizedText, original: UTF8Text, scratch: inout TaggingScratch) -> Bool {
        find(names, in: text, &scratch).contains { hit in
            let flags = lexicon.patterns.flags(hit.pattern)
            if flags.contains(.caps) && hit.agreement != .deobfuscated && !hasCapitals(hit, text, original) { return false }
            return !flags.contains(.title) || title(hit, text) != .absent
        }
    }

    /// What the lexicon knows in a text. `original` is the text that `text` was made from; `field` names the file name it stands in, if it does.
    ///
    /// - Complexity: O(n) in ordinary text.
    public func tags(in text: NormalizedText, original: UTF8Text, field: String? = nil, scratch: inout TaggingScratch) -> Tags {
        let found = find(all, in: text, &scratch)
        return found.isEmpty ? Tags() : resolve(found, text, original, field)
    }

    /// Every phrase of the lexicon in a text, before anything more is asked of it: what a plain matcher finds too.
    func phrases(in text: NormalizedText, scratch: inout TaggingScratch) -> [PhraseHit] { find(all, in: text, &scratch) }

    /// Everything of an index that stands in a text, disguised or not.
    private func find(_ index: Index, in text: NormalizedText, _ scratch: inout TaggingScratch) -> [PhraseHit] {
        scratch.hits.removeAll(keepingCapacity: true)
        scratch.starts.removeAll(keepingCapacity: true)
        index.words.find(in: text, hits: &scratch.hits, starts: &scratch.starts)
        addSecondViews(of: text, index.words, &scratch)
        if scratch.hits.isEmpty { return [] }
        var walk = Walk(text: text, hits: scratch.hits, starts: scratch.starts, phrases: index.phrases)
        for word in text.words.indices { walk.begin(at: word) }
        return walk.found
    }

    // MARK: - Disguises

    /// Adds hits for disguised words: in place for one word, with a span for several.
    private func addSecondViews(of text: NormalizedText, _ words: WordIndex, _ scratch: inout TaggingScratch) {
        var extra: [(word: Int, hit: WordHit)] = []
        func find(_ letters: [UInt16], _ word: Int, span: Int, whole: Bool) {
            var hits: [WordHit] = []
            words.find(letters: letters, agreement: .deobfuscated, span: span, hits: &hits)
            for hit in hits where !whole || Int(hit.stem) >= 3 { extra.append((word, hit)) }
        }
        for (index, word) in text.words.enumerated() {
            let isDisguised =
                word.form.isSuperset(of: [.latin, .cyrillic]) || word.form.contains(.stretched)
                || (word.form.contains(.digit) && !word.form.isDisjoint(with: .scripts))
            if isDisguised && word.form.isDisjoint(with: [.link]) {
                let letters = Array(text.units[Int(word.start)..<Int(word.end)])
                for reading in SecondViews.readings(of: letters, form: word.form) { find(reading, index, span: 1, whole: false) }
            }
            if mayBeSpelt(text, index) { addJoined(from: index, text, find) }
        }
        guard !extra.isEmpty else { return }
        extra.sort { $0.word < $1.word }
        var hits: [WordHit] = []
        var starts: [UInt32] = []
        var next = 0
        for word in text.words.indices {
            starts.append(UInt32(hits.count))
            hits.append(contentsOf: scratch.hits[Int(scratch.starts[word])..<Int(scratch.starts[word + 1])])
            while next < extra.count && extra[next].word == word {
                hits.append(extra[next].hit)
                next += 1
            }
        }
        starts.append(UInt32(hits.count))
        scratch.hits = hits
        scratch.starts = starts
    }

    /// Whether pieces of a spelt-out name may begin at a word: three single letters in a row, or pieces tied by signs of which one is short.
    private func mayBeSpelt(_ text: NormalizedText, _ index: Int) -> Bool {
        guard index + 1 < text.words.count else { return false }
        let (word, next) = (text.words[index], text.words[index + 1])
        if word.count == 1 && next.count == 1 && index + 2 < text.words.count && text.words[index + 2].count == 1 { return true }
        return (word.count <= 3 || next.count <= 3) && !word.form.contains(.link) && isGlued(text, index + 1)
    }

    /// Whether a word is tied to the one before it by a sign without any space.
    private func isGlued(_ text: NormalizedText, _ index: Int) -> Bool {
        guard index < text.words.count, !text.words[index].form.contains(.link) else { return false }
        let before = text.words[index].before
        return !before.isEmpty && before.isSubset(of: SecondViews.glue)
    }

    /// Joins the pieces that begin at a word, one more at a time, and looks each joined form up.
    private func addJoined(from first: Int, _ text: NormalizedText, _ find: ([UInt16], Int, Int, Bool) -> Void) {
        var letters = Array(text.units[Int(text.words[first].start)..<Int(text.words[first].end)])
        let isSpelt = SecondViews.isPiece(text.words[first])
        var last = first
        while last + 1 < text.words.count, last - first < 24, letters.count < 24 {
            let next = text.words[last + 1]
            if next.form.contains(.link) || next.before.contains(.paragraph) { break }
            let isTied = isGlued(text, last + 1)
            // Pieces apart by spaces must be single letters, all of them.
            let isSpaced =
                next.before.isSubset(of: SecondViews.glue.union([.space, .newline])) && next.count == 1 && isSpelt && text.words[first].count == 1
            if !isTied && !isSpaced { break }
            if isTied && !isSpelt && next.count > 3 && text.words[last].count > 3 { break }
            if let letter = SecondViews.letter(for: next.before, script: text.words[first].form) { letters.append(letter) }
            letters.append(contentsOf: text.units[Int(next.start)..<Int(next.end)])
            last += 1
            if letters.count >= 3 { find(letters, first, last - first + 1, true) }
        }
    }

    // MARK: - What counts

    private func resolve(_ found: [PhraseHit], _ text: NormalizedText, _ original: UTF8Text, _ field: String?) -> Tags {
        let patterns = lexicon.patterns
        var guards: [PhraseHit] = []
        var names: [(hit: PhraseHit, isStrong: Bool)] = []
        var covered: [PhraseHit] = []
        var tags = Tags()
        for hit in found where patterns.kind(hit.pattern) == .guarding { guards.append(hit) }
        let isShouting = Self.isShouting(text)
        for hit in found {
            let kind = patterns.kind(hit.pattern)
            if kind == .guarding { continue }
            if let cover = guards.first(where: { $0.words.lowerBound <= hit.words.lowerBound && hit.words.upperBound <= $0.words.upperBound }) {
                if kind == .alias {
                    covered.append(hit)
                    let cue = CueHit(pattern: cover.pattern, range: range(of: cover.words, text), words: cover.words, field: field)
                    if !tags.guarded.contains(cue) { tags.guarded.append(cue) }
                }
                continue
            }
            // A disguised word of two or three letters is any word at all.
            if hit.agreement == .deobfuscated && hit.words.count == 1 && hit.stem < 4 { continue }
            let flags = patterns.flags(hit.pattern)
            if !transliterates && (flags.contains(.transliterated) || hit.agreement == .respelled) { continue }
            if flags.contains(.caps) && (isShouting || !hasCapitals(hit, text, original)) && hit.agreement != .deobfuscated { continue }
            switch kind {
            case .alias:
                var isStrong = flags.contains(.strong)
                if flags.contains(.title) {
                    switch title(hit, text) {
                    case .absent: continue
                    case .uninformative: isStrong = false
                    case .present: break
                    }
                }
                names.append((hit, isStrong))
            case .theme: tags.themeCues.append(CueHit(pattern: hit.pattern, range: range(of: hit.words, text), words: hit.words, field: field))
            case .stance: tags.stanceCues.append(CueHit(pattern: hit.pattern, range: range(of: hit.words, text), words: hit.words, field: field))
            case .guarding: break
            }
        }
        // Where a guard shows that a post means the ordinary word, the same word alone elsewhere in it means that too.
        let ordinary = Set(covered.map { patterns.owner($0.pattern) })
        tags.mentions = longest(names).map { name in
            let entity = patterns.owner(name.hit.pattern)
            return Mention(
                entity: entity, pattern: name.hit.pattern, range: range(of: name.hit.words, text), words: name.hit.words, match: matchKind(name.hit),
                isStrong: name.isStrong && !(name.hit.words.count == 1 && ordinary.contains(entity)), field: field)
        }
        return tags
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
        for name in ranked where !kept.contains(where: { $0.hit.words.overlaps(name.hit.words) }) { kept.append(name) }
        return kept.sorted { $0.hit.words.lowerBound < $1.hit.words.lowerBound }
    }

    private func matchKind(_ hit: PhraseHit) -> MatchKind {
        switch hit.agreement {
        case .deobfuscated: .deobfuscated
        case .respelled: .transliterated
        case .exact, .inflected:
            lexicon.patterns.flags(hit.pattern).contains(.transliterated) ? .transliterated : hit.agreement == .inflected ? .inflected : .exact
        }
    }

    private func range(of words: Range<Int>, _ text: NormalizedText) -> ScalarRange {
        text.range(Int(text.words[words.lowerBound].start), Int(text.words[words.upperBound - 1].end))
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
    private func hasCapitals(_ hit: PhraseHit, _ text: NormalizedText, _ original: UTF8Text) -> Bool {
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
            let surface = original.slice(text.range(Int(word.start), end))
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
    /// Steps left at this start: a bound on hostile text, far above what ordinary text takes.
    private var budget = 0

    init(text: NormalizedText, hits: [WordHit], starts: [UInt32], phrases: PhraseIndex) {
        self.text = text
        self.hits = hits
        self.starts = starts
        self.phrases = phrases
    }

    mutating func begin(at word: Int) {
        if starts[word] == starts[word + 1] { return }
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
            if budget < 0 { return }
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
