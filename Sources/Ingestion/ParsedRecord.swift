public import Model

/// What one line became.
public enum ParsedRecord: Hashable, Sendable {
    /// A post and where it stood.
    case post(Post, RecordPlace)
    /// A line that is no post.
    case rejection(Rejection)
}

/// Where a record stood in the input.
public struct RecordPlace: Hashable, Sendable {
    /// Path as given, or `-` for standard input.
    public var file: String
    /// 1-based line.
    public var line: Int
    /// Byte offset in the (uncompressed) file.
    public var offset: Int

    /// Makes a place.
    public init(file: String, line: Int, offset: Int) {
        self.file = file
        self.line = line
        self.offset = offset
    }
}

/// What became of the records of a batch: `lines == posts + rejections + empty + skipped`.
public struct LineCounts: Hashable, Sendable {
    /// All of them: lines, messages, rows, items, pages; those the reader rejected included.
    public var lines = 0
    /// Read as posts.
    public var posts = 0
    /// Rejected.
    public var rejections = 0
    /// Blank.
    public var empty = 0
    /// Sound records that are no posts (service messages, requests in a web archive), by reason.
    public var skipped: [String: Int] = [:]

    /// Nothing counted.
    public init() {}

    /// Adds the counts of another batch.
    public static func += (sum: inout LineCounts, other: LineCounts) {
        sum.lines += other.lines
        sum.posts += other.posts
        sum.rejections += other.rejections
        sum.empty += other.empty
        if !other.skipped.isEmpty { sum.skipped.merge(other.skipped) { $0 + $1 } }
    }

    /// Nothing is lost.
    public var isConserved: Bool { lines == posts + rejections + empty + skipped.values.reduce(0, +) }

    mutating func skip(_ reason: String, count: Int = 1) {
        lines += count
        skipped[reason, default: 0] += count
    }
}
