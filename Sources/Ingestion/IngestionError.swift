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
        /// Begins with the byte order mark of UTF-16.
        case utf16
        /// The compressed data ends before its end.
        case truncated
        /// The compressed data is damaged.
        case corrupt
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
        case .utf16: "\(name): is UTF-16, not UTF-8; convert it first (iconv -f UTF-16 -t UTF-8)"
        case .truncated: "\(name): the compressed data is cut off; what could be read was used"
        case .corrupt: "\(name): the compressed data is damaged; what could be read was used"
        case .memory: "\(name): decompressing it takes more than 128 MiB; what could be read was used"
        }
    }

    private static func message(_ code: Int32) -> String {
        // strerror's text is copied before anything else can call it on this thread.
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }
}
