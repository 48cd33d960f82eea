internal import CSimdjson
internal import Model

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Turns the lines of batches into posts and rejections. One per worker: it owns a JSON parser and its buffers.
///
/// A line is either a post, a rejection with its reason, or blank; none is dropped. Names of people leave as pseudonyms under the key, or not at
/// all (`Pseudonyms`); reasons never quote a record. Fields the contract doesn't have are checked as JSON and then ignored; `null` is the same as
/// an absent field; an integer `id` is kept as its digits.
///
/// Not thread-safe.
@safe public final class PostParser {
    private let parser: OpaquePointer
    private let document = JSONDocument()
    private let mojibake = Mojibake()
    private var lastChannel: (name: String, channel: String?) = ("", nil)
    private var pseudonyms: Pseudonyms
    // Values that repeat from post to post are made once.
    private var source = Memo(capacity: 64)
    private var channel = Memo(capacity: 1024)
    private var language = Memo(capacity: 64)
    private var author = Memo(capacity: 1024)
    private var forward = Memo(capacity: 1024)

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
    /// - Parameter isWanted: Asked about the text of each post without files; the others are counted but not made. All are wanted without it.
    /// - Complexity: O(bytes). The bytes of a text are copied once.
    @discardableResult
    public func parse(_ batch: Batch, into records: inout [ParsedRecord], where isWanted: ((Span<UInt8>) -> Bool)? = nil) -> LineCounts {
        var counts = LineCounts()
        for (reason, count) in batch.skipped { counts.skip(reason, count: count) }
        if let raw = batch.records {
            for (record, offset) in zip(raw, batch.offsets) {
                let place = RecordPlace(file: batch.file, line: record.line, offset: offset)
                append(drafted(record, in: batch), of: batch.bytes[record.start..<record.end], place, to: &records, &counts, isWanted)
            }
        } else if batch.isWholeFile, !batch.bytes.isEmpty {
            counts.lines += 1
            appendText(batch, from: 0, to: batch.bytes.count, line: batch.firstLine, to: &records, &counts, isWanted)
        } else {
            parseLines(batch, into: &records, &counts, isWanted)
        }
        for rejection in batch.rejections {
            counts.lines += 1
            Self.append(rejection, to: &records, &counts)
        }
        return counts
    }

    private func parseLines(
        _ batch: Batch, into records: inout [ParsedRecord], _ counts: inout LineCounts, _ isWanted: ((Span<UInt8>) -> Bool)?
    ) {
        let bytes = batch.bytes.span
        var start = 0
        var line = batch.firstLine
        while start < bytes.count {
            let lineBreak = Lines.lineBreak(in: bytes, from: start) ?? bytes.count
            var end = lineBreak
            if end > start, lineBreak < bytes.count, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
            counts.lines += 1
            if Self.isBlank(bytes, from: start, to: end) {
                counts.empty += 1
            } else if end - start > batch.maxLine {
                let rejection = Rejection.tooLong(
                    file: batch.file, line: line, offset: batch.offset + start, length: end - start, maxLine: batch.maxLine,
                    raw: Self.raw(batch, from: start, to: end))
                Self.append(rejection, to: &records, &counts)
            } else {
                let isPost =
                    switch batch.format {
                    case .posts: true
                    case .auto: Lines.looksLikeJSON(bytes.extracting(start..<end))
                    default: false
                    }
                if batch.format == .json {
                    counts.lines -= 1  // a line may hold several records; `append` counts them
                    let place = RecordPlace(file: batch.file, line: line, offset: batch.offset + start)
                    append(
                        json(batch.bytes, from: start, to: end) { ToolRecord.drafts($0) }, of: batch.bytes[start..<end], place, to: &records, &counts,
                        isWanted)
                } else if isPost {
                    appendPost(batch, from: start, to: end, line: line, to: &records, &counts, isWanted)
                } else {
                    appendText(batch, from: start, to: end, line: line, to: &records, &counts, isWanted)
                }
            }
            start = lineBreak + 1
            line += 1
        }
    }

    private static func append(_ rejection: Rejection, to records: inout [ParsedRecord], _ counts: inout LineCounts) {
        counts.rejections += 1
        records.append(.rejection(rejection))
    }

    // MARK: - JSON Lines

