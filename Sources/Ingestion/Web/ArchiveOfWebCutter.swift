internal import CCompression
internal import Model

/// A record of a web archive that may hold a page.
struct ArchivedResponse: Sendable {
    /// `response` (with HTTP headers), `resource` or `conversion`.
    var type: String
    var address: String?
    /// `WARC-Date`.
    var date: String?
    /// Of the block, or of the payload where there are no HTTP headers.
    var mediaType: String
    var isTruncated = false
}

/// Cuts WARC 0.17–1.1 (ISO 28500) into records. Those that can't hold a page are counted and passed over.
final class ArchiveOfWebCutter: Cutter {
    private let window: Window
    private let file: String
    private let maxRecord: Int
    private var builder: BatchBuilder
    private var position = 0
    private var isFinished = false
    private var isReported = false

    init(file: String, source: any ByteInput, options: BatchReader.Options) {
        self.file = file
        window = Window(source)
        maxRecord = options.maxLine
        builder = BatchBuilder(file: file, format: .warc, maxLine: options.maxLine)
    }

    func next() -> BatchItem? {
        while !isFinished, !builder.isFull { step() }
        if !builder.isEmpty { return builder.take() }
        guard isFinished, let failure = window.failure, !isReported else { return nil }
        isReported = true
        return .failure(IngestionError(file: file, cause: failure))
    }

    private func step() {
        guard let start = window.skipSpace(from: position) else {
            isFinished = true
            return
        }
        let line = window.line(at: start)
        guard let head = header(at: start) else {
            builder.reject(offset: start, line: line, reason: "not a WARC record; what follows is not read", raw: window.slice(start, window.end))
            isFinished = true
            return
        }
        guard let length = head.fields["content-length"].flatMap({ Int($0) }), length >= 0, length < 1 << 50 else {
            builder.reject(
                offset: start, line: line, reason: "a WARC record without its length; what follows is not read", raw: window.slice(start, head.end))
            isFinished = true
            return
        }
        let end = head.end + length
        position = end
        let record = head.fields["warc-record-id"]
        switch kind(head.fields) {
        case .skipped(let reason):
            builder.skip(reason)
            // Bytes of records that nobody reads needn't be held.
            var at = head.end
            while at < end {
                if window.end == at, !window.read(keepingFrom: at) { break }
                at = min(end, window.end)
            }
            position = at
        case .archived(let response):
            guard length <= maxRecord else {
                builder.reject(
                    offset: start, line: line, record: record, reason: "\(length) bytes long, above the limit of \(maxRecord) (--max-line)",
                    raw: window.slice(start, head.end))
                while window.end < end, window.read(keepingFrom: window.end) {}
                position = min(end, window.end)
                return
            }
            while window.end < end, window.read(keepingFrom: start) {}
            guard window.end >= end else {
                builder.reject(
                    offset: start, line: line, record: record, reason: "cut off: the archive ends inside it", raw: window.slice(start, window.end))
                isFinished = true
                return
            }
            builder.append(window.slice(head.end, end), offset: start, line: line, kind: .archived(response))
        }
    }

    private enum Kind {
        case skipped(String)
        case archived(ArchivedResponse)
    }

    private func kind(_ fields: [String: String]) -> Kind {
        let type = fields["warc-type"]?.lowercased() ?? ""
        let media = fields["content-type"]?.lowercased() ?? ""
        let address = fields["warc-target-uri"].map { String($0.drop { $0 == "<" }.prefix { $0 != ">" }) }
        let response = ArchivedResponse(
            type: type, address: address, date: fields["warc-date"], mediaType: media, isTruncated: fields["warc-truncated"] != nil)
        switch type {
        case "response" where media.hasPrefix("application/http") || media.isEmpty: return .archived(response)
        case "resource" where media.contains("html"): return .archived(response)
        case "conversion" where media.hasPrefix("text/"): return .archived(response)
        case "response", "resource", "conversion": return .skipped("\(type) that is no page")
        case "warcinfo", "request", "metadata", "revisit", "continuation": return .skipped("\(type) record")
        default: return .skipped("record of another type")
        }
    }

    /// Reads `WARC/1.0` and the fields up to the empty line.
    private func header(at start: Int) -> (fields: [String: String], end: Int)? {
        guard window.has(5, at: start), window.slice(start, start + 5).elementsEqual(Array("WARC/".utf8)) else { return nil }
        var end = start + 5
        // Line breaks should be CR LF; some tools write LF.
        while true {
            guard end - start < 1 << 20 else { return nil }
            if end >= window.end, !window.read(keepingFrom: start) { return nil }
            let bytes = window.slice(end - 2, end + 1)
            if bytes.last == 0x0A, bytes.dropLast().last == 0x0A || bytes.starts(with: [0x0A, 0x0D]) {
                end += 1
                break
            }
            end += 1
        }
        return (HeaderFields.parse(window.slice(start, end)), end)
    }
}

/// `Name: value` lines, as in HTTP and WARC; names in lower case; a line that begins with a space goes on.
enum HeaderFields {
    static func parse(_ bytes: ArraySlice<UInt8>) -> [String: String] {
        var fields: [String: String] = [:]
        var last: String?
        for line in bytes.split(separator: 0x0A) {
            let text = String(decoding: line, as: UTF8.self)
            if text.first == " " || text.first == "\t", let name = last {
                fields[name, default: ""] += " " + text.trimmed
            } else if let colon = text.firstIndex(of: ":") {
                let name = text[..<colon].trimmed.lowercased()
                if fields[name] == nil { fields[name] = text[text.index(after: colon)...].trimmed }
                last = name
            }
        }
        return fields
    }
}

