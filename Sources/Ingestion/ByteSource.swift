internal import CCompression

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Bytes that come piece by piece.
protocol ByteInput: AnyObject {
    /// Never makes anybody wait.
    var isRegular: Bool { get }
    /// Bytes of the file behind it that have been used, for a progress bar.
    var fileOffset: Int { get }
    /// Whether `read` has something to do without waiting; waits for it as long as `timeout`.
    func isReady(within timeout: Duration) -> Bool
    /// Reads into `buffer[start..<end]`: the number of bytes, 0 at the end, nil when nothing has come out yet and there is reason to ask again.
    func read(into buffer: inout [UInt8], from start: Int, to end: Int) throws(IngestionError.Cause) -> Int?
}

/// Bytes in memory.
final class MemoryInput: ByteInput {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// What wants a file gets a copy, since there is none.
    var isRegular: Bool { false }
    var fileOffset: Int { position }
    func isReady(within timeout: Duration) -> Bool { true }

    func read(into buffer: inout [UInt8], from start: Int, to end: Int) -> Int? {
        let count = min(end - start, bytes.count - position)
        buffer.replaceSubrange(start..<start + count, with: bytes[position..<position + count])
        position += count
        return count
    }
}

/// The bytes of one file or of standard input, decompressed where its first bytes say gzip, zstd, bzip2 or xz. Streaming: it holds 64 KiB of input.
///
/// What unpacks to more than `Limits` allow is taken for a bomb and not read on.
///
/// `unsafe` here: system calls and the decoder read and write inside array bounds that each call passes; the decoder handle is owned alone.
@safe final class ByteSource: ByteInput {
    private let descriptor: Int32
    private let isOwned: Bool
    /// A regular file never makes anybody wait.
    let isRegular: Bool
    private var decoder: OpaquePointer?
    private var kind = 0
    /// Compressed bytes, or the first bytes of a plain file.
    private var input: [UInt8] = []
    private var inputStart = 0
    private var inputEnd = 0
    private var isSniffed = false
    private var inputEnded = false
    /// The last step of the decoder ended a member or frame.
    private var isBetween = false
    /// The last step filled all the room there was, so the decoder may hold more.
    private var mayHoldOutput = false
    private var failed: IngestionError.Cause?

    private static let inputCapacity = 65_536

    private let limits: UnpackLimits
    /// Compressed and uncompressed bytes so far.
    private(set) var fileOffset = 0
    private var unpacked = 0

    /// Opens a path, or standard input for `-`.
    init(path: String, limits: UnpackLimits = UnpackLimits()) throws(IngestionError.Cause) {
        self.limits = limits
        isOwned = path != "-"
        descriptor = isOwned ? unsafe open(path, O_RDONLY | O_CLOEXEC) : 0
        guard descriptor >= 0 else { throw .unreadable(errno) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            let code = errno
            if isOwned { close(descriptor) }
            throw .unreadable(code)
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            if isOwned { close(descriptor) }
            throw .folder
        }
        isRegular = status.st_mode & S_IFMT == S_IFREG
        input = [UInt8](repeating: 0, count: Self.inputCapacity)
    }

    deinit {
        unsafe mirob_decoder_free(decoder)
        if isOwned { close(descriptor) }
    }

