internal import Model

/// Where a page of HTML comes from, as far as that is known from outside.
struct PageSource: Sendable {
    /// Address, or the file's name.
    var id: String
    var url: String?
    /// Encoding by the transport.
    var encoding: String?
    /// When it was captured.
    var captured: String?
    var notes: [String] = []
}

/// A whole file as one record.
final class PageCutter: Cutter {
    private let window: Window
    private let file: String
    private let maxRecord: Int
    private let kind: RawRecord.Kind
    private let format: InputFormat
    private var state = 0

    init(file: String, source: any ByteInput, options: BatchReader.Options) {
        self.file = file
        window = Window(source)
        maxRecord = options.maxLine
        kind = .page(PageSource(id: file == "-" ? "stdin" : String(file.split(separator: "/").last ?? "")))
        format = .html
    }

    func next() -> BatchItem? {
        state += 1
        if state == 1 {
            var builder = BatchBuilder(file: file, format: format, maxLine: maxRecord)
            while window.end <= maxRecord, window.read(keepingFrom: 0) {}
            if window.end > maxRecord {
                builder.reject(
                    offset: 0, line: 1, reason: "more than \(maxRecord) bytes long (--max-line)", raw: window.slice(0, Rejection.rawLimit))
            } else if window.end > 0 {
                builder.append(window.slice(0, window.end), offset: 0, line: 1, kind: kind)
            }
            if !builder.isEmpty { return builder.take() }
            state = 2
        }
        return state == 2 ? window.failure.map { .failure(IngestionError(file: file, cause: $0)) } : nil
    }
}

/// Reads a saved page: title, main text without menus, scripts and visitors' comments, times, canonical address, language.
///
/// The main text is found by where the paragraphs are: from the body downwards, the innermost element that still holds three quarters of the text
/// in paragraphs (as Arc90's Readability scores them), unless the page itself says where it is (`articleBody`, `article`, `main`).
struct PageReader {
    private struct Node {
        var parent: Int
        var name: String
        /// Nothing in it is the page's own text.
        var isNoise: Bool
        var isLink: Bool
        var role: Role
        /// Bytes of text in it, and of those the bytes inside links; own text only, then of the whole element.
        var text = 0
        var linked = 0
        var score = 0.0
    }

    private enum Role { case none, articleBody, article, main }

    /// Text or a break of the page, in order.
    private struct Piece {
        enum Kind { case text(start: Int, end: Int), lineBreak, line, paragraph }
        var kind: Kind
        var node: Int
    }

    private var nodes: [Node] = [Node(parent: -1, name: "", isNoise: false, isLink: false, role: .none)]
    private var open: [Int] = [0]
    private var pieces: [Piece] = []
    private var arena: [UInt8] = []
    private var title: [UInt8] = []
    private var firstHeading: [UInt8] = []
    private var data: [UInt8] = []  // JSON-LD
    private var capture: Capture = .nothing
    private var properties: [String: String] = [:]
    private var canonical: String?
    private var base: String?
    private var language: String?
    private var firstTime: String?

    private enum Capture { case nothing, title, heading, data, hidden }

    /// A page as a draft.
    static func draft(_ bytes: ArraySlice<UInt8>, from source: PageSource) -> Drafted {
        let head = bytes.prefix(16_384)
        let html = Encoding.utf8(of: bytes, declared: source.encoding ?? DeclaredEncoding.inMarkup(head))
        var reader = PageReader()
        let problem = MarkupParser(.html).parse(html[...]) { reader.take($0) }
        return reader.draft(source, problem)
    }

    // MARK: - Reading

    private mutating func take(_ event: MarkupEvent) {
        switch event {
        case .start(let name, _, let attributes): start(name, attributes)
        case .end(let name, _): end(name)
        case .text(let bytes): text(bytes)
        }
    }

