#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Writing to an open file. `unsafe` here: the one system call reads inside the bounds it is given.
enum Descriptor {
    /// Writes everything, however many calls that takes; waits where the other side is slow, also on a descriptor that does not block.
    ///
    /// - Throws: an `errno`.
    static func write(_ bytes: Span<UInt8>, to descriptor: Int32) throws(Failure) {
        var start = 0
        while start < bytes.count {
            let rest = bytes.extracting(start...)
            let count = unsafe rest.withUnsafeBytes { unsafe system.write(descriptor, $0) }
            if count > 0 {
                start += count
                continue
            }
            let code = count == 0 ? EIO : errno
            switch code {
            case EINTR: continue
            case EAGAIN:
                var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = unsafe poll(&request, 1, -1)
            default: throw Failure(code: code)
            }
        }
    }

    /// An `errno`.
    struct Failure: Error { var code: Int32 }

    /// The system's `write`, whose name the functions here would hide.
    private enum system {
        static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
            #if canImport(Glibc)
                unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
            #else
                unsafe Darwin.write(descriptor, bytes.baseAddress, bytes.count)
            #endif
        }
    }
}
