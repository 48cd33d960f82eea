@testable import LexiconAuthoring
import Lexicons
import Model
import Normalization

/// The plain way to match: each name, cue and guard is tried at each word of a text, word by word, letter by letter. No hash, no trie.
///
/// Made from what people wrote (the draft), not from what the compiler made of it; only the spellings in other scripts are taken from the compiled patterns.
/// Disguises are not its business.
struct ReferenceMatcher {
    /// A word of the lexicon with what it may look like.
    struct Word {
        /// The ways to write it: letters, and whether that is another spelling.
        var stems: [(letters: [UInt16], isRespelled: Bool)]
        /// Stems that must be followed by one of some endings.
        var changed: [(stem: [UInt16], endings: Set<[UInt16]>)] = []
        var endings: Set<[UInt16]> = []
        var anyEnding = false
        var isExact: Bool
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
    let endingsByScript: [String: [[UInt16]]]

    init(_ draft: LexiconDraft, _ lexicon: Lexicon) {
        var builder = Builder(draft)
        entries = builder.build(lexicon)
        endingsByScript = builder.endings.mapValues { $0.sorted { $0.lexicographicallyPrecedes($1) } }
        var byLetters: [[UInt16]: [Int]] = [:]
        for (index, entry) in entries.enumerated() {
            guard case .word(let word)? = entry.steps.first else { continue }
            for key in Set((word.stems.map(\.letters) + word.changed.map(\.stem)).map { $0.prefix(2).map(LooseLetters.loosened) }) {
                byLetters[key, default: []].append(index)
            }
        }
        self.byLetters = byLetters
    }

