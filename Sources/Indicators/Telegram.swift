/// Names and links of Telegram (core.telegram.org/api/links).
enum Telegram {
    /// First parts of a path that are functions of the service, not names.
    private static let services: Set<String> = [
        "addstickers", "addemoji", "addlist", "addtheme", "share", "proxy", "socks", "boost", "iv", "login", "setlanguage", "bg",
        "confirmphone",
        "invoice", "contact", "giftcode", "msg", "passport", "nft", "call", "m", "a", "k", "w",
    ]

    /// `@name` for a name of 4 to 32 letters, digits and underscores that starts with a letter.
    static func name(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        guard (4...32).contains(bytes.count), Bytes.isLetter(bytes[0]), bytes.allSatisfy({ Bytes.isAlphanumeric($0) || $0 == 0x5F }) else {
            return nil
        }
        return "@" + text
    }

    /// What `t.me` + path leads to: `@name`, `t.me/+invite`, or another function of the service as `t.me/…`.
    static func target(ofPath path: String) -> String? {
        guard path.hasPrefix("/") else { return nil }
        let bare = path.prefix { $0 != "?" && $0 != "#" }
        var parts = bare.split(separator: "/").map(String.init)
        if parts.first == "s", parts.count > 1 { parts.removeFirst() }
        guard let first = parts.first else { return nil }
        if first.hasPrefix("+") { return invite(String(first.dropFirst())) }
        if first.lowercased() == "joinchat" { return parts.count > 1 ? invite(parts[1]) : nil }
        if first == "c" { return parts.count > 1 && parts[1].allSatisfy(\.isNumber) ? "t.me/c/" + parts[1] : nil }
        if services.contains(first.lowercased()) { return "t.me/" + path.dropFirst() }
        return name(first)
    }

    /// What `tg://` + rest leads to.
    static func target(ofScheme rest: String) -> String? {
        guard let mark = rest.firstIndex(of: "?") else { return nil }
        let action = rest[..<mark].lowercased()
        var fields: [String: String] = [:]
        for field in rest[rest.index(after: mark)...].split(separator: "&") {
            let pair = field.split(separator: "=", maxSplits: 1)
            if pair.count == 2 { fields[pair[0].lowercased()] = String(pair[1]) }
        }
        switch action {
        case "resolve": return fields["domain"].flatMap(name)
        case "join": return fields["invite"].flatMap(invite)
        default: return nil
        }
    }

    private static func invite(_ hash: String) -> String? {
        let bytes = Array(hash.utf8)
        guard (8...64).contains(bytes.count), bytes.allSatisfy({ Bytes.isAlphanumeric($0) || $0 == 0x5F || $0 == 0x2D }) else { return nil }
        return "t.me/+" + hash
    }

    /// Words with an at sign that are no names: style sheets, annotations, mail hosts, calls to everybody.
    static let notNames: Set<String> = [
        "media", "import", "charset", "keyframes", "override", "param", "return", "returns", "property", "everyone", "gmail", "yandex",
        "hotmail",
        "outlook", "yahoo", "deprecated", "throws", "author", "since", "testable", "escaping",
    ]
}
