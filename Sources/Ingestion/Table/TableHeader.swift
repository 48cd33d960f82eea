/// The first row of a table: which column is which field of a post.
///
/// Names: 4CAT (`datasources/telegram`, `datasources/vk`, `datasources/twitterv2`, `datasources/upload/import_formats.py`), CrowdTangle exports (the
/// same file), Meta Content Library (fields with dots), Telepathy 2.3 (`telepathy.py`), twarc-csv.
final class TableHeader: Sendable {
    let names: [String]
    let separator: UInt8
    /// Columns of a field, the best first. All of `text` are joined.
    let columns: [String: [Int]]
    /// Where tables of this kind come from: `telegram`, `facebook`, ….
    let source: String?

    /// How values are set apart.
    struct Dialect {
        var separator: UInt8
        var names: [String]

        /// The separator under which a first row has the most known names, then the most names.
        static func best(for row: ArraySlice<UInt8>) -> Dialect? {
            var best: (Dialect, Int, Int)?
            for separator in Array(",;\t|".utf8) {
                guard let fields = TableRow.fields(of: row, separator: separator) else { continue }
                let names = fields.map { String(decoding: $0, as: UTF8.self).trimmed }
                let known = names.count { TableHeader.isKnown($0) }
                if (known, names.count) > (best?.1 ?? -1, best?.2 ?? 0) {
                    best = (Dialect(separator: separator, names: names), known, names.count)
                }
            }
            return best?.0
        }
    }

    /// - Throws: `columns` where no column holds the text, `noColumn` where one that the user names isn't there.
    init(_ dialect: Dialect, map: ColumnMap) throws(IngestionError.Cause) {
        names = dialect.names
        separator = dialect.separator
        let keys = dialect.names.map { Self.key($0) }
        let tool = Self.tool(keys)
        var columns: [String: [Int]] = [:]
        for (field, aliases) in Self.aliases {
            var found: [Int] = []
            for alias in aliases { if let index = keys.firstIndex(of: alias), !found.contains(index) { found.append(index) } }
            columns[field] = field == "text" ? Array(found.prefix(1)) : found
        }
        if let texts = tool?.texts {
            let found = texts.compactMap { keys.firstIndex(of: $0) }
            if !found.isEmpty { columns["text"] = found }
        }
        for field in tool?.without ?? [] { columns[field] = [] }
        for (field, column) in map.columns {
            guard let index = dialect.names.firstIndex(of: column) ?? keys.firstIndex(of: Self.key(column)) else {
                throw .noColumn(column, dialect.names)
            }
            columns[field] = [index]
        }
        if columns["text"]?.isEmpty != false { throw .columns(dialect.names) }
        // An address is an id where there is no other.
        if columns["id"]?.isEmpty != false { columns["id"] = columns["url"] }
        self.columns = columns
        source = tool?.source
    }

    /// Whether a first row is that of a table and not a line of text that happens to hold commas.
    static func isTable(_ names: [String], map: ColumnMap) -> Bool {
        if names.count < 2 { return false }
        if !map.columns.isEmpty { return map.columns.values.allSatisfy { names.contains($0) } }
        let keys = names.map { key($0) }
        func has(_ field: String) -> Bool { aliases[field]?.contains { keys.contains($0) } == true }
        let isKnownTool = tool(keys) != nil
        return (has("text") || isKnownTool) && (has("id") || has("published_at") || has("url") || isKnownTool)
            && names.allSatisfy { $0.utf8.count < 200 }
    }

    /// Lower case, and one space for whatever stands between words.
    private static func key(_ name: String) -> String {
        var key = ""
        for character in name.lowercased() where character != "\u{FEFF}" {
            if character == " " || character == "_" || character == "-" {
                if !key.isEmpty, key.last != " " { key.append(" ") }
            } else {
                key.append(character)
            }
        }
        return key.trimmed
    }

    private static func isKnown(_ name: String) -> Bool { known.contains(key(name)) }

    /// By `key`, the best first.
    private static let aliases: [String: [String]] = [
        "text": ["text", "body", "message", "message text", "full text", "tweet", "tweet text", "content", "post text", "caption", "description"],
        "id": ["id", "message id", "tweet id", "post id", "item id", "id str", "msg id", "status id"],
        "title": ["title", "headline"],
        "source": ["source", "platform", "source platform"],
        "channel": [
            "channel", "chat", "channel id", "page name", "group name", "account", "surface.name", "surface.id", "to", "channel name", "group",
            "owner id", "thread id",
        ],
        "author": [
            "author", "author id", "user id", "from id", "author.id", "author.username", "author username", "user.screen name", "screen name",
            "username", "user", "author name", "display name", "sender", "sender id", "from",
        ],
        "published_at": [
            "published at", "unix timestamp", "date unixtime", "timestamp", "post created", "creation time", "created at", "created utc", "date",
            "datetime", "time", "published",
        ],
        "edited_at": ["edited at", "timestamp edited", "edit date", "modified time"],
        "url": ["url", "post url", "permalink", "link", "mcl url", "tweet url"],
        "lang": ["lang", "language", "language guess", "original language"],
        "forwarded_from": [
            "forwarded from", "author forwarded from name", "author forwarded from username", "fwd from", "forward from", "retweeted user",
        ],
        "reply_to": ["reply to", "reply to id", "in reply to", "in reply to status id", "reply to message id"],
        "file_name": ["file name", "attachment filename", "filename"],
    ]

    private static let known = Set(aliases.values.joined()).union(["page category", "image text", "thread id", "views", "total interactions"])

    private struct Tool {
        var source: String?
        /// Columns that together are the text.
        var texts: [String]?
        /// Fields that a column seems to hold and doesn't.
        var without: [String] = []
    }

    private static func tool(_ keys: [String]) -> Tool? {
        let names = Set(keys)
        func has(_ all: String...) -> Bool { all.allSatisfy { names.contains($0) } }
        if has("page name", "message") || has("group name", "message") {
            // CrowdTangle, Facebook: its "User Name" is the page's, its "Facebook Id" too.
            return Tool(source: "facebook", texts: ["message", "image text", "link text", "description"], without: ["author", "title", "lang"])
        }
        if has("account", "post created", "description") {
            return Tool(source: "instagram", texts: ["description", "title", "image text"], without: ["author", "title"])
        }
        if names.contains("mcl url") || names.contains(where: { $0.hasPrefix("post owner.") }) {
            return Tool(texts: ["text", "link attachment.name", "link attachment.description"], without: ["title", "author"])
        }
        if has("message text", "to") { return Tool(source: "telegram", texts: ["message text"]) }
        if has("author forwarded from name") || has("body", "chat", "thread id") { return Tool(source: "telegram", texts: ["body"]) }
        if has("author fullname") || has("is retweet", "retweeted user") {
            // 4CAT and X: a thread is a conversation, not a channel.
            return Tool(source: "x", texts: [names.contains("body") ? "body" : "text"], without: ["channel"])
        }
        if has("conversation id") || has("public metrics.like count") { return Tool(source: "x", without: ["channel"]) }
        if has("author screen name", "item type") { return Tool(source: "vk", texts: ["body"], without: ["channel"]) }
        if has("thread id", "author", "body", "timestamp") { return Tool(texts: ["body"]) }
        return nil
    }
}
