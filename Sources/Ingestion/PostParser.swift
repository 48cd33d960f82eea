internal import CSimdjson
internal import Model

/// Turns the lines of batches into posts and rejections. One per worker: it owns a JSON parser and its buffers.
///
/// A line is either a post, a rejection with its reason, or blank; none is dropped. Names of people leave as pseudonyms under the key, or not at
/// all (`Pseudonyms`); reasons never quote a record. Fields the contract doesn't have are checked as JSON and then ignored; `null` is the same as
/// an absent field; an integer `id` is kept as its digits.
///
/// Not thread-safe.
@safe public final class PostParser {
    private let parser: OpaquePointer
    private var pseudonyms: Pseudonyms
    // Values that repeat from post to post are made once.
    private var source = Memo()
    private var channel = Memo()
    private var language = Memo()
    private var author = Memo()

    /// A parser.
    ///
    /// - Parameter key: The key of pseudonyms; without one, names of people are dropped.
    public init(key: [UInt8]? = nil) {
        guard let parser = unsafe mirob_parser_new() else { preconditionFailure("there is memory for an empty parser") }
        unsafe self.parser = unsafe parser
        pseudonyms = Pseudonyms(key: key)
    }

    deinit { unsafe mirob_parser_free(parser) }

    /// Reads all lines of a batch and appends what they are to `records`, in order.
    ///
    /// - Complexity: O(bytes). The bytes of a text are copied once.
    @discardableResult
    public func parse(_ batch: Batch, into records: inout [ParsedRecord]) -> LineCounts {
        var counts = LineCounts()
        if batch.isWholeFile, !batch.bytes.isEmpty {
            counts.lines += 1
            append(parseText(batch, from: 0, to: batch.bytes.count, line: batch.firstLine), to: &records, &counts)
        } else {
            parseLines(batch, into: &records, &counts)
        }
        for rejection in batch.rejections {
            counts.lines += 1
            append(.rejection(rejection), to: &records, &counts)
        }
        return counts
    }

    private func parseLines(_ batch: Batch, into records: inout [ParsedRecord], _ counts: inout LineCounts) {
        let bytes = batch.bytes.span
        var start = 0
        var line = batch.firstLine
        while start < bytes.count {
            let lineBreak = Self.lineBreak(in: bytes, from: start)
            var end = lineBreak
            if end > start, lineBreak < bytes.count, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
            counts.lines += 1
            if Self.isBlank(bytes, from: start, to: end) {
                counts.empty += 1
            } else if end - start > batch.maxLine {
                let rejection = Rejection.tooLong(
                    file: batch.file, line: line, offset: batch.offset + start, length: end - start, maxLine: batch.maxLine,
                    raw: Self.raw(batch, from: start, to: end))
                append(.rejection(rejection), to: &records, &counts)
            } else {
                let isPost =
                    switch batch.format {
                    case .posts: true
                    case .text: false
                    case .auto: Lines.looksLikeJSON(bytes.extracting(start..<end))
                    }
                let record =
                    isPost ? parsePost(batch, from: start, to: end, line: line) : parseText(batch, from: start, to: end, line: line)
                append(record, to: &records, &counts)
            }
            start = lineBreak + 1
            line += 1
        }
    }

    private func append(_ record: ParsedRecord, to records: inout [ParsedRecord], _ counts: inout LineCounts) {
        switch record {
        case .post: counts.posts += 1
        case .rejection: counts.rejections += 1
        }
        records.append(record)
    }

    // MARK: - JSON Lines

