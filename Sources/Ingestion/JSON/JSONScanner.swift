/// Finds the end of a JSON value by brackets and quotation marks alone; it can stop at the end of a piece of input and go on in the next one.
///
/// Whether the value is sound is the parser's part: an escape that JSON doesn't have (`\x0C`) is passed over like any other.
///
/// Complexity: O(bytes), eight bytes a step inside strings.
struct JSONScanner {
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    private var isScalar = false

    /// Scans on from `start`, which is the first byte of the value in the first call. Returns the index behind the value, or nil where it goes on.
    ///
    /// A number or a word ends before the byte that ends it, so at the end of the input it is still open.
    mutating func end(in bytes: Span<UInt8>, from start: Int, to limit: Int) -> Int? {
        precondition(0 <= start && start <= limit && limit <= bytes.count, "inside the bytes")
        // Every index is below `limit`; local copies, since each store to `self` would count.
        return unsafe bytes.withUnsafeBytes { raw -> Int? in
            var depth = self.depth
            var isInString = self.isInString
            var isEscaped = self.isEscaped
            defer {
                self.depth = depth
                self.isInString = isInString
                self.isEscaped = isEscaped
            }
            var index = start
            while index < limit {
                if isInString {
                    if isEscaped {
                        isEscaped = false
                        index &+= 1
                        continue
                    }
                    while index &+ 8 <= limit {
                        let mask = Self.quotes(unsafe raw.loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian)
                        if mask != 0 {
                            index &+= mask.trailingZeroBitCount >> 3
                            break
                        }
                        index &+= 8
                    }
                    guard index < limit else { break }
                    let byte = unsafe raw[index]
                    index &+= 1
                    if byte == UInt8(ascii: "\"") {
                        isInString = false
                        if depth == 0 { return index }
                    } else if byte == UInt8(ascii: "\\") {
                        isEscaped = true
                    }
                    continue
                }
                let byte = unsafe raw[index]
                switch byte {
                case UInt8(ascii: "\""):
                    if isScalar { return index }
                    isInString = true
                case UInt8(ascii: "{"), UInt8(ascii: "["):
                    if isScalar { return index }
                    depth &+= 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    if depth == 0 { return index }
                    depth &-= 1
                    if depth == 0 { return index &+ 1 }
                case UInt8(ascii: ","), 0x20, 0x09, 0x0A, 0x0D: if isScalar { return index }
                default: if depth == 0 { isScalar = true }
                }
                index &+= 1
            }
            return nil
        }
    }

    /// The high bit of each byte that is `"` or `\`, the first such byte exactly ("Determine if a word has a byte equal to n", S. E. Anderson,
    /// Bit Twiddling Hacks: only bytes after the first can be wrong).
    private static func quotes(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (ones &* 0x22)
        let slash = word ^ (ones &* 0x5C)
        return (((quote &- ones) & ~quote) | ((slash &- ones) & ~slash)) & 0x8080_8080_8080_8080
    }
}
