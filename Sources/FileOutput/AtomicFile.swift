#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// A file that appears whole or not at all: `--out`. Readable by its owner alone (0600).
///
/// It is written under another name in the same folder, brought to the disk, and put in its place by `commit()`. Without a commit (an error, an early
/// end) the temporary file goes and what stood there before is untouched. A path that is no regular file, such as `/dev/stdout` or a named pipe,
/// is written to as it is.
///
/// ```swift
/// var file = try AtomicFile(path: "alerts.jsonl")
/// try file.write(bytes)
/// try file.commit()
/// ```
public struct AtomicFile: ~Copyable {
    /// How the file comes into being.
    public enum Mode: Sendable {
        /// Whole or not at all.
        case replacing
        /// At the end of what is there, for rejects: each flush is one append, and nothing is taken back.
        case appending
    }

    private let path: String
    private let temporary: String?
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var isCommitted = false

    private static let capacity = 65_536

    /// Opens it.
    ///
    /// - Throws: `FileOutputError` when it cannot be made there.
    public init(path: String, mode: Mode = .replacing) throws(FileOutputError) {
        let opened = try Self.open(path, mode)
        self.path = opened.path
        temporary = opened.temporary
        descriptor = opened.descriptor
    }

    private static func open(_ path: String, _ mode: Mode) throws(FileOutputError) -> (path: String, temporary: String?, descriptor: Int32) {
        _ = signal(SIGPIPE, SIG_IGN)
        var status = stat()
        // A link is followed, so that the file it names is replaced, not the link.
        let exists = unsafe stat(path, &status) == 0
        let isSpecial = exists && status.st_mode & S_IFMT != S_IFREG
        if mode == .appending || isSpecial {
            let descriptor = try open(path, flags: O_APPEND | O_CREAT)
            return (path, nil, descriptor)
        }
        let target = exists ? resolved(path) : path
        var number = 0
        while true {
            let temporary = "\(target).\(getpid()).\(number).tmp"
            do {
                let descriptor = try open(temporary, flags: O_CREAT | O_EXCL)
                // A file that was there keeps who may read it.
                if exists { fchmod(descriptor, status.st_mode & 0o777) }
                return (target, temporary, descriptor)
            } catch {
                guard error.code == EEXIST, number < 1000 else { throw FileOutputError(file: path, operation: .create, code: error.code) }
                number += 1
            }
        }
    }

    private static func open(_ path: String, flags: Int32) throws(FileOutputError) -> Int32 {
        #if canImport(Glibc)
            let descriptor = unsafe Glibc.open(path, O_WRONLY | O_CLOEXEC | flags, 0o600)
        #else
            let descriptor = unsafe Darwin.open(path, O_WRONLY | O_CLOEXEC | flags, 0o600)
        #endif
        guard descriptor >= 0 else { throw FileOutputError(file: path, operation: .create, code: errno) }
        return descriptor
    }

    deinit {
        close(descriptor)
        if !isCommitted, let temporary { unsafe _ = unlink(temporary) }
    }

    /// Takes bytes.
    ///
    /// - Throws: `FileOutputError`, a full disk among them.
    public mutating func write(_ bytes: [UInt8]) throws(FileOutputError) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.capacity { try flush() }
    }

    /// Writes what is held back. In `appending` mode it is then in the file; in `replacing` mode nobody sees it before `commit()`.
    ///
    /// - Throws: `FileOutputError`, a full disk among them.
    public mutating func flush() throws(FileOutputError) {
        guard !buffer.isEmpty else { return }
        do {
            try Descriptor.write(buffer.span, to: descriptor)
        } catch {
            throw FileOutputError(file: path, operation: .write, code: error.code)
        }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Brings it to the disk and puts it in its place.
    ///
    /// - Throws: `FileOutputError`; the file that stood there before is then still there.
    public consuming func commit() throws(FileOutputError) {
        try flush()
        // Pipes and terminals have no disk to wait for.
        if fsync(descriptor) != 0, errno != EINVAL, errno != EROFS, errno != ENOTSUP {
            throw FileOutputError(file: path, operation: .sync, code: errno)
        }
        if let temporary {
            guard unsafe rename(temporary, path) == 0 else { throw FileOutputError(file: path, operation: .rename, code: errno) }
        }
        isCommitted = true
        syncFolder()
    }

    /// The rename itself is on the disk once its folder is. Where that can't be asked for, the file is in its place all the same.
    private func syncFolder() {
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "."
        guard let stream = unsafe opendir(String(folder)) else { return }
        unsafe _ = fsync(dirfd(stream))
        unsafe _ = closedir(stream)
    }

    private static func resolved(_ path: String) -> String {
        guard let real = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(real) }
        return unsafe String(cString: real)
    }
}
