internal import Model

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Reads files, one after the other, as batches of records in order: of whole lines, or of what a `Cutter` has cut out of other formats. Plain, gzip,
/// zstd, bzip2 and xz, zip and tar archives, told by content; in any encoding.
///
/// Memory is bounded by `batchSize` and `maxLine` whatever the size of a file, compressed or not. Where input comes from a pipe or a terminal, what
/// is there goes out after a pause. (A compressed pipe too, as far as its writer has flushed.)
///
/// ```swift
/// let reader = BatchReader(paths: ["posts.jsonl.zst", "-"])
/// while let item = reader.next() { … }
/// ```
///
/// Not thread-safe: one task reads, others parse.
public final class BatchReader {
    /// How to read.
    public struct Options: Sendable {
        /// What the lines are.
        public var format: InputFormat
        /// A whole file is one post; for `text` only.
        public var textPerFile: Bool
        /// Longest line in bytes, its line break not counted.
        public var maxLine: Int
        /// A batch is sent as soon as it holds so many bytes and a whole line.
        public var batchSize: Int
        /// How long a whole line waits for more input at most.
        public var pause: Duration
        /// Reads private conversations too.
        public var allowsPrivate = false
        /// Which columns of a table are which fields.
        public var map = ColumnMap()

        /// Makes options; the defaults are the contract's.
        public init(
            format: InputFormat = .auto, textPerFile: Bool = false, maxLine: Int = 32 << 20, batchSize: Int = 1 << 20,
            pause: Duration = .milliseconds(50)
        ) {
            precondition(maxLine > 0 && batchSize > 0, "a line and a batch hold at least a byte")
            self.format = format
            self.textPerFile = textPerFile
            self.maxLine = maxLine
            self.batchSize = batchSize
            self.pause = pause
        }
    }

    private let options: Options
    private var paths: ArraySlice<String>
    /// Inputs inside an archive that is being read.
    private var archive: ArchiveReader?
    private var cutter: (any Cutter)?
    private var input: (any ByteInput)?
    private var batches = 0
    /// Bytes of all files that have been read to their end.
    private var bytesDone = 0
    /// Who wrote the last message of a Telegram export's page: pages of one export follow one another.
    private let pages = TelegramPages()

    /// A reader of these paths; `-` is standard input. Nothing is opened yet.
    public init(paths: [String], options: Options = Options()) {
        self.paths = paths[...]
        self.options = options
    }

    /// A reader of bytes in memory, as if they were a file of this name.
    public convenience init(contents: [UInt8], name: String, options: Options = Options()) {
        self.init(paths: [name], options: options)
        memory = MemoryInput(contents)
    }

    private var memory: MemoryInput?

    /// Bytes of files (compressed ones as they are) that have been used, for a progress bar. Call it where `next()` is called.
    public var fileBytes: Int { bytesDone + (input?.fileOffset ?? 0) }

    /// The next records or the next failure; nil after the last file. Waits for input.
    public func next() -> BatchItem? {
        while true {
            if let cutter {
                switch cutter.next() {
                case .batch(var batch):
                    batch.index = batches
                    batches += 1
                    return .batch(batch)
                case .failure(let error) where error.cause == .bomb:
                    // What it was takes a record, like all else that is refused for what it holds.
                    let rejection = Rejection(file: error.file, line: 1, offset: 0, reason: IngestionError.Cause.bombReason, raw: [])
                    batches += 1
                    return .batch(
                        Batch(
                            index: batches - 1, file: error.file, format: options.format, isWholeFile: false, firstLine: 1, offset: 0, bytes: [],
                            maxLine: options.maxLine, rejections: [rejection], records: []))
                case .failure(let error): return .failure(error)
                case nil:
                    self.cutter = nil
                    if archive == nil { bytesDone += input?.fileOffset ?? 0 }
                    input = nil
                }
            }
            if let archive {
                do {
                    if let entry = try archive.next() {
                        try open(entry.input, name: archive.path + "/" + entry.name)
                    } else {
                        self.archive = nil
                    }
                } catch {
                    self.archive = nil
                    return .failure(IngestionError(file: archive.path, cause: error))
                }
                continue
            }
            guard let path = paths.popFirst() else { return nil }
            do {
                let input: any ByteInput = if let memory { memory } else { try ByteSource(path: path) }
                let source = PeekedInput(input)
                if let archive = ArchiveReader(path: path, source: source) { self.archive = archive } else { try open(source, name: path) }
            } catch {
                return .failure(IngestionError(file: path, cause: error))
            }
        }
    }

