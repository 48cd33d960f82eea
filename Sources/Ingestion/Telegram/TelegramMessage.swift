internal import Model

/// Maps a message of a Telegram Desktop export onto a post.
///
/// Fields and types of entities: tdesktop `export_output_json.cpp`.
enum TelegramMessage {
    static func draft(_ message: JSONValue, in chat: TelegramChat) -> Drafted {
        guard message.isObject else { return .rejected(id: nil, reason: "not a message: an object is expected") }
        guard let number = message["id"]?.identifier, !number.isEmpty else { return .rejected(id: nil, reason: "id is missing") }
        if let type = message["type"], !type.equals("message") {
            return .skipped(type.equals("service") ? "service message" : "message of a type that Telegram Desktop does not export")
        }
        var draft = Draft(id: number, text: text(of: message))
        draft.source = "telegram"
        draft.channel = chat.channel
        if chat.isPerson { draft.personInID = chat.channel } else if let id = chat.id { draft.id = id + "/" + number }
        readTimes(message, &draft)
        readPeople(message, chat, &draft)
        readMedia(message, &draft)
        if !chat.isPrivate, let id = chat.id, chat.type != nil { draft.url = "https://t.me/c/\(id)/\(number)" }
        if draft.text.isEmpty, draft.media.isEmpty { return .skipped("message without text and file") }
        return .post(draft)
    }

    // MARK: - Text

    /// The text as people see it, then what else there is to read: a poll, buttons, a place.
    private static func text(of message: JSONValue) -> [UInt8] {
        var text: [UInt8] = []
        if let value = message["text"] { append(value, to: &text) }
        if text.isEmpty, let entities = message["text_entities"] { append(entities, to: &text) }
        func line(_ value: JSONValue?) {
            guard let value else { return }
            var line: [UInt8] = []
            append(value, to: &line)
            guard !line.isEmpty else { return }
            if !text.isEmpty { text.append(UInt8(ascii: "\n")) }
            text += line
        }
        message.forEachMember { key, value in
            if key.equals("poll") {
                line(value["question"])
                for answer in value["answers"]?.elements ?? [] { line(answer["text"]) }
            } else if key.equals("todo_list") {
                line(value["title"])
                for item in (value["answers"] ?? value["items"])?.elements ?? [] { line(item["text"]) }
            } else if key.equals("place_name") || key.equals("address") || key.equals("game_title") || key.equals("game_description") {
                line(value)
            } else if key.equals("invoice_information") {
                line(value["title"])
                line(value["description"])
            } else if key.equals("inline_bot_buttons") {
                for row in value.elements { for button in row.elements { line(button["text"]); appendLink(button, to: &text) } }
            }
            return true
        }
        return text
    }

    /// A string; an array of strings and nodes; a node. A node of any kind gives its text, and the address that `text_link` hides behind it.
    private static func append(_ value: JSONValue, to text: inout [UInt8]) {
        if value.isString {
            value.append(to: &text)
        } else if value.isArray {
            for part in value.elements { append(part, to: &text) }
        } else if value.isObject, let inner = value["text"] {
            let start = text.count
            append(inner, to: &text)
            guard let href = value["href"]?.utf8, !href.isEmpty else { return }
            if Array(text[start...]) != href {
                if text.count > start { text.append(UInt8(ascii: " ")) }
                text += [UInt8(ascii: "(")] + href + [UInt8(ascii: ")")]
            }
        }
    }

    /// The address behind a button.
    private static func appendLink(_ button: JSONValue, to text: inout [UInt8]) {
        for member in [button["data"], button["url"]] {
            guard let address = member?.string, address.hasPrefix("http://") || address.hasPrefix("https://") || address.hasPrefix("tg://") else {
                continue
            }
            text += Array(" (\(address))".utf8)
            return
        }
    }

    // MARK: - The rest

