internal import Model

extension Scan {
    // MARK: - Triggers

    /// `scheme://…`, and raw TON addresses `0:…`.
    mutating func colon(_ text: Span<UInt8>, at position: Int) {
        if position > 0, text[position - 1] &- 0x30 < 2 {
            rawTON(text, at: position)
            return
        }
        guard position >= linkEnd, position + 2 < text.count, text[position + 1] == 0x2F || text[position + 1] == 0x5D,
            let (start, scheme) = Self.scheme(text, before: position),
            let authority = Self.slashes(text, at: position)
        else { return }
        if scheme == "tg" {
            telegramScheme(text, start: start, at: authority)
        } else {
            link(text, start: start, scheme: scheme, at: authority)
        }
    }

    /// A dot inside a name without a scheme: `example.com/path`, `www.…`, `t.me/…`, `example[.]com`.
    mutating func bareHost(_ text: Span<UInt8>, at position: Int) {
        // Most dots end a sentence.
        guard position > 0, position + 1 < text.count else { return }
        let next = text[position + 1]
        guard Bytes.isAlphanumeric(next) || next >= 0xC3 || next == UInt8(ascii: "]") || next == UInt8(ascii: ")") else { return }
        var end = position
        if text[position + 1] == UInt8(ascii: "]") || text[position + 1] == UInt8(ascii: ")") {
            guard text[position - 1] == UInt8(ascii: "[") || text[position - 1] == UInt8(ascii: "(") else { return }
            end = position - 1
            if end > 0 && text[end - 1] == 0x20 { end -= 1 }
        }
        bareLink(text, dotAt: end)
    }

    /// `[dot]`, `(dot)`, `[at]`, `(at)`.
    mutating func bracket(_ text: Span<UInt8>, at position: Int) {
        guard position > 0, position + 2 < text.count, text[position + 1] | 0x20 == 0x64 || text[position + 1] | 0x20 == 0x61 else {
            return
        }
        let end = text[position - 1] == 0x20 ? position - 1 : position
        if Host.bracketed("dot", or: 0, text, at: position) != nil {
            if position >= hostEnd { bareLink(text, dotAt: end) }
        } else if let after = Host.bracketed("at", or: 0, text, at: position) {
            email(text, localEnd: end, domainStart: after < text.count && text[after] == 0x20 ? after + 1 : after, start: nil)
        }
    }

    // MARK: - Links

    /// The scheme that ends before a colon, written straight or made harmless.
    private static func scheme(_ text: Span<UInt8>, before position: Int) -> (start: Int, scheme: String)? {
        var end = position
        if end > 0 && text[end - 1] == UInt8(ascii: "[") { end -= 1 }
        var start = end
        while start > 0 && end - start < 7 && (Bytes.isLetter(text[start - 1]) || text[start - 1] == UInt8(ascii: "*")) { start -= 1 }
        while start < end && text[start] == UInt8(ascii: "*") { start += 1 }  // **bold**
        switch Bytes.string(text, start, end).lowercased() {
        case "http", "hxxp", "h**p", "htxp", "hxtp": return (start, "http")
        case "https", "hxxps", "h**ps", "htxps", "hxtps": return (start, "https")
        case "ftp", "fxp": return (start, "ftp")
        case "tg": return (start, "tg")
        default: return nil
        }
    }

    /// End of `://`, `[:]//` or `[://]`.
    private static func slashes(_ text: Span<UInt8>, at position: Int) -> Int? {
        var index = position + 1
        if position > 0 && text[position - 1] == UInt8(ascii: "["), index < text.count, text[index] == UInt8(ascii: "]") { index += 1 }
        guard index + 2 < text.count, text[index] == UInt8(ascii: "/"), text[index + 1] == UInt8(ascii: "/") else { return nil }
        index += 2
        if position > 0 && text[position - 1] == UInt8(ascii: "["), text[index] == UInt8(ascii: "]") { index += 1 }
        return index
    }

    /// A link with a scheme, whose host (or `user:password@host`) starts at `position`.
    private mutating func link(_ text: Span<UInt8>, start: Int, scheme: String, at position: Int) {
        var hostStart = position
        var index = position
        while index < text.count, index - position < 256, Self.isLinkByte(text[index]), text[index] != UInt8(ascii: "/") {
            if text[index] == UInt8(ascii: "@") { hostStart = index + 1 }
            index += 1
        }
        guard let host = Host(text, at: hostStart), host.isWellFormed else { return }
        guard host.hasPlausibleTopLevel || host.isPublicIPv4 else { return }
        let end = Self.linkEnd(text, from: host.end)
        let name = Bytes.string(text, position, hostStart) + host.string
        finish(text, host, start: start, end: end, value: scheme + "://" + name + Bytes.string(text, host.end, end))
    }

