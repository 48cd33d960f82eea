internal import Model

extension Scan {
    /// `name@example.com`, `name[@]example.com`, `@name`.
    mutating func at(_ text: Span<UInt8>, at position: Int) {
        let isBracketed =
            position > 0 && position + 1 < text.count && text[position - 1] == UInt8(ascii: "[") && text[position + 1] == UInt8(ascii: "]")
        if isBracketed {
            email(text, localEnd: position - 1, domainStart: position + 2, start: nil)
        } else if position > 0, Self.isLocal(text[position - 1]) {
            email(text, localEnd: position, domainStart: position + 1, start: nil)
        } else {
            if position > 0, text[position - 1] >= 0x80, email(text, unicodeBefore: position) { return }
            handle(text, at: position)
        }
    }

    /// A Telegram name behind an at sign.
    private mutating func handle(_ text: Span<UInt8>, at position: Int) {
        var end = position + 1
        while end < text.count, end - position <= 33, Bytes.isAlphanumeric(text[end]) || text[end] == UInt8(ascii: "_") { end += 1 }
        guard (5...32).contains(end - position - 1), Bytes.isLetter(text[position + 1]) else { return }
        let before = Bytes.scalar(text, before: position)
        guard before != 0x2F, before != 0x40, before != 0x2E, before != 0x2D, before != 0x26 else { return }  // / @ . - &
        if end < text.count, text[end] == 0x40 { return }
        // `@example.com`: the tail of an address, not a name.
        if end + 1 < text.count, text[end] == 0x2E, Bytes.isLowercase(text[end + 1]) || Bytes.isDigit(text[end + 1]) { return }
        let name = Bytes.string(text, position + 1, end)
        guard !Telegram.notNames.contains(name.lowercased()) else { return }
        found.append(Found(kind: .telegram, start: position, end: end, value: "@" + name, checksum: .absent, rank: .link))
    }

    /// Characters of a local part that texts use (RFC 5322 allows more, which are more often markup).
    private static func isLocal(_ byte: UInt8) -> Bool {
        if Bytes.isAlphanumeric(byte) { return true }
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "%"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "'"): return true
        default: return false
        }
    }

    /// An address whose local part ends at `localEnd`.
    @discardableResult
    mutating func email(_ text: Span<UInt8>, localEnd: Int, domainStart: Int, start known: Int?) -> Bool {
        var start = known ?? localEnd
        if known == nil {
            while start > 0, localEnd - start <= 65, Self.isLocal(text[start - 1]) { start -= 1 }
            while start < localEnd, text[start] == UInt8(ascii: "'") || text[start] == UInt8(ascii: "-") { start += 1 }
        }
        guard start < localEnd, localEnd - start <= 64 || known != nil, text[start] != 0x2E, text[localEnd - 1] != 0x2E else {
            return false
        }
        for index in start..<localEnd - 1 where text[index] == 0x2E && text[index + 1] == 0x2E { return false }
        guard domainStart < text.count, let host = Host(text, at: domainStart), host.hasPlausibleTopLevel,
            !host.name.contains(UInt8(ascii: "_")), known == nil || host.topLevel.contains(where: { $0 >= 0x80 })
        else { return false }
        let before = Bytes.scalar(text, before: start)
        guard before != 0x40, host.end == text.count || text[host.end] != 0x40 else { return false }
        linkEnd = max(linkEnd, host.end)
        let value = Bytes.string(text, start, localEnd) + "@" + host.string
        found.append(Found(kind: .email, start: start, end: host.end, value: value, checksum: .absent, rank: .link))
        return true
    }

    /// An address in another script, `почта@пример.рф`.
    private mutating func email(_ text: Span<UInt8>, unicodeBefore position: Int) -> Bool {
        var start = position
        while start > 0, position - start <= 128 {
            let previous = Bytes.scalarStart(text, before: start)
            let scalar = Bytes.scalar(text, at: previous).value
            guard Host.isLabel(scalar) || scalar == 0x2E else { break }
            start = previous
        }
        return start < position && email(text, localEnd: position, domainStart: position + 1, start: start)
    }
}
