/// Plain text of a piece of HTML: blocks and `<br>` become line breaks, scripts and styles go, references are undone.
struct HTMLText {
    private(set) var text: [UInt8] = []
    private var isSpacePending = false
    private var breaks = 0
    /// Inside elements whose text is none.
    private var hidden = 0
    private var preformatted = 0

    /// The text of a fragment.
    static func plain(_ html: ArraySlice<UInt8>) -> [UInt8] {
        var reader = HTMLText()
        if !html.contains(UInt8(ascii: "<")), !html.contains(UInt8(ascii: "&")) {
            reader.append(Array(html))
        } else {
            _ = MarkupParser(.html).parse(html) { reader.take($0) }
        }
        return reader.text
    }

    mutating func take(_ event: MarkupEvent) {
        switch event {
        case .start(let name, _, _):
            if Self.isHidden(name) { hidden += 1 }
            if name == "pre" || name == "textarea" { preformatted += 1 }
            if name == "br" { lineBreak() } else if Self.isParagraph(name) { paragraph() } else if Self.isBlock(name) { line() }
        case .end(let name, _):
            if Self.isHidden(name) { hidden = max(0, hidden - 1) }
            if name == "pre" || name == "textarea" { preformatted = max(0, preformatted - 1) }
            if Self.isParagraph(name) { paragraph() } else if Self.isBlock(name) { line() }
        case .text(let bytes): if hidden == 0 { append(bytes) }
        }
    }

    /// A `<br>`: two of them leave a blank line.
    mutating func lineBreak() {
        breaks = min(2, breaks + 1)
        isSpacePending = false
    }

    /// The text goes on in another line.
    mutating func line() {
        breaks = max(breaks, 1)
        isSpacePending = false
    }

    /// The text goes on behind a blank line.
    mutating func paragraph() { breaks = 2 }

    /// Text; white space is one space, and a line break in preformatted text stays one.
    mutating func append(_ bytes: [UInt8]) {
        var start = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let isSpace = byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D || byte == 0x0C
            if isSpace {
                if index > start { copy(bytes[start..<index]) }
                if preformatted > 0, byte == 0x0A { lineBreak() } else { isSpacePending = true }
                start = index + 1
            }
            index += 1
        }
        if start < bytes.count { copy(bytes[start...]) }
    }

    private mutating func copy(_ word: ArraySlice<UInt8>) {
        if !text.isEmpty {
            for _ in 0..<breaks { text.append(UInt8(ascii: "\n")) }
            if breaks == 0, isSpacePending { text.append(0x20) }
        }
        breaks = 0
        isSpacePending = false
        text += word
    }

    private enum Trait { case hidden, paragraph, block }

    /// One look-up instead of a comparison with each name.
    private static let traits: [String: Trait] = {
        var traits: [String: Trait] = [:]
        for name in ["script", "style", "noscript", "template", "head", "iframe", "object", "svg", "math", "select", "canvas"] {
            traits[name] = .hidden
        }
        for name in [
            "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "table", "pre", "article", "section", "figure", "hr", "dl",
        ] { traits[name] = .paragraph }
        for name in [
            "div", "li", "tr", "dt", "dd", "header", "footer", "main", "nav", "aside", "figcaption", "form", "fieldset", "address", "center",
            "option", "title", "body", "details", "summary", "td", "th",
        ] { traits[name] = .block }
        return traits
    }()

    static func isHidden(_ name: String) -> Bool { traits[name] == .hidden }
    static func isParagraph(_ name: String) -> Bool { traits[name] == .paragraph }
    static func isBlock(_ name: String) -> Bool { traits[name] == .block }
}