    /// A link without a scheme around the dot (or bracketed dot) at `position`.
    private mutating func bareLink(_ text: Span<UInt8>, dotAt position: Int) {
        guard position > 0, let start = Self.hostStart(text, before: position, floor: hostEnd), start < position else { return }
        guard let host = Host(text, at: start) else { return }
        hostEnd = max(hostEnd, host.end)
        guard host.hasPlausibleTopLevel || (host.isDefanged && host.isPublicIPv4) else { return }
        let before = Bytes.scalar(text, before: start)
        guard ![0x40, 0x2F, 0x5C, 0x2E, 0x24, 0x5F, 0x2D].contains(before) else { return }  // @ / \ . $ _ -
        // A letter right behind: one word with what follows.
        if host.end < text.count, Bytes.scalar(text, at: host.end).value == UInt32(UInt8(ascii: "@")) { return }
        let end = Self.linkEnd(text, from: host.end)
        let hasPath = end > host.end && text[host.end] == UInt8(ascii: "/") && end > host.end + 1
        let isNamed = host.name.starts(with: Array("www.".utf8)) || host.isDefanged || host.name.reversed().starts(with: "em.t.".utf8)
        let label = String(decoding: host.topLevel, as: UTF8.self)
        guard isNamed || Self.telegramHosts.contains(host.string) && hasPath || TopLevelDomains.makesLink(label, hasPath: hasPath) else {
            return
        }
        guard isNamed || hasEvenCase(text, host, start: start) else { return }
        finish(text, host, start: start, end: end, value: host.string + Bytes.string(text, host.end, end))
    }

    /// Whether the last label is not capitalised like the next sentence (`end.Org`).
    private func hasEvenCase(_ text: Span<UInt8>, _ host: Host, start: Int) -> Bool {
        let length = host.topLevel.count
        let first = text[host.end - length]
        return !Bytes.isUppercase(first) || Bytes.isUppercase(text[host.end - 1])
    }

    /// Where the host starts whose dot is at `position`: back over Latin labels, or over letters of any script right before the dot.
    private static func hostStart(_ text: Span<UInt8>, before position: Int, floor: Int) -> Int? {
        var start = position
        let isLatin = text[position - 1] < 0x80
        while start > floor, position - start < 253 {
            let byte = text[start - 1]
            if byte < 0x80 {
                if Bytes.isAlphanumeric(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") {
                    start -= 1
                } else if byte == UInt8(ascii: "."), start > 1, text[start - 2] != UInt8(ascii: ".") {
                    start -= 1
                } else if byte == UInt8(ascii: "]") || byte == UInt8(ascii: ")"), start > 3, text[start - 2] == UInt8(ascii: "."),
                    text[start - 3] == UInt8(ascii: "[") || text[start - 3] == UInt8(ascii: "(")
                {
                    start -= 3
                } else {
                    break
                }
            } else {
                let previous = Bytes.scalarStart(text, before: start)
                guard !isLatin, Host.isLabel(Bytes.scalar(text, at: previous).value) else { break }
                start = previous
            }
        }
        while start < position && text[start] == UInt8(ascii: ".") { start += 1 }
        return start
    }