    private func parsePost(_ batch: Batch, from start: Int, to end: Int, line: Int) -> ParsedRecord {
        var fields = unsafe mirob_post()
        // The parser reads `bytes[start..<end]` and, as padding, no further than the array's end. What it hands out is its own until the next call.
        let status = unsafe batch.bytes.withUnsafeBufferPointer { bytes in
            unsafe mirob_parser_read(
                parser, bytes.baseAddress.map { unsafe $0 + start }, Int64(end - start), Int64(bytes.count - start), &fields)
        }
        guard status == Int32(MIROB_LINE_OK) else {
            let isJSON = status >= Int32(MIROB_LINE_NOT_OBJECT)
            let record = unsafe isJSON ? Self.string(fields.id) : Lines.leadingID(batch.bytes.span.extracting(start..<end))
            let problem = unsafe Problem(status: status, field: fields.field, found: fields.found, line: batch.bytes[start..<end])
            return .rejection(
                Rejection(
                    file: batch.file, line: line, offset: batch.offset + start, record: record?.isEmpty == true ? nil : record,
                    reason: problem.sentence, raw: Self.raw(batch, from: start, to: end)))
        }
        let id = unsafe Self.string(fields.id) ?? ""
        var post = unsafe Post(id: id, text: UTF8Text(validated: Self.bytes(fields.text)))
        unsafe post.source = source.string(fields.source) { $0 }
        unsafe post.channel = channel.string(fields.channel) { pseudonyms.channel($0) }
        if unsafe fields.author_ref.bytes != nil {
            unsafe post.authorRef = author.string(fields.author_ref) { $0 }
        } else {
            unsafe post.authorRef = Self.string(fields.author).flatMap { pseudonyms.pseudonym(of: $0) }
        }
        unsafe post.publishedAt = Self.string(fields.published_at)
        unsafe post.editedAt = Self.string(fields.edited_at)
        unsafe post.url = Self.string(fields.url)
        unsafe post.lang = language.string(fields.lang) { $0 }
        unsafe post.forwardedFrom = Self.string(fields.forwarded_from).flatMap { pseudonyms.forwardedFrom($0) }
        unsafe post.replyTo = Self.string(fields.reply_to).flatMap { pseudonyms.replyTo($0, id: id) }
        unsafe post.textQuality = Self.string(fields.text_quality)
        if unsafe fields.media_count > 0 { unsafe post.media = Self.media(fields) }
        if unsafe fields.notes_count > 0 { unsafe post.notes = Self.notes(fields) }
        return .post(post, RecordPlace(file: batch.file, line: line, offset: batch.offset + start))
    }

    // MARK: - Plain text

    private func parseText(_ batch: Batch, from start: Int, to end: Int, line: Int) -> ParsedRecord {
        let offset = batch.offset + start
        let bytes = Array(batch.bytes[start..<end])
        var reason: String?
        // The pointers live for the call only.
        if unsafe bytes.withUnsafeBufferPointer({ unsafe mirob_is_utf8($0.baseAddress, Int64($0.count)) }) == 0 {
            reason = Problem.invalidUTF8(bytes)
        } else if let index = bytes.firstIndex(of: 0) {
            reason = "not a text: a NUL at byte \(index + 1)"
        }
        if let reason {
            return .rejection(Rejection(file: batch.file, line: line, offset: offset, reason: reason, raw: bytes))
        }
        let post = Post(id: "L\(line)", text: UTF8Text(validated: bytes), channel: Self.channel(ofFile: batch.file))
        return .post(post, RecordPlace(file: batch.file, line: line, offset: offset))
    }

    /// The file's name without its folder and the suffix of its compression, so that packing or moving a file changes no ids; `stdin` for `-`.
    private static func channel(ofFile path: String) -> String {
        if path == "-" { return "stdin" }
        var name = path.split(separator: "/").last ?? path[...]
        for suffix in [".gz", ".zst"] where name.hasSuffix(suffix) && name.utf8.count > suffix.utf8.count { name.removeLast(suffix.count) }
        return String(name)
    }

    // MARK: - Bytes

    private static func raw(_ batch: Batch, from start: Int, to end: Int) -> [UInt8] {
        Array(batch.bytes[start..<min(end, start + Rejection.rawLimit)])
    }

