internal import CSubprocess
internal import Model

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Reads a PDF document through poppler's `pdftotext`, a program of its own with limits on memory and time; each page is a post.
///
/// `unsafe` here: system calls on arrays whose lengths they are given.
@safe final class DocumentCutter: Cutter {
    private let file: String
    private let maxPage: Int
    private let copy: TemporaryFile
    private let process: Int32
    private let output: Int32
    private var builder: BatchBuilder
    private var page: [UInt8] = []
    private var pageNumber = 1
    private var isTooLong = false
    private var failure: IngestionError?
    private var isFinished = false
    private let deadline: ContinuousClock.Instant

    private static let memory = 2 << 30
    private static let seconds = 300
    private static let largest = 2 << 30

    init(file: String, source: any ByteInput, options: BatchReader.Options) throws(IngestionError.Cause) {
        self.file = file
        maxPage = options.maxLine
        builder = BatchBuilder(file: file, format: .pdf, maxLine: options.maxLine)
        deadline = .now + .seconds(Self.seconds)
        copy = try TemporaryFile.copy(of: source, limit: Self.largest)
        guard Self.isPDF(copy.path) else { throw .pdf("was not started: the file does not begin like a PDF document") }
        let arguments = ["pdftotext", "-enc", "UTF-8", "-q", copy.path, "-"]
        var pointers = unsafe arguments.map { unsafe strdup($0) } + [nil]
        defer { for index in unsafe pointers.indices { unsafe free(pointers[index]) } }
        var output: Int32 = -1
        process = unsafe mirob_subprocess_start("pdftotext", &pointers, Int64(Self.memory), Int64(Self.seconds), &output)
        self.output = output
        if process < 0 { throw errno == ENOENT ? .noPDFReader : .pdf("cannot be started: error \(errno)") }
    }

    deinit { if !isFinished { _ = mirob_subprocess_end(process, output, 1) } }

    /// The mark may stand behind other bytes (ISO 32000-1, implementation note 13).
    private static func isPDF(_ path: String) -> Bool {
        guard let file = unsafe fopen(path, "r") else { return false }
        defer { unsafe fclose(file) }
        var head = [UInt8](repeating: 0, count: 1024)
        let count = unsafe fread(&head, 1, head.count, file)
        return FormatDetection.find(Array("%PDF-".utf8), in: head[..<count]) != nil
    }

    func next() -> BatchItem? {
        while !isFinished, !builder.isFull { read() }
        if !builder.isEmpty { return builder.take() }
        defer { failure = nil }
        return failure.map { .failure($0) }
    }

    private func read() {
        var piece = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe mirob_subprocess_read(output, &piece, Int64(piece.count), 1000)
        if count == -1, ContinuousClock.now < deadline { return }
        if count > 0 {
            var start = 0
            for index in 0..<Int(count) where piece[index] == 0x0C {  // each page ends with a form feed
                append(piece[start..<index])
                endPage()
                start = index + 1
            }
            append(piece[start..<Int(count)])
            return
        }
        isFinished = true
        let status = mirob_subprocess_end(process, output, count == 0 ? 0 : 1)
        if page.contains(where: { !$0.isJSONSpace }) { endPage() }
        if status != 0 {
            let problem =
                count == -1 || status == 128 + SIGKILL || status == 128 + SIGXCPU
                ? "took more than \(Self.seconds) seconds" : "failed (status \(status))"
            failure = IngestionError(file: file, cause: .pdf(problem + "; the document may be damaged or locked, what came before it was used"))
        }
    }

    private func append(_ bytes: ArraySlice<UInt8>) {
        if page.count + bytes.count > maxPage { isTooLong = true } else { page += bytes }
    }

    private func endPage() {
        defer {
            page = []
            isTooLong = false
            pageNumber += 1
        }
        let name = file == "-" ? "stdin" : String(file.split(separator: "/").last ?? "")
        if isTooLong {
            return builder.reject(
                offset: 0, line: pageNumber, record: "\(name)#page=\(pageNumber)", reason: "a page of more than \(maxPage) bytes (--max-line)")
        }
        guard page.contains(where: { !$0.isJSONSpace }) else { return builder.skip("page without text") }
        while page.last?.isJSONSpace == true { page.removeLast() }
        // RFC 8118 names a page of a document so.
        var draft = Draft(id: "\(name)#page=\(pageNumber)", text: page)
        draft.source = "document"
        draft.channel = name
        if pageNumber == 1 { draft.media = [Media(kind: "document", fileName: name, mime: "application/pdf")] }
        builder.append(draft, offset: 0, line: pageNumber)
    }
}
