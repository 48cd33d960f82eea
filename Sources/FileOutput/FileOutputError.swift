#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Why output could not be written. It names the file and the system's reason, nothing of what was being written.
public struct FileOutputError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was being done.
    public enum Operation: String, Sendable {
        /// Making the file (or the temporary one beside it).
        case create = "create"
        /// Writing to it.
        case write = "write to"
        /// Waiting until it is on the disk.
        case sync = "save"
        /// Putting it in its place.
        case rename = "replace"
    }

    /// Path, or `standard output`.
    public var file: String
    /// What was being done.
    public var operation: Operation
    /// `errno`.
    public var code: Int32

    /// Makes an error.
    public init(file: String, operation: Operation, code: Int32) {
        self.file = file
        self.operation = operation
        self.code = code
    }

    /// The disk, or the user's share of it, is full.
    public var isFullDisk: Bool { code == ENOSPC || code == EDQUOT }

    /// One sentence without the full stop.
    public var description: String {
        // strerror's text is copied before anything else can call it on this thread.
        let reason = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
        return "cannot \(operation.rawValue) \(file): \(reason)"
    }
}
