@testable import LexiconAuthoring
import Lexicons
import Model
import Normalization

/// The plain way to match: each name, cue and guard is tried at each word of a text, word by word, letter by letter. No hash, no trie.
///
/// Made from what people wrote (the draft), not from what the compiler made of it; only the tables of spellings (`Transliteration`, `Articles`), which have tests of their own, are the compiler's.
/// Disguises are not its business.
struct ReferenceMatcher {
    /// A word of the lexicon with what it may look like.
    struct Word {
        /// One way to write it: letters, what may follow them, and whether that is another spelling.
        struct Stem {
            var letters: [UInt16]
            var endings: Set<[UInt16]> = []
            var isBare = true
            var isRespelled: Bool
            var isExact: Bool
        }
        var stems: [Stem]
        var anyEnding = false
        /// و ب ل ال may stand before it.
        var takesProclitics = false
    }

    enum Step {
        case gap
        case word(Word)
    }

    struct Entry {
        var pattern: Int
        var steps: [Step]
    }

    struct Place: Hashable {
        var pattern: Int
        var words: Range<Int>
    }

    let entries: [Entry]
    /// Entries by the first two letters of their first word, loosened.
    private let byLetters: [[UInt16]: [Int]]
    let endingsByScript: [WordScript: [[UInt16]]]

    init(_ draft: LexiconDraft, _ lexicon: Lexicon) {
        var builder = Builder(draft)
        entries = builder.build(lexicon)
        endingsByScript = builder.endings.mapValues { $0.sorted { $0.lexicographicallyPrecedes($1) } }
        var byLetters: [[UInt16]: [Int]] = [:]
        for (index, entry) in entries.enumerated() {
            guard case .word(let word)? = entry.steps.first else { continue }
            for key in Set(word.stems.map { $0.letters.prefix(2).map(LooseLetters.loosened) }) { byLetters[key, default: []].append(index) }
        }
        self.byLetters = byLetters
    }

    /// All that is in a text, each with the closest agreement it was found by.
    func matches(in text: NormalizedText) -> [Place: WordAgreement] {
        var found: [Place: WordAgreement] = [:]
        for start in text.words.indices {
            let letters = Self.letters(text, start).map(LooseLetters.loosened)
            let insides = Self.insides(letters).map { Array($0.prefix(2)) }
            for key in Set([Array(letters.prefix(2)), Array(letters.prefix(1))] + insides) {
                for index in byLetters[key] ?? [] { follow(entries[index], 0, start, start, .exact, text, &found) }
            }
        }
        return found
    }

    private func follow(
        _ entry: Entry, _ step: Int, _ at: Int, _ start: Int, _ agreement: WordAgreement, _ text: NormalizedText,
        _ found: inout [Place: WordAgreement]
    ) {
        guard step < entry.steps.count else {
            let place = Place(pattern: entry.pattern, words: start..<at)
            found[place] = min(found[place] ?? agreement, agreement)
            return
        }
        switch entry.steps[step] {
        case .gap:
            for skipped in 0...5 {
                guard at + skipped < text.words.count, Self.joins(text, at + skipped) else { return }
                follow(entry, step + 1, at + skipped, start, agreement, text, &found)
            }
        case .word(let word):
            guard at < text.words.count, at == start || Self.joins(text, at), !text.words[at].form.contains(.link) else { return }
            let letters = Self.letters(text, at)
            var own = Self.agreement(word, letters)
            if word.takesProclitics {
                for inside in Self.insides(letters) {
                    if let found = Self.agreement(word, inside) { own = min(own ?? .fuzzy, max(found, .inflected)) }
                }
            }
            if let own { follow(entry, step + 1, at + 1, start, max(agreement, own), text, &found) }
        }
    }

    /// What is left of an Arabic word behind each proclitic it may begin with.
    private static func insides(_ letters: [UInt16]) -> [[UInt16]] {
        guard letters.count >= 5 else { return [] }
        let word = String(decoding: letters, as: UTF16.self)
        let prefixes = ["", "و", "ف"].flatMap { a in ["", "ب", "ک", "ل", "لل"].flatMap { b in ["", "ال"].map { a + b + $0 } } }
        return prefixes.filter { !$0.isEmpty && !$0.hasSuffix("للال") && word.hasPrefix($0) }.map { Array(letters.dropFirst($0.utf16.count)) }
            .filter { $0.count >= 4 }
    }

