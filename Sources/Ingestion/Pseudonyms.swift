internal import Hashing

/// Turns names of people into keyed pseudonyms (`safeguards.md` 6): `p:` and the first 32 hex digits of HMAC-SHA-256 over the name's bytes.
///
/// The same name gives the same pseudonym in every field, so a forward or an answer can still be joined to its author. Without a key a name is
/// dropped. A pseudonym is left as it is, so the output of `convert` can be read again.
///
/// **Who is a person.** A name that leaves is a harm, a channel that becomes a pseudonym is only a lost hint; so a `forwarded_from` or `reply_to` is
/// taken for a person unless its form says it is not:
///
/// | | kept as it is |
/// |---|---|
/// | `forwarded_from` | `1234567890`, `-1001234567890`, `channel1234567890`, each also with `/Title`; a link to a channel or to a message in one: `t.me/s/NAME`, `t.me/c/1234567890/5`, `t.me/NAME/5` (with or without `https://`); a site: `https://example.org` without a path |
/// | `reply_to` | digits, also joined by `-` `_` `/` `:` `.`; a UUID or 16 and more hex digits; a link to a message as above; what has the shape of the post's own `id` once runs of digits are taken for one, and holds a digit (`tg-12` in post `tg-340`) |
/// | `channel` | everything but `user123…` (a Telegram peer that is a person) and links to profiles: `SITE/profile/…`, `SITE/profile.php…`, `SITE/id123` |
struct Pseudonyms {
    private let key: [UInt8]?

    /// Authors write more than once, and an HMAC costs many look-ups. At most `knownLimit` names, some 4 MB.
    /// Keyed by bytes: strings that differ only in composition are equal, their pseudonyms are not, and what came before must not matter.
    private var known: [[UInt8]: String] = [:]

    private static let knownLimit = 32_768
    private static let hexDigits = Array("0123456789abcdef".utf8)

    init(key: [UInt8]?) { self.key = key }

    /// The pseudonym of a person's name, or nil without a key.
    mutating func pseudonym(of name: String) -> String? {
        guard !name.isEmpty else { return nil }
        if Self.isPseudonym(name) { return name }
        guard let key else { return nil }
        let bytes = Array(name.utf8)
        if let pseudonym = known[bytes] { return pseudonym }
        let code = HMACSHA256.authenticationCode(for: bytes, key: key)
        var text: [UInt8] = Array("p:".utf8)
        for byte in code.prefix(16) {
            text.append(Self.hexDigits[Int(byte >> 4)])
            text.append(Self.hexDigits[Int(byte & 15)])
        }
        let pseudonym = String(decoding: text, as: UTF8.self)
        if known.count == Self.knownLimit { known.removeAll(keepingCapacity: true) }
        known[bytes] = pseudonym
        return pseudonym
    }

    /// A `forwarded_from` that is no person's, or a pseudonym, or nothing.
    mutating func forwardedFrom(_ value: String) -> String? {
        Self.isChannel(value) || Self.isChannelLink(value) || Self.isSite(value) ? value : pseudonym(of: value)
    }

    /// A `reply_to` that is a post's id, or a pseudonym, or nothing.
    mutating func replyTo(_ value: String, id: String) -> String? {
        Self.isPostID(value, besides: id) || Self.isChannelLink(value) ? value : pseudonym(of: value)
    }

    /// A channel, unless it is a person's own profile.
    mutating func channel(_ value: String) -> String? { Self.isProfile(value) ? pseudonym(of: value) : value }

    /// `p:` and 32 hex digits.
    static func isPseudonym(_ value: String) -> Bool {
        let bytes = value.utf8
        return bytes.count == 34 && value.hasPrefix("p:") && bytes.dropFirst(2).allSatisfy { $0.isLowercaseHex }
    }

    private static func isChannel(_ value: String) -> Bool {
        var rest = value.utf8[...]
        if value.hasPrefix("channel") { rest = rest.dropFirst(7) } else if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let digits = rest.prefix { $0.isDigit }
        rest = rest.dropFirst(digits.count)
        return !digits.isEmpty && (rest.isEmpty || rest.first == UInt8(ascii: "/"))
    }

    /// The parts of a link's address, without its scheme and what follows `?` or `#`.
    private static func parts(of value: String) -> [Substring]? {
        var rest = value[...]
        for scheme in ["https://", "http://"] where rest.hasPrefix(scheme) { rest = rest.dropFirst(scheme.count) }
        guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "@") }) else { return nil }
        rest = rest.prefix { $0 != "?" && $0 != "#" }
        return rest.split(separator: "/", omittingEmptySubsequences: true)
    }

    private static func isChannelLink(_ value: String) -> Bool {
        guard let parts = parts(of: value), parts.count >= 3, ["t.me", "telegram.me"].contains(parts[0]) else { return false }
        switch parts[1] {
        case "s": return true
        case "c": return parts[2].utf8.allSatisfy { $0.isDigit }
        default: return parts.count == 3 && parts[2].utf8.allSatisfy { $0.isDigit }
        }
    }

    private static func isSite(_ value: String) -> Bool {
        guard value.hasPrefix("https://") || value.hasPrefix("http://"), let parts = parts(of: value) else { return false }
        return parts.count == 1 && parts[0].contains(".") && !value.contains("?") && !value.contains("#")
    }

    private static func isPostID(_ value: String, besides id: String) -> Bool {
        let bytes = value.utf8
        guard bytes.contains(where: { $0.isDigit }) else { return false }
        let joiners = Array("-_/:.".utf8)
        if bytes.allSatisfy({ $0.isDigit || joiners.contains($0) }) { return bytes.first != UInt8(ascii: ".") }
        if bytes.count >= 16, bytes.allSatisfy({ ($0 | 0x20).isLowercaseHex || $0 == UInt8(ascii: "-") }) { return true }
        return shape(of: value) == shape(of: id)
    }

    /// With each run of digits as one 0.
    private static func shape(of value: String) -> [UInt8] {
        var shape: [UInt8] = []
        for byte in value.utf8 where !(byte.isDigit && shape.last == UInt8(ascii: "0")) {
            shape.append(byte.isDigit ? UInt8(ascii: "0") : byte)
        }
        return shape
    }

    private static func isProfile(_ value: String) -> Bool {
        let bytes = value.utf8
        for prefix in ["user", "User"] where value.hasPrefix(prefix) {
            if bytes.count > 4, bytes.dropFirst(4).allSatisfy({ $0.isDigit }) { return true }
        }
        guard bytes.contains(UInt8(ascii: "/")), let parts = parts(of: value), parts.count >= 2, parts[0].contains(".") else {
            return false
        }
        if parts[1] == "profile" || parts[1] == "profile.php" { return true }
        return parts.count == 2 && parts[1].hasPrefix("id") && parts[1].utf8.count > 2
            && parts[1].utf8.dropFirst(2).allSatisfy { $0.isDigit }
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }
    fileprivate var isLowercaseHex: Bool { isDigit || UInt8(ascii: "a")...UInt8(ascii: "f") ~= self }
}
