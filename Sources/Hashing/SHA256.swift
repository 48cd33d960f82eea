internal import CHashing

/// SHA-256 (FIPS 180-4) by OpenSSL's libcrypto.
public enum SHA256 {
    /// Bytes in a digest.
    public static let byteCount = 32

    /// The 32-byte digest of the bytes.
    public static func digest(_ bytes: Span<UInt8>) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: byteCount)
        // The pointers live for the call only; the C side reads `count` bytes and writes 32.
        let done = unsafe bytes.withUnsafeBufferPointer { input in
            unsafe digest.withUnsafeMutableBufferPointer { output in
                unsafe mirob_sha256(input.baseAddress, input.count, output.baseAddress)
            }
        }
        precondition(done == 1, "libcrypto computes SHA-256")
        return digest
    }

    /// The 32-byte digest of the bytes.
    public static func digest(_ bytes: [UInt8]) -> [UInt8] { digest(bytes.span) }
}