    /// Whether a phrase may go on over the gap before a word.
    private static func joins(_ text: NormalizedText, _ word: Int) -> Bool {
        !text.words[word].before.contains(.sentenceEnd) && !text.words[word].before.contains(.paragraph)
    }

    static func letters(_ text: NormalizedText, _ word: Int) -> [UInt16] {
        Array(text.units[Int(text.words[word].start)..<Int(text.words[word].end)])
    }

    private static func agreement(_ word: Word, _ letters: [UInt16]) -> WordAgreement? {
        var best: WordAgreement?
        for stem in word.stems where letters.count >= stem.letters.count {
            let written = Array(letters.prefix(stem.letters.count))
            let isSame = stem.isExact ? written == stem.letters : written.map(LooseLetters.loosened) == stem.letters.map(LooseLetters.loosened)
            if !isSame { continue }
            // Another hamza or heh is a habit of spelling in the Arabic script, not another spelling.
            let isOtherLetters = written != stem.letters && !(0x600..<0x900).contains(letters.first ?? 0)
            func offer(_ found: WordAgreement) {
                let agreement = stem.isRespelled || isOtherLetters ? WordAgreement.respelled : found
                best = min(best ?? agreement, agreement)
            }
            let rest = letters.dropFirst(stem.letters.count).map(LooseLetters.loosened)
            if word.anyEnding || (rest.isEmpty && stem.isBare) { offer(.exact) }
            if stem.endings.contains(rest) { offer(.inflected) }
        }
        return best
    }

    // MARK: - From what people wrote

    private struct Builder {
        let draft: LexiconDraft
        let folding = Folding()
        /// Loosened, by script.
        var endings: [WordScript: Set<[UInt16]>] = [:]
        var changes: [String: [(from: [UInt16], endings: [[UInt16]])]] = [:]

        init(_ draft: LexiconDraft) {
            self.draft = draft
            for table in draft.suffixes {
                let script = WordScript(ofLanguage: table.language)
                for ending in table.endings + Self.combinations(table.slots) where !ending.isEmpty {
                    endings[script, default: []].insert(loose(ending))
                }
                changes[table.language] = table.changes.map { (folding.words($0.from).first ?? [], $0.endings.map { folding.words($0).first ?? [] }) }
            }
        }

        private func loose(_ text: String) -> [UInt16] { (folding.words(text).first ?? []).map(LooseLetters.loosened) }

        private static func combinations(_ slots: [[String]]) -> [String] {
            guard let first = slots.first else { return [""] }
            let rest = combinations(Array(slots.dropFirst()))
            return rest + first.flatMap { choice in rest.map { choice + $0 } }
        }

        private func withoutSigns(_ letters: [UInt16]) -> [UInt16]? {
            let rest = letters.filter { !Array("ъь".utf16).contains($0) }
            return rest.count < letters.count && rest.count >= 4 ? rest : nil
        }

        mutating func build(_ lexicon: Lexicon) -> [Entry] {
            var entries: [Entry] = []
            var next = 0
            for (_, entry) in draft.entities.enumerated() {
                for name in entry.names {
                    precondition(lexicon.patterns[next].text == name.text, "patterns stand in the order of the files")
                    entries += nameEntries(name, pattern: next)
                    next += 1
                }
            }
            for cue in draft.themes.flatMap(\.cues) + draft.stances.flatMap(\.cues) + draft.guards {
                precondition(lexicon.patterns[next].text == cue.text, "patterns stand in the order of the files")
                entries += cueEntries(cue, pattern: next)
                next += 1
            }
            precondition(next == lexicon.patterns.count)
            return entries
        }

        private func nameEntries(_ name: LexiconDraft.Name, pattern: Int) -> [Entry] {
            let words = folding.words(name.text)
            let look = NameLook(words, isStrong: name.isStrong, needsCapitals: name.needsCapitals)
            let articles = words.indices.map { Articles.forms(words, at: $0) }
            let steps = words.indices.map { index in
                Step.word(articles[index].isEmpty ? nameWord(words[index], name, look) : articleWord(words[index], articles[index]))
            }
            var forms = [steps]
            let bare = words.indices.filter { $0 == 0 || articles[$0].isEmpty }
            if bare.count < words.count && bare.count >= 3 { forms.append(bare.map { steps[$0] }) }
            let glued = words.flatMap { $0 }
            if words.count > 1 && glued.count >= 6 { forms.append([.word(nameWord(glued, name, look.alone))]) }
            return forms.map { Entry(pattern: pattern, steps: $0) }
        }

