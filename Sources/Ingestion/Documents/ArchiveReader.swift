internal import CCompression

/// The files inside a zip or tar archive, one after the other.
///
/// `unsafe` here: the handle is owned alone; the library reads and writes inside array bounds that each call passes.
@safe final class ArchiveReader {
    let path: String
    private let source: PeekedInput
    private var copy: TemporaryFile?
    fileprivate var archive: OpaquePointer?
    fileprivate var unpacked = 0
    fileprivate let limits = UnpackLimits()

    /// A reader, or nil where the first bytes are no archive's.
    init?(path: String, source: PeekedInput) {
        while source.head.count < 512, source.head.isEmpty || Self.mayBeArchive(source.head), source.more(limit: 512) {}
        guard Self.isArchive(source.head) else { return nil }
        self.path = path
        self.source = source
    }

    deinit { unsafe mirob_archive_close(archive) }

    /// APPNOTE.TXT 4.3.6 and 4.3.16; POSIX pax and ustar.
    private static func isArchive(_ head: [UInt8]) -> Bool {
        head.starts(with: [0x50, 0x4B, 0x03, 0x04]) || head.starts(with: [0x50, 0x4B, 0x05, 0x06])
            || head.count >= 262 && head[257..<262].elementsEqual(Array("ustar".utf8))
    }

    private static func mayBeArchive(_ head: [UInt8]) -> Bool {
        // A tar file begins with a name and NULs behind it.
        head.count < 4 && [0x50, 0x4B, 0x03, 0x04].starts(with: head) || head.contains(0)
    }

    /// The next file that may hold posts; nil after the last.
    func next() throws(IngestionError.Cause) -> (name: String, input: any ByteInput)? {
        if unsafe archive == nil {
            // A regular file that isn't packed is read where it is.
            var place = path
            if path == "-" || !source.isRegular {
                let copy = try TemporaryFile.copy(of: source, limit: 16 << 30)
                self.copy = copy
                place = copy.path
            }
            unsafe archive = unsafe mirob_archive_open(place)
            if unsafe archive == nil { throw .memory }
        }
        while true {
            var name: UnsafePointer<CChar>?
            switch unsafe mirob_archive_next(archive, &name) {
            case 1: break
            case 0: return nil
            default: throw .archive(unsafe String(cString: mirob_archive_problem(archive)))
            }
            let entry = unsafe name.map { unsafe String(cString: $0) } ?? "entry"
            if entry == "[Content_Types].xml" { throw .archive("it is an office document; save it as PDF, CSV or HTML") }
            if InputFiles.isReadable(entry) { return (entry, ArchiveEntryInput(self)) }
        }
    }

}

/// One file of an archive that is being read.
@safe final class ArchiveEntryInput: ByteInput {
    private let archive: ArchiveReader

    init(_ archive: ArchiveReader) { self.archive = archive }

    var isRegular: Bool { true }
    var fileOffset: Int { unsafe Int(mirob_archive_position(archive.archive)) }
    func isReady(within timeout: Duration) -> Bool { true }

    func read(into buffer: inout [UInt8], from start: Int, to end: Int) throws(IngestionError.Cause) -> Int? {
        precondition(0 <= start && start < end && end <= buffer.count, "room inside the buffer")
        let count = unsafe buffer.withUnsafeMutableBufferPointer {
            unsafe mirob_archive_read(archive.archive, $0.baseAddress.map { unsafe $0 + start }, Int64(end - start))
        }
        if count < 0 { throw .archive(unsafe String(cString: mirob_archive_problem(archive.archive))) }
        archive.unpacked += Int(count)
        let limits = archive.limits
        if archive.unpacked > limits.mostBytes || archive.unpacked > limits.floor && archive.unpacked / max(1, fileOffset) > limits.mostRatio {
            throw .bomb
        }
        return Int(count)
    }
}
