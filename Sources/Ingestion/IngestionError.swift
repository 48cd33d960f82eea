#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Why a file could not be read, or not to its end. It names the file, never what is in it.
public struct IngestionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong.
    public enum Cause: Error, Hashable, Sendable {
        /// The system refused to open it; an `errno`.
        case unreadable(Int32)
        /// The system failed while reading; an `errno`.
        case readFailed(Int32)
        /// A folder, not a file.
        case folder
        /// The compressed data ends before its end.
        case truncated
        /// The compressed data is damaged.
        case corrupt
        static let bombReason = "unpacks to far more than any text would (a decompression bomb?); what came before that was used"

        /// It unpacks to far more than any text would.
        case bomb
        /// A table whose columns can't be mapped onto a post; their names.
        case columns([String])
        /// A column that `--map` names is not there; the column, and those there are.
        case noColumn(String, [String])
        /// An archive that can't be read, in the library's words.
        case archive(String)
        /// `pdftotext` is not installed.
        case noPDFReader
        /// `pdftotext` failed or was stopped; why.
        case pdf(String)
        /// A glob that nothing matches.
        case noMatch
        /// Decompression needs more memory than there is, or a window above 128 MiB.
        case memory
    }

    /// Path as given, or `-` for standard input.
    public var file: String
    /// What went wrong.
    public var cause: Cause

    /// Makes an error.
    public init(file: String, cause: Cause) {
        self.file = file
        self.cause = cause
    }

    /// One sentence without the full stop, the file first.
    public var description: String {
        let name = file == "-" ? "standard input" : file
        return switch cause {
        case .unreadable(let code): "\(name): cannot be opened: \(Self.message(code))"
        case .readFailed(let code): "\(name): reading failed: \(Self.message(code)); what came before it was used"
        case .folder: "\(name): is a folder, not a file"
        case .truncated: "\(name): the compressed data is cut off; what could be read was used"
        case .corrupt: "\(name): the compressed data is damaged; what could be read was used"
        case .bomb: "\(name): \(Cause.bombReason)"
        case .columns(let columns):
            "\(name): no column can be told to hold the text and the id; say --map text=COLUMN,id=COLUMN. Columns: \(Self.list(columns))"
        case .noColumn(let column, let columns): "\(name): has no column '\(column)' (--map). Columns: \(Self.list(columns))"
        case .archive(let problem): "\(name): the archive cannot be read: \(problem)"
        case .noPDFReader: "\(name): reading PDF takes pdftotext, which is not installed (Debian: apt-get install poppler-utils)"
        case .pdf(let problem): "\(name): pdftotext \(problem)"
        case .noMatch: "\(name): no file matches"
        case .memory: "\(name): decompressing it takes more than 128 MiB; what could be read was used"
        }
    }

    private static func list(_ columns: [String]) -> String {
        columns.prefix(60).map { $0.isEmpty ? "(unnamed)" : String($0.prefix(60)) }.joined(separator: ", ") + (columns.count > 60 ? ", …" : "")
    }

    private static func message(_ code: Int32) -> String {
        // strerror's text is copied before anything else can call it on this thread.
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }
}
