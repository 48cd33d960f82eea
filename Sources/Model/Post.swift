/// A file that came with a post. Only its name and kind are read, never its content.
public struct Media: Hashable, Sendable {
    /// `document`, `video`, `audio` or `photo`.
    public var kind: String
    /// As collected; read like text, since it can carry the whole signal.
    public var fileName: String?
    /// MIME type.
    public var mime: String?
    /// Seconds.
    public var duration: Double?

    /// Makes a medium from its parts.
    public init(kind: String, fileName: String? = nil, mime: String? = nil, duration: Double? = nil) {
        self.kind = kind
        self.fileName = fileName
        self.mime = mime
        self.duration = duration
    }
}

/// One collected public post, its author already a pseudonym or gone (`safeguards.md` 6): nothing here names an account.
public struct Post: Hashable, Sendable {
    /// Unique within `source` and `channel`.
    public var id: String
    /// As collected; may be empty when there is media.
    public var text: UTF8Text
    /// `telegram`, `web`, …
    public var source: String?
    /// Channel, page or site.
    public var channel: String?
    /// Keyed pseudonym of the author.
    public var authorRef: String?
    /// RFC 3339.
    public var publishedAt: String?
    /// RFC 3339.
    public var editedAt: String?
    /// Where the post was.
    public var url: String?
    /// Language tag the collector gave: a hint, never a decision.
    public var lang: String?
    /// Channel the post was forwarded from; a person's name is a pseudonym here.
    public var forwardedFrom: String?
    /// Id of the post answered; a person's name is a pseudonym here.
    public var replyTo: String?
    /// Files that came with it.
    public var media: [Media]
    /// `repaired` and the like, passed through.
    public var textQuality: String?
    /// `media-not-analysed`, `truncated`, … passed through and added to.
    public var notes: [String]

    /// Makes a post; all but `id` and `text` are optional.
    public init(
        id: String, text: UTF8Text, source: String? = nil, channel: String? = nil, authorRef: String? = nil, publishedAt: String? = nil,
        editedAt: String? = nil, url: String? = nil, lang: String? = nil, forwardedFrom: String? = nil, replyTo: String? = nil,
        media: [Media] = [], textQuality: String? = nil, notes: [String] = []
    ) {
        self.id = id
        self.text = text
        self.source = source
        self.channel = channel
        self.authorRef = authorRef
        self.publishedAt = publishedAt
        self.editedAt = editedAt
        self.url = url
        self.lang = lang
        self.forwardedFrom = forwardedFrom
        self.replyTo = replyTo
        self.media = media
        self.textQuality = textQuality
        self.notes = notes
    }
}
