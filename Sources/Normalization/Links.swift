internal import Model

/// Marks the words that are parts of links, addresses and hashtags: they belong to no language and hold no cues.
enum Links {
    /// Endings that make `name.ending` a host or a page. A short list of the commonest (IANA root zone, by use in the region), not of all.
    private static let endings: Set<String> = [
        "com", "org", "net", "info", "biz", "io", "me", "tv", "media", "news", "edu", "gov", "xyz", "site", "online", "app", "link", "uz", "ru", "tj",
        "kz", "kg", "tm", "af", "ir", "pk", "tr", "uk", "de", "cc", "ly", "su", "be", "eu", "asia", "html", "htm", "php", "aspx", "onion",
    ]

    /// Goes over the words once; called only when a text has the signs of a link.
    static func mark(_ text: inout NormalizedText) {
        var inLink = false
        for index in text.words.indices.dropFirst() {
            let before = text.words[index].before
            let glued = before.isDisjoint(with: [.space, .newline])
            if !glued { inLink = false }
            if inLink {
                text.words[index].form.insert(.link)
            } else if glued && before.isSuperset(of: [.colon, .slash]) {
                inLink = true
                text.words[index - 1].form.insert(.link)
                text.words[index].form.insert(.link)
            } else if glued && before.contains(.at), isLatin(text.words[index]) {
                // An address; in other letters the sign stands for one (д@иш).
                text.words[index - 1].form.insert(.link)
                text.words[index].form.insert(.link)
                text.words[index].form.remove(.handle)
            } else if before == .dot, isLatin(text.words[index]), isLatin(text.words[index - 1]), isEnding(text, text.words[index]) {
                inLink = true
                text.words[index].form.insert(.link)
                var first = index - 1
                text.words[first].form.insert(.link)
                while first > 0, text.words[first].before == .dot, isLatin(text.words[first - 1]) {
                    first -= 1
                    text.words[first].form.insert(.link)
                }
            }
        }
    }

    /// Later parts of `#a_b` and `@a_b` are parts of the same tag.
    static func continueTags(_ text: inout NormalizedText) {
        for index in text.words.indices.dropFirst() where text.words[index].before == .underscore {
            text.words[index].form.formUnion(text.words[index - 1].form.intersection([.hashtag, .handle]))
        }
    }

    private static func isLatin(_ word: NormalizedText.Word) -> Bool {
        word.form.isDisjoint(with: [.cyrillic, .arabic, .otherScript])
    }

    private static func isEnding(_ text: NormalizedText, _ word: NormalizedText.Word) -> Bool {
        word.count <= 6 && word.count >= 2 && endings.contains(text.string(of: word))
    }
}
