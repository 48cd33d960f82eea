internal import CCompression

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// The bytes of one file or of standard input, decompressed where its first bytes say gzip or zstd. Streaming: it holds 64 KiB of input.
///
/// `unsafe` here: system calls and the decoder read and write inside array bounds that each call passes; the decoder handle is owned alone.
@safe final class ByteSource {
    private let descriptor: Int32
    private let isOwned: Bool
    /// A regular file never makes anybody wait.
    let isRegular: Bool
    private var decoder: OpaquePointer?
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

    /// Opens a path, or standard input for `-`.
    init(path: String) throws(IngestionError.Cause) {
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
            if count >= 0 { return count }
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
        let head = input[..<min(4, inputEnd)]
        // RFC 1952; RFC 8878 3.1, a frame or a skippable frame.
        var magics: [(kind: Int, bytes: [UInt8])] = [(MIROB_GZIP, [0x1F, 0x8B]), (MIROB_ZSTD, [0x28, 0xB5, 0x2F, 0xFD])]
        if let first = head.first, first & 0xF0 == 0x50 { magics.append((MIROB_ZSTD, [first, 0x2A, 0x4D, 0x18])) }
        for (kind, magic) in magics {
            if head.starts(with: magic) {
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
        if produced > 0 { return Int(produced) }
        if let failed { throw failed }
        // Input is left, there was room, and nothing moved: no decoder does that on sound data.
        if consumed == 0, inputStart < inputEnd {
            failed = .corrupt
            throw .corrupt
        }
        return nil
    }
}