    private mutating func start(_ name: String, _ attributes: [MarkupAttribute]) {
        switch name {
        case "meta": return meta(attributes)
        case "link":
            if attributes["rel"]?.lowercased().split(separator: " ").contains("canonical") == true { canonical = attributes["href"] }
            return
        case "base": base = base ?? attributes["href"]
        case "html": language = attributes["lang"] ?? attributes.first { $0.name == "xml:lang" }?.value
        case "br":
            pieces.append(Piece(kind: .lineBreak, node: open[open.count - 1]))
            return
        case "img", "input", "hr", "wbr", "area", "col", "embed", "source", "track", "param": return
        case "time" where firstTime == nil: firstTime = attributes["datetime"]
        default: break
        }
        if let property = attributes["itemprop"]?.lowercased(), let value = attributes["content"] ?? attributes["datetime"] {
            properties["itemprop:" + property] = properties["itemprop:" + property] ?? value
        }
        if HTMLText.isParagraph(name) {
            pieces.append(Piece(kind: .paragraph, node: open[open.count - 1]))
        } else if HTMLText.isBlock(name) {
            pieces.append(Piece(kind: .line, node: open[open.count - 1]))
        }
        let parent = open[open.count - 1]
        let isNoise = nodes[parent].isNoise || Self.isNoise(name, attributes, insideArticle: nodes[parent].role != .none)
        var role = Role.none
        if attributes["itemprop"]?.lowercased().contains("articlebody") == true {
            role = .articleBody
        } else if name == "article" {
            role = .article
        } else if name == "main"
            || attributes["role"] == "main"
        {
            role = .main
        }
        nodes.append(Node(parent: parent, name: name, isNoise: isNoise, isLink: name == "a" || nodes[parent].isLink, role: role))
        open.append(nodes.count - 1)
        switch name {
        case "title" where title.isEmpty && !nodes[parent].name.hasPrefix("svg"): capture = .title
        case "h1" where firstHeading.isEmpty && !isNoise: capture = .heading
        case "script": capture = attributes["type"]?.lowercased().contains("ld+json") == true ? .data : .hidden
        case _ where HTMLText.isHidden(name) && name != "head": capture = .hidden
        default: break
        }
    }

    private mutating func end(_ name: String) {
        guard open.count > 1, nodes[open[open.count - 1]].name == name else { return }
        let node = open.removeLast()
        if HTMLText.isParagraph(name) {
            pieces.append(Piece(kind: .paragraph, node: open[open.count - 1]))
        } else if HTMLText.isBlock(name) {
            pieces.append(Piece(kind: .line, node: open[open.count - 1]))
        }
        if name == "title" || name == "h1" || HTMLText.isHidden(name) { capture = .nothing }
        // A paragraph counts for what it holds itself: its length, its commas, little for links.
        let text = nodes[node].text
        if !nodes[node].isNoise, text >= 50, nodes[node].linked * 2 < text { nodes[node].score += Double(text - nodes[node].linked) }
        // Inline elements are part of the paragraph around them.
        if !HTMLText.isParagraph(name), !HTMLText.isBlock(name), !nodes[node].isNoise {
            nodes[nodes[node].parent].text += text
            nodes[nodes[node].parent].linked += nodes[node].linked
            nodes[node].score = 0
        }
    }

    private mutating func text(_ bytes: [UInt8]) {
        switch capture {
        case .title: title += bytes
        case .data: if data.count < 1 << 20 { data += bytes }
        case .hidden: break
        case .heading, .nothing:
            if capture == .heading { firstHeading += bytes }
            let node = open[open.count - 1]
            if nodes[node].isNoise { return }
            let start = arena.count
            arena += bytes
            pieces.append(Piece(kind: .text(start: start, end: arena.count), node: node))
            let count = bytes.count { $0 > 0x20 }
            nodes[node].text += count
            if nodes[node].isLink { nodes[node].linked += count }
        }
    }

    private mutating func meta(_ attributes: [MarkupAttribute]) {
        guard let content = attributes["content"] else { return }
        for name in [attributes["property"], attributes["name"], attributes["itemprop"].map { "itemprop:" + $0 }, attributes["http-equiv"]] {
            if let name = name?.lowercased(), properties[name] == nil { properties[name] = content }
        }
    }

