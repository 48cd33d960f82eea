internal import Model

/// Reads files, one after the other, as batches of whole lines in order. Plain, gzip and zstd, told by content.
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
    private var file: FileReader?
    private var batches = 0

    /// A reader of these paths; `-` is standard input. Nothing is opened yet.
    public init(paths: [String], options: Options = Options()) {
        self.paths = paths[...]
        self.options = options
    }

    /// The next lines or the next failure; nil after the last file. Waits for input.
    public func next() -> BatchItem? {
        while true {
            if let file {
                switch file.next() {
                case .batch(var batch):
                    batch.index = batches
                    batches += 1
                    return .batch(batch)
                case .failure(let error): return .failure(error)
                case nil: self.file = nil
                }
            }
            guard let path = paths.popFirst() else { return nil }
            do {
                file = FileReader(path: path, source: try ByteSource(path: path), options: options)
            } catch {
                return .failure(IngestionError(file: path, cause: error))
            }
        }
    }
}

/// One file, cut into batches.
///
/// `buffer[..<filled]` is what has been read and not handed out, beginning at a line's start:
/// ```
/// |line\n|line\n|par…            |
/// 0            lineEnd  filled   buffer.count
/// ```
private final class FileReader {
    private let path: String
    private let source: ByteSource
    private let options: BatchReader.Options
    private var buffer: [UInt8]
    private var filled = 0
    private var lineEnd = 0
    private var line = 1
    private var offset = 0
    private var isStarted = false
    private var isEnded = false
    private var isFinished = false
    private var failure: IngestionError.Cause?
    /// nil until a line shows it.
    private var format: InputFormat?

    init(path: String, source: ByteSource, options: BatchReader.Options) {
        self.path = path
        self.source = source
        self.options = options
        format = options.format == .auto ? Self.format(ofName: path) : options.format
        buffer = [UInt8](repeating: 0, count: options.batchSize)
    }

    func next() -> BatchItem? {
        var deadline: ContinuousClock.Instant?
        while !isFinished {
            if !isStarted, !start() {
                readMore()
                continue
            }
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

    /// Looks at the first bytes: false while they don't say yet what the file is.
    private func start() -> Bool {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let head = buffer[..<min(3, filled)]
        for utf16: [UInt8] in [[0xFF, 0xFE], [0xFE, 0xFF]] {
            if head.starts(with: utf16) {
                failure = .utf16
                isEnded = true
                filled = 0
                lineEnd = 0
            } else if utf16.starts(with: head), !isEnded {
                return false
            }
        }
        if head.starts(with: mark) {
            keep(from: 3, to: filled)
            offset = 3
        } else if mark.starts(with: head), !isEnded {
            return false
        }
        isStarted = true
        return true
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
        var batch = makeBatch(bytes: [], look: raw)
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

    private func makeBatch(bytes: [UInt8], look: [UInt8]? = nil) -> Batch {
        let beginning = look ?? bytes
        if format == nil { format = Self.format(of: beginning.span) }
        return Batch(
            index: 0, file: path, format: format ?? .posts, isWholeFile: options.textPerFile && format == .text, firstLine: line,
            offset: offset,
            bytes: bytes, maxLine: options.maxLine, rejections: [])
    }

    /// By name, for a file whose first line may be broken.
    private static func format(ofName path: String) -> InputFormat? {
        var name = path.lowercased()[...]
        for suffix in [".gz", ".zst"] where name.hasSuffix(suffix) { name.removeLast(suffix.count) }
        return [".jsonl", ".ndjson", ".json"].contains { name.hasSuffix($0) } ? .posts : nil
    }

    /// By the first line that isn't blank; nil where there is none.
    private static func format(of bytes: Span<UInt8>) -> InputFormat? {
        var index = 0
        while index < bytes.count {
            if !bytes[index].isJSONSpace {
                return Lines.looksLikeJSON(bytes.extracting(index...)) || bytes[index] == UInt8(ascii: "{") ? .posts : .auto
            }
            index &+= 1
        }
        return nil
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
