public import Lexicons

/// Makes the compiled lexicon from what people wrote: words with all their forms, phrases as a trie, generated spellings beside the given ones.
///
/// Deterministic: the same files give the same bytes.
public struct LexiconCompiler {
    private let folding = Folding()
    private var vocabulary = VocabularyBuilder()
    private var trie = TrieBuilder()
    private var patterns: [Pattern] = []
    private var scriptEndings: [WordScript: Int] = [:]
    private var changes: [String: [(from: [UInt16], endings: [[UInt16]], set: Int)]] = [:]

    /// Compiles a draft.
    ///
    /// - Throws: what encoding its values throws.
    public static func compile(_ draft: LexiconDraft) throws -> Lexicon {
        var compiler = LexiconCompiler()
        return try compiler.run(draft)
    }

    private init() {}

    private mutating func run(_ draft: LexiconDraft) throws -> Lexicon {
        addEndings(draft.suffixes)
        for (index, entry) in draft.entities.enumerated() { addNames(entry.names, of: entry.entity, index) }
        for (index, entry) in draft.themes.enumerated() {
            for cue in entry.cues { add(cue, .theme, owner: index, part: entry.theme.parts.firstIndex(of: cue.part) ?? 0) }
        }
        let kinds = Lexicon.stances.flatMap { LexiconDraft.stanceKinds[$0] ?? [] }
        for entry in draft.stances {
            let owner = Lexicon.stances.firstIndex(of: entry.stance) ?? 0
            for cue in entry.cues { add(cue, .stance, owner: owner, part: kinds.firstIndex(of: cue.part) ?? 0) }
        }
        for cue in draft.guards { add(cue, .guarding, owner: 0, part: 0) }
        var lexicon = Lexicon(
            digest: "", entities: draft.entities.map(\.entity), themes: draft.themes.map(\.theme), stanceKinds: kinds, weights: draft.weights,
            vocabulary: vocabulary.built(), phrases: trie.built(), patterns: PatternTable(patterns))
        lexicon = try LexiconFile.decode(LexiconFile.encode(lexicon))
        return lexicon
    }

    // MARK: - Endings

    private mutating func addEndings(_ tables: [LexiconDraft.Suffixes]) {
        for script in WordScript.allCases {
            let endings = tables.filter { WordScript(ofLanguage: $0.language) == script }.flatMap { Self.endings(of: $0) }
            scriptEndings[script] = vocabulary.endingSet(endings.map { fold($0) })
        }
        for table in tables {
            changes[table.language] = table.changes.map { change in
                let endings = change.endings.map { fold($0) }
                return (fold(change.from), endings, vocabulary.endingSet(endings))
            }
        }
    }

    /// All endings a table allows: its own and every choice from its slots.
    static func endings(of table: LexiconDraft.Suffixes) -> [String] {
        var built = [""]
        for slot in table.slots { built += built.flatMap { stem in slot.map { stem + $0 } } }
        return table.endings + built.filter { !$0.isEmpty }
    }

    private func fold(_ text: String) -> [UInt16] { folding.words(text).first ?? [] }

    // MARK: - Names

    private mutating func addNames(_ names: [LexiconDraft.Name], of entity: Entity, _ owner: Int) {
        for name in names { addName(name, owner) }
    }

    private mutating func addName(_ name: LexiconDraft.Name, _ owner: Int) {
        var flags: Pattern.Flags = []
        if name.isStrong { flags.insert(.strong) }
        if name.isVerified { flags.insert(.verified) }
        if name.needsCapitals { flags.insert(.caps) }
        if name.needsTitle { flags.insert(.title) }
        let words = folding.words(name.text)
        guard !words.isEmpty else { return }
        let pattern = Pattern(kind: .alias, owner: owner, flags: flags, language: name.language, text: name.text, gloss: name.gloss)
        let number = UInt32(patterns.count)
        patterns.append(pattern)
        let look = NameLook(words, isStrong: name.isStrong, needsCapitals: name.needsCapitals)
        let articles = words.indices.map { Articles.forms(words, at: $0) }
        var numbers: [UInt32] = []
        for (index, word) in words.enumerated() {
            numbers.append(articles[index].isEmpty ? nameWord(word, name, look) : articleWord(word, articles[index], name))
        }
        trie.add(numbers, pattern: number)
        // A long name is known without its inner articles: Katibat (at-)Tawhid wal-Jihad.
        let bare = words.indices.filter { $0 == 0 || articles[$0].isEmpty }
        if bare.count < words.count && bare.count >= 3 { trie.add(bare.map { numbers[$0] }, pattern: number) }
        // Glued: hashtags, handles, Persian names joined or with a zero-width non-joiner, which the matching form deletes.
        let glued = words.flatMap { $0 }
        if words.count > 1 && glued.count >= NameLook.shortestGlued {
            trie.add([nameWord(glued, name, look.alone)], pattern: number)
        }
        // Backwards as a whole, as text stored in visual order is.
        if words.count > 1 && WordScript(of: glued) == .arabic && name.isStrong {
            trie.add(words.reversed().map { backwardWord(Array($0.reversed())) }, pattern: number)
        }
    }

