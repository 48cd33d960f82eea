internal import CHashing

/// HMAC-SHA-256 (RFC 2104, FIPS 198-1) by OpenSSL's libcrypto.
public enum HMACSHA256 {
    /// The 32-byte authentication code of the bytes under a key of any length.
    public static func authenticationCode(for bytes: Span<UInt8>, key: Span<UInt8>) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: SHA256.byteCount)
        // The pointers live for the call only; the C side reads the two counts and writes 32 bytes.
        let done = unsafe bytes.withUnsafeBufferPointer { input in
            unsafe key.withUnsafeBufferPointer { key in
                unsafe code.withUnsafeMutableBufferPointer { output in
                    unsafe mirob_hmac_sha256(key.baseAddress, key.count, input.baseAddress, input.count, output.baseAddress)
                }
            }
        }
        precondition(done == 1, "libcrypto computes HMAC-SHA-256")
        return code
    }

    /// The 32-byte authentication code of the bytes under a key of any length.
    public static func authenticationCode(for bytes: [UInt8], key: [UInt8]) -> [UInt8] {
        authenticationCode(for: bytes.span, key: key.span)
    }
}