    // Appends instead of returning: a post is some 300 bytes, and a copy of it counts each of its strings.
    private func appendPost(
        _ batch: Batch, from start: Int, to end: Int, line: Int, to records: inout [ParsedRecord], _ counts: inout LineCounts,
        _ isWanted: ((Span<UInt8>) -> Bool)?
    ) {
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
            let rejection = Rejection(
                file: batch.file, line: line, offset: batch.offset + start, record: record?.isEmpty == true ? nil : record,
                reason: problem.sentence, raw: Self.raw(batch, from: start, to: end))
            return Self.append(rejection, to: &records, &counts)
        }
        counts.posts += 1
        if let isWanted, unsafe fields.media_count == 0 {
            // The parser's own bytes, lent for the call.
            let text = unsafe UnsafeBufferPointer(start: fields.text.bytes, count: Int(fields.text.count))
            let isKept = unsafe isWanted(text.span)
            if !isKept { return }
        }
        let id = unsafe Self.string(fields.id) ?? ""
        records.append(
            .post(
                unsafe Post(
                    id: id, text: UTF8Text(validated: Self.bytes(fields.text)), source: source.string(fields.source) { $0 },
                    channel: channel.string(fields.channel) { pseudonyms.channel($0) },
                    authorRef: fields.author_ref.bytes != nil
                        ? Self.string(fields.author_ref) : author.string(fields.author) { pseudonyms.pseudonym(of: $0) },
                    publishedAt: Self.string(fields.published_at), editedAt: Self.string(fields.edited_at), url: Self.string(fields.url),
                    lang: language.string(fields.lang) { $0 },
                    forwardedFrom: forward.string(fields.forwarded_from) { pseudonyms.forwardedFrom($0) },
                    replyTo: Self.string(fields.reply_to).flatMap { pseudonyms.replyTo($0, id: id) },
                    media: fields.media_count > 0 ? Self.media(fields) : [], textQuality: Self.string(fields.text_quality),
                    notes: fields.notes_count > 0 ? Self.notes(fields) : []),
                RecordPlace(file: batch.file, line: line, offset: batch.offset + start)))
    }

    // MARK: - Other formats

    /// What a record that a cutter has cut out says.
    private func drafted(_ record: RawRecord, in batch: Batch) -> [Drafted] {
        let bytes = batch.bytes[record.start..<record.end]
        return switch record.kind {
        case .telegram(let chat): json(batch.bytes, from: record.start, to: record.end) { [TelegramMessage.draft($0, in: chat)] }
        case .json: json(batch.bytes, from: record.start, to: record.end) { ToolRecord.drafts($0) }
        case .jsonFeed: json(batch.bytes, from: record.start, to: record.end) { JSONFeed.drafts($0) }
        case .row(let header): [TableRow.draft(bytes, header: header, line: record.line)]
        case .page(let source): [PageReader.draft(bytes, from: source)]
        case .archived(let response): [ArchivedPage.draft(bytes, response, maxBytes: batch.maxLine)]
        case .draft(let draft): [.post(draft)]
        }
    }

    /// Parses JSON, mended where it isn't quite JSON; what had to be mended says so.
    private func json(_ bytes: [UInt8], from start: Int, to end: Int, _ read: (JSONValue) -> [Drafted]) -> [Drafted] {
        var status: Int32 = 0
        if let result = document.parse(
            bytes, from: start, to: end,
            { value, problem -> [Drafted]? in
                status = problem
                return value.map(read)
            })
        {
            return result
        }
        if status != Int32(MIROB_LINE_DEPTH), status != Int32(MIROB_LINE_VALUES), status != Int32(MIROB_LINE_MEMORY) {
            let mended = JSONMending.mended(bytes[start..<end])
            if let result = document.parse(mended, from: 0, to: mended.count, { value, _ in value.map(read) }) {
                return result.map { drafted in
                    guard case .post(var draft) = drafted else { return drafted }
                    draft.textQuality = "repaired"
                    return .post(draft)
                }
            }
        }
        let problem = Problem(status: status, field: 0, found: 0, line: bytes[start..<end])
        return [.rejected(id: nil, reason: problem.sentence)]
    }

    private func append(
        _ drafts: [Drafted], of raw: ArraySlice<UInt8>, _ place: RecordPlace, to records: inout [ParsedRecord], _ counts: inout LineCounts,
        _ isWanted: ((Span<UInt8>) -> Bool)?
    ) {
        for drafted in drafts {
            var reason: String
            var record: String?
            switch drafted {
            case .skipped(let reason):
                counts.skip(reason)
                continue
            case .rejected(let id, let problem): (record, reason) = (id, problem)
            case .post(let draft):
                if let post = post(of: draft) {
                    counts.lines += 1
                    counts.posts += 1
                    if let isWanted, post.media.isEmpty, !isWanted(post.text.utf8.span) { continue }
                    records.append(.post(post, place))
                    continue
                }
                (record, reason) = (
                    draft.personInID == nil ? draft.id : nil, draft.id.isEmpty ? "id is empty" : "text is empty and there is no media"
                )
            }
            counts.lines += 1
            reason = String(reason.prefix(300))
            Self.append(
                Rejection(
                    file: place.file, line: place.line, offset: place.offset, record: record, reason: reason,
                    raw: Array(raw.prefix(Rejection.rawLimit))),
                to: &records, &counts)
        }
    }

    /// The post of a draft, its text put together and repaired, its names replaced; nil where nothing is left that a post must have.
    private func post(of draft: Draft) -> Post? {
        var text = draft.isHTML ? HTMLText.plain(draft.text[...]) : draft.text
        if let title = draft.title?.trimmed, !title.isEmpty {
            let head = Array(title.utf8)
            let isRepeated = text.starts(with: head) && (text.count == head.count || text[head.count] < UInt8(ascii: "0"))
            if !isRepeated { text = text.isEmpty ? head : head + Array("\n\n".utf8) + text }
        }
        var quality = draft.textQuality
        if let repaired = mojibake.repaired(text) {
            text = repaired
            quality = "repaired"
        }
        // The pointer lives for the call only.
        let isValid = unsafe text.withUnsafeBufferPointer { unsafe mirob_is_utf8($0.baseAddress, Int64($0.count)) } != 0
        if !isValid { quality = "repaired" }
        var id = draft.id
        if let person = draft.personInID { id = pseudonyms.pseudonym(of: person).map { $0 + "/" + id } ?? id }
        if id.isEmpty || text.isEmpty && draft.media.isEmpty { return nil }
        let author = draft.authorRef ?? draft.author.flatMap { pseudonyms.pseudonym(of: $0) }
        // Whether a channel is a person's profile is asked once for a run of posts of one channel.
        if let name = draft.channel, name != lastChannel.name {
            lastChannel = (name, name.isEmpty ? nil : pseudonyms.channel(name))
        }
        return Post(
            id: id, text: isValid ? UTF8Text(validated: text) : UTF8Text(repairing: text), source: draft.source,
            channel: draft.channel == nil ? nil : lastChannel.channel, authorRef: author, publishedAt: draft.publishedAt,
            editedAt: draft.editedAt, url: draft.url, lang: draft.lang, forwardedFrom: draft.forwardedFrom.flatMap { pseudonyms.forwardedFrom($0) },
            replyTo: draft.replyTo.flatMap { pseudonyms.replyTo($0, id: id) }, media: draft.media, textQuality: quality, notes: draft.notes)
    }

    // MARK: - Plain text

    private func appendText(
        _ batch: Batch, from start: Int, to end: Int, line: Int, to records: inout [ParsedRecord], _ counts: inout LineCounts,
        _ isWanted: ((Span<UInt8>) -> Bool)?
    ) {
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
            let rejection = Rejection(file: batch.file, line: line, offset: offset, reason: reason, raw: bytes)
            return Self.append(rejection, to: &records, &counts)
        }
        counts.posts += 1
        let repaired = mojibake.repaired(bytes)
        let text = repaired ?? bytes
        if let isWanted, !isWanted(text.span) { return }
        let post = Post(
            id: "L\(line)", text: UTF8Text(validated: text), channel: Self.channel(ofFile: batch.file),
            textQuality: repaired == nil ? nil : "repaired")
        records.append(.post(post, RecordPlace(file: batch.file, line: line, offset: offset)))
    }

    /// The file's name without its folder and the suffix of its compression, so that packing or moving a file changes no ids; `stdin` for `-`.
    private static func channel(ofFile path: String) -> String {
        if path == "-" { return "stdin" }
        var name = path.split(separator: "/").last ?? path[...]
        for suffix in FormatDetection.compressions where name.hasSuffix(suffix) && name.utf8.count > suffix.utf8.count {
            name.removeLast(suffix.count)
        }
        return String(name)
    }

    // MARK: - Bytes

    private static func raw(_ batch: Batch, from start: Int, to end: Int) -> [UInt8] {
        Array(batch.bytes[start..<min(end, start + Rejection.rawLimit)])
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

    /// Values of a field and what they became: a direct-mapped cache, since a hash and a look-up cost less than a new string or a pseudonym.
    private struct Memo {
        private var slots: [(bytes: [UInt8], value: String?)]

        /// Longer values are not kept: nobody's name, and memory.
        private static let longest = 256

        /// - Parameter capacity: A power of two.
        init(capacity: Int) { slots = Array(repeating: ([], nil), count: capacity) }

        mutating func string(_ text: mirob_text, make: (String) -> String?) -> String? {
            guard let start = unsafe text.bytes else { return nil }
            let buffer = unsafe UnsafeBufferPointer(start: start, count: Int(text.count))
            if buffer.isEmpty || buffer.count > Self.longest { return unsafe make(String(decoding: buffer, as: UTF8.self)) }
            // FNV-1a; the high half picks the slot, where its bits are mixed best.
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            for index in 0..<buffer.count { hash = unsafe (hash ^ UInt64(buffer[index])) &* 0x0000_0100_0000_01B3 }
            let slot = Int(truncatingIfNeeded: hash >> 32) & (slots.count - 1)
            // Both have `count` bytes where they are compared.
            let isKnown = unsafe slots[slot].bytes.count == buffer.count && memcmp(start, slots[slot].bytes, buffer.count) == 0
            if !isKnown { slots[slot] = unsafe (Array(buffer), make(String(decoding: buffer, as: UTF8.self))) }
            return slots[slot].value
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
            case Int32(MIROB_LINE_VALUES): "more than 2 million values in one record"
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