    private static func readTimes(_ message: JSONValue, _ draft: inout Draft) {
        if let seconds = message["date_unixtime"]?.integer {
            draft.publishedAt = Timestamp.utc(seconds)
        } else if let date = message["date"] {
            // The exporter's own time, without its zone. Old exports have nothing else; very old ones have seconds here.
            if let seconds = date.integer {
                draft.publishedAt = Timestamp.utc(seconds)
            } else if let local = date.string.flatMap({ Timestamp.parse($0) }) {
                draft.publishedAt = local.text
                if !local.hasZone { draft.note("time-without-zone") }
            }
        }
        if let seconds = message["edited_unixtime"]?.integer {
            if seconds > 0 { draft.editedAt = Timestamp.utc(seconds) }
        } else if let local = message["edited"]?.string.flatMap({ Timestamp.parse($0) }), !local.text.hasPrefix("1970-01-01") {
            draft.editedAt = local.text
            if !local.hasZone { draft.note("time-without-zone") }
        }
    }

    private static func readPeople(_ message: JSONValue, _ chat: TelegramChat, _ draft: inout Draft) {
        let peer = message["from_id"]?.identifier
        let isChannelPost = peer.map { $0.hasPrefix("channel") || $0.hasPrefix("chat") } ?? false
        if isChannelPost {
            draft.author = message["author"]?.string  // who signed it
        } else if let peer, peer != "user" {
            draft.author = peer
        } else if let name = message["from"]?.string, name != chat.name {
            draft.author = name
        } else {
            draft.author = message["author"]?.string
        }
        let name = message["forwarded_from"]?.string ?? message["saved_from"]?.string
        if let peer = message["forwarded_from_id"]?.identifier, !peer.isEmpty {
            if let id = digits(of: peer, after: "channel") {
                draft.forwardedFrom = name.map { id + "/" + $0 } ?? id
            } else {
                draft.forwardedFrom = peer  // user123: a person
            }
        } else if let name, !name.isEmpty {
            // A name alone may be a person's. Were it a channel's, it would look the same; forwards of a channel from itself are told by the name.
            draft.forwardedFrom = name == chat.name && !chat.isPrivate ? chat.channel : name
        }
        guard let reply = message["reply_to_message_id"]?.identifier else { return }
        if let peer = message["reply_to_peer_id"]?.identifier, !peer.isEmpty {
            if let id = digits(of: peer, after: "channel") ?? digits(of: peer, after: "chat") { draft.replyTo = id + "/" + reply }
        } else {
            draft.replyTo = chat.isPerson ? reply : chat.id.map { $0 + "/" + reply } ?? reply
        }
    }

    private static func digits(of peer: String, after prefix: String) -> String? {
        guard peer.hasPrefix(prefix) else { return nil }
        let rest = peer.dropFirst(prefix.count)
        return !rest.isEmpty && rest.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } ? String(rest) : nil
    }

    private static func readMedia(_ message: JSONValue, _ draft: inout Draft) {
        if message["photo"] != nil { draft.media.append(Media(kind: "photo")) }
        let file = message["file"]?.string
        let type = message["media_type"]?.string
        guard file != nil || type != nil || message["file_name"] != nil else {
            if !draft.media.isEmpty { draft.note("media-not-analysed") }
            return
        }
        let kind =
            switch type {
            case "video_file", "video_message", "animation": "video"
            case "voice_message", "audio_file": "audio"
            case "sticker": "photo"
            default: "document"
            }
        var name = message["file_name"]?.string
        // "(File not included. …)" stands where a path would.
        if name == nil, let file, !file.hasPrefix("("), let last = file.split(separator: "/").last { name = String(last) }
        if name == nil || name?.isEmpty == true {
            let parts = [message["performer"]?.string, message["title"]?.string].compactMap { $0 }.filter { !$0.isEmpty }
            name = parts.isEmpty ? nil : parts.joined(separator: " - ")
        }
        draft.media.append(
            Media(kind: kind, fileName: name, mime: message["mime_type"]?.string, duration: message["duration_seconds"]?.number))
        draft.note("media-not-analysed")
    }
}