    /// Eight bytes at a time (Anderson's test for a zero byte); the count of bytes where there is none.
    private static func lineBreak(in bytes: Span<UInt8>, from start: Int) -> Int {
        let raw = unsafe bytes.bytes
        let ones: UInt64 = 0x0101_0101_0101_0101
        var index = start
        while index &+ 8 <= bytes.count {
            // Inside the span: checked by the loop, and again by the call.
            let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self) ^ (ones &* 0x0A)
            let zeros = (word &- ones) & ~word & (ones << 7)
            if zeros != 0 { return index + UInt64(littleEndian: zeros).trailingZeroBitCount / 8 }
            index &+= 8
        }
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\n") { return index }
            index &+= 1
        }
        return index
    }

    private static func isBlank(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Bool {
        var index = start
        while index < end {
            if !bytes[index].isJSONSpace { return false }
            index &+= 1
        }
        return true
    }

    // The parser's own bytes: valid until its next call, and copied here at once.

    private static func bytes(_ text: mirob_text) -> [UInt8] {
        unsafe Array(UnsafeBufferPointer(start: text.bytes, count: Int(text.count)))
    }

    private static func string(_ text: mirob_text) -> String? {
        guard unsafe text.bytes != nil else { return nil }
        return unsafe String(decoding: UnsafeBufferPointer(start: text.bytes, count: Int(text.count)), as: UTF8.self)
    }

    private static func media(_ fields: mirob_post) -> [Media] {
        unsafe UnsafeBufferPointer(start: fields.media, count: Int(fields.media_count)).map { medium in
            unsafe Media(
                kind: string(medium.kind) ?? "document", fileName: string(medium.file_name), mime: string(medium.mime),
                duration: medium.duration < 0 ? nil : medium.duration)
        }
    }

    private static func notes(_ fields: mirob_post) -> [String] {
        unsafe UnsafeBufferPointer(start: fields.notes, count: Int(fields.notes_count)).compactMap { unsafe string($0) }
    }

    /// The last value of a field and what it became.
    private struct Memo {
        private var bytes: [UInt8] = []
        private var value: String?

        mutating func string(_ text: mirob_text, make: (String) -> String?) -> String? {
            guard unsafe text.bytes != nil else { return nil }
            let buffer = unsafe UnsafeBufferPointer(start: text.bytes, count: Int(text.count))
            if unsafe value == nil || buffer.count != bytes.count || !buffer.elementsEqual(bytes) {
                bytes = unsafe Array(buffer)
                value = make(String(decoding: bytes, as: UTF8.self))
            }
            return value
        }
    }
}

/// Why a line of JSON Lines is no post, in words.
private struct Problem {
    let sentence: String

    init(status: Int32, field: Int32, found: Int32, line: ArraySlice<UInt8>) {
        let name = Self.name(ofField: field)
        sentence =
            switch status {
            case Int32(MIROB_LINE_UTF8): Self.invalidUTF8(line)
            case Int32(MIROB_LINE_CONTROL): "not JSON: a control character in a string is not escaped"
            case Int32(MIROB_LINE_UNCLOSED): "not JSON: a string has no end"
            case Int32(MIROB_LINE_ESCAPE): "not JSON: a bad escape in a string"
            case Int32(MIROB_LINE_SURROGATE): "half of a surrogate pair in a \\u escape"
            case Int32(MIROB_LINE_DEPTH): "nested more than 128 levels deep"
            case Int32(MIROB_LINE_NUMBER): "a number is malformed or out of range"
            case Int32(MIROB_LINE_VALUES): "more than 4 million values in one record"
            case Int32(MIROB_LINE_MEMORY): "not enough memory to parse it"
            case Int32(MIROB_LINE_NOT_OBJECT): "\(Self.type(found)), not an object: one post a line is expected"
            case Int32(MIROB_LINE_TWICE): "key \(name) is given twice"
            case Int32(MIROB_LINE_TYPE): "\(name) is \(Self.type(found)), not \(Self.expected(field))"
            case Int32(MIROB_LINE_MISSING): "\(name) is missing"
            case Int32(MIROB_LINE_EMPTY):
                field == Int32(MIROB_TEXT) ? "text is empty and there is no media" : "\(name) is empty"
            default: "not JSON: one object and nothing else is expected"
            }
    }

    static func invalidUTF8(_ line: some Sequence<UInt8>) -> String {
        Lines.firstInvalidByte(line).map { "invalid UTF-8 at byte \($0)" } ?? "invalid UTF-8"
    }

    private static func name(ofField field: Int32) -> String {
        let names = [
            "id", "text", "source", "channel", "author", "author_ref", "published_at", "edited_at", "url", "lang", "forwarded_from",
            "reply_to", "text_quality", "media", "notes", "an item of media", "kind of media", "file_name of media", "mime of media",
            "duration of media", "an item of notes",
        ]
        return names.indices.contains(Int(field)) ? names[Int(field)] : "a field"
    }

    private static func expected(_ field: Int32) -> String {
        switch field {
        case Int32(MIROB_MEDIA), Int32(MIROB_NOTES): "an array"
        case Int32(MIROB_MEDIA_ITEM): "an object"
        case Int32(MIROB_MEDIA_DURATION): "a number"
        default: "a string"
        }
    }

    private static func type(_ found: Int32) -> String {
        switch found {
        case Int32(MIROB_BOOLEAN): "a boolean"
        case Int32(MIROB_INTEGER): "a number"
        case Int32(MIROB_FRACTION): "a number with a fraction"
        case Int32(MIROB_STRING): "a string"
        case Int32(MIROB_ARRAY): "an array"
        case Int32(MIROB_OBJECT): "an object"
        default: "null"
        }
    }
}
