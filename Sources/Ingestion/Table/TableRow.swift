internal import Model

/// A row of a table: RFC 4180, with any separator and line break; a quotation mark inside a value that doesn't begin with one stands for itself.
enum TableRow {
    /// The values of a row (without its line break), or nil where a quoted value goes on behind its closing quotation mark or has none.
    static func fields(of row: ArraySlice<UInt8>, separator: UInt8) -> [[UInt8]]? {
        let quote = UInt8(ascii: "\"")
        var fields: [[UInt8]] = []
        var index = row.startIndex
        while true {
            var field: [UInt8] = []
            if index < row.endIndex, row[index] == quote {
                index += 1
                while true {
                    guard let end = row[index...].firstIndex(of: quote) else { return nil }
                    field += row[index..<end]
                    index = end + 1
                    guard index < row.endIndex, row[index] == quote else { break }
                    field.append(quote)
                    index += 1
                }
                // Spaces behind the closing mark are common and harmless.
                while index < row.endIndex, row[index] == 0x20, separator != 0x20 { index += 1 }
                guard index == row.endIndex || row[index] == separator else { return nil }
            } else {
                let end = row[index...].firstIndex(of: separator) ?? row.endIndex
                field = Array(row[index..<end])
                index = end
            }
            fields.append(field)
            if index == row.endIndex { return fields }
            index += 1  // the separator
        }
    }

    static func draft(_ row: ArraySlice<UInt8>, header: TableHeader, line: Int) -> Drafted {
        guard var fields = fields(of: row, separator: header.separator) else {
            return .rejected(id: nil, reason: "a quotation mark inside a quoted value is not doubled, or the value has no end")
        }
        // Spreadsheets add or leave out empty values at the end.
        while fields.count > header.names.count, fields.last?.isEmpty == true { fields.removeLast() }
        guard fields.count <= header.names.count else {
            return .rejected(id: nil, reason: "\(fields.count) values where the first row has \(header.names.count)")
        }
        func values(_ columns: [Int]) -> [String] {
            columns.compactMap { index in
                guard fields.indices.contains(index) else { return nil }
                if fields[index].isEmpty { return nil }
                let value = String(decoding: fields[index], as: UTF8.self)
                // What tools in Python write for nothing.
                let isNothing = value.utf8.count <= 6 && ["", "nan", "none", "null"].contains(value.trimmed.lowercased())
                return isNothing ? nil : value
            }
        }
        func value(_ field: String) -> String? {
            for index in header.columns[field] ?? [] { if let value = values([index]).first { return value.trimmed } }
            return nil
        }
        var texts: [String] = []
        for index in header.columns["text"] ?? [] where fields.indices.contains(index) {
            let text = String(decoding: fields[index], as: UTF8.self)
            // A link's title is often the message again.
            if fields[index].contains(where: { $0 > 0x20 }), texts.isEmpty || !texts.contains(where: { $0.contains(text.trimmed) }) {
                texts.append(text)
            }
        }
        if fields.count < header.names.count, let last = header.columns["text"]?.first, last >= fields.count {
            return .rejected(id: value("id"), reason: "\(fields.count) values where the first row has \(header.names.count)")
        }
        var draft = Draft(id: value("id") ?? "L\(line)", text: texts.joined(separator: "\n"))
        draft.title = value("title")
        draft.source = value("source") ?? header.source
        draft.channel = value("channel")
        draft.author = value("author")
        draft.url = value("url")
        draft.lang = value("lang")
        draft.forwardedFrom = value("forwarded_from")
        draft.replyTo = value("reply_to")
        draft.readTimes(published: values(header.columns["published_at"] ?? []), edited: values(header.columns["edited_at"] ?? []))
        if let name = value("file_name") {
            draft.media.append(Media(kind: "document", fileName: name))
            draft.note("media-not-analysed")
        }
        if draft.text.isEmpty, draft.title == nil, draft.media.isEmpty { return .skipped("row without text") }
        return .post(draft)
    }
}

extension Draft {
    /// Takes the first of some times that can be read; one that can't be is left out and said so.
    mutating func readTimes(published: [String], edited: [String] = []) {
        if let time = published.lazy.compactMap({ Timestamp.parse($0) }).first {
            publishedAt = time.text
            if !time.hasZone { note("time-without-zone") }
        } else if !published.isEmpty {
            note("time-not-read")
        }
        if let time = edited.lazy.compactMap({ Timestamp.parse($0) }).first, time.text != publishedAt {
            editedAt = time.text
            if !time.hasZone { note("time-without-zone") }
        }
    }
}
