extension SHA256 {
    /// The digest as 64 lower-case hex digits.
    public static func hex(_ bytes: [UInt8]) -> String { lowercaseHex(digest(bytes)) }
}

/// Bytes as lower-case hex digits.
public func lowercaseHex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
