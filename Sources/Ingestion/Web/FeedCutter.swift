internal import Hashing
internal import Model

/// Reads RSS 0.9x, 1.0 and 2.0 and Atom 0.3 and 1.0 as they come; an item leaves as soon as it ends. Broken XML is read as far as it goes, and a
/// rejection says where it breaks.
///
/// Names: RSS 2.0 (rssboard.org), RSS 1.0 (web.resource.org/rss/1.0), RFC 4287, Atom 0.3, Dublin Core, RSS content module, Media RSS, Yandex.
final class FeedCutter: Cutter {
    private let source: any ByteInput
    private let file: String
    private let maxItem: Int
    private let parser = MarkupParser(.xml)
    private var builder: BatchBuilder
    private var piece = [UInt8](repeating: 0, count: 65_536)
    private var isFinished = false
    private var failure: IngestionError?

    private var isFeed = false
    private var root: String?
    /// What a namespace is, asked once.
    private var modules: [String: Module] = [:]
    private var path: [String] = []
    /// `xml:base` of each open element that has one, outermost first.
    private var bases: [(depth: Int, base: String)] = []
    private var feed = Feed()
    private var item: Item?
    /// How deep the open item's element stands.
    private var itemDepth = 0
    private var field: Field?

    private struct Feed {
        var title: String?
        var link: String?
        var language: String?
    }

    private struct Item {
        var line = 0
        var offset = 0
        var title: [UInt8] = []
        /// Bodies by rank: a whole text beats a summary.
        var bodies: [Int: [UInt8]] = [:]
        var links: [String] = []
        var id: String?
        var published: [String] = []
        var updated: [String] = []
        var author: String?
        var language: String?
        var media: [Media] = []
        var size = 0
    }

    /// An element whose text is being collected.
    private struct Field {
        enum Kind {
            case title, body(rank: Int), link, id, published, updated, author, feedTitle, feedLink, feedLanguage
        }
        var kind: Kind
        var depth: Int
        var text: [UInt8] = []
        /// Markup inside is part of the text.
        var keepsMarkup = false
        /// The text is plain, as its element says.
        var isPlain = false
    }

    /// The cutter for a feed: of XML, or of JSON.
    static func make(file: String, source: any ByteInput, options: BatchReader.Options) throws(IngestionError.Cause) -> any Cutter {
        let look = PeekedInput(source)
        while !look.head.contains(where: { !$0.isJSONSpace }), look.more(limit: 65_536) {}
        if look.head.first(where: { !$0.isJSONSpace }) == UInt8(ascii: "{") {
            return JSONValueCutter(file: file, source: look, options: options, kind: .jsonFeed)
        }
        return FeedCutter(file: file, source: look, options: options)
    }

    private init(file: String, source: any ByteInput, options: BatchReader.Options) {
        self.file = file
        self.source = source
        maxItem = options.maxLine
        builder = BatchBuilder(file: file, format: .feed, maxLine: options.maxLine)
    }

    func next() -> BatchItem? {
        while !isFinished, !builder.isFull { readPiece() }
        if !builder.isEmpty { return builder.take() }
        defer { failure = nil }
        return failure.map { .failure($0) }
    }

    private func readPiece() {
        var count: Int?
        do {
            count = try source.read(into: &piece, from: 0, to: piece.count)
        } catch {
            failure = IngestionError(file: file, cause: error)
            count = 0
        }
        guard var count else { return }
        var start = 0
        // Nothing may stand before the declaration, and much does.
        if root == nil, path.isEmpty, !isBegun {
            while start < count, piece[start].isJSONSpace { start += 1 }
            if start < count { isBegun = true }
        }
        count -= start
        let isLast = count == 0 && start == 0
        // libxml2 keeps text back until something follows it; where the end is missing, an empty element does.
        if isLast, !path.isEmpty { _ = parser.feed(Array("<cut/>".utf8)[...], isLast: false) { take($0) } }
        let problem = parser.feed(piece[start..<start + count], isLast: isLast) { take($0) }
        if let problem {
            finish(broken: "broken off in line \(parser.line): " + problem.sentence)
        } else if count == 0, start == 0 {
            finish(broken: parser.errorLine.map { "not well formed in line \($0); read as far as it goes" })
        }
    }