    private mutating func nameWord(_ letters: [UInt16], _ name: LexiconDraft.Name, _ look: NameLook) -> UInt32 {
        let inflects = name.inflects && (letters.count >= 4 || (name.needsCapitals && letters.count >= 2))
        let isExact = letters.count < 4 && WordScript(of: letters) != .arabic
        let language = inflects && !changes[name.language, default: []].isEmpty ? name.language : ""
        let (word, isNew) = vocabulary.word(letters, "name \(inflects) \(language) \(look) \(isExact)")
        guard isNew else { return word }
        addForms(letters, word, inflects, isExact: isExact, isTransliterated: false)
        for silent in Self.withoutSigns(letters) { addForms(silent, word, inflects, isExact: isExact, isTransliterated: true) }
        let spellings = look.isRespelt ? Transliteration.spellings(of: letters).filter { look.admits($0.letters, $0.scheme) } : []
        for spelling in spellings {
            addForms(spelling.letters, word, inflects, isExact: spelling.letters.count < 4, isTransliterated: true)
        }
        if inflects { addChanges(letters, word, language, spellings.map(\.scheme)) }
        if look.isDisguised {
            for disguise in Disguises.wholeWord(letters) {
                vocabulary.addForm(disguise, .none, 0, word, isExact: true, isTransliterated: false, isDisguised: true)
            }
        }
        return word
    }

    /// A form by itself and, for a word that inflects, with the endings of its script.
    private mutating func addForms(_ letters: [UInt16], _ word: UInt32, _ inflects: Bool, isExact: Bool, isTransliterated: Bool) {
        if inflects, let set = WordScript(of: letters).flatMap({ scriptEndings[$0] }) {
            vocabulary.addForm(letters, .optional, set, word, isExact: isExact, isTransliterated: isTransliterated)
        } else {
            vocabulary.addForm(letters, .none, 0, word, isExact: isExact, isTransliterated: isTransliterated)
        }
    }

    /// The changes at the end of a stem, and the same in the spellings of another script.
    private mutating func addChanges(_ letters: [UInt16], _ word: UInt32, _ language: String, _ schemes: [Transliteration]) {
        for change in changes[language] ?? [] {
            guard letters.count >= change.from.count + 3, letters.suffix(change.from.count) == change.from[...] else { continue }
            let stem = Array(letters.dropLast(change.from.count))
            vocabulary.addForm(stem, .set, change.set, word, isExact: false, isTransliterated: false)
            var seen: Set<[UInt16]> = []
            for scheme in schemes where scheme.to != scheme.from {
                guard let spelling = scheme.spelling(of: stem), seen.insert(spelling.map(LooseLetters.loosened)).inserted else { continue }
                let set = vocabulary.endingSet(change.endings.compactMap { scheme.spelling(of: $0) })
                vocabulary.addForm(spelling, .set, set, word, isExact: false, isTransliterated: true)
            }
        }
    }

    private mutating func articleWord(_ letters: [UInt16], _ forms: [[UInt16]], _ name: LexiconDraft.Name) -> UInt32 {
        let (word, isNew) = vocabulary.word(letters, "article " + forms.map { String(decoding: $0, as: UTF16.self) }.joined(separator: " "))
        guard isNew else { return word }
        vocabulary.addForm(letters, .none, 0, word, isExact: true, isTransliterated: false)
        for form in forms where form != letters { vocabulary.addForm(form, .none, 0, word, isExact: true, isTransliterated: true) }
        return word
    }

    private mutating func backwardWord(_ letters: [UInt16]) -> UInt32 {
        let (word, isNew) = vocabulary.word(letters, "backwards")
        if isNew { vocabulary.addForm(letters, .none, 0, word, isExact: true, isTransliterated: false, isDisguised: true) }
        return word
    }

    /// The word without ъ and ь, where it has them: Tajik and Uzbek writers often leave them out.
    private static func withoutSigns(_ letters: [UInt16]) -> [[UInt16]] {
        let rest = letters.filter { $0 != 0x44A && $0 != 0x44C }
        return rest.count < letters.count && rest.count >= 4 ? [rest] : []
    }

    // MARK: - Cues

