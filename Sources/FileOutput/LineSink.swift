#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Buffered output of whole lines to standard output or another open file.
///
/// A reader that goes away is not an error: the sink turns `readerGone`, every further write is thrown away, and the command ends quietly with 0.
/// Nothing is written by itself when the sink goes: `flush()` is the caller's, and says whether it worked.
public struct LineSink: ~Copyable {
    /// Whether anybody still reads.
    public enum Status: Sendable {
        /// All is well.
        case open
        /// The other end of the pipe is closed.
        case readerGone
    }

    /// Whether anybody still reads; looked at after `write` or `flush`.
    public private(set) var status = Status.open
    private let descriptor: Int32
    private let name: String
    private let capacity: Int
    private var buffer: [UInt8] = []

    /// A sink over an open descriptor, which stays the caller's to close.
    ///
    /// The process ignores SIGPIPE from then on, since otherwise it would die of a reader that went away.
    public init(descriptor: Int32 = 1, name: String = "standard output", capacity: Int = 65_536) {
        self.descriptor = descriptor
        self.name = name
        self.capacity = capacity
        _ = signal(SIGPIPE, SIG_IGN)
    }

    /// Takes bytes, whole lines as a rule, and writes when enough have come together.
    ///
    /// - Throws: `FileOutputError`, a full disk among them.
    public mutating func write(_ bytes: Span<UInt8>) throws(FileOutputError) {
        guard status == .open else { return }
        if buffer.count + bytes.count > capacity { try flush() }
        guard bytes.count <= capacity else { return try send(bytes) }
        // The pointer is used inside the closure only.
        unsafe bytes.withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
    }

    /// Takes bytes, whole lines as a rule, and writes when enough have come together.
    ///
    /// - Throws: `FileOutputError`, a full disk among them.
    public mutating func write(_ bytes: [UInt8]) throws(FileOutputError) { try write(bytes.span) }

    /// Writes what is held back.
    ///
    /// - Throws: `FileOutputError`, a full disk among them.
    public mutating func flush() throws(FileOutputError) {
        guard !buffer.isEmpty else { return }
        let held = buffer
        buffer.removeAll(keepingCapacity: true)
        try send(held.span)
    }

    private mutating func send(_ bytes: Span<UInt8>) throws(FileOutputError) {
        guard status == .open else { return }
        do {
            try Descriptor.write(bytes, to: descriptor)
        } catch {
            guard error.code == EPIPE else { throw FileOutputError(file: name, operation: .write, code: error.code) }
            status = .readerGone
        }
    }
}