    private var isBegun = false

    private func finish(broken: String?) {
        isFinished = true
        // An item that the end has cut off still has what came before.
        endField()
        if let item { append(item, isCut: true) }
        item = nil
        if let broken {
            builder.reject(offset: parser.offset, line: parser.errorLine ?? parser.line, reason: broken)
        } else if !isFeed {
            builder.reject(offset: 0, line: 1, reason: root.map { "not a feed: its root is <\($0)>" } ?? "not a feed: no element in it")
        }
    }

    private func take(_ event: MarkupEvent) {
        switch event {
        case .start(let name, let space, let attributes): start(name, space, attributes)
        case .end(let name, let space): end(name, space)
        case .text(let text):
            guard let field, field.text.count < maxItem else { return }
            self.field?.text += field.keepsMarkup ? Self.escaped(text) : text
        }
    }

    // MARK: - Elements

    private func start(_ name: String, _ space: String, _ attributes: [MarkupAttribute]) {
        let local = name.lowercased()
        path.append(local)
        if let base = attributes.first(where: { $0.name == "base" && $0.space.contains("XML/1998") })?.value {
            bases.append((path.count, Address.absolute(base, base: currentBase)))
        }
        if root == nil {
            root = String(local.prefix(40))
            isFeed = ["rss", "rdf", "feed", "channel"].contains(local)
            feed.language = attributes.first { $0.name == "lang" && $0.space.contains("XML/1998") }?.value
        }
        if field != nil {
            if field?.keepsMarkup == true { field?.text += Array("<\(local)>".utf8) }
            return
        }
        if item == nil, isFeed, local == "item" || local == "entry", path.count >= 2 {
            item = Item(line: parser.line, offset: parser.offset)
            item?.id = attributes.first { $0.name == "about" }?.value
            item?.language = attributes.first { $0.name == "lang" }?.value
            itemDepth = path.count
            return
        }
        let module = modules[space] ?? Module(space)
        if modules.count < 64 { modules[space] = module }
        if item != nil { startInItem(local, module, attributes) } else if isFeed { startInFeed(local, module, attributes) }
    }

    /// The vocabulary of an element.
    private enum Module {
        case core, content, dublinCore, media, yandex, other

        init(_ space: String) {
            switch space {
            case "": self = .core
            case _ where space.hasPrefix("http://purl.org/rss/1.0/modules/content") || space == "content": self = .content
            case _ where space.hasPrefix("http://purl.org/dc/") || space == "dc" || space == "dcterms": self = .dublinCore
            case _ where space.contains("search.yahoo.com/mrss") || space == "media": self = .media
            case _ where space.contains("news.yandex") || space == "yandex": self = .yandex
            case _ where space.contains("purl.org/rss/1.0/modules/") || space.contains("itunes") || space.contains("wellformedweb"): self = .other
            case _
            where space.contains("purl.org/rss/1.0") || space.contains("netscape.com/rdf") || space.contains("Atom") || space.contains("/atom/")
                || space.contains("backend.userland.com") || space.contains("blogs.law.harvard.edu") || space.contains("rssboard")
                || space.contains("channel.netscape"):
                self = .core
            case _ where space.contains("1999/xhtml"): self = .content
            default: self = .other
            }
        }
    }

