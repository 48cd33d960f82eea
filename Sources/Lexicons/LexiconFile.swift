internal import Foundation
internal import Hashing

/// A compiled lexicon could not be read.
public struct LexiconFileError: Error, CustomStringConvertible, Hashable {
    /// One sentence.
    public var description: String
}

/// The binary form of a compiled lexicon: a magic line, then sections of a length and bytes. Numbers are little-endian.
/// Entities, themes and weights are JSON; words, phrases and patterns are arrays that are copied, not parsed.
public enum LexiconFile {
    private static let magic = Array("mirob-lexicon 3\n".utf8)

    private struct Values: Codable {
        var entities: [Entity]
        var themes: [Theme]
        var stanceKinds: [String]
        var weights: Weights
        var wordCount: Int
        var languages: [String]
    }

    /// The bytes of a lexicon; its `digest` is not among them.
    public static func encode(_ lexicon: Lexicon) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let values = Values(
            entities: lexicon.entities, themes: lexicon.themes, stanceKinds: lexicon.stanceKinds, weights: lexicon.weights,
            wordCount: lexicon.vocabulary.wordCount, languages: lexicon.patterns.languages)
        var bytes = magic
        func section(_ content: [UInt8]) {
            bytes.append(contentsOf: littleEndian(UInt32(content.count)))
            bytes.append(contentsOf: content)
        }
        func numbers(_ values: [UInt32]) { section(values.flatMap { littleEndian($0) }) }
        section([UInt8](try encoder.encode(values)))
        section(lexicon.vocabulary.letters.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        numbers(
            lexicon.vocabulary.forms.flatMap { form in
                let packed =
                    UInt32(form.count) | UInt32(form.ending.rawValue) << 8 | (form.isExact ? 1 << 10 : 0) | (form.isTransliterated ? 1 << 11 : 0)
                    | (form.isDisguised ? 1 << 12 : 0) | UInt32(form.endingSet) << 16
                return [UInt32(form.start), packed, UInt32(form.word)]
            })
        numbers(lexicon.vocabulary.endingSets.map { UInt32($0.count) })
        numbers(lexicon.vocabulary.endingSets.flatMap { $0 }.flatMap { [UInt32(truncatingIfNeeded: $0), UInt32(truncatingIfNeeded: $0 >> 32)] })
        numbers(lexicon.phrases.from)
        numbers(lexicon.phrases.words)
        numbers(lexicon.phrases.to)
        numbers(lexicon.phrases.outputStart)
        numbers(lexicon.phrases.outputs)
        numbers(lexicon.patterns.records)
        section(lexicon.patterns.pool)
        return bytes
    }

