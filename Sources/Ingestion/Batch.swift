public import Model

/// How the bytes of an input are to be read.
public enum InputFormat: String, Sendable, CaseIterable {
    /// By content: a file whose first line that isn't blank begins with `{` (or with `[` and `{`), or whose name ends in `.jsonl`, `.ndjson` or
    /// `.json`, is `posts`; any other is text. In such a text a line that begins like a JSON object or an array of them is still read as a
    /// post, so that one broken first line does not turn the posts after it, authors and all, into texts.
    case auto
    /// JSON Lines: one post of the contract a line.
    case posts
    /// Plain text: one post a line, `L<line>` its id and the file's name its channel; or one post a file.
    case text
}

/// Whole lines of one file, the unit of work that crosses task borders.
///
/// Batches of a run come in input order; where one ends depends on how the input arrived, what is read from them does not.
public struct Batch: Sendable {
    /// 0-based number in the run.
    public var index: Int
    /// Path as given, or `-` for standard input.
    public var file: String
    /// What the lines are; `auto` stands for text in which lines may be posts (`InputFormat.auto`).
    public var format: InputFormat
    /// `bytes` is a whole file, which is one post.
    public var isWholeFile: Bool
    /// 1-based line of the first byte.
    public var firstLine: Int
    /// Of the first byte, in the uncompressed file.
    public var offset: Int
    /// Whole lines with their line breaks; the last line of a file may have none.
    public var bytes: [UInt8]
    /// A longer line is a rejection.
    public var maxLine: Int
    /// What the reader itself rejected: lines that follow `bytes` and were too long to hold, or cut off where a file breaks.
    public var rejections: [Rejection]
}

/// One thing a `BatchReader` hands out.
public enum BatchItem: Sendable {
    /// Lines.
    case batch(Batch)
    /// A file that could not be read, or not to its end. What came before it counts; the next files follow.
    case failure(IngestionError)
}