    private func startInItem(_ name: String, _ module: Module, _ attributes: [MarkupAttribute]) {
        let isChild = path.count == itemDepth + 1
        let type = attributes["type"]?.lowercased() ?? ""
        func collect(_ kind: Field.Kind) {
            let isXHTML = type == "xhtml" || type == "application/xhtml+xml" || attributes["mode"] == "xml" || name == "body"
            field = Field(kind: kind, depth: path.count, keepsMarkup: isXHTML, isPlain: type == "text" || type == "text/plain")
        }
        switch (module, name) {
        case (.core, "title") where isChild: collect(.title)
        case (.content, "encoded") where isChild, (.content, "body") where isChild: collect(.body(rank: 4))
        case (.core, "content") where isChild:
            if let address = attributes["src"] { addMedia(address, type: type) }
            collect(.body(rank: 4))
        case (.yandex, "full-text") where isChild: collect(.body(rank: 3))
        case (.core, "description") where isChild: collect(.body(rank: 2))
        case (.core, "summary") where isChild, (.dublinCore, "description") where isChild: collect(.body(rank: 1))
        case (.core, "link") where isChild:
            guard let address = attributes["href"] else { return collect(.link) }
            switch attributes["rel"] ?? "alternate" {
            case "alternate": item?.links.insert(Address.absolute(address, base: currentBase), at: 0)
            case "enclosure": addMedia(address, type: type)
            default: break
            }
        case (.core, "guid") where isChild, (.core, "id") where isChild, (.dublinCore, "identifier") where isChild: collect(.id)
        case (.core, "pubdate") where isChild, (.core, "published") where isChild, (.core, "issued") where isChild, (.core, "created") where isChild,
            (.dublinCore, "date") where isChild, (.dublinCore, "issued") where isChild, (.dublinCore, "created") where isChild:
            collect(.published)
        case (.core, "updated") where isChild, (.core, "modified") where isChild, (.dublinCore, "modified") where isChild: collect(.updated)
        case (.core, "author") where isChild:
            // Atom has the name in an element of its own, RSS an address with it.
            if root != "feed" { collect(.author) }
        case (.core, "name") where path.count == itemDepth + 2 && path[path.count - 2] == "author": collect(.author)
        case (.dublinCore, "creator") where isChild: collect(.author)
        case (.core, "enclosure") where isChild: if let address = attributes["url"] { addMedia(address, type: type) }
        case (.media, "content"):
            if let address = attributes["url"] { addMedia(address, type: type.isEmpty ? attributes["medium"].map { $0 + "/" } ?? "" : type) }
        case (.media, "description"): collect(.body(rank: 0))
        default: break
        }
    }

    private func startInFeed(_ name: String, _ module: Module, _ attributes: [MarkupAttribute]) {
        // Children of <channel> or of <feed>; not those of <image> and <textinput>.
        let parent = path.count >= 2 ? path[path.count - 2] : ""
        guard parent == "channel" || parent == "feed" else { return }
        switch (module, name) {
        case (.core, "title"): field = Field(kind: .feedTitle, depth: path.count)
        case (.core, "link"):
            guard let address = attributes["href"] else {
                field = Field(kind: .feedLink, depth: path.count)
                return
            }
            if (attributes["rel"] ?? "alternate") == "alternate" { feed.link = Address.absolute(address, base: currentBase) }
        case (.core, "language"), (.dublinCore, "language"): field = Field(kind: .feedLanguage, depth: path.count)
        default: break
        }
    }

    private func end(_ name: String, _ space: String) {
        if let field, field.keepsMarkup, path.count > field.depth { self.field?.text += Array("</\(name.lowercased())>".utf8) }
        if let field, path.count <= field.depth { endField() }
        if let item, path.count == itemDepth {
            append(item, isCut: false)
            self.item = nil
        }
        if bases.last?.depth == path.count { bases.removeLast() }
        if !path.isEmpty { path.removeLast() }
    }

    private func endField() {
        guard let field else { return }
        self.field = nil
        let text = String(decoding: field.text, as: UTF8.self).trimmed
        if text.isEmpty { return }
        item?.size += field.text.count
        switch field.kind {
        case .title: item?.title = field.isPlain ? Array(text.utf8) : HTMLText.plain(Array(text.utf8)[...])
        case .body(let rank):
            if item?.bodies[rank] == nil { item?.bodies[rank] = field.isPlain ? Array(text.utf8) : HTMLText.plain(field.text[...]) }
        case .link: item?.links.append(Address.absolute(text, base: currentBase))
        case .id: item?.id = text
        case .published: item?.published.append(text)
        case .updated: item?.updated.append(text)
        case .author: if item?.author == nil { item?.author = text }
        case .feedTitle: feed.title = feed.title ?? text
        case .feedLink: feed.link = feed.link ?? text
        case .feedLanguage: feed.language = text
        }
    }

    /// What relative addresses are relative to.
    private var currentBase: String? { bases.last?.base ?? feed.link }

