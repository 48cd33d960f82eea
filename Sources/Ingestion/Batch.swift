public import Model

/// How the bytes of an input are to be read.
public enum InputFormat: String, Sendable, CaseIterable {
    /// By content, and by the name only where content leaves it open (`FormatDetection`). In a text a line that begins like a JSON object or an
    /// array of them is still read as a post, so that one broken first line does not turn the posts after it, authors and all, into texts.
    case auto
    /// JSON Lines: one post of the contract a line.
    case posts
    /// Telegram Desktop's export, `result.json`: one chat or a whole account.
    case telegram
    /// Telegram Desktop's export, `messages.html`, `messages2.html`, ….
    case telegramHTML = "telegram-html"
    /// RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed.
    case feed
    /// A page of HTML, which is one post.
    case html
    /// A table: values separated by commas, semicolons or tabs, names of columns in its first row.
    case csv
    /// Plain text: one post a line, `L<line>` its id and the file's name its channel; or one post a file.
    case text
    /// JSON of other tools: 4CAT, Telethon, TDLib, X, VK, Meta Content Library; one value a line, one after the other, or one array.
    case json
    /// A web archive; each HTML response is a post.
    case warc
    /// A PDF document, each page a post; needs poppler's `pdftotext`.
    case pdf
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
    /// Records in `bytes`, for formats that aren't lines; nil for lines.
    var records: [RawRecord]? = nil
    /// Offset of each record in the file.
    var offsets: [Int] = []
    /// What the reader itself passed over, by reason.
    var skipped: [String: Int] = [:]
}

/// One thing a `BatchReader` hands out.
public enum BatchItem: Sendable {
    /// Lines.
    case batch(Batch)
    /// A file that could not be read, or not to its end. What came before it counts; the next files follow.
    case failure(IngestionError)
}
