/// What XML and HTML say of their own encoding.
enum DeclaredEncoding {
    /// `<?xml … encoding="…"?>`, `<meta charset="…">`, `<meta http-equiv="Content-Type" content="…; charset=…">`, in the first bytes.
    static func inMarkup(_ head: ArraySlice<UInt8>) -> String? {
        let text = String(decoding: head.prefix(16_384).map { $0 < 0x80 ? $0 : UInt8(ascii: "?") }, as: UTF8.self).lowercased()
        if text.drop(while: { $0.isWhitespace }).hasPrefix("<?xml"), let end = text.range(of: "?>"),
            let label = value(of: "encoding", in: text[..<end])
        {
            return label
        }
        var rest = text[...]
        while let found = rest.firstRange(of: "<meta") {
            rest = rest[found.upperBound...]
            let tag = rest.prefix { $0 != ">" }
            if let label = value(of: "charset", in: tag) { return label }
        }
        return nil
    }

    /// The `charset` of a media type: `text/html; charset=…`.
    static func inMediaType(_ type: String) -> String? { value(of: "charset", in: type.lowercased()[...]) }

    private static func value(of name: String, in text: Substring) -> String? {
        guard let found = text.firstRange(of: name) else { return nil }
        let rest = text[found.upperBound...].drop { $0.isWhitespace }
        guard rest.first == "=" else { return nil }
        let value = rest.dropFirst().drop { $0.isWhitespace || $0 == "\"" || $0 == "'" }
        let label = value.prefix { !$0.isWhitespace && $0 != "\"" && $0 != "'" && $0 != ";" && $0 != ">" && $0 != "/" && $0 != "?" }
        return label.isEmpty ? nil : String(label)
    }
}

extension StringProtocol {
    /// The end of the first occurrence.
    fileprivate func range(of text: String) -> Index? { self[...].firstRange(of: text)?.upperBound }
}