    private func addMedia(_ address: String, type: String) {
        let kind = ToolRecord.kind(ofType: type)
        let name = Address.fileName(Address.absolute(address, base: currentBase))
        let medium = Media(kind: kind, fileName: name, mime: type.contains("/") && !type.hasSuffix("/") ? type : nil)
        if item?.media.contains(medium) == false, item?.media.count ?? 0 < 64 { item?.media.append(medium) }
    }

    private func append(_ item: Item, isCut: Bool) {
        if item.size > maxItem {
            return builder.reject(
                offset: item.offset, line: item.line, record: item.id,
                reason: "\(item.size) bytes long, above the limit of \(maxItem) (--max-line)")
        }
        let body = item.bodies.max { $0.key < $1.key }?.value ?? []
        let link = item.links.first ?? item.id.flatMap { $0.hasPrefix("http") ? $0 : nil }
        if body.isEmpty, item.title.isEmpty, item.media.isEmpty { return builder.skip("item without text") }
        // Without any key of its own an item is known by what it says.
        let id = item.id ?? link ?? String(SHA256.hex(item.title + [0x1F] + body).prefix(32))
        var draft = Draft(id: id, text: body)
        draft.title = item.title.isEmpty ? nil : String(decoding: item.title, as: UTF8.self)
        draft.source = "web"
        draft.channel = feed.link ?? feed.title
        draft.url = link
        draft.lang = item.language ?? feed.language
        draft.author = item.author
        draft.media = item.media
        draft.readTimes(published: item.published.isEmpty ? item.updated : item.published, edited: item.published.isEmpty ? [] : item.updated)
        if !item.media.isEmpty { draft.note("media-not-analysed") }
        if isCut { draft.note("truncated") }
        builder.append(draft, offset: item.offset, line: item.line)
    }

    private static func escaped(_ text: [UInt8]) -> [UInt8] {
        guard text.contains(UInt8(ascii: "<")) || text.contains(UInt8(ascii: "&")) else { return text }
        return Array(String(decoding: text, as: UTF8.self).replacing("&", with: "&amp;").replacing("<", with: "&lt;").utf8)
    }
}

/// JSON Feed 1 and 1.1 (jsonfeed.org).
enum JSONFeed {
    static func drafts(_ feed: JSONValue) -> [Drafted] {
        guard feed.isObject, feed["version"]?.string?.contains("jsonfeed.org") == true || feed["items"]?.isArray == true else {
            return [.rejected(id: nil, reason: "not a JSON Feed")]
        }
        let site = feed["home_page_url"]?.string
        return (feed["items"]?.elements ?? []).map { item in
            func text(_ name: StaticString) -> String? { item[name]?.identifier.flatMap { $0.isEmpty ? nil : $0 } }
            let link = (text("url") ?? text("external_url")).map { Address.absolute($0, base: site) }
            guard let id = text("id") ?? link else { return .rejected(id: nil, reason: "id is missing") }
            var draft = Draft(id: id, text: [])
            if let html = item["content_html"]?.utf8, !html.isEmpty {
                draft.text = html
                draft.isHTML = true
            } else {
                draft.text = item["content_text"]?.utf8 ?? item["summary"]?.utf8 ?? []
            }
            draft.title = text("title")
            draft.source = "web"
            draft.channel = site ?? feed["feed_url"]?.string ?? feed["title"]?.string
            draft.url = link
            draft.lang = text("language") ?? feed["language"]?.string
            draft.author = (item["authors"]?.elements.first ?? item["author"])?["name"]?.string
            draft.readTimes(published: [text("date_published")].compactMap { $0 }, edited: [text("date_modified")].compactMap { $0 })
            for file in item["attachments"]?.elements ?? [] {
                let mime = file["mime_type"]?.string
                let name = file["title"]?.string ?? file["url"]?.string.flatMap { Address.fileName(Address.absolute($0, base: site)) }
                draft.media.append(
                    Media(kind: ToolRecord.kind(ofType: mime), fileName: name, mime: mime, duration: file["duration_in_seconds"]?.number))
                draft.note("media-not-analysed")
            }
            if draft.text.isEmpty, draft.title == nil, draft.media.isEmpty { return .skipped("item without text") }
            return .post(draft)
        }
    }
}
