/// Addresses of the web: made absolute, never fetched.
enum Address {
    /// A reference against a base (RFC 3986, section 5.2, for `http` and `https`).
    static func absolute(_ reference: String, base: String?) -> String {
        let reference = reference.trimmed
        if reference.isEmpty || hasScheme(reference) { return reference }
        guard let base, let root = root(of: base) else { return reference }
        if reference.hasPrefix("//") { return base.prefix { $0 != "/" } + reference }
        let (path, tail) = split(reference)
        if path.isEmpty {
            let whole = base.prefix { $0 != "#" }
            return tail.hasPrefix("?") ? whole.prefix { $0 != "?" } + tail : whole + tail
        }
        if path.hasPrefix("/") { return root + clean(path) + tail }
        let basePath = split(String(base.dropFirst(root.count))).path
        let folder = basePath.lastIndex(of: "/").map { String(basePath[...$0]) } ?? "/"
        return root + clean(folder + path) + tail
    }

    /// `example.org` of an address.
    static func host(_ address: String) -> String? {
        guard let root = root(of: address) else { return nil }
        let host = root.drop { $0 != "/" }.drop { $0 == "/" }
        let name = host.split(separator: "@").last.map { String($0).lowercased() }
        return name?.isEmpty == false ? name : nil
    }

    /// The last part of an address's path, without its query: the name of a file.
    static func fileName(_ address: String) -> String? {
        guard let root = root(of: address) else { return nil }
        let path = split(String(address.dropFirst(root.count))).path
        return path.split(separator: "/").last.map { $0.removingPercentEscapes }
    }

    private static func hasScheme(_ text: String) -> Bool {
        guard let colon = text.firstIndex(of: ":"), let first = text.first, first.isASCII, first.isLetter else { return false }
        return text[..<colon].allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "+" || $0 == "-" || $0 == ".") }
    }

    /// `https://example.org`
    private static func root(of address: String) -> String? {
        guard let start = address.firstRange(of: "://")?.upperBound else { return nil }
        let scheme = address[..<start].lowercased()
        guard scheme == "http://" || scheme == "https://" else { return nil }
        let host = address[start...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return host.isEmpty ? nil : String(address[..<host.endIndex])
    }

    private static func split(_ reference: String) -> (path: String, tail: String) {
        let path = reference.prefix { $0 != "?" && $0 != "#" }
        return (String(path), String(reference[path.endIndex...]))
    }

    /// Section 5.2.4: without `.` and `..`.
    private static func clean(_ path: String) -> String {
        var parts: [Substring] = []
        let pieces = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        for (index, piece) in pieces.enumerated() {
            let isLast = index == pieces.count - 1
            if piece == "." || piece == ".." {
                if piece == "..", !parts.isEmpty { parts.removeLast() }
                if isLast { parts.append("") }
            } else {
                parts.append(piece)
            }
        }
        return "/" + parts.joined(separator: "/")
    }
}

extension StringProtocol {
    /// With `%D0%90` undone where that gives UTF-8.
    var removingPercentEscapes: String {
        guard contains("%") else { return String(self) }
        var bytes: [UInt8] = []
        let source = Array(utf8)
        var index = 0
        while index < source.count {
            if source[index] == UInt8(ascii: "%"), index + 2 < source.count,
                let value = UInt8(String(decoding: source[index + 1...index + 2], as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                index += 3
            } else {
                bytes.append(source[index])
                index += 1
            }
        }
        return String(validating: bytes, as: UTF8.self) ?? String(self)
    }
}
