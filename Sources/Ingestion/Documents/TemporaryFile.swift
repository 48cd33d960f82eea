#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// A copy of an input for libraries and programs that want a file; it goes with its owner.
///
/// `unsafe` here: system calls on arrays whose lengths they are given.
@safe final class TemporaryFile {
    let path: String
    private let descriptor: Int32

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
        unsafe unlink(path)
    }

    /// Copies all of an input.
    ///
    /// - Throws: What the input throws, `readFailed` where there is no room, `bomb` beyond `limit` bytes.
    static func copy(of input: any ByteInput, limit: Int) throws(IngestionError.Cause) -> TemporaryFile {
        let folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        var template = Array((folder + "/mirob-XXXXXX").utf8CString)
        let descriptor = unsafe mkstemp(&template)
        guard descriptor >= 0 else { throw .readFailed(errno) }
        let path = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let file = TemporaryFile(path: path, descriptor: descriptor)
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        var total = 0
        while true {
            guard let count = try input.read(into: &buffer, from: 0, to: buffer.count) else { continue }
            if count == 0 { return file }
            total += count
            if total > limit { throw .bomb }
            var written = 0
            while written < count {
                let done = unsafe buffer.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress.map { unsafe $0 + written }, count - written) }
                if done < 0 {
                    if errno == EINTR { continue }
                    throw .readFailed(errno)
                }
                written += done
            }
        }
    }
}
