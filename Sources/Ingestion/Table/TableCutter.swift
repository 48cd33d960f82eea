internal import Model

/// Cuts a table into rows. A line break inside a quoted value belongs to the value.
final class TableCutter: Cutter {
    private let window: Window
    private let file: String
    private let maxRecord: Int
    private let header: TableHeader
    private var builder: BatchBuilder
    private var position: Int
    private var isFinished = false
    private var isReported = false

    /// Reads the first row.
    ///
    /// - Throws: Where its columns can't be mapped.
    init(file: String, source: any ByteInput, options: BatchReader.Options) throws(IngestionError.Cause) {
        self.file = file
        window = Window(source)
        maxRecord = options.maxLine
        builder = BatchBuilder(file: file, format: .csv, maxLine: options.maxLine)
        var start = 0
        while let byte = window.byte(at: start), byte == 0x0A || byte == 0x0D { start += 1 }
        var row = Self.record(in: window, from: start, limit: 1 << 20)
        var dialect: TableHeader.Dialect?
        // Spreadsheets may say the separator in a line of its own.
        if let found = row, case let line = window.slice(start, found.end), line.count == 5, line.starts(with: Array("sep=".utf8)),
            let mark = line.last
        {
            start = found.next
            row = Self.record(in: window, from: start, limit: 1 << 20)
            if let row, let fields = TableRow.fields(of: window.slice(start, row.end), separator: mark) {
                dialect = TableHeader.Dialect(separator: mark, names: fields.map { String(decoding: $0, as: UTF8.self).trimmed })
            }
        } else if let row {
            dialect = TableHeader.Dialect.best(for: window.slice(start, row.end))
        }
        guard let row, let dialect else {
            guard window.byte(at: start) != nil else {  // an empty file has no rows
                header = try TableHeader(TableHeader.Dialect(separator: UInt8(ascii: ","), names: ["text"]), map: ColumnMap())
                position = start
                isFinished = true
                return
            }
            throw .columns([])
        }
        header = try TableHeader(dialect, map: options.map)
        position = row.next
    }

    func next() -> BatchItem? {
        while !isFinished, !builder.isFull { step() }
        if !builder.isEmpty { return builder.take() }
        guard isFinished, let failure = window.failure, !isReported else { return nil }
        isReported = true
        return .failure(IngestionError(file: file, cause: failure))
    }

    private func step() {
        guard let byte = window.byte(at: position) else {
            isFinished = true
            return
        }
        if byte == 0x0A || byte == 0x0D {  // between rows
            position += 1
            return
        }
        let start = position
        let line = window.line(at: start)
        if let row = Self.record(in: window, from: start, separator: header.separator, limit: maxRecord) {
            position = row.next
            builder.append(window.slice(start, row.end), offset: start, line: line, kind: .row(header))
            return
        }
        // No end within the limit: a quotation mark without its partner. One line is lost, the next is read as a row.
        var end = start
        while let byte = window.byte(at: end), byte != 0x0A {
            end += 1
            if end - start > maxRecord { break }
        }
        let isLong = end - start > maxRecord
        builder.reject(
            offset: start, line: line,
            reason: isLong ? "more than \(maxRecord) bytes long (--max-line)" : "a quoted value has no end", raw: window.slice(start, end))
        while isLong, let byte = window.byte(at: end), byte != 0x0A { end += 1 }
        position = end
    }

    private enum State { case fieldStart, plain, quoted, behindQuote }

    /// The index of the line break that ends a row; `state` goes on from piece to piece.
    private static func lineEnd(_ bytes: ArraySlice<UInt8>, _ state: inout State, _ separators: [UInt8]) -> Int? {
        let (first, second) = (separators[0], separators.count > 1 ? separators[1] : separators[0])
        var index = bytes.startIndex
        let end = bytes.endIndex
        while index < end {
            let byte = bytes[index]
            if state == .quoted {
                if byte == UInt8(ascii: "\"") { state = .behindQuote }
            } else if byte == 0x0A || byte == 0x0D {
                return index
            } else if byte == UInt8(ascii: "\"") {
                state = state == .plain ? .plain : .quoted
            } else if byte == first || byte == second || separators.count > 2 && separators.contains(byte) {
                state = .fieldStart
            } else {
                state = .plain
            }
            index &+= 1
        }
        return nil
    }

    /// Where the row that begins at a position ends, and where the next one begins; nil where it has no end.
    private static func record(
        in window: Window, from start: Int, separator: UInt8? = nil, limit: Int
    ) -> (end: Int, next: Int)? {
        var state = State.fieldStart
        var position = start
        let separators = separator.map { [$0] } ?? Array(",;\t|".utf8)
        while true {
            if let end = lineEnd(window.slice(position, window.end), &state, separators) { return (window.base + end, window.base + end + 1) }
            position = window.end
            if position - start > limit { return nil }
            if !window.read(keepingFrom: start) { return state == .quoted ? nil : (position, position) }
        }
    }
}