/// Takes the page out of an archived response, undoing HTTP (RFC 9112): chunks and compression.
enum ArchivedPage {
    static func draft(_ block: ArraySlice<UInt8>, _ response: ArchivedResponse, maxBytes: Int) -> Drafted {
        var page = PageSource(id: response.address ?? "", url: response.address, captured: response.date)
        if response.isTruncated { page.notes.append("truncated") }
        if response.type == "conversion" {
            guard let address = response.address else { return .rejected(id: nil, reason: "WARC-Target-URI is missing") }
            var draft = Draft(id: address, text: Encoding.utf8(of: block, declared: DeclaredEncoding.inMediaType(response.mediaType)))
            draft.source = "web"
            draft.channel = Address.host(address)
            draft.url = address
            draft.publishedAt = response.date.flatMap { Timestamp.parse($0)?.text }
            draft.note("time-of-capture")
            return draft.text.isEmpty ? .skipped("page without text") : .post(draft)
        }
        guard response.address != nil else { return .rejected(id: nil, reason: "WARC-Target-URI is missing") }
        if response.type == "resource" {
            page.encoding = DeclaredEncoding.inMediaType(response.mediaType)
            return PageReader.draft(block, from: page)
        }
        guard block.starts(with: Array("HTTP/".utf8)) else { return .skipped("response that is no page") }
        guard let end = FormatDetection.find([13, 10, 13, 10], in: block) ?? FormatDetection.find([10, 10], in: block) else {
            return .rejected(id: response.address, reason: "an HTTP response without the end of its headers")
        }
        let head = block[..<end]
        let status = String(decoding: head.prefix { $0 != 0x0A }, as: UTF8.self).split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        guard (200..<300).contains(status) else { return .skipped("response without success") }
        let fields = HeaderFields.parse(head)
        let media = fields["content-type"]?.lowercased() ?? ""
        guard media.contains("html") || media.isEmpty && looksLikeHTML(block[end...]) else { return .skipped("response that is no page") }
        page.encoding = DeclaredEncoding.inMediaType(media)
        var body = block[end...]
        // Some tools take chunks apart and leave the header as it was.
        if fields["transfer-encoding"]?.lowercased().contains("chunked") == true, let whole = unchunked(body) { body = whole[...] }
        switch fields["content-encoding"]?.lowercased() ?? "" {
        case "", "identity", "none": break
        case let coding where body.starts(with: [0x1F, 0x8B]) || coding.contains("zstd"):
            guard let plain = Decoding.unpacked(Array(body), kind: coding.contains("zstd") ? MIROB_ZSTD : MIROB_GZIP, maxBytes: maxBytes) else {
                return .rejected(
                    id: response.address, reason: "its compressed content is damaged, or unpacks to more than \(maxBytes) bytes (--max-line)")
            }
            body = plain[...]
        default:
            // Taken apart already, or a coding that isn't read (br, deflate).
            if !looksLikeHTML(body) { return .skipped("response in a compression that is not read") }
        }
        return PageReader.draft(body, from: page)
    }

    private static func looksLikeHTML(_ body: ArraySlice<UInt8>) -> Bool {
        body.prefix(1024).contains(UInt8(ascii: "<")) && !body.prefix(1024).contains(0)
    }

    /// RFC 9112, section 7.1; nil where it isn't chunked.
    private static func unchunked(_ body: ArraySlice<UInt8>) -> [UInt8]? {
        var out: [UInt8] = []
        var rest = body
        while true {
            guard let end = rest.firstIndex(of: 0x0A) else { return out.isEmpty ? nil : out }
            let size = String(decoding: rest[..<end].prefix { $0 != UInt8(ascii: ";") && $0 != 0x0D }, as: UTF8.self).trimmed
            guard let count = Int(size, radix: 16), count >= 0 else { return out.isEmpty ? nil : out }
            if count == 0 { return out }
            let start = end + 1
            let stop = min(rest.endIndex, start + min(count, rest.endIndex - start))
            out += rest[start..<stop]
            rest = rest[stop...].drop { $0 == 0x0D }
            if rest.first == 0x0A { rest = rest.dropFirst() }
            if rest.isEmpty { return out }
        }
    }
}

/// Unpacks bytes that are whole in memory.
enum Decoding {
    static func unpacked(_ bytes: [UInt8], kind: Int, maxBytes: Int) -> [UInt8]? {
        guard let decoder = unsafe mirob_decoder_new(Int32(kind)) else { return nil }
        defer { unsafe mirob_decoder_free(decoder) }
        var out: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        var position = 0
        while true {
            var consumed: Int64 = 0
            var produced: Int64 = 0
            // Reads and writes inside the bounds passed.
            let status = unsafe bytes.withUnsafeBufferPointer { input in
                unsafe piece.withUnsafeMutableBufferPointer { output in
                    unsafe mirob_decoder_step(
                        decoder, input.baseAddress.map { unsafe $0 + position }, Int64(bytes.count - position), &consumed, output.baseAddress,
                        Int64(output.count), &produced)
                }
            }
            position += Int(consumed)
            out += piece[..<Int(produced)]
            if out.count > maxBytes || status < 0 { return nil }
            // What was cut off still counts.
            if position == bytes.count, produced < 65_536 { return out }
            if consumed == 0, produced == 0 { return out }
        }
    }
}
