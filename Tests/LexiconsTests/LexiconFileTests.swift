import Lexicons
import TestSupport
import Testing

struct LexiconFileTests {
    /// Two entities, a theme, four forms, a phrase with a gap: small enough to try every prefix.
    static func small() -> Lexicon {
        let letters = Array("хуросонсадои".utf16)
        let vocabulary = Vocabulary(
            letters: letters,
            forms: [
                Vocabulary.Form(start: 0, count: 7, ending: .none, endingSet: 0, word: 0, isExact: false, isTransliterated: false),
                Vocabulary.Form(
                    start: 0, count: 7, ending: .optional, endingSet: 1, word: 0, isExact: false, isTransliterated: true, isDisguised: true),
                Vocabulary.Form(start: 7, count: 5, ending: .any, endingSet: 0, word: 1, isExact: true, isTransliterated: false),
            ], wordCount: 2, endingSets: [[], [LetterHash.hash(Array("ро".utf16)), LetterHash.hash(Array("и".utf16))].sorted()])
        let phrases = Phrases(
            from: [0, 1, 2, 0], words: [1, Phrases.gap, 0, 0], to: [1, 2, 3, 4], outputStart: [0, 0, 0, 0, 1, 3], outputs: [0, 1, 2])
        let patterns = PatternTable([
            Pattern(kind: .alias, owner: 1, flags: [.strong, .verified], language: "tg", text: "Садои … Хуросон", gloss: "Voice of Khorasan"),
            Pattern(kind: .theme, owner: 0, part: 1, flags: .ownVoice, language: "uz-Cyrl", text: "Хуросон", gloss: ""),
            Pattern(kind: .guarding, owner: 0, language: "tg", text: "Хуросон", gloss: "a province 😀"),
        ])
        return Lexicon(
            digest: "",
            entities: [
                Entity(
                    id: "iskp", name: "Islamic State Khorasan Province", kind: .group, groupClass: .violent, parent: "islamic-state",
                    sources: ["a", "b"],
                    designations: [
                        Entity.Designation(jurisdiction: "UN", list: "QDe.161", since: "2019-05-14", until: nil, verified: true, source: "x")
                    ], note: "n"),
                Entity(
                    id: "shahab", name: "S", kind: .figure, affiliation: .supporter,
                    standing: [Entity.Standing(value: .leader, since: "2020-06", until: nil)], date: "2024-03-22"),
            ],
            themes: [
                Theme(
                    id: "release", gloss: "a release", parts: ["ask", "new"], rules: [Theme.Rule(needs: ["new", "group"], strength: 0.5, window: 9)])
            ],
            stanceKinds: ["verb", "we"], weights: Weights(tenths: ["entity.group": 140, "cap": -5]), vocabulary: vocabulary, phrases: phrases,
            patterns: patterns)
    }

    @Test func `what is written is read back whole`() throws {
        let lexicon = Self.small()
        let bytes = try LexiconFile.encode(lexicon)
        let read = try LexiconFile.decode(bytes)
        #expect(read.entities == lexicon.entities)
        #expect(read.themes == lexicon.themes)
        #expect(read.stanceKinds == lexicon.stanceKinds)
        #expect(read.weights == lexicon.weights)
        #expect(read.vocabulary == lexicon.vocabulary)
        #expect(read.phrases == lexicon.phrases)
        #expect(read.patterns == lexicon.patterns)
        #expect(read.digest.hasPrefix("sha256:") && read.digest.count == 7 + 64)
        #expect(try LexiconFile.encode(read) == bytes)
    }

    @Test func `a table gives back every pattern as it was`() {
        let patterns = [
            Pattern(
                kind: .alias, owner: 65535, part: 0, flags: [.strong, .caps, .title, .weakens, .verified], language: "tg", text: "ИГ",
                gloss: "IS"),
            Pattern(kind: .stance, owner: 2, part: 255, flags: [.ownVoice, .reportVoice], language: "tg-Latn", text: "ИГ", gloss: "ИГ"),
            Pattern(kind: .guarding, owner: 0, language: "fa", text: "خراسان", gloss: ""),
        ]
        let table = PatternTable(patterns)
        #expect(table.count == 3)
        for (index, pattern) in patterns.enumerated() {
            #expect(table[index] == pattern)
            #expect(table.kind(index) == pattern.kind)
            #expect(table.owner(index) == pattern.owner)
            #expect(table.part(index) == pattern.part)
            #expect(table.flags(index) == pattern.flags)
        }
        #expect(table.languages == ["tg", "tg-Latn", "fa"])
    }

    @Test func `every cut file is refused`() throws {
        let bytes = try LexiconFile.encode(Self.small())
        for count in 0..<bytes.count {
            #expect(throws: LexiconFileError.self, "\(count) of \(bytes.count) bytes") { try LexiconFile.decode(Array(bytes.prefix(count))) }
        }
        #expect(throws: LexiconFileError.self) { try LexiconFile.decode(bytes + [0]) }
    }

    /// Corrupt bytes may still be a lexicon, of other weights say; but never a trap, here or where its patterns are read.
    @Test func `no corrupt byte is a trap`() throws {
        let bytes = try LexiconFile.encode(Self.small())
        var refused = 0
        for position in bytes.indices {
            for change: UInt8 in [0x01, 0x80, 0xFF] {
                var corrupt = bytes
                corrupt[position] ^= change
                do {
                    let lexicon = try LexiconFile.decode(corrupt)
                    Self.readAll(lexicon)
                } catch { refused += 1 }
            }
        }
        #expect(refused > bytes.count)
    }

    @Test func `random bytes behind the magic line are refused`() throws {
        var random = Seeded(5)
        let magic = try LexiconFile.encode(Self.small()).prefix { $0 != UInt8(ascii: "\n") } + [UInt8(ascii: "\n")]
        for _ in 0..<500 {
            let noise = (0..<Int.random(in: 0..<200, using: &random)).map { _ in UInt8.random(in: 0...7, using: &random) }
            #expect(throws: LexiconFileError.self) { try LexiconFile.decode(magic + noise) }
        }
        #expect(throws: LexiconFileError.self) { try LexiconFile.decode(Array("mirob-lexicon 2\n".utf8)) }
    }

    /// Touches everything that tagging touches.
    static func readAll(_ lexicon: Lexicon) {
        for index in 0..<lexicon.patterns.count {
            _ = lexicon.patterns[index]
            switch lexicon.patterns.kind(index) {
            case .alias: _ = lexicon.entities[lexicon.patterns.owner(index)].id
            case .theme: _ = lexicon.themes[lexicon.patterns.owner(index)].parts[lexicon.patterns.part(index)]
            case .stance: _ = (Lexicon.stances[lexicon.patterns.owner(index)], lexicon.stanceKinds[lexicon.patterns.part(index)])
            case .guarding: break
            }
        }
        for form in lexicon.vocabulary.forms {
            _ = lexicon.vocabulary.letters[form.start..<form.start + form.count]
            if form.ending == .set { _ = lexicon.vocabulary.endingSets[form.endingSet] }
        }
        for node in 0..<lexicon.phrases.nodeCount {
            for output in lexicon.phrases.outputs[Int(lexicon.phrases.outputStart[node])..<Int(lexicon.phrases.outputStart[node + 1])] {
                _ = lexicon.patterns[Int(output)]
            }
        }
        for index in lexicon.phrases.from.indices { _ = lexicon.phrases.outputStart[Int(lexicon.phrases.to[index]) + 1] }
    }
}