    /// All that is in a text, each with the closest agreement it was found by.
    func matches(in text: NormalizedText) -> [Place: WordAgreement] {
        var found: [Place: WordAgreement] = [:]
        for start in text.words.indices {
            let letters = Self.letters(text, start).map(LooseLetters.loosened)
            for key in Set([Array(letters.prefix(2)), Array(letters.prefix(1))]) {
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
            if let own = Self.agreement(word, letters) { follow(entry, step + 1, at + 1, start, max(agreement, own), text, &found) }
        }
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
        func offer(_ stem: [UInt16], _ isRespelled: Bool, _ found: WordAgreement) {
            let written = Array(letters.prefix(stem.count))
            // Another hamza or heh is a habit of spelling in the Arabic script, not another spelling.
            let isOtherLetters = written != stem && (letters.first ?? 0) < 0x600
            let agreement = isRespelled || isOtherLetters ? WordAgreement.respelled : found
            best = min(best ?? agreement, agreement)
        }
        func begins(_ stem: [UInt16]) -> Bool {
            guard letters.count >= stem.count else { return false }
            let written = letters.prefix(stem.count)
            return word.isExact ? Array(written) == stem : written.map(LooseLetters.loosened) == stem.map(LooseLetters.loosened)
        }
        for (stem, isRespelled) in word.stems where begins(stem) {
            if letters.count == stem.count || word.anyEnding { offer(stem, isRespelled, .exact) }
            if word.endings.contains(letters.dropFirst(stem.count).map(LooseLetters.loosened)) { offer(stem, isRespelled, .inflected) }
        }
        for (stem, endings) in word.changed where begins(stem) {
            if endings.contains(letters.dropFirst(stem.count).map(LooseLetters.loosened)) { offer(stem, false, .inflected) }
        }
        return best
    }

    // MARK: - From what people wrote

    private struct Builder {
        let draft: LexiconDraft
        let folding = Folding()
        /// Loosened, by script.
        var endings: [String: Set<[UInt16]>] = [:]
        var changes: [String: [(from: [UInt16], endings: Set<[UInt16]>)]] = [:]

        init(_ draft: LexiconDraft) {
            self.draft = draft
            for table in draft.suffixes {
                let script = Self.script(ofLanguage: table.language)
                for ending in table.endings + Self.combinations(table.slots) where !ending.isEmpty {
                    endings[script, default: []].insert(loose(ending))
                }
                changes[table.language] = table.changes.map { (folding.words($0.from).first ?? [], Set($0.endings.map(loose))) }
            }
        }

        private func loose(_ text: String) -> [UInt16] { (folding.words(text).first ?? []).map(LooseLetters.loosened) }

        private static func combinations(_ slots: [[String]]) -> [String] {
            guard let first = slots.first else { return [""] }
            let rest = combinations(Array(slots.dropFirst()))
            return rest + first.flatMap { choice in rest.map { choice + $0 } }
        }

        private static func script(ofLanguage tag: String) -> String {
            if ["tg", "uz-Cyrl", "ru", "kk", "ky"].contains(tag) { return "cyrillic" }
            return ["uz-Arab", "fa", "fa-AF", "ps", "ug", "ar"].contains(tag) ? "arabic" : "latin"
        }

        private static func script(of letters: [UInt16]) -> String? {
            guard let first = letters.first(where: { $0 > 0x40 }) else { return nil }
            return (0x400..<0x530).contains(first)
                ? "cyrillic" : (0x600..<0x780).contains(first) || (0x8A0..<0x900).contains(first) ? "arabic" : "latin"
        }

        private func withoutSigns(_ letters: [UInt16]) -> [UInt16]? {
            let rest = letters.filter { !Array("ъь".utf16).contains($0) }
            return rest.count < letters.count && rest.count >= 4 ? rest : nil
        }

        mutating func build(_ lexicon: Lexicon) -> [Entry] {
            var entries: [Entry] = []
            var next = 0
            for (owner, entry) in draft.entities.enumerated() {
                for name in entry.names {
                    precondition(lexicon.patterns[next].text == name.text, "patterns stand in the order of the files")
                    entries += nameEntries(name.text, name, isVariant: false, pattern: next)
                    next += 1
                }
                while next < lexicon.patterns.count, lexicon.patterns.kind(next) == .alias, lexicon.patterns.owner(next) == owner,
                    lexicon.patterns.flags(next).contains(.transliterated)
                {
                    var name = entry.names[0]
                    (name.language, name.inflects, name.needsCapitals) = (lexicon.patterns[next].language, true, false)
                    entries += nameEntries(lexicon.patterns[next].text, name, isVariant: true, pattern: next)
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

        private func nameEntries(_ text: String, _ name: LexiconDraft.Name, isVariant: Bool, pattern: Int) -> [Entry] {
            let words = folding.words(text)
            let glued = words.flatMap { $0 }
            var forms = [words]
            let leastGlued = Self.script(of: glued) == "arabic" ? 6 : 8
            if words.count > 1 && glued.count >= leastGlued { forms.append([glued]) }
            return forms.map { form in Entry(pattern: pattern, steps: form.map { .word(nameWord($0, name, isVariant: isVariant)) }) }
        }

        private func nameWord(_ letters: [UInt16], _ name: LexiconDraft.Name, isVariant: Bool) -> Word {
            let script = Self.script(of: letters)
            var word = Word(stems: [(letters, isVariant)], isExact: letters.count < 4 && script != "arabic")
            if let silent = withoutSigns(letters) { word.stems.append((silent, true)) }
            guard name.inflects, letters.count >= 4 || (name.needsCapitals && letters.count >= 2), let script else { return word }
            word.endings = endings[script] ?? []
            for change in changes[name.language] ?? []
            where letters.count >= change.from.count + 3 && letters.suffix(change.from.count) == change.from[...] {
                word.changed.append((Array(letters.dropLast(change.from.count)), change.endings))
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
            var word = Word(
                stems: [(letters, false)], anyEnding: anyEnding,
                isExact: cue.isExact || (letters.count < 5 && isShort && Self.script(of: letters) != "arabic"))
            if !cue.isExact, let silent = withoutSigns(letters) { word.stems.append((silent, true)) }
            return word
        }
    }
}
