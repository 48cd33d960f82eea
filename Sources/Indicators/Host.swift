/// A host name as read from a text: `example.com`, `hxxp` style `example[.]com`, `пример.рф`, `192.0.2.1`.
struct Host {
    /// The name with its dots put back, in small ASCII letters.
    var name: [UInt8] = []
    /// Where it stops in the text.
    var end = 0
    /// Where each label starts in `name`.
    var labels: [Int] = [0]
    /// A dot was written `[.]`, `(dot)` or the like.
    var isDefanged = false
    /// Bytes of each label are well placed: no hyphen at an edge, no underscore in the last two.
    var isWellFormed = true

    /// Reads a host that starts at `position`; nil when there is no dot in it.
    init?(_ text: Span<UInt8>, at position: Int) {
        var index = position
        var labelStart = 0
        while true {
            let before = index
            while index < text.count, name.count < 253 {
                let (scalar, count) = Bytes.scalar(text, at: index)
                guard Self.isLabel(scalar) else { break }
                for offset in 0..<count { name.append(Bytes.lowercased(text[index + offset])) }
                index += count
            }
            if index == before {
                // A dot without a label behind it ends a sentence.
                guard labels.count > 1 else { return nil }
                labels.removeLast()
                name.removeLast()
                break
            }
            if name[labelStart] == UInt8(ascii: "-") || name.last == UInt8(ascii: "-") || name.count - labelStart > 63 {
                isWellFormed = false
            }
            end = index
            guard let (dotEnd, isPlain) = Self.dot(text, at: index) else { break }
            if !isPlain { isDefanged = true }
            index = dotEnd
            name.append(UInt8(ascii: "."))
            labelStart = name.count
            labels.append(labelStart)
            if labels.count == 32 {
                isWellFormed = false
                name.removeLast()
                labels.removeLast()
                break
            }
        }
        guard labels.count > 1 else { return nil }
        // `example.comماتن`: words of another script run on behind a Latin ending.
        if let start = labels.last, name[start] < 0x80, let foreign = name[start...].firstIndex(where: { $0 >= 0x80 }) {
            end -= name.count - foreign
            name.removeSubrange(foreign...)
        }
    }

    /// The last label.
    var topLevel: [UInt8] { Array(name[(labels.last ?? 0)...]) }

    /// The name as a string.
    var string: String { String(decoding: name, as: UTF8.self) }

    /// Whether it is a public IPv4 address: not private, local, multicast or "this network" (RFC 6890).
    var isPublicIPv4: Bool {
        let parts = string.split(separator: ".").map { Int($0) ?? 256 }
        guard parts.count == 4, parts.allSatisfy({ $0 < 256 }), name.allSatisfy({ Bytes.isDigit($0) || $0 == 0x2E }) else { return false }
        switch (parts[0], parts[1]) {
        case (0, _), (10, _), (127, _), (224..., _), (192, 168), (172, 16...31), (169, 254): return false
        default: return true
        }
    }

    /// Whether the last label can be a top-level domain: letters, or punycode.
    var hasPlausibleTopLevel: Bool {
        let last = topLevel
        guard last.count >= 2, isWellFormed else { return false }
        if last.starts(with: Array("xn--".utf8)) { return last.count > 5 }
        if last.allSatisfy({ $0 < 0x80 }) { return last.allSatisfy(Bytes.isLetter) }
        return last.allSatisfy { $0 >= 0x80 || Bytes.isLetter($0) } && last.count >= 4
    }

    /// Letters, digits, hyphen, underscore, and scalars beyond Latin-1 that are no punctuation, space or mark of direction.
    static func isLabel(_ scalar: UInt32) -> Bool {
        if scalar < 0x80 { return Bytes.isAlphanumeric(UInt8(scalar)) || scalar == 0x2D || scalar == 0x5F }
        switch scalar {
        case 0x80...0xBF, 0xD7, 0xF7, 0x60C, 0x61B...0x61F, 0x66A...0x66D, 0x6D4, 0x2000...0x206F, 0x3000...0x303F, 0xFD3E, 0xFD3F,
            0xFE00...0xFE6F,
            0xFEFF...0xFF0F, 0xFFF0...0xFFFF, 0x1F000...0x1FAFF:
            return false
        default:
            return true
        }
    }

    /// A dot, plain or made harmless: `.`, `[.]`, `(.)`, `{.}`, `[dot]`, `(dot)`, also with a space on each side of the brackets.
    static func dot(_ text: Span<UInt8>, at position: Int) -> (end: Int, isPlain: Bool)? {
        guard position < text.count else { return nil }
        if text[position] == UInt8(ascii: ".") { return (position + 1, true) }
        var index = position
        let isSpaced = text[index] == 0x20
        if isSpaced { index += 1 }
        guard let end = bracketed("dot", or: UInt8(ascii: "."), text, at: index) else { return nil }
        if isSpaced && end < text.count && text[end] == 0x20 { return (end + 1, false) }
        return (end, false)
    }

    /// End of a word or a sign in brackets.
    static func bracketed(_ word: StaticString, or sign: UInt8, _ text: Span<UInt8>, at position: Int) -> Int? {
        guard position + 2 < text.count, let close = closing(text[position]) else { return nil }
        if text[position + 1] == sign, text[position + 2] == close { return position + 3 }
        let end = position + 1 + word.utf8CodeUnitCount
        return end < text.count && text[end] == close && Bytes.matches(word, text, at: position + 1) ? end + 1 : nil
    }

    private static func closing(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "["): UInt8(ascii: "]")
        case UInt8(ascii: "("): UInt8(ascii: ")")
        case UInt8(ascii: "{"): UInt8(ascii: "}")
        default: nil
        }
    }
}
