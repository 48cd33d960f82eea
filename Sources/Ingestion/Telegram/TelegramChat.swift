/// A chat of a Telegram Desktop export, by what stands before its messages.
///
/// Types: tdesktop `Telegram/SourceFiles/export/output/export_output_json.cpp`.
struct TelegramChat: Sendable {
    var name: String?
    var type: String?
    /// Bare numeric id.
    var id: String?

    /// All types that Telegram Desktop writes.
    static let types: Set = [
        "saved_messages", "replies", "verification_codes", "personal_chat", "bot_chat", "private_group", "private_supergroup",
        "public_supergroup", "private_channel", "public_channel",
    ]

    /// A conversation of persons: read only with `--allow-private`. Supergroups and channels are not, private ones included: they are how the
    /// posts in question are spread, and have no bound on their members.
    var isPrivate: Bool {
        switch type {
        case "saved_messages", "replies", "verification_codes", "personal_chat", "bot_chat", "private_group": true
        default: false
        }
    }

    /// The id is that of a person's account.
    var isPerson: Bool { type == "personal_chat" || type == "bot_chat" || type == "saved_messages" }

    /// `1234567890/Title`, or what there is of it; of a conversation with one person `user123`, which leaves as a pseudonym.
    var channel: String? {
        if isPerson { return id.map { "user" + $0 } }
        guard let id else { return name }
        guard let name, !name.isEmpty else { return id }
        return id + "/" + name
    }
}