    /// Finds out what an input is and makes its cutter.
    private func open(_ source: any ByteInput, name: String) throws(IngestionError.Cause) {
        let peeked = source as? PeekedInput ?? PeekedInput(source)
        let encoding = encoding(of: peeked, name: name)
        peeked.drop(encoding.mark)
        var plain: any ByteInput = peeked
        var mark = encoding.mark
        if let encodingName = encoding.name, let transcoded = TranscodedInput(peeked, encoding: encodingName) {
            plain = transcoded
            mark = 0  // offsets are those of the text as UTF-8
        }
        input = plain
        var finding = FormatDetection.Finding(format: options.format)
        if options.format == .auto || options.format == .json || options.format == .csv {
            let look = PeekedInput(plain)
            plain = look
            input = look
            if options.format == .csv {
                while look.head.firstIndex(of: UInt8(ascii: "\n")) == nil, more(look, limit: 1 << 20) {}
            } else {
                var found: FormatDetection.Finding?
                while true {
                    let isLast = look.isComplete || look.head.count >= Self.longestHead
                    found = FormatDetection.format(of: look.head[...], name: name, isComplete: isLast, map: options.map)
                    if found != nil || isLast { break }
                    if !more(look, limit: Self.longestHead), !look.isComplete {
                        // A pause: what is there has to do.
                        found = FormatDetection.format(of: look.head[...], name: name, isComplete: true, map: options.map)
                        break
                    }
                }
                let detected = found ?? FormatDetection.Finding(format: .auto)
                finding = options.format == .json ? FormatDetection.Finding(format: .json, isLines: detected.isLines) : detected
            }
        }
        cutter = try makeCutter(finding, plain, name, mark: mark)
    }

    private static let longestHead = 65_536

    /// Looks at more of an input: at once where it is a file, else after a pause at most, once there is a whole line.
    private func more(_ input: PeekedInput, limit: Int) -> Bool {
        if !input.isRegular, input.head.contains(UInt8(ascii: "\n")), !input.isReady(within: options.pause, behindHead: true) { return false }
        return input.more(limit: limit)
    }

    private func encoding(of input: PeekedInput, name: String) -> Encoding {
        if !input.isRegular {
            // A pipe is looked at as far as it has come.
            while Encoding.mayBeMark(input.head[...]), input.more(limit: 4) {}
        } else {
            while input.more(limit: Self.longestHead) {}
        }
        let head = input.head[...]
        switch options.format {
        case .html, .pdf, .warc: return .utf8  // their readers look at the whole document
        default: break
        }
        let first = head.first { !$0.isJSONSpace }
        if first == UInt8(ascii: "%"), head.starts(with: Array("%PDF-".utf8)) { return .utf8 }
        if head.starts(with: Array("WARC/".utf8)) { return .utf8 }
        let isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[") || [.posts, .json, .telegram].contains(options.format)
        let declared = first == UInt8(ascii: "<") ? DeclaredEncoding.inMarkup(head) : nil
        return Encoding.detect(
            head, isComplete: input.isComplete, declared: declared, guesses: !isJSON && FormatDetection.byName(name)?.format != .posts)
    }

    private func makeCutter(
        _ finding: FormatDetection.Finding, _ input: any ByteInput, _ name: String, mark: Int
    ) throws(IngestionError.Cause) -> any Cutter {
        switch finding.format {
        case .auto, .posts, .text: return LineCutter(path: name, source: input, options: options, format: finding.format, offset: mark)
        case .json:
            if finding.isLines { return LineCutter(path: name, source: input, options: options, format: .json, offset: mark) }
            return JSONValueCutter(file: name, source: input, options: options, kind: .json)
        case .telegram: return TelegramCutter(file: name, source: input, options: options)
        case .telegramHTML: return TelegramPageCutter(file: name, source: input, options: options, pages: pages)
        case .feed: return try FeedCutter.make(file: name, source: input, options: options)
        case .html: return PageCutter(file: name, source: input, options: options)
        case .csv: return try TableCutter(file: name, source: input, options: options)
        case .warc: return ArchiveOfWebCutter(file: name, source: input, options: options)
        case .pdf: return try DocumentCutter(file: name, source: input, options: options)
        }
    }
}

/// One file of lines, cut into batches.
///
/// `buffer[..<filled]` is what has been read and not handed out, beginning at a line's start:
/// ```
/// |line\n|line\n|par…            |
/// 0            lineEnd  filled   buffer.count
/// ```
private final class LineCutter: Cutter {
    private let path: String
    private let source: any ByteInput
    private let options: BatchReader.Options
    private var buffer: [UInt8]
    private var filled = 0
    private var lineEnd = 0
    private var line = 1
    private var offset = 0
    private var isEnded = false
    private var isFinished = false
    private var failure: IngestionError.Cause?
    private let format: InputFormat

    /// - Parameter offset: Where the first line stands in the file: behind a byte order mark.
    init(path: String, source: any ByteInput, options: BatchReader.Options, format: InputFormat, offset: Int) {
        self.path = path
        self.source = source
        self.options = options
        self.format = format
        self.offset = offset
        buffer = [UInt8](repeating: 0, count: options.batchSize)
    }

    func next() -> BatchItem? {
        var deadline: ContinuousClock.Instant?
        while !isFinished {
            if options.textPerFile, format == .text {
                if let item = wholeFile() { return item }
                continue
            }
            if lineEnd > 0 {
                let now = source.isRegular ? nil : ContinuousClock.now
                if deadline == nil { deadline = now.map { $0 + options.pause } }
                let left: Duration? = if let now, let deadline { deadline - now } else { nil }
                if filled >= options.batchSize || isEnded || !source.isReady(within: left ?? .zero) { return cut(at: lineEnd) }
            } else if isEnded {
                return last()
            } else if filled > options.maxLine + 1 {  // one more may be the CR of a line break
                return .batch(skipLine())
            }
            readMore()
        }
        return nil
    }

