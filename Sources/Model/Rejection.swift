/// A record of the input that is not a post, with the reason: bad input is data, never thrown past the line it sits on.
public struct Rejection: Hashable, Sendable {
    /// Path as given, or `-` for standard input.
    public var file: String
    /// 1-based line.
    public var line: Int
    /// Byte offset of the record in the (uncompressed) file.
    public var offset: Int
    /// The record's own id, where one could be read.
    public var record: String?
    /// One sentence: what is wrong with it.
    public var reason: String
    /// The record's bytes, at most `rawLimit`.
    public var raw: [UInt8]

    /// Most bytes of a record that are kept.
    public static let rawLimit = 4096

    /// Makes a rejection; `raw` is cut to `rawLimit`.
    public init(file: String, line: Int, offset: Int, record: String? = nil, reason: String, raw: [UInt8]) {
        self.file = file
        self.line = line
        self.offset = offset
        self.record = record
        self.reason = reason
        self.raw = Array(raw.prefix(Self.rawLimit))
    }
}