    @inline(__always) private static func isLinkByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, 0x7F, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "`"), UInt8(ascii: "|"),
            UInt8(ascii: "\\"),
            UInt8(ascii: "^"), UInt8(ascii: "{"), UInt8(ascii: "}"):
            false
        default: true
        }
    }

    /// End of port, path, query and fragment behind a host, without the punctuation of the sentence around it.
    private static func linkEnd(_ text: Span<UInt8>, from hostEnd: Int) -> Int {
        var index = hostEnd
        if index < text.count, text[index] == UInt8(ascii: ":") {
            var digits = index + 1
            while digits < text.count, digits - index <= 5, Bytes.isDigit(text[digits]) { digits += 1 }
            if digits > index + 1 { index = digits }
        }
        guard index < text.count, text[index] == 0x2F || text[index] == 0x3F || text[index] == 0x23 else { return index }
        let pathStart = index
        while index < text.count {
            let (scalar, count) = Bytes.scalar(text, at: index)
            if scalar < 0x80 {
                guard isLinkByte(UInt8(scalar)) else { break }
            } else if !Host.isLabel(scalar) {
                break
            }
            index += count
        }
        // Closing brackets stay when they were opened inside.
        var round = 0
        var square = 0
        for position in pathStart..<index {
            switch text[position] {
            case UInt8(ascii: "("): round += 1
            case UInt8(ascii: ")"): round -= 1
            case UInt8(ascii: "["): square += 1
            case UInt8(ascii: "]"): square -= 1
            default: break
            }
        }
        trim: while index > pathStart {
            switch text[index - 1] {
            case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "!"), UInt8(ascii: "?"),
                UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "~"):
                break
            case UInt8(ascii: ")"):
                guard round < 0 else { break trim }
                round += 1
            case UInt8(ascii: "]"):
                guard square < 0 else { break trim }
                square += 1
            default: break trim
            }
            index -= 1
        }
        return index
    }

    /// Reports a link, as what it leads to.
    private mutating func finish(_ text: Span<UInt8>, _ host: Host, start: Int, end: Int, value: String) {
        linkEnd = max(linkEnd, end)
        let path = Bytes.string(text, host.end, end)
        let name = host.string
        if Self.isMessengerNumber(name, path), let phone = Self.number(inLink: text, from: host.end, to: end) {
            found.append(phone)
            return
        }
        var kind = Indicator.Kind.url
        var value = value
        if Self.telegramHosts.contains(name) {
            if path.hasPrefix("/+"), let phone = Self.number(inLink: text, from: host.end, to: end) {
                found.append(phone)
                return
            }
            if let target = Telegram.target(ofPath: path) { (kind, value) = (.telegram, target) }
        } else if name.hasSuffix(".t.me"), let target = Telegram.name(String(name.dropLast(5))) {
            (kind, value) = (.telegram, target)
        }
        found.append(Found(kind: kind, start: start, end: end, value: value, checksum: .absent, rank: .link))
    }

    // MARK: - Telegram, messengers, TON

    static let telegramHosts: Set<String> = ["t.me", "telegram.me", "telegram.dog", "www.t.me", "www.telegram.me"]

    private mutating func telegramScheme(_ text: Span<UInt8>, start: Int, at position: Int) {
        var end = position
        while end < text.count, text[end] < 0x80, Self.isLinkByte(text[end]) { end += 1 }
        while end > position, !Bytes.isAlphanumeric(text[end - 1]), text[end - 1] != UInt8(ascii: "_"), text[end - 1] != UInt8(ascii: "-") {
            end -= 1
        }
        guard end > position, Bytes.isLetter(text[position]) else { return }
        linkEnd = end
        let rest = Bytes.string(text, position, end)
        if rest.lowercased().hasPrefix("resolve?phone="), let phone = Self.number(inLink: text, from: position, to: end) {
            found.append(phone)
            return
        }
        let value = Telegram.target(ofScheme: rest) ?? "tg://" + rest
        found.append(Found(kind: .telegram, start: start, end: end, value: value, checksum: .absent, rank: .link))
    }

    private static func isMessengerNumber(_ host: String, _ path: String) -> Bool {
        host == "wa.me" || (host == "api.whatsapp.com" || host == "whatsapp.com") && path.contains("phone=")
    }

    /// The valid international number that a link carries: its digits are the find, so that masking reaches them.
    private static func number(inLink text: Span<UInt8>, from start: Int, to end: Int) -> Found? {
        var index = start
        while index < end && !Bytes.isDigit(text[index]) { index += 1 }
        let first = index
        var digits: [UInt8] = []
        while index < end && Bytes.isDigit(text[index]) && digits.count < 17 {
            digits.append(text[index] - 0x30)
            index += 1
        }
        guard index == end || !Bytes.isAlphanumeric(text[index]), let (_, codeDigits, lengths) = PhonePlan.shared.lengths(of: digits),
            lengths >> UInt32(digits.count - codeDigits) & 1 == 1
        else { return nil }
        return Found(kind: .phone, start: first, end: index, value: "+" + Self.string(digits), checksum: .absent, rank: .linkedPhone)
    }

    /// `0:` or `-1:` and 64 hexadecimal digits: a TON account without checksum.
    private mutating func rawTON(_ text: Span<UInt8>, at position: Int) {
        let end = position + 65
        guard end <= text.count, end == text.count || !Bytes.isAlphanumeric(text[end]) else { return }
        for index in position + 1..<end where Bytes.hexValue(text[index]) == nil { return }
        var start = position - 1
        if text[start] == UInt8(ascii: "1") {
            guard start > 0, text[start - 1] == UInt8(ascii: "-") else { return }
            start -= 1
        }
        let before = Bytes.scalar(text, before: start)
        guard before >= 0x80 || !(Bytes.isAlphanumeric(UInt8(before)) || [0x2D, 0x2E, 0x3A, 0x5F].contains(before)) else { return }
        let value = Bytes.string(text, start, end)
        found.append(
            Found(kind: .ton, start: start, end: end, value: value, checksum: .absent, rank: .wallet, needsMoneyWord: true))
    }
}