    /// Reads once, behind what is there; makes room first. Notes the last line break, the end and a failure.
    private func readMore() {
        if filled == buffer.count {
            // Twice as large, but not beyond what the longest line needs.
            let most = max(65_536, options.maxLine + 65_536 - buffer.count)
            buffer += [UInt8](repeating: 0, count: min(buffer.count, most))
        }
        do {
            guard let count = try source.read(into: &buffer, from: filled, to: buffer.count) else { return }
            if count == 0 { isEnded = true }
            if let index = Self.lastLineBreak(in: buffer.span, from: filled, to: filled + count) { lineEnd = index + 1 }
            filled += count
        } catch {
            failure = error
            isEnded = true
        }
    }

    /// What is left at the end: a line without a line break, or the failure, or nothing.
    private func last() -> BatchItem? {
        if filled > 0 {
            guard failure != nil else { return cut(at: filled) }
            var batch = makeBatch(bytes: [])
            let reason = "the line is cut off where the file breaks"
            batch.rejections = [Rejection(file: path, line: line, offset: offset, reason: reason, raw: rawBeginning())]
            filled = 0
            return .batch(batch)
        }
        isFinished = true
        return failure.map { .failure(IngestionError(file: path, cause: $0)) }
    }

    /// A batch of the first `count` bytes.
    private func cut(at count: Int) -> BatchItem {
        let batch = makeBatch(bytes: Array(buffer[..<count]))
        line += Lines.lineBreaks(in: batch.bytes.span)
        offset += count
        keep(from: count, to: filled)
        return .batch(batch)
    }

    /// Moves `buffer[start..<end]`, which is the beginning of a line and maybe more, to the front.
    private func keep(from start: Int, to end: Int) {
        let rest = Array(buffer[start..<end])  // a slice would make the whole buffer copy itself
        buffer.replaceSubrange(0..<rest.count, with: rest)
        filled = rest.count
        lineEnd = Self.lastLineBreak(in: buffer.span, from: 0, to: filled).map { $0 + 1 } ?? 0
        // After a very long line the memory goes back.
        if buffer.count > 4 * options.batchSize, filled <= options.batchSize { buffer.removeLast(buffer.count - options.batchSize) }
        if buffer.capacity > 8 * options.batchSize, buffer.count == options.batchSize { buffer = Array(buffer[...]) }
    }

    /// Reads past a line that is too long, keeping only its beginning, and rejects it.
    private func skipLine() -> Batch {
        var raw = rawBeginning()
        var batch = makeBatch(bytes: [])
        var size = filled
        var last = buffer[filled - 1]
        var found: Int?
        while found == nil, !isEnded {
            filled = 0
            readMore()
            found = lineEnd > 0 ? Lines.lineBreak(in: buffer.span, from: 0) : nil
            let count = found ?? filled
            if count > 0 { last = buffer[count - 1] }
            raw += buffer[..<min(count, Rejection.rawLimit - raw.count)]
            size += count
        }
        let length = last == UInt8(ascii: "\r") && found != nil ? size - 1 : size
        batch.rejections = [
            .tooLong(file: path, line: line, offset: offset, length: length, maxLine: options.maxLine, raw: Array(raw.prefix(length)))
        ]
        line += 1
        offset += size + (found == nil ? 0 : 1)
        keep(from: found.map { $0 + 1 } ?? filled, to: filled)
        return batch
    }

    /// The file as one batch; nil while there is more to read.
    private func wholeFile() -> BatchItem? {
        lineEnd = 0
        if filled > options.maxLine {
            var raw = rawBeginning()
            var batch = makeBatch(bytes: [])
            var size = filled
            while !isEnded {
                filled = 0
                readMore()
                raw += buffer[..<min(filled, Rejection.rawLimit - raw.count)]
                size += filled
            }
            filled = 0
            batch.rejections = [.tooLong(file: path, line: 1, offset: offset, length: size, maxLine: options.maxLine, raw: raw)]
            return .batch(batch)
        }
        if !isEnded {
            readMore()
            return nil
        }
        guard filled > 0, failure == nil else { return last() }
        return cut(at: filled)
    }

    private func rawBeginning() -> [UInt8] { Array(buffer[..<min(filled, Rejection.rawLimit)]) }

    private func makeBatch(bytes: [UInt8]) -> Batch {
        Batch(
            index: 0, file: path, format: format, isWholeFile: options.textPerFile && format == .text, firstLine: line,
            offset: offset,
            bytes: bytes, maxLine: options.maxLine, rejections: [])
    }

    /// A plain loop: it stops after the length of a line.
    private static func lastLineBreak(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int? {
        var index = end
        while index > start {
            index &-= 1
            if bytes[index] == UInt8(ascii: "\n") { return index }
        }
        return nil
    }
}
