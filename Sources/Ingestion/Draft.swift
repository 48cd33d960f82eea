internal import Model

/// A post as a format gives it, names of people and all. It never leaves Ingestion: `PostParser` makes a `Post` of it, with pseudonyms.
struct Draft: Sendable {
    var id: String
    /// Of any quality; ill-formed UTF-8 is repaired when the post is made.
    var text: [UInt8]
    /// `text` is HTML and becomes plain text when the post is made.
    var isHTML = false
    /// Stands before the text, unless the text begins with it.
    var title: String?
    var source: String?
    var channel: String?
    /// A person, by name or account id.
    var author: String?
    /// A pseudonym made by somebody else.
    var authorRef: String?
    var publishedAt: String?
    var editedAt: String?
    var url: String?
    var lang: String?
    /// A person unless its form says that it is a channel (`Pseudonyms`).
    var forwardedFrom: String?
    var replyTo: String?
    var media: [Media] = []
    var textQuality: String?
    var notes: [String] = []
    /// Stands for a person in `id`: the id is prefixed with their pseudonym.
    var personInID: String?

    init(id: String, text: [UInt8]) {
        self.id = id
        self.text = text
    }

    init(id: String, text: String) { self.init(id: id, text: Array(text.utf8)) }

    mutating func note(_ note: String) { if !notes.contains(note) { notes.append(note) } }
}

/// What a record became.
enum Drafted {
    case post(Draft)
    /// Not a post, and not meant to be one: counted under a reason.
    case skipped(String)
    /// Not what its format says: the record's id, where there is one, and the reason.
    case rejected(id: String?, reason: String)
}