    /// Whether `read` has something to do without waiting; waits for it as long as `timeout`.
    func isReady(within timeout: Duration) -> Bool {
        if isRegular || inputEnded || inputStart < inputEnd || mayHoldOutput { return true }
        let (seconds, attoseconds) = timeout.components
        guard seconds >= 0, attoseconds >= 0 else { return false }
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        // Rounded up, so that the last wait isn't a spin of zeros.
        let milliseconds = Int32(clamping: seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
        // An interrupted wait counts as a pause: the worst it does is a smaller batch.
        return unsafe poll(&request, 1, milliseconds) > 0
    }

    /// Reads into `buffer[start..<end]`: the number of bytes, 0 at the end, nil when nothing has come out yet and there is reason to ask again.
    ///
    /// - Throws: `readFailed`, `truncated`, `corrupt`, `memory`; all bytes before the fault have been handed out by then.
    func read(into buffer: inout [UInt8], from start: Int, to end: Int) throws(IngestionError.Cause) -> Int? {
        if let failed { throw failed }
        if !isSniffed {
            try sniff()
            if !isSniffed { return nil }
        }
        if unsafe decoder != nil { return try decode(into: &buffer, from: start, to: end) }
        if inputStart < inputEnd {
            let count = min(inputEnd - inputStart, end - start)
            buffer.replaceSubrange(start..<start + count, with: input[inputStart..<inputStart + count])
            inputStart += count
            return count
        }
        return inputEnded ? 0 : try fill(&buffer, from: start, to: end)
    }

    /// One system call.
    private func fill(_ buffer: inout [UInt8], from start: Int, to end: Int) throws(IngestionError.Cause) -> Int {
        precondition(0 <= start && start < end && end <= buffer.count, "room inside the buffer")
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe Self.read(descriptor, $0, start, end) }
            if count == 0 { inputEnded = true }
            if count >= 0 {
                fileOffset += count
                return count
            }
            // A folder opened through standard input shows itself only here.
            if errno != EINTR { throw errno == EISDIR ? .folder : .readFailed(errno) }
        }
    }

    private static func read(_ descriptor: Int32, _ bytes: UnsafeMutableRawBufferPointer, _ start: Int, _ end: Int) -> Int {
        #if canImport(Glibc)
            unsafe Glibc.read(descriptor, bytes.baseAddress.map { unsafe $0 + start }, end - start)
        #else
            unsafe Darwin.read(descriptor, bytes.baseAddress.map { unsafe $0 + start }, end - start)
        #endif
    }

    /// Decides what the file is as soon as its first bytes allow.
    private func sniff() throws(IngestionError.Cause) {
        inputEnd += try fill(&input, from: inputEnd, to: input.count)
        let head = input[..<min(6, inputEnd)]
        // RFC 1952; RFC 8878 3.1, a frame or a skippable frame; bzip2's "BZh" and a block size; the .xz file format, 2.1.1.1.
        var magics: [(kind: Int, bytes: [UInt8])] = [
            (MIROB_GZIP, [0x1F, 0x8B]), (MIROB_ZSTD, [0x28, 0xB5, 0x2F, 0xFD]), (MIROB_XZ, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]),
        ]
        if head.count < 4 || 0x31...0x39 ~= head[3] { magics.append((MIROB_BZIP2, [0x42, 0x5A, 0x68])) }
        if let first = head.first, first & 0xF0 == 0x50 { magics.append((MIROB_ZSTD, [first, 0x2A, 0x4D, 0x18])) }
        for (kind, magic) in magics {
            if head.starts(with: magic) {
                self.kind = kind
                unsafe decoder = unsafe mirob_decoder_new(Int32(kind))
                if unsafe decoder == nil { throw .memory }
                break
            }
            if magic.starts(with: head), !inputEnded { return }
        }
        isSniffed = true
    }

    private func decode(into buffer: inout [UInt8], from start: Int, to end: Int) throws(IngestionError.Cause) -> Int? {
        if inputStart == inputEnd, !mayHoldOutput {
            inputStart = 0
            inputEnd = inputEnded ? 0 : try fill(&input, from: 0, to: input.count)
            if inputEnded {
                if isBetween { return 0 }
                if kind == MIROB_XZ { return try finish(&buffer, from: start, to: end) }
                throw .truncated
            }
        }
        var consumed: Int64 = 0
        var produced: Int64 = 0
        let (from, to) = (inputStart, inputEnd)
        let status = unsafe input.withUnsafeBufferPointer { input in
            unsafe buffer.withUnsafeMutableBufferPointer { output in
                unsafe mirob_decoder_step(
                    decoder, input.baseAddress.map { unsafe $0 + from }, Int64(to - from), &consumed,
                    output.baseAddress.map { unsafe $0 + start }, Int64(end - start), &produced)
            }
        }
        inputStart += Int(consumed)
        mayHoldOutput = Int(produced) == end - start
        switch status {
        case Int32(MIROB_DECODER_MORE): if consumed > 0 || produced > 0 { isBetween = false }
        case Int32(MIROB_DECODER_BETWEEN): isBetween = true
        case Int32(MIROB_DECODER_MEMORY): failed = .memory
        default: failed = .corrupt
        }
        if produced > 0 {
            unpacked += Int(produced)
            if unpacked > limits.mostBytes || unpacked > limits.floor && unpacked / max(1, fileOffset) > limits.mostRatio {
                failed = .bomb
                throw .bomb
            }
            return Int(produced)
        }
        if let failed { throw failed }
        // Input is left, there was room, and nothing moved: no decoder does that on sound data.
        if consumed == 0, inputStart < inputEnd {
            failed = .corrupt
            throw .corrupt
        }
        return nil
    }

    /// xz says only at the end of all input whether the last stream is whole.
    private func finish(_ buffer: inout [UInt8], from start: Int, to end: Int) throws(IngestionError.Cause) -> Int {
        var consumed: Int64 = 0
        var produced: Int64 = 0
        let status = unsafe input.withUnsafeBufferPointer { input in
            unsafe buffer.withUnsafeMutableBufferPointer { output in
                unsafe mirob_decoder_step(
                    decoder, input.baseAddress, 0, &consumed, output.baseAddress.map { unsafe $0 + start }, Int64(end - start), &produced)
            }
        }
        if produced > 0 { return Int(produced) }
        if status == Int32(MIROB_DECODER_BETWEEN) {
            isBetween = true
            return 0
        }
        throw .truncated
    }
}

/// What a compressed file may grow to before it is taken for a bomb.
struct UnpackLimits {
    /// Bytes in all.
    var mostBytes = 1 << 40
    /// Bytes of output for one of input, once `floor` bytes have come out. Text does not reach 100, and deflate can't exceed 1,032.
    var mostRatio = 250
    /// Less than this harms nobody.
    var floor = 256 << 20
}