    // MARK: - What is not the page's own text

    private static func isNoise(_ name: String, _ attributes: [MarkupAttribute], insideArticle: Bool) -> Bool {
        switch name {
        case "html", "body", "main", "article": return false
        case "nav", "aside", "footer", "form", "button", "dialog", "menu", "label": return true
        case "header": return !insideArticle
        default: break
        }
        for attribute in attributes {
            switch attribute.name {
            case "hidden": return true
            case "aria-hidden": if attribute.value == "true" { return true }
            case "style": if attribute.value.replacing(" ", with: "").lowercased().contains("display:none") { return true }
            case "role":
                if ["navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alert", "menu"].contains(attribute.value) {
                    return true
                }
            case "class", "id":
                // Words of the names that templates give such parts.
                for word in attribute.value.lowercased().split(whereSeparator: { !$0.isLetter }) where noise.contains(String(word)) { return true }
            case "itemtype": if attribute.value.hasSuffix("/Comment") || attribute.value.hasSuffix("/UserComments") { return true }
            default: break
            }
        }
        return false
    }

    private static let noise: Set = [
        "comment", "comments", "commentlist", "disqus", "respond", "sidebar", "menu", "submenu", "nav", "navbar", "navigation", "footer",
        "breadcrumb",
        "breadcrumbs", "share", "sharing", "social", "socials", "related", "recommended", "recommendations", "cookie", "cookies", "popup", "modal",
        "advert", "advertisement", "ads", "adv", "banner", "promo", "subscribe", "subscription", "newsletter", "pagination", "pager", "widget",
        "widgets",
        "toolbar", "skip", "login", "masthead", "tags", "taglist",
    ]

    // MARK: - Putting it together

    private mutating func draft(_ source: PageSource, _ problem: MarkupParser.Problem?) -> Drafted {
        let linked = jsonLD()
        let address = canonical ?? properties["og:url"]
        let ownBase = base.map { Address.absolute($0, base: source.url) } ?? source.url
        let url = address.map { Address.absolute($0, base: ownBase) } ?? source.url
        var body = mainText()
        let heading = plain(properties["og:title"]) ?? plain(linked.headline) ?? plain(String(decoding: title, as: UTF8.self))
        let caption = heading ?? plain(String(decoding: firstHeading, as: UTF8.self))
        if body.isEmpty, let description = plain(properties["og:description"] ?? properties["description"]) { body = Array(description.utf8) }
        if body.isEmpty, caption == nil {
            return problem.map { .rejected(id: source.id, reason: "not read: " + $0.sentence) } ?? .skipped("page without text")
        }
        var draft = Draft(id: source.url ?? url ?? source.id, text: body)
        draft.title = caption
        draft.source = "web"
        draft.channel = url.flatMap { Address.host($0) } ?? plain(properties["og:site_name"])
        draft.url = url
        draft.lang = (language ?? properties["content-language"] ?? properties["og:locale"] ?? linked.language)?.replacing("_", with: "-")
        let times = [
            properties["article:published_time"], properties["itemprop:datepublished"], linked.published, properties["og:published_time"],
            properties["article:published"], properties["datepublished"], properties["dc.date.issued"], properties["dcterms.created"],
            properties["dc.date"], properties["publishdate"], properties["pubdate"], properties["parsely-pub-date"], properties["date"], firstTime,
        ].compactMap { $0 }
        let edits = [
            properties["article:modified_time"], properties["itemprop:datemodified"], linked.modified, properties["og:updated_time"],
        ].compactMap { $0 }
        draft.readTimes(published: times, edited: edits)
        if draft.publishedAt == nil, let captured = source.captured.flatMap({ Timestamp.parse($0) }) {
            draft.publishedAt = captured.text
            draft.note("time-of-capture")
        }
        for note in source.notes { draft.note(note) }
        if problem != nil { draft.note("truncated") }
        return .post(draft)
    }