        private func articleWord(_ letters: [UInt16], _ forms: [[UInt16]]) -> Word {
            Word(
                stems: [Word.Stem(letters: letters, isRespelled: false, isExact: true)]
                    + forms.map { Word.Stem(letters: $0, isRespelled: $0 != letters, isExact: true) })
        }

        private func nameWord(_ letters: [UInt16], _ name: LexiconDraft.Name, _ look: NameLook) -> Word {
            let inflects = name.inflects && (letters.count >= 4 || (name.needsCapitals && letters.count >= 2))
            let isExact = letters.count < 4 && WordScript(of: letters) != .arabic
            func stem(_ letters: [UInt16], isRespelled: Bool, isExact: Bool) -> Word.Stem {
                let after = inflects ? WordScript(of: letters).flatMap { endings[$0] } ?? [] : []
                return Word.Stem(letters: letters, endings: after, isRespelled: isRespelled, isExact: isExact)
            }
            var word = Word(stems: [stem(letters, isRespelled: false, isExact: isExact)], takesProclitics: inflects)
            if let silent = withoutSigns(letters) { word.stems.append(stem(silent, isRespelled: true, isExact: isExact)) }
            let spellings = look.isRespelt ? Transliteration.spellings(of: letters).filter { look.admits($0.letters, $0.scheme) } : []
            word.stems += spellings.map { stem($0.letters, isRespelled: true, isExact: $0.letters.count < 4) }
            guard inflects else { return word }
            for change in changes[name.language] ?? []
            where letters.count >= change.from.count + 3 && letters.suffix(change.from.count) == change.from[...] {
                let stem = Array(letters.dropLast(change.from.count))
                word.stems.append(
                    Word.Stem(
                        letters: stem, endings: Set(change.endings.map { $0.map(LooseLetters.loosened) }), isBare: false, isRespelled: false,
                        isExact: false))
                var seen: Set<[UInt16]> = []
                for scheme in spellings.map(\.scheme) where scheme.to != scheme.from {
                    guard let spelling = scheme.spelling(of: stem), seen.insert(spelling.map(LooseLetters.loosened)).inserted else { continue }
                    let endings = change.endings.compactMap { scheme.spelling(of: $0)?.map(LooseLetters.loosened) }
                    word.stems.append(Word.Stem(letters: spelling, endings: Set(endings), isBare: false, isRespelled: true, isExact: false))
                }
            }
            return word
        }

        private func cueEntries(_ cue: LexiconDraft.Cue, pattern: Int) -> [Entry] {
            var paths: [[Step]] = [[]]
            // A long cue bears a respelled short word that a short cue would not.
            let isShort = folding.words(cue.text).reduce(0) { $0 + $1.count } < 8
            for token in CueSyntax.tokens(cue.text) {
                switch token {
                case .gap: paths = paths.map { $0 + [.gap] }
                case .choice(let options):
                    paths = paths.flatMap { path in
                        options.map { option in
                            path
                                + option.flatMap { word -> [Step] in
                                    let parts = folding.words(word.text)
                                    return parts.indices.map { index in
                                        .word(cueWord(parts[index], anyEnding: word.anyEnding && index == parts.count - 1, cue, isShort))
                                    }
                                }
                        }
                    }
                }
            }
            return paths.filter { !$0.isEmpty }.map { Entry(pattern: pattern, steps: $0) }
        }

        private func cueWord(_ letters: [UInt16], anyEnding: Bool, _ cue: LexiconDraft.Cue, _ isShort: Bool) -> Word {
            let isExact = cue.isExact || (letters.count < 5 && isShort && WordScript(of: letters) != .arabic)
            var word = Word(stems: [Word.Stem(letters: letters, isRespelled: false, isExact: isExact)], anyEnding: anyEnding)
            if !cue.isExact, let silent = withoutSigns(letters) { word.stems.append(Word.Stem(letters: silent, isRespelled: true, isExact: isExact)) }
            return word
        }
    }
}
