/// Tells what a file is by its first bytes, which are UTF-8 by then; by its name only where they leave it open.
enum FormatDetection {
    /// What a file is.
    struct Finding: Equatable {
        var format: InputFormat
        /// JSON with one value a line.
        var isLines = false
    }

    /// The format, or nil where more bytes are needed to tell.
    ///
    /// - Parameter isComplete: No more will come, or nothing that is worth waiting for.
    static func format(of head: ArraySlice<UInt8>, name: String, isComplete: Bool, map: ColumnMap = ColumnMap()) -> Finding? {
        let content = head.drop { $0.isJSONSpace }
        guard let first = content.first else { return isComplete ? byName(name) ?? Finding(format: .auto) : nil }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            switch json(content, isComplete: isComplete) {
            case .found(let finding): return finding
            case .more: return isComplete ? byName(name) ?? Finding(format: .posts) : nil
            case .notJSON: break
            }
            return byName(name) ?? Finding(format: first == UInt8(ascii: "{") ? .posts : .auto)
        }
        if content.starts(with: Array("%PDF-".utf8)) { return Finding(format: .pdf) }
        if content.starts(with: Array("WARC/".utf8)) { return Finding(format: .warc) }
        if first == UInt8(ascii: "<") {
            switch markup(content, isComplete: isComplete) {
            case .found(let finding): return finding
            case .more: return nil
            case .notJSON: break
            }
        }
        for magic in ["%PDF-", "WARC/"] where Array(magic.utf8).starts(with: content) && !isComplete { return nil }
        if let named = byName(name) { return named }
        return table(content, isComplete: isComplete, map: map)
    }

    /// The format that a name promises, for a file whose beginning is broken.
    static func byName(_ path: String) -> Finding? {
        var name = path.lowercased()[...]
        for suffix in compressions where name.hasSuffix(suffix) { name.removeLast(suffix.count) }
        func ends(_ suffixes: String...) -> Bool { suffixes.contains { name.hasSuffix($0) } }
        if ends(".jsonl", ".ndjson", ".json") { return Finding(format: .posts) }
        if ends(".csv", ".tsv") { return Finding(format: .csv) }
        if ends(".html", ".htm", ".xhtml") { return Finding(format: .html) }
        if ends(".rss", ".atom", ".rdf") { return Finding(format: .feed) }
        if ends(".pdf") { return Finding(format: .pdf) }
        if ends(".warc") { return Finding(format: .warc) }
        return nil
    }

    static let compressions = [".gz", ".zst", ".bz2", ".xz"]

    private enum Look {
        case found(Finding)
        case more
        case notJSON
    }

    // MARK: - JSON

    private static func json(_ content: ArraySlice<UInt8>, isComplete: Bool) -> Look {
        let bytes = Array(content)
        var scanner = JSONScanner()
        let lineEnd = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        // A line that is a whole value, with another line behind it or the end: a value a line.
        var lineScanner = JSONScanner()
        let valueEnd = lineScanner.end(in: bytes.span, from: 0, to: lineEnd)
        let isWholeLine = valueEnd.map { bytes[$0..<lineEnd].allSatisfy { $0.isJSONSpace } } ?? false
        let isWhole = isWholeLine || scanner.end(in: bytes.span, from: 0, to: bytes.count) != nil
        if !isWhole, !isComplete, bytes.count < 4096 { return .more }
        if bytes[0] == UInt8(ascii: "[") {
            // `[{`, `[]`; a line of text may begin with a bracket too.
            guard let second = bytes.dropFirst().first(where: { !$0.isJSONSpace }) else { return isComplete ? .notJSON : .more }
            guard second == UInt8(ascii: "{") || second == UInt8(ascii: "]") && isWhole else { return .notJSON }
            return .found(Finding(format: .json))
        }
        let shape = JSONShape(bytes)
        guard shape.isObject else { return isWhole || isComplete || bytes.count >= 4096 ? .notJSON : .more }
        let keys = shape.keys
        if keys["version"]?.contains("jsonfeed.org") == true { return .found(Finding(format: .feed)) }
        let isAccount = keys["chats"] == "{" || keys["left_chats"] == "{" || keys["personal_information"] != nil && keys["about"] != nil
        if isAccount || keys["messages"] == "[" && keys["@type"] == nil && keys["_"] == nil { return .found(Finding(format: .telegram)) }
        if !isWhole, keys["name"] != nil, let type = keys["type"], TelegramChat.types.contains(type) { return .found(Finding(format: .telegram)) }
        if !isWholeLine {
            // Broken posts begin on their line too: it is a document only where its first line ends inside it, or it is whole further down.
            return isWhole || shape.looksIndented ? .found(Finding(format: .json)) : .found(Finding(format: .posts))
        }
        return .found(Finding(format: isPost(keys) ? .posts : .json, isLines: true))
    }

    /// Whether the members of an object are those of the contract's post; an object that isn't anything else either is rejected as a post.
    private static func isPost(_ keys: [String: String]) -> Bool {
        let own = ["source", "channel", "author", "author_ref", "published_at", "edited_at", "forwarded_from", "text_quality"]
        if keys["id"] != nil, keys["text"] != nil, own.contains(where: { keys[$0] != nil && keys[$0] != "{" }), keys["thread_id"] == nil,
            keys["created_at"] == nil, keys["creation_time"] == nil, keys["conversation_id"] == nil, keys["post_owner"] == nil
        {
            return true
        }
        let others = [
            "_", "@type", "_type", "author_id", "edit_history_tweet_ids", "conversation_id", "created_at", "id_str", "full_text", "owner_id",
            "thread_id", "body", "creation_time", "post_owner", "mcl_url", "message", "data", "response", "date_unixtime", "from_id", "item_id",
            "source_platform", "public_metrics", "referenced_tweets", "peer_id", "chat_id", "Message", "full_message", "message_id", "_chat",
            "unix_timestamp", "messages", "items",
        ]
        return !others.contains { keys[$0] != nil }
    }

    // MARK: - XML and HTML

    /// The name of the first element, behind declarations and comments.
    private static func markup(_ content: ArraySlice<UInt8>, isComplete: Bool) -> Look {
        var rest = content
        var sawDeclaration = false
        func skip(_ opening: String, _ closing: String) -> Bool? {
            let open = Array(opening.utf8)
            guard rest.prefix(open.count).map({ $0 | 0x20 }) == open.map({ $0 | 0x20 }) else { return false }
            guard let end = find(Array(closing.utf8), in: rest) else { return nil }
            rest = rest[end...].drop { $0.isJSONSpace }
            return true
        }
        while true {
            var moved = false
            for (opening, closing) in [("<?", ">"), ("<!--", "-->")] {
                guard let found = skip(opening, closing) else { return isComplete || content.count > 65_000 ? .notJSON : .more }
                if found {
                    moved = true
                    if opening == "<?" { sawDeclaration = true }
                }
            }
            if rest.prefix(9).map({ $0 | 0x20 }) == Array("<!doctype".utf8).map({ $0 | 0x20 }) {
                let words = String(decoding: rest.prefix(40), as: UTF8.self).lowercased()
                if words.hasPrefix("<!doctype html") { return html(content, isComplete: isComplete) }
                if words.hasPrefix("<!doctype rss") || words.hasPrefix("<!doctype rdf") || words.hasPrefix("<!doctype feed") {
                    return .found(Finding(format: .feed))
                }
                // With an internal subset the end of the declaration isn't the first `>`.
                guard let end = find([UInt8(ascii: ">")], in: rest) else { return isComplete ? .notJSON : .more }
                if let bracket = find([UInt8(ascii: "[")], in: rest), bracket < end { return .found(Finding(format: .feed)) }
                rest = rest[end...].drop { $0.isJSONSpace }
                moved = true
            }
            if !moved { break }
        }
        guard rest.first == UInt8(ascii: "<"), rest.count > 1 else {
            return isComplete || rest.first.map { $0 != UInt8(ascii: "<") } == true ? .notJSON : .more
        }
        let name = String(decoding: rest.dropFirst().prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }, as: UTF8.self)
        let local = name.lowercased().split(separator: ":").last.map(String.init) ?? ""
        if ["rss", "feed", "rdf"].contains(local) { return .found(Finding(format: .feed)) }
        let tags: Set = ["html", "head", "body", "title", "meta", "link", "script", "div", "article", "p", "table", "style", "h1", "center"]
        if tags.contains(local) { return html(content, isComplete: isComplete) }
        if rest.count < 16, !isComplete { return .more }
        // Some other XML: the reader of feeds says what it is not.
        return sawDeclaration ? .found(Finding(format: .feed)) : .notJSON
    }

    /// An export of Telegram Desktop has classes of its own in its first kilobytes.
    private static func html(_ content: ArraySlice<UInt8>, isComplete: Bool) -> Look {
        let beginning = content.prefix(65_536)
        let isPage = find(Array("class=\"page_wrap\"".utf8), in: beginning) != nil
        if isPage, find(Array("chat_page".utf8), in: beginning) != nil { return .found(Finding(format: .telegramHTML)) }
        if isPage, find(Array("class=\"history\"".utf8), in: beginning) != nil { return .found(Finding(format: .telegramHTML)) }
        return content.count >= 65_000 || isComplete ? .found(Finding(format: .html)) : .more
    }

    /// The index behind the first occurrence.
    static func find(_ needle: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        guard let first = needle.first, bytes.count >= needle.count else { return nil }
        var index = bytes.startIndex
        let last = bytes.endIndex - needle.count
        while index <= last {
            if bytes[index] == first, bytes[index..<index + needle.count].elementsEqual(needle) { return index + needle.count }
            index += 1
        }
        return nil
    }

    // MARK: - Tables

    /// A first row whose names can be mapped makes a table; everything else is text.
    private static func table(_ content: ArraySlice<UInt8>, isComplete: Bool, map: ColumnMap) -> Finding? {
        guard let end = content.firstIndex(of: UInt8(ascii: "\n")) ?? (isComplete ? content.endIndex : nil) else {
            return content.count > 65_000 ? Finding(format: .auto) : nil
        }
        guard end - content.startIndex < 65_536 else { return Finding(format: .auto) }
        let header = TableHeader.Dialect.best(for: content[..<end])
        return Finding(format: header.flatMap { TableHeader.isTable($0.names, map: map) ? .csv : nil } ?? .auto)
    }
}