    private func plain(_ text: String?) -> String? {
        guard let text else { return nil }
        let words = text.split(whereSeparator: { $0.isWhitespace })
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    /// The text of the element that holds the article.
    private mutating func mainText() -> [UInt8] {
        // Children come behind their parents, so one pass from the end adds up whole elements.
        var total = nodes.map { $0.isNoise ? 0 : $0.score }
        for index in stride(from: nodes.count - 1, to: 0, by: -1) where !nodes[index].isNoise { total[nodes[index].parent] += total[index] }
        var chosen = 0
        let all = total[0]
        var bestRole: (role: Role, index: Int)?
        for (index, node) in nodes.enumerated() where node.role != .none && !node.isNoise && total[index] * 2 >= all && all > 0 {
            if rank(node.role) > rank(bestRole?.role ?? .none) { bestRole = (node.role, index) }
        }
        if let bestRole {
            chosen = bestRole.index
        } else if all > 0 {
            var children: [Int: [Int]] = [:]
            for index in 1..<nodes.count where total[index] * 4 >= all * 3 { children[nodes[index].parent, default: []].append(index) }
            while let next = children[chosen]?.first,
                HTMLText.isBlock(nodes[next].name) || HTMLText.isParagraph(nodes[next].name) || nodes[next].name == "html"
            {
                // A single paragraph is not the article.
                if nodes[next].name == "p" || nodes[next].name == "li" { break }
                chosen = next
            }
        }
        var inside = [Bool](repeating: false, count: nodes.count)
        inside[chosen] = true
        if chosen + 1 < nodes.count {
            for index in chosen + 1..<nodes.count where inside[nodes[index].parent] && !nodes[index].isNoise { inside[index] = true }
        }
        // Lists of links inside it are menus by another name.
        var isMenu = [Bool](repeating: false, count: nodes.count)
        for index in nodes.indices where ["ul", "ol", "table", "div", "section"].contains(nodes[index].name) {
            isMenu[index] = false
        }
        var whole = nodes.map { ($0.text, $0.linked) }
        for index in stride(from: nodes.count - 1, to: 0, by: -1) where HTMLText.isBlock(nodes[index].name) || HTMLText.isParagraph(nodes[index].name)
        {
            whole[nodes[index].parent].0 += whole[index].0
            whole[nodes[index].parent].1 += whole[index].1
        }
        for index in nodes.indices where index > chosen && inside[index] {
            let (text, links) = whole[index]
            let isList = nodes[index].name == "ul" || nodes[index].name == "ol"
            isMenu[index] = isMenu[max(0, nodes[index].parent)] || isList && text > 0 && links * 10 >= text * 9 && all > 0
        }
        var out = HTMLText()
        for piece in pieces where inside[piece.node] && !isMenu[piece.node] {
            switch piece.kind {
            case .text(let start, let end): out.append(Array(arena[start..<end]))
            case .lineBreak: out.lineBreak()
            case .line: out.line()
            case .paragraph: out.paragraph()
            }
        }
        return out.text
    }

    private func rank(_ role: Role) -> Int {
        switch role {
        case .none: 0
        case .main: 1
        case .article: 2
        case .articleBody: 3
        }
    }

    private struct LinkedData {
        var published: String?
        var modified: String?
        var headline: String?
        var language: String?
    }

    /// What schema.org data in the page says.
    private func jsonLD() -> LinkedData {
        var found = LinkedData()
        guard !data.isEmpty else { return found }
        JSONDocument().parse(data, from: 0, to: data.count) { value, _ in
            func visit(_ value: JSONValue, depth: Int) {
                if depth > 6 { return }
                for element in value.elements { visit(element, depth: depth + 1) }
                found.published = found.published ?? value["datePublished"]?.string
                found.modified = found.modified ?? value["dateModified"]?.string
                found.headline = found.headline ?? value["headline"]?.string
                found.language = found.language ?? value["inLanguage"]?.string
                if let graph = value["@graph"] { visit(graph, depth: depth + 1) }
            }
            if let value { visit(value, depth: 0) }
        }
        return found
    }
}
