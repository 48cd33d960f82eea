/// Which column of a table is which field of a post, as the user says (`--map text=COLUMN,id=COLUMN`). It beats what names of columns suggest.
public struct ColumnMap: Hashable, Sendable {
    /// Column by field.
    public private(set) var columns: [String: String] = [:]

    /// Fields that may be mapped.
    public static let fields = [
        "id", "text", "title", "source", "channel", "author", "published_at", "edited_at", "url", "lang", "forwarded_from", "reply_to", "file_name",
    ]

    /// Nothing mapped.
    public init() {}

    /// Reads `field=COLUMN,field=COLUMN`; a comma inside a column's name is kept where no field follows it.
    ///
    /// - Returns: nil where it isn't of this form or names a field that there isn't.
    public init?(_ text: String) {
        var pieces: [String] = []
        for piece in text.split(separator: ",", omittingEmptySubsequences: false) {
            if let name = piece.split(separator: "=", omittingEmptySubsequences: false).first, piece.contains("="),
                Self.fields.contains(name.trimmed)
            {
                pieces.append(String(piece))
            } else if pieces.isEmpty {
                return nil
            } else {
                pieces[pieces.count - 1] += "," + piece
            }
        }
        for piece in pieces {
            guard let sign = piece.firstIndex(of: "=") else { return nil }
            let column = piece[piece.index(after: sign)...].trimmed
            if column.isEmpty { return nil }
            columns[piece[..<sign].trimmed] = column
        }
        if columns.isEmpty { return nil }
    }

    /// Adds another map; what it says wins.
    public mutating func merge(_ other: ColumnMap) { columns.merge(other.columns) { $1 } }
}

extension StringProtocol where UTF8View: BidirectionalCollection {
    /// Without white space at both ends.
    var trimmed: String {
        // Most text has nothing to trim, and bytes say so.
        func isPlain(_ byte: UInt8?) -> Bool { byte.map { $0 > 0x20 && $0 < 0x7F || $0 == 0xD0 || $0 == 0xD1 } ?? true }
        if isPlain(utf8.first), let last = utf8.last, last > 0x20, last < 0x7F { return String(self) }
        var rest = self[...]
        while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
        while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
        return String(rest)
    }
}