/// The members of the first object of some JSON, as far as it is there: names, and beginnings of values (`{`, `[`, the text of a short string).
struct JSONShape {
    var isObject = false
    var keys: [String: String] = [:]
    /// The object's first member stands on a line of its own.
    var looksIndented = false

    init(_ bytes: [UInt8]) {
        var index = 0
        func skipSpace() { while index < bytes.count, bytes[index].isJSONSpace { index += 1 } }
        guard bytes.first == UInt8(ascii: "{") else { return }
        index = 1
        let start = index
        skipSpace()
        looksIndented = bytes[start..<index].contains(UInt8(ascii: "\n"))
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "}") else { return }
        isObject = true
        while index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
            var scanner = JSONScanner()
            guard let end = scanner.end(in: bytes.span, from: index, to: bytes.count) else { return }
            let key = String(decoding: bytes[index + 1..<end - 1], as: UTF8.self)
            index = end
            skipSpace()
            guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else { return }
            index += 1
            skipSpace()
            guard index < bytes.count else { return }
            let first = bytes[index]
            var valueScanner = JSONScanner()
            let valueEnd = valueScanner.end(in: bytes.span, from: index, to: bytes.count)
            if keys[key] == nil {
                switch first {
                case UInt8(ascii: "{"): keys[key] = "{"
                case UInt8(ascii: "["): keys[key] = "["
                case UInt8(ascii: "\""):
                    keys[key] = valueEnd.map { String(decoding: bytes[index + 1..<max(index + 1, min($0 - 1, index + 200))], as: UTF8.self) } ?? ""
                default: keys[key] = "0"
                }
            }
            guard let valueEnd else { return }
            index = valueEnd
            skipSpace()
            guard index < bytes.count, bytes[index] == UInt8(ascii: ",") else { return }
            index += 1
            skipSpace()
        }
    }
}
