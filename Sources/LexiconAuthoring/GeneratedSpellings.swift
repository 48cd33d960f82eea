/// What the compiler makes of a name beside the name itself, for people to see.
public enum GeneratedSpellings {
    /// One way in which a whole name is written.
    public struct Spelling: Hashable, Sendable {
        /// The name, in small letters.
        public var text: String
        /// The scheme: `Cyrillic to Latin, kh`.
        public var scheme: String
    }

    /// Every spelling of a name by one scheme throughout, the likeliest first; words that a scheme says nothing of stay as they are. In a text each word may
    /// be spelt by another scheme.
    public static func spellings(of name: String, isStrong: Bool, needsCapitals: Bool) -> [Spelling] {
        let words = Folding().words(name)
        let look = NameLook(words, isStrong: isStrong, needsCapitals: needsCapitals)
        guard look.isRespelt else { return [] }
        let byWord = words.map { word in Transliteration.spellings(of: word).filter { look.admits($0.letters, $0.scheme) } }
        var seen: Set<String> = [words.map { String(decoding: $0, as: UTF16.self) }.joined(separator: " ")]
        var result: [Spelling] = []
        for scheme in Transliteration.all {
            let parts = zip(words, byWord).map { word, spellings in
                spellings.contains { $0.scheme.name == scheme.name }
                    ? scheme.spelling(of: word) ?? word
                    : scheme.from == WordScript(of: word)
                        ? spellings.first { $0.scheme.to == scheme.to }?.letters ?? word : word
            }
            guard byWord.contains(where: { $0.contains { $0.scheme.name == scheme.name } }) else { continue }
            let text = parts.map { String(decoding: $0, as: UTF16.self) }.joined(separator: " ")
            if seen.insert(text).inserted { result.append(Spelling(text: text, scheme: scheme.name)) }
        }
        return result
    }
}