    /// Reads a lexicon.
    ///
    /// - Throws: `LexiconFileError` when the bytes are not a compiled lexicon of this version or are cut short.
    public static func decode(_ bytes: [UInt8]) throws -> Lexicon {
        guard bytes.starts(with: magic) else { throw LexiconFileError(description: "not a compiled lexicon of this version") }
        var position = magic.count
        func section() throws -> ArraySlice<UInt8> {
            guard position + 4 <= bytes.count else { throw LexiconFileError(description: "the compiled lexicon is cut short") }
            let count = (0..<4).reduce(0) { $0 | Int(bytes[position + $1]) << (8 * $1) }
            position += 4
            guard position + count <= bytes.count else { throw LexiconFileError(description: "the compiled lexicon is cut short") }
            defer { position += count }
            return bytes[position..<position + count]
        }
        func numbers() throws -> [UInt32] {
            let slice = Array(try section())
            guard slice.count % 4 == 0 else { throw damaged }
            let span = slice.span
            var values = [UInt32](repeating: 0, count: slice.count / 4)
            for index in values.indices {
                let at = index * 4
                values[index] = UInt32(span[at]) | UInt32(span[at + 1]) << 8 | UInt32(span[at + 2]) << 16 | UInt32(span[at + 3]) << 24
            }
            return values
        }
        let values: Values
        do {
            values = try JSONDecoder().decode(Values.self, from: Data(try section()))
        } catch let error as DecodingError {
            throw LexiconFileError(description: "the compiled lexicon's values cannot be read: \(error)")
        }
        let rawLetters = Array(try section())
        guard rawLetters.count % 2 == 0 else { throw damaged }
        let letters = (0..<rawLetters.count / 2).map { UInt16(rawLetters[$0 * 2]) | UInt16(rawLetters[$0 * 2 + 1]) << 8 }
        let rawForms = try numbers()
        guard rawForms.count % 3 == 0 else { throw damaged }
        var forms: [Vocabulary.Form] = []
        forms.reserveCapacity(rawForms.count / 3)
        for index in stride(from: 0, to: rawForms.count - 2, by: 3) {
            let packed = rawForms[index + 1]
            guard let ending = Vocabulary.Ending(rawValue: UInt8(packed >> 8 & 3)) else { throw damaged }
            forms.append(
                Vocabulary.Form(
                    start: Int(rawForms[index]), count: Int(packed & 0xFF), ending: ending, endingSet: Int(packed >> 16),
                    word: Int(rawForms[index + 2]), isExact: packed >> 10 & 1 == 1, isTransliterated: packed >> 11 & 1 == 1,
                    isDisguised: packed >> 12 & 1 == 1))
        }
        let setCounts = try numbers()
        let setNumbers = try numbers()
        guard setCounts.reduce(0, { $0 + Int($1) * 2 }) == setNumbers.count else { throw damaged }
        var endingSets: [[UInt64]] = []
        var next = 0
        for count in setCounts {
            endingSets.append((0..<Int(count)).map { UInt64(setNumbers[(next + $0) * 2]) | UInt64(setNumbers[(next + $0) * 2 + 1]) << 32 })
            next += Int(count)
        }
        let phrases = Phrases(
            from: try numbers(), words: try numbers(), to: try numbers(), outputStart: try numbers(), outputs: try numbers())
        let records = try numbers()
        let pool = Array(try section())
        guard position == bytes.count else { throw LexiconFileError(description: "bytes follow the end of the compiled lexicon") }
        let lexicon = Lexicon(
            digest: "sha256:" + SHA256.hex(bytes), entities: values.entities, themes: values.themes, stanceKinds: values.stanceKinds,
            weights: values.weights,
            vocabulary: Vocabulary(letters: letters, forms: forms, wordCount: values.wordCount, endingSets: endingSets), phrases: phrases,
            patterns: PatternTable(records: records, pool: pool, languages: values.languages))
        guard isSound(lexicon) else { throw damaged }
        return lexicon
    }

    private static let damaged = LexiconFileError(description: "the compiled lexicon is damaged: its parts do not fit each other")

    /// Whether every number that points somewhere points inside, so that nothing which reads the lexicon later can trap. O(n), about a millisecond.
    private static func isSound(_ lexicon: Lexicon) -> Bool {
        let vocabulary = lexicon.vocabulary
        guard vocabulary.wordCount >= 0 else { return false }
        for form in vocabulary.forms {
            guard form.count > 0, form.start + form.count <= vocabulary.letters.count, form.word < vocabulary.wordCount else { return false }
            if form.ending == .set || form.ending == .optional, form.endingSet >= vocabulary.endingSets.count { return false }
        }
        let phrases = lexicon.phrases
        let patterns = lexicon.patterns
        guard phrases.from.count == phrases.words.count, phrases.from.count == phrases.to.count, phrases.outputStart.first == 0,
            phrases.outputStart.last.map(Int.init) == phrases.outputs.count,
            zip(phrases.outputStart, phrases.outputStart.dropFirst()).allSatisfy({ $0 <= $1 }),
            phrases.from.allSatisfy({ Int($0) < phrases.nodeCount }), phrases.to.allSatisfy({ Int($0) < phrases.nodeCount }),
            phrases.outputs.allSatisfy({ Int($0) < patterns.count }), patterns.isSound
        else { return false }
        for index in 0..<patterns.count {
            let owner = patterns.owner(index)
            let part = patterns.part(index)
            switch patterns.kind(index) {
            case .alias: if owner >= lexicon.entities.count { return false }
            case .theme: if owner >= lexicon.themes.count || part >= lexicon.themes[owner].parts.count { return false }
            case .stance: if owner >= Lexicon.stances.count || part >= lexicon.stanceKinds.count { return false }
            case .guarding: break
            }
        }
        return true
    }

    private static func littleEndian(_ value: UInt32) -> [UInt8] {
        [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF), UInt8(value >> 16 & 0xFF), UInt8(value >> 24)]
    }
}
