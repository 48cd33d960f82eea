internal import Model

/// Cuts JSON into values: one after the other, whatever stands between them, or the elements of arrays. A page of results is one value.
///
/// The value is held whole, so it is bounded by the longest record.
final class JSONValueCutter: Cutter {
    private let window: Window
    private let file: String
    private let maxRecord: Int
    private let kind: RawRecord.Kind
    private var builder: BatchBuilder
    private var position = 0
    private var depth = 0
    private var isFinished = false
    private var isReported = false

    init(file: String, source: any ByteInput, options: BatchReader.Options, kind: RawRecord.Kind) {
        self.file = file
        window = Window(source)
        maxRecord = options.maxLine
        self.kind = kind
        builder = BatchBuilder(file: file, format: .json, maxLine: options.maxLine)
    }

    func next() -> BatchItem? {
        while !isFinished, !builder.isFull { step() }
        if !builder.isEmpty { return builder.take() }
        guard isFinished, let failure = window.failure, !isReported else { return nil }
        isReported = true
        return .failure(IngestionError(file: file, cause: failure))
    }

    private func step() {
        guard let start = window.skipSpace(from: position), let byte = window.byte(at: start) else {
            isFinished = true
            if depth > 0, window.failure == nil {
                builder.reject(offset: position, line: window.line(at: position), reason: "cut off: an array has no end")
            }
            return
        }
        position = start
        switch byte {
        case UInt8(ascii: ","), 0x1E: position += 1  // RFC 7464 sets values apart by U+001E
        case UInt8(ascii: "[") where depth == 0:
            depth = 1
            position += 1
        case UInt8(ascii: "]") where depth == 1:
            depth = 0
            position += 1
        default: value(at: start)
        }
    }

    private func value(at start: Int) {
        let line = window.line(at: start)
        var scanner = JSONScanner()
        var scanned = start
        while true {
            if let end = window.end(of: &scanner, from: scanned) {
                position = end
                break
            }
            scanned = window.end
            if !window.read(keepingFrom: scanned - start <= maxRecord ? start : scanned) {
                position = scanned
                break
            }
        }
        if position == start {  // a closing bracket that nothing opened, or a colon
            builder.reject(
                offset: start, line: line, reason: "not JSON: a value is expected; what follows is not read", raw: window.slice(start, window.end))
            isFinished = true
        } else if start < window.base || position - start > maxRecord {
            builder.reject(
                offset: start, line: line, reason: "\(position - start) bytes long, above the limit of \(maxRecord) (--max-line)",
                raw: start < window.base ? [] : window.slice(start, position))
        } else {
            builder.append(window.slice(start, position), offset: start, line: line, kind: kind)
        }
    }
}
