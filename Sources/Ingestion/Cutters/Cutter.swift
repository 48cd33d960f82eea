internal import Model

/// Cuts one input into batches of records, on the reading thread. What a record says is the workers' part.
protocol Cutter: AnyObject {
    /// The next records, or why the input broke off; nil at its end.
    func next() -> BatchItem?
}

/// One record of a batch, not yet read.
struct RawRecord: Sendable {
    /// Where its bytes stand in the batch.
    var start: Int
    var end: Int
    /// 1-based line of its first byte.
    var line: Int
    /// What it is.
    var kind: Kind

    /// How a worker reads a record.
    enum Kind: Sendable {
        /// A message of a Telegram Desktop export.
        case telegram(TelegramChat)
        /// A JSON value of some other tool.
        case json
        /// A JSON Feed.
        case jsonFeed
        /// A row of a table.
        case row(TableHeader)
        /// A page of HTML.
        case page(PageSource)
        /// A record of a web archive: its HTTP response, or what it holds.
        case archived(ArchivedResponse)
        /// Fields that the cutter has taken apart already.
        case draft(Draft)
    }
}

/// Collects the records of one batch.
struct BatchBuilder {
    let file: String
    let format: InputFormat
    let maxLine: Int
    private var bytes: [UInt8] = []
    private var records: [RawRecord] = []
    private var rejections: [Rejection] = []
    private var skipped: [String: Int] = [:]
    private var offset = 0
    /// Bytes of input that the records took, where they aren't in `bytes`.
    private var weight = 0

    static let size = 1 << 20
    static let mostRecords = 8192

    init(file: String, format: InputFormat, maxLine: Int) {
        self.file = file
        self.format = format
        self.maxLine = maxLine
    }

    var isEmpty: Bool { records.isEmpty && rejections.isEmpty && skipped.isEmpty }
    var isFull: Bool { bytes.count >= Self.size || weight >= 4 * Self.size || records.count + rejections.count >= Self.mostRecords }

    /// Adds a record whose bytes stand at `offset` of the input.
    mutating func append(_ slice: ArraySlice<UInt8>, offset: Int, line: Int, kind: RawRecord.Kind) {
        // Offsets are counted from the batch's first byte, so what lies between records is kept as a gap in the numbers only.
        records.append(RawRecord(start: bytes.count, end: bytes.count + slice.count, line: line, kind: kind))
        offsets.append(offset)
        bytes += slice
    }

    /// Adds a record that has been taken apart already.
    mutating func append(_ draft: Draft, offset: Int, line: Int) {
        records.append(RawRecord(start: bytes.count, end: bytes.count, line: line, kind: .draft(draft)))
        offsets.append(offset)
        weight += draft.text.count + 512
    }

    mutating func reject(
        offset: Int, line: Int, record: String? = nil, reason: String, raw: ArraySlice<UInt8> = []
    ) {
        rejections.append(
            Rejection(file: file, line: line, offset: offset, record: record, reason: reason, raw: Array(raw.prefix(Rejection.rawLimit))))
    }

    mutating func skip(_ reason: String, count: Int = 1) { skipped[reason, default: 0] += count }

    private var offsets: [Int] = []

    /// The batch, and an empty builder.
    mutating func take() -> BatchItem {
        let batch = Batch(
            index: 0, file: file, format: format, isWholeFile: false, firstLine: records.first?.line ?? 1, offset: offsets.first ?? 0, bytes: bytes,
            maxLine: maxLine, rejections: rejections, records: records, offsets: offsets, skipped: skipped)
        self = BatchBuilder(file: file, format: format, maxLine: maxLine)
        return .batch(batch)
    }
}