    private mutating func add(_ cue: LexiconDraft.Cue, _ kind: Pattern.Kind, owner: Int, part: Int) {
        var paths: [[UInt32]] = [[]]
        // A long cue bears a respelled word that a short one would not.
        let isShort = folding.words(cue.text).reduce(0) { $0 + $1.count } < 8
        for token in CueSyntax.tokens(cue.text) {
            switch token {
            case .gap: paths = paths.map { $0 + [Phrases.gap] }
            case .choice(let options):
                // Options of one word are one word of the lexicon with several forms; longer ones are paths of their own.
                let folded = options.map { option in
                    option.flatMap { word in
                        let parts = folding.words(word.text)
                        return parts.enumerated().map { (letters: $1, anyEnding: word.anyEnding && $0 == parts.count - 1) }
                    }
                }
                let single = folded.filter { $0.count == 1 }.map { $0[0] }
                var choices: [[UInt32]] = single.isEmpty ? [] : [[cueWord(single, cue, isShort)]]
                for option in folded where option.count > 1 { choices.append(option.map { cueWord([$0], cue, isShort) }) }
                paths = paths.flatMap { path in choices.map { path + $0 } }
            }
        }
        let number = UInt32(patterns.count)
        patterns.append(
            Pattern(kind: kind, owner: owner, part: part, flags: cue.flags, language: cue.language, text: cue.text, gloss: cue.gloss))
        for path in paths where !path.isEmpty { trie.add(path, pattern: number) }
    }

    private mutating func cueWord(_ looks: [(letters: [UInt16], anyEnding: Bool)], _ cue: LexiconDraft.Cue, _ isShort: Bool) -> UInt32 {
        let forms = looks.map { look in
            let isExact = cue.isExact || (look.letters.count < 5 && isShort && WordScript(of: look.letters) != .arabic)
            return (letters: look.letters, anyEnding: look.anyEnding, isExact: isExact)
        }
        let behaviour = "cue " + forms.map { "\($0.anyEnding) \($0.isExact)" }.joined(separator: " ")
        let (word, isNew) = vocabulary.word(Array(forms.map(\.letters).joined(separator: [0x20])), behaviour)
        guard isNew else { return word }
        for form in forms {
            vocabulary.addForm(form.letters, form.anyEnding ? .any : .none, 0, word, isExact: form.isExact, isTransliterated: false)
            for silent in Self.withoutSigns(form.letters) where !cue.isExact {
                vocabulary.addForm(silent, form.anyEnding ? .any : .none, 0, word, isExact: form.isExact, isTransliterated: true)
            }
        }
        return word
    }
}

/// The syntax of cues: words, `~` for any ending, `…` for a gap, `(a|b c~)` for a choice of phrases.
enum CueSyntax {
    struct Word: Hashable {
        var text: String
        var anyEnding: Bool
    }

    enum Token: Hashable {
        case gap
        /// Each option is a phrase.
        case choice([[Word]])
    }

    static func tokens(_ cue: String) -> [Token] {
        var tokens: [Token] = []
        var rest = Substring(cue)
        while let first = rest.first {
            if first == "…" {
                tokens.append(.gap)
                rest = rest.dropFirst()
            } else if first == "(", let close = rest.firstIndex(of: ")") {
                tokens.append(.choice(rest[rest.index(after: rest.startIndex)..<close].split(separator: "|").map(phrase)))
                rest = rest[rest.index(after: close)...]
            } else if first.isWhitespace || first == "(" || first == ")" {
                rest = rest.dropFirst()
            } else {
                let end = rest.firstIndex { $0.isWhitespace || $0 == "…" || $0 == "(" || $0 == ")" } ?? rest.endIndex
                tokens.append(.choice([phrase(rest[..<end])]))
                rest = rest[end...]
            }
        }
        return tokens
    }

    /// What is wrong with a cue, in one clause; nil for a sound one. A cue with any of this would match nothing, or not what it seems to.
    static func problem(in cue: String) -> String? {
        var isOpen = false
        var previous: Character = " "
        for character in cue {
            switch character {
            case "(" where isOpen: return "has a '(' inside '(…)'"
            case "(": isOpen = true
            case ")" where !isOpen: return "has a ')' without '('"
            case ")": isOpen = false
            case "|" where !isOpen: return "has a '|' outside '(…)'"
            case "…" where isOpen: return "has a gap inside '(…)'"
            case "~" where previous.isWhitespace || "(|~…".contains(previous): return "has a '~' that follows no letters"
            default: if previous == "~" && !character.isWhitespace && !"|)…".contains(character) { return "has a '~' inside a word" }
            }
            if previous == "~" && character == "(" { return "has a '~' inside a word" }
            previous = character
        }
        if isOpen { return "has a '(' without ')'" }
        let tokens = tokens(cue)
        if tokens.first == .gap || tokens.last == .gap { return "begins or ends with a gap" }
        if zip(tokens, tokens.dropFirst()).contains(where: { $0 == .gap && $1 == .gap }) { return "has two gaps beside each other" }
        for case .choice(let options) in tokens where options.isEmpty || options.contains(where: \.isEmpty) { return "has an empty choice" }
        return nil
    }

    private static func phrase(_ text: Substring) -> [Word] {
        text.split(whereSeparator: \.isWhitespace).map { word in
            word.hasSuffix("~") ? Word(text: String(word.dropLast()), anyEnding: true) : Word(text: String(word), anyEnding: false)
        }
    }
}
