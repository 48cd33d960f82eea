internal import Model

/// Maps JSON of other tools onto posts. One value may be one record, or a page of them with names of accounts beside.
///
/// Fields: X API v2 and v1.1 (docs.x.com; twarc `expansions.py`), VK API 5.x `wall.get`, Telethon 1.45 `to_dict()`, TDLib's `td_api.tl`, pyrogram's
/// `str(message)`, 4CAT (`datasources/*/search_*.py`), Zeeschuimer, Meta Content Library (developers.facebook.com/docs/content-library-api/data).
enum ToolRecord {
    /// All records of a value, in order.
    static func drafts(_ value: JSONValue) -> [Drafted] {
        guard value.isObject else { return [.rejected(id: nil, reason: "not an object")] }
        if let inner = value["response"] { return vkPage(inner) }
        if let items = value["items"], items.isArray, value["count"] != nil, value["version"] == nil { return vkPage(value) }
        if let data = value["data"] {
            if value["source_platform"] != nil || value["item_id"] != nil { return [zeeschuimer(value, data)] }
            let includes = Tweets(value["includes"])
            if data.isArray { return data.elements.map { isTweet($0) ? tweet($0, includes) : record($0) } }
            if data.isObject { return [isTweet(data) ? tweet(data, includes) : record(data)] }
        }
        // `messages.ChannelMessages` of Telegram's API, TDLib's `messages`.
        if let messages = value["messages"], messages.isArray {
            let chats = Names(value["chats"])
            return messages.elements.map { record($0, chats: chats) }
        }
        // A page without results, or one of errors.
        if value["meta"] != nil, value["id"] == nil { return [.skipped("page without posts")] }
        return [record(value)]
    }

    private static func record(_ value: JSONValue, chats: Names = Names(nil)) -> Drafted {
        guard value.isObject else { return .rejected(id: nil, reason: "not an object") }
        if let type = (value["_"] ?? value["_type"])?.string { return telethon(value, type, chats) }
        if let type = value["@type"]?.string { return tdlib(value, type) }
        if value["date_unixtime"] != nil || value["text_entities"] != nil || value["type"]?.equals("service") == true && value["actor"] != nil {
            return TelegramMessage.draft(value, in: TelegramChat())
        }
        if value["id_str"] != nil || value["full_text"] != nil && value["user"] != nil { return oldTweet(value) }
        if isTweet(value) { return tweet(value, Tweets(nil)) }
        if value["owner_id"] != nil, value["date"] != nil { return vk(value, Names(nil)) }
        if value["post_owner"] != nil || value["mcl_url"] != nil || value["creation_time"] != nil { return meta(value) }
        return general(value)
    }

    /// A string, a number, or nil for what is empty.
    private static func text(_ value: JSONValue?) -> String? {
        guard let text = value?.identifier, !text.isEmpty else { return nil }
        return text
    }

    // MARK: - X

    /// Tweets and accounts that a page carries beside its results, by id.
    private struct Tweets {
        var tweets: [String: JSONValue] = [:]

        init(_ includes: JSONValue?) {
            for tweet in includes?["tweets"]?.elements ?? [] { if let id = text(tweet["id"]) { tweets[id] = tweet } }
        }
    }

    private static func isTweet(_ value: JSONValue) -> Bool {
        guard value["id"] != nil, value["text"] != nil else { return false }
        return ["author_id", "edit_history_tweet_ids", "conversation_id", "referenced_tweets", "public_metrics", "author"].contains { name in
            guard let member = value.member(name) else { return false }
            return name != "author" || member["username"] != nil
        }
    }

    private static func tweet(_ value: JSONValue, _ includes: Tweets) -> Drafted {
        guard let id = text(value["id"]) else { return .rejected(id: nil, reason: "id is missing") }
        var draft = Draft(id: id, text: fullText(value))
        draft.source = "x"
        // Numbers of accounts, told apart from those of channels.
        draft.author = (text(value["author_id"]) ?? text(value["author"]?["id"])).map { "x:" + $0 } ?? text(value["author"]?["username"])
        draft.lang = text(value["lang"])
        draft.readTimes(published: [text(value["created_at"])].compactMap { $0 })
        if let time = value["created_at"]?.integer { draft.publishedAt = Timestamp.utc(time) }
        for reference in value["referenced_tweets"]?.elements ?? [] {
            guard let type = reference["type"]?.string else { continue }
            let other = text(reference["id"]).flatMap { includes.tweets[$0] }
            // Flattened tweets carry what they refer to inside.
            let source = other ?? (reference["text"] != nil ? reference : nil)
            switch type {
            case "retweeted":
                // A retweet's own text is cut after 140 characters.
                if let source { draft.text = fullText(source) } else if draft.text.suffix(3) == Array("…".utf8)[...] { draft.note("truncated") }
                draft.forwardedFrom =
                    (text(source?["author_id"]) ?? text(source?["author"]?["id"])).map { "x:" + $0 } ?? text(source?["author"]?["username"])
                if draft.forwardedFrom == nil { draft.forwardedFrom = retweeted(draft.text) }
            case "quoted":
                if let source {
                    let quoted = fullText(source)
                    if !quoted.isEmpty { draft.text += Array("\n\n".utf8) + quoted }
                }
            case "replied_to": draft.replyTo = text(reference["id"])
            default: break
            }
        }
        appendLinks(value["entities"], &draft)
        readTweetMedia(value["attachments"]?["media"] ?? value["extended_entities"]?["media"], &draft)
        if draft.media.isEmpty, let keys = value["attachments"]?["media_keys"], !keys.elements.isEmpty {
            draft.media = keys.elements.map { _ in Media(kind: "photo") }
            draft.note("media-not-analysed")
        }
        if draft.text.isEmpty, draft.media.isEmpty { return .skipped("tweet without text") }
        draft.url = "https://x.com/i/status/\(id)"  // without the account's name
        return .post(draft)
    }

    /// The account of `RT @account: …`.
    private static func retweeted(_ bytes: [UInt8]) -> String? {
        let text = String(decoding: bytes.prefix(100), as: UTF8.self)
        guard text.hasPrefix("RT @"), let colon = text.firstIndex(of: ":") else { return nil }
        return String(text[text.index(text.startIndex, offsetBy: 3)..<colon])
    }

    /// Posts of more than 280 characters stand in `note_tweet`.
    private static func fullText(_ tweet: JSONValue) -> [UInt8] {
        unescaped(tweet["note_tweet"]?["text"]?.utf8 ?? tweet["text"]?.utf8 ?? [])
    }

    /// X writes these three as HTML does.
    private static func unescaped(_ text: [UInt8]) -> [UInt8] {
        guard text.contains(UInt8(ascii: "&")) else { return text }
        return Array(
            String(decoding: text, as: UTF8.self).replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&").utf8)
    }

    /// Shortened links stand in the text; what they lead to, behind it.
    private static func appendLinks(_ entities: JSONValue?, _ draft: inout Draft) {
        for link in entities?["urls"]?.elements ?? [] {
            guard let target = text(link["unwound_url"]) ?? text(link["expanded_url"]), target.hasPrefix("http") else { continue }
            if FormatDetection.find(Array(target.utf8), in: draft.text[...]) == nil { draft.text += Array(" (\(target))".utf8) }
        }
    }

    private static func readTweetMedia(_ media: JSONValue?, _ draft: inout Draft) {
        for item in media?.elements ?? [] {
            let type = item["type"]?.string ?? ""
            draft.media.append(Media(kind: type == "photo" ? "photo" : "video", duration: item["duration_ms"]?.number.map { $0 / 1000 }))
            draft.note("media-not-analysed")
        }
    }

    /// API v1.1.
    private static func oldTweet(_ value: JSONValue) -> Drafted {
        guard let id = text(value["id_str"]) ?? text(value["id"]) else { return .rejected(id: nil, reason: "id is missing") }
        func full(_ tweet: JSONValue) -> [UInt8] {
            unescaped((tweet["extended_tweet"]?["full_text"] ?? tweet["full_text"] ?? tweet["text"])?.utf8 ?? [])
        }
        var draft = Draft(id: id, text: full(value))
        draft.source = "x"
        draft.author = (text(value["user"]?["id_str"]) ?? text(value["user"]?["id"])).map { "x:" + $0 } ?? text(value["user"]?["screen_name"])
        draft.lang = text(value["lang"])
        draft.readTimes(published: [text(value["created_at"])].compactMap { $0 })
        if let retweet = value["retweeted_status"], retweet.isObject {
            draft.text = full(retweet)
            draft.forwardedFrom =
                (text(retweet["user"]?["id_str"]) ?? text(retweet["user"]?["id"])).map { "x:" + $0 } ?? text(retweet["user"]?["screen_name"])
        } else if value["truncated"]?.isTrue == true, value["extended_tweet"] == nil {
            draft.note("truncated")
        }
        if let quoted = value["quoted_status"], quoted.isObject, case let text = full(quoted), !text.isEmpty {
            draft.text += Array("\n\n".utf8) + text
        }
        draft.replyTo = text(value["in_reply_to_status_id_str"]) ?? text(value["in_reply_to_status_id"])
        appendLinks((value["retweeted_status"] ?? value)["entities"] ?? value["entities"], &draft)
        readTweetMedia((value["extended_entities"] ?? value["entities"])?["media"], &draft)
        draft.url = "https://x.com/i/status/\(id)"
        if draft.text.isEmpty, draft.media.isEmpty { return .skipped("tweet without text") }
        return .post(draft)
    }

    // MARK: - VK

    /// Names of groups by id; persons' are left where they are.
    private struct Names {
        var names: [String: String] = [:]

        init(_ list: JSONValue?) {
            for item in list?.elements ?? [] {
                if let id = text(item["id"]), let name = text(item["title"]) ?? text(item["name"]) { names[id] = name }
            }
        }
    }

    private static func vkPage(_ page: JSONValue) -> [Drafted] {
        let groups = Names(page["groups"])
        let items = page.isArray ? page.elements : page["items"]?.elements ?? []
        if items.isEmpty { return [.skipped("page without posts")] }
        // API before 5.0 put the number of posts in front of them.
        return items.filter { $0.isObject }.map { vk($0, groups) }
    }

    private static func vk(_ item: JSONValue, _ groups: Names) -> Drafted {
        guard let id = text(item["id"]) ?? text(item["post_id"]) else { return .rejected(id: nil, reason: "id is missing") }
        let owner = item["owner_id"]?.integer ?? item["from_id"]?.integer ?? item["to_id"]?.integer
        var draft = Draft(id: owner.map { "\($0)_\(id)" } ?? id, text: vkText(item["text"]))
        draft.source = "vk"
        if let owner {
            draft.channel = vkChannel(owner, groups)
            if owner < 0 {
                draft.url = "https://vk.com/wall\(owner)_\(id)"
            } else {
                // A person's wall: its number is the person.
                draft.personInID = "user\(owner)"
                draft.id = id
            }
        }
        let writer = item["signer_id"]?.integer ?? item["from_id"]?.integer
        if let writer, writer > 0 { draft.author = "user\(writer)" }
        if let seconds = item["date"]?.integer { draft.publishedAt = Timestamp.utc(seconds) }
        if let seconds = item["edited"]?.integer, seconds > 0 { draft.editedAt = Timestamp.utc(seconds) }
        var from: Int?
        for copy in item["copy_history"]?.elements ?? [] {
            let text = vkText(copy["text"])
            if !text.isEmpty { draft.text += draft.text.isEmpty ? text : Array("\n\n".utf8) + text }
            from = from ?? copy["owner_id"]?.integer ?? copy["from_id"]?.integer
            readVKMedia(copy["attachments"], &draft)
        }
        if let from { draft.forwardedFrom = vkChannel(from, groups) }
        if let reply = text(item["reply_post_id"]) {
            let owner = item["reply_owner_id"]?.integer ?? owner
            draft.replyTo = owner.map { $0 < 0 ? "\($0)_\(reply)" : reply } ?? reply
        }
        readVKMedia(item["attachments"], &draft)
        if item["marked_as_ads"]?.integer == 1 { draft.note("advertisement") }
        if draft.text.isEmpty, draft.media.isEmpty { return .skipped("post without text") }
        return .post(draft)
    }

    private static func vkChannel(_ owner: Int, _ groups: Names) -> String {
        guard owner < 0 else { return "user\(owner)" }
        return groups.names[String(-owner)].map { "\(owner)/\($0)" } ?? String(owner)
    }

    /// With mentions as people see them: `[club1|name]` is `name`, `[https://…|name]` keeps its address.
    private static func vkText(_ value: JSONValue?) -> [UInt8] {
        guard let bytes = value?.utf8 else { return [] }
        guard bytes.contains(UInt8(ascii: "[")), bytes.contains(UInt8(ascii: "|")) else { return bytes }
        var out = ""
        var rest = String(decoding: bytes, as: UTF8.self)[...]
        while let open = rest.firstIndex(of: "[") {
            out += rest[..<open]
            let inside = rest[rest.index(after: open)...]
            guard let close = inside.firstIndex(of: "]"), let bar = inside[..<close].firstIndex(of: "|"), bar < close else {
                out += "["
                rest = inside
                continue
            }
            let target = inside[..<bar]
            let isMention = ["club", "public", "event", "id"].contains { target.hasPrefix($0) && target.dropFirst($0.count).first?.isNumber == true }
            let isLink = target.hasPrefix("http://") || target.hasPrefix("https://") || target.hasPrefix("vk.com/")
            if isMention || isLink {
                out += inside[inside.index(after: bar)..<close]
                if isLink { out += " (\(target))" }
            } else {
                out += "[" + inside[...close]
            }
            rest = inside[inside.index(after: close)...]
        }
        return Array((out + rest).utf8)
    }

    private static func readVKMedia(_ attachments: JSONValue?, _ draft: inout Draft) {
        for attachment in attachments?.elements ?? [] {
            guard let type = attachment["type"]?.string else { continue }
            let item = attachment.member(type)
            switch type {
            case "photo", "posted_photo", "graffiti", "album": draft.media.append(Media(kind: "photo"))
            case "video": draft.media.append(Media(kind: "video", fileName: text(item?["title"]), duration: item?["duration"]?.number))
            case "audio":
                let name = [text(item?["artist"]), text(item?["title"])].compactMap { $0 }.joined(separator: " - ")
                draft.media.append(Media(kind: "audio", fileName: name.isEmpty ? nil : name, duration: item?["duration"]?.number))
            case "doc": draft.media.append(Media(kind: "document", fileName: text(item?["title"])))
            case "link":
                let line = [text(item?["title"]), text(item?["url"])].compactMap { $0 }.joined(separator: " ")
                if !line.isEmpty { draft.text += Array((draft.text.isEmpty ? "" : "\n").utf8) + Array(line.utf8) }
                continue
            case "poll":
                for line in [text(item?["question"])] + (item?["answers"]?.elements ?? []).map({ text($0["text"]) }) {
                    if let line { draft.text += Array((draft.text.isEmpty ? "" : "\n").utf8) + Array(line.utf8) }
                }
                continue
            default: continue
            }
            draft.note("media-not-analysed")
        }
    }

    // MARK: - Telegram's own libraries

    /// Telethon, also as 4CAT keeps it (`_type`, `_chat`), and pyrogram.
    private static func telethon(_ value: JSONValue, _ type: String, _ chats: Names) -> Drafted {
        switch type {
        case "Message", "message": break
        case "MessageService", "messageService", "MessageEmpty", "messageEmpty": return .skipped("service message")
        default: return .skipped("object that is no message")
        }
        if value["service"] != nil, value["text"] == nil, value["caption"] == nil, value["message"] == nil { return .skipped("service message") }
        guard let number = text(value["id"]) ?? text(value["message_id"]) else { return .rejected(id: nil, reason: "id is missing") }
        var draft = Draft(id: number, text: [])
        draft.source = "telegram"
        let body = [value["message"], value["text"], value["raw_text"], value["caption"]].compactMap { $0?.utf8 }.first { !$0.isEmpty } ?? []
        draft.text = body
        appendEntities(value["entities"] ?? value["caption_entities"], body, &draft)
        // Where it stands.
        let peer = value["peer_id"] ?? value["to_id"]
        var title: String?
        var id = text(peer?["channel_id"]) ?? text(peer?["chat_id"])
        if let chat = value["_chat"] ?? value["chat"], chat.isObject {
            id = id ?? text(chat["id"])
            title = text(chat["title"])
            if chat["type"]?.string?.lowercased().hasSuffix("private") == true { id = nil }
        }
        if let known = id { id = bareID(known) }
        let person = id == nil ? text(peer?["user_id"]) ?? text((value["chat"])?["id"]) : nil
        if let id {
            title = title ?? chats.names[id]
            draft.id = id + "/" + number
            draft.channel = title.map { id + "/" + $0 } ?? id
            if value["chat"] == nil || number.utf8.allSatisfy({ $0 != UInt8(ascii: "-") }) { draft.url = "https://t.me/c/\(id)/\(number)" }
        } else if let person {
            draft.personInID = "user" + person
            draft.channel = "user" + person
        }
        draft.author =
            text(value["from_id"]?["user_id"]) ?? text(value["from_id"]) ?? text(value["from_user"]?["id"]) ?? text(value["post_author"])
            ?? text(value["author_signature"])
        if let author = draft.author, Int(author) != nil { draft.author = "user" + author }
        func time(_ value: JSONValue?) -> String? {
            guard let value else { return nil }
            if let seconds = value.integer { return Timestamp.utc(seconds) }
            guard let time = value.string.flatMap({ Timestamp.parse($0) }) else { return nil }
            return time.text
        }
        draft.publishedAt = time(value["date"])
        draft.editedAt = time(value["edit_date"])
        if let forward = value["fwd_from"] ?? value["forward"], forward.isObject {
            if let channel = text(forward["from_id"]?["channel_id"]) ?? text(forward["channel_id"]) {
                draft.forwardedFrom = text(forward["channel_post"]).map { "https://t.me/c/\(channel)/\($0)" } ?? channel
            } else if let user = text(forward["from_id"]?["user_id"]) {
                draft.forwardedFrom = "user" + user
            } else {
                draft.forwardedFrom = text(forward["from_name"])
            }
        } else if let chat = value["forward_from_chat"], let id = text(chat["id"]) {
            draft.forwardedFrom = bareID(id)
        } else if let name = text(value["forward_from"]?["id"]).map({ "user" + $0 }) ?? text(value["forward_sender_name"]) {
            draft.forwardedFrom = name
        }
        if let reply = text(value["reply_to"]?["reply_to_msg_id"]) ?? text(value["reply_to_msg_id"]) ?? text(value["reply_to_message_id"]) {
            draft.replyTo = id.map { $0 + "/" + reply } ?? reply
        }
        readTelethonMedia(value, &draft)
        if draft.text.isEmpty, draft.media.isEmpty { return .skipped("message without text and file") }
        return .post(draft)
    }

    /// `-1001234567890` of the Bot API is channel 1234567890.
    private static func bareID(_ id: String) -> String {
        id.hasPrefix("-100") ? String(id.dropFirst(4)) : id.hasPrefix("-") ? String(id.dropFirst()) : id
    }

    /// Addresses behind words; offsets count UTF-16 units.
    private static func appendEntities(_ entities: JSONValue?, _ body: [UInt8], _ draft: inout Draft) {
        var inserts: [(at: Int, text: String)] = []
        for entity in entities?.elements ?? [] {
            guard let url = text(entity["url"]) ?? text(entity["type"]?["url"]), let offset = entity["offset"]?.integer,
                let length = entity["length"]?.integer, offset >= 0, length >= 0, offset <= 1 << 20, length <= 1 << 20
            else { continue }
            inserts.append((offset + length, url))
        }
        guard !inserts.isEmpty else { return }
        var units = Array(String(decoding: body, as: UTF8.self).utf16)
        for insert in inserts.sorted(by: { $0.at > $1.at }) where insert.at <= units.count {
            units.insert(contentsOf: Array(" (\(insert.text))".utf16), at: insert.at)
        }
        draft.text = Array(String(decoding: units, as: UTF16.self).utf8)
    }

    private static func readTelethonMedia(_ value: JSONValue, _ draft: inout Draft) {
        if let media = value["media"], media.isObject {
            let type = (media["_"] ?? media["_type"])?.string ?? ""
            if type.hasSuffix("Photo") {
                draft.media.append(Media(kind: "photo"))
            } else if type.hasSuffix("Document"), let document = media["document"] {
                let mime = text(document["mime_type"])
                var medium = Media(kind: kind(ofType: mime), mime: mime)
                for attribute in document["attributes"]?.elements ?? [] {
                    medium.fileName = medium.fileName ?? text(attribute["file_name"])
                    medium.duration = medium.duration ?? attribute["duration"]?.number
                    if (attribute["_"] ?? attribute["_type"])?.equals("DocumentAttributeAudio") == true, medium.fileName == nil {
                        let name = [text(attribute["performer"]), text(attribute["title"])].compactMap { $0 }.joined(separator: " - ")
                        medium.fileName = name.isEmpty ? nil : name
                    }
                }
                draft.media.append(medium)
            } else if type.hasSuffix("WebPage"), let page = media["webpage"] {
                if let url = text(page["url"]), FormatDetection.find(Array(url.utf8), in: draft.text[...]) == nil {
                    draft.text += Array((draft.text.isEmpty ? "" : "\n").utf8) + Array(url.utf8)
                }
            } else if type.hasSuffix("Poll"), let poll = media["poll"] {
                func line(_ value: JSONValue?) {
                    guard let line = text(value) ?? text(value?["text"]) else { return }
                    draft.text += Array((draft.text.isEmpty ? "" : "\n").utf8) + Array(line.utf8)
                }
                line(poll["question"])
                for answer in poll["answers"]?.elements ?? [] { line(answer["text"]) }
            }
        }
        for (name, kind) in [
            ("photo", "photo"), ("video", "video"), ("audio", "audio"), ("voice", "audio"), ("document", "document"), ("animation", "video"),
            ("video_note", "video"),
        ] {
            guard let item = value.member(name), item.isObject, draft.media.isEmpty else { continue }
            draft.media.append(
                Media(kind: kind, fileName: text(item["file_name"]), mime: text(item["mime_type"]), duration: item["duration"]?.number))
        }
        if !draft.media.isEmpty { draft.note("media-not-analysed") }
    }

    /// What a MIME type is, in the contract's words.
    static func kind(ofType mime: String?) -> String {
        let mime = mime?.lowercased() ?? ""
        return mime.hasPrefix("video/") ? "video" : mime.hasPrefix("audio/") ? "audio" : mime.hasPrefix("image/") ? "photo" : "document"
    }

    private static func tdlib(_ value: JSONValue, _ type: String) -> Drafted {
        if type == "updateNewMessage", let inner = value["message"] { return tdlib(inner, inner["@type"]?.string ?? "") }
        guard type == "message" else { return .skipped("object that is no message") }
        guard let raw = value["id"]?.integer, let content = value["content"] else {
            return .rejected(id: text(value["id"]), reason: "id or content is missing")
        }
        // TDLib shifts the server's number by 20 bits; what isn't sent yet has no such number.
        let number = raw % (1 << 20) == 0 ? String(raw >> 20) : String(raw)
        let chat = text(value["chat_id"])
        var draft = Draft(id: number, text: [])
        draft.source = "telegram"
        if let chat, chat.hasPrefix("-") {
            let id = bareID(chat)
            draft.channel = id
            draft.id = id + "/" + number
            if chat.hasPrefix("-100") { draft.url = "https://t.me/c/\(id)/\(number)" }
        } else if let chat {
            draft.channel = "user" + chat
            draft.personInID = "user" + chat
        }
        let kind = content["@type"]?.string ?? ""
        let formatted = content["text"] ?? content["caption"]
        if let body = (formatted?["text"] ?? formatted)?.utf8 {
            draft.text = body
            appendEntities(formatted?["entities"], body, &draft)
        } else if kind == "messagePoll" {
            let poll = content["poll"]
            let lines = [poll?["question"]] + (poll?["options"]?.elements ?? []).map { $0["text"] }
            draft.text = Array(lines.compactMap { text($0) ?? text($0?["text"]) }.joined(separator: "\n").utf8)
        }
        for (name, medium) in [
            ("document", "document"), ("video", "video"), ("audio", "audio"), ("voice_note", "audio"), ("photo", "photo"), ("animation", "video"),
            ("video_note", "video"),
        ] {
            guard let item = content.member(name), item.isObject else { continue }
            draft.media.append(
                Media(kind: medium, fileName: text(item["file_name"]), mime: text(item["mime_type"]), duration: item["duration"]?.number))
            draft.note("media-not-analysed")
        }
        if let user = text(value["sender_id"]?["user_id"]) { draft.author = "user" + user }
        draft.author = draft.author ?? text(value["author_signature"])
        if let seconds = value["date"]?.integer { draft.publishedAt = Timestamp.utc(seconds) }
        if let seconds = value["edit_date"]?.integer, seconds > 0 { draft.editedAt = Timestamp.utc(seconds) }
        if let origin = value["forward_info"]?["origin"] {
            if let id = text(origin["chat_id"]) ?? text(origin["sender_chat_id"]) {
                draft.forwardedFrom = bareID(id)
            } else {
                draft.forwardedFrom = text(origin["sender_user_id"]).map { "user" + $0 } ?? text(origin["sender_name"])
            }
        }
        if let reply = (value["reply_to"]?["message_id"] ?? value["reply_to_message_id"])?.integer, reply > 0 {
            let number = reply % (1 << 20) == 0 ? reply >> 20 : reply
            draft.replyTo = chat.flatMap { $0.hasPrefix("-") ? bareID($0) + "/\(number)" : nil } ?? String(number)
        }
        if draft.text.isEmpty, draft.media.isEmpty {
            return .skipped(kind.hasPrefix("messageChat") || kind.hasPrefix("messagePin") ? "service message" : "message without text and file")
        }
        return .post(draft)
    }

    // MARK: - Meta, and everything else

    private static func meta(_ value: JSONValue) -> Drafted {
        guard let id = text(value["id"]) else { return .rejected(id: nil, reason: "id is missing") }
        var draft = Draft(id: id, text: value["text"]?.utf8 ?? [])
        // Flattened with dots, as in CSV, or nested.
        func inner(_ name: String, _ member: String) -> String? {
            text(value.member(name)?.member(member)) ?? text(value.member(name + "." + member))
        }
        for part in [inner("link_attachment", "name"), inner("link_attachment", "description")] {
            if let part, FormatDetection.find(Array(part.utf8), in: draft.text[...]) == nil {
                draft.text += Array((draft.text.isEmpty ? "" : "\n").utf8) + Array(part.utf8)
            }
        }
        if let url = text(value["mcl_url"]) { draft.url = url }
        draft.source = text(value["platform"]) ?? (inner("surface", "type")?.contains("instagram") == true ? "instagram" : "facebook")
        let owner = inner("post_owner", "type")?.lowercased() ?? ""
        let ownerID = inner("post_owner", "id")
        let ownerName = inner("post_owner", "name")
        let isPerson = owner.contains("profile") || owner.contains("user") || owner.contains("person")
        if let id = inner("surface", "id"), !(isPerson && id == ownerID) {
            draft.channel = (inner("surface", "name")).map { id + "/" + $0 } ?? id
        } else if !isPerson, let id = ownerID {
            draft.channel = ownerName.map { id + "/" + $0 } ?? id
        }
        if isPerson { draft.author = ownerID ?? ownerName }
        draft.lang = text(value["lang"])
        draft.readTimes(
            published: [text(value["creation_time"])].compactMap { $0 }, edited: [text(value["modified_time"])].compactMap { $0 })
        if let type = text(value["content_type"])?.lowercased(),
            type.contains("photo") || type.contains("video") || type.contains("album") || type.contains("reel")
        {
            draft.media.append(Media(kind: type.contains("video") || type.contains("reel") ? "video" : "photo"))
            draft.note("media-not-analysed")
        }
        if draft.text.isEmpty, draft.media.isEmpty { return .skipped("post without text") }
        return .post(draft)
    }

    /// Zeeschuimer keeps what a site sent under `data`.
    private static func zeeschuimer(_ value: JSONValue, _ data: JSONValue) -> Drafted {
        let result = record(data)
        switch result {
        case .post(var draft):
            draft.source = draft.source ?? text(value["source_platform"])
            return .post(draft)
        case .rejected(let id, let reason): return .rejected(id: id ?? text(value["item_id"]), reason: reason)
        case .skipped: return result
        }
    }

    /// A record with the usual names: the contract's own, 4CAT's, and their kin.
    private static func general(_ value: JSONValue) -> Drafted {
        func first(_ names: String...) -> String? { names.lazy.compactMap { text(value.member($0)) }.first }
        let id = first("id", "message_id", "Message ID", "post_id", "tweet_id", "url", "URL")
        guard let id else { return .rejected(id: nil, reason: "id is missing") }
        let bodies = ["text", "body", "message", "full_text", "Message_text", "Message", "content", "caption"]
        guard let body = bodies.lazy.compactMap({ value.member($0)?.utf8 }).first else {
            return .rejected(id: id, reason: "no member is known to hold the text")
        }
        var draft = Draft(id: id, text: body)
        draft.title = first("title")
        let isX = value["author_fullname"] != nil || value["is_retweet"] != nil
        draft.source = first("source", "platform") ?? (isX ? "x" : value["author_forwarded_from_name"] != nil ? "telegram" : nil)
        draft.channel = first("channel", "chat", "Page Name", "To", "owner_id") ?? (isX ? nil : first("thread_id"))
        draft.author = first("author", "author_id", "User ID", "username")
        draft.authorRef = first("author_ref")
        draft.url = first("url", "link", "permalink", "URL")
        draft.lang = first("lang", "language", "language_guess")
        draft.forwardedFrom = first("forwarded_from", "author_forwarded_from_name", "author_forwarded_from_username", "retweeted_user")
        draft.replyTo = first("reply_to", "Reply_to_ID")
        draft.textQuality = first("text_quality")
        draft.readTimes(
            published: ["published_at", "unix_timestamp", "date_unixtime", "timestamp", "Post Created", "creation_time", "created_at", "date"]
                .compactMap { text(value.member($0)) },
            edited: ["edited_at", "timestamp_edited"].compactMap { text(value.member($0)) })
        for item in value["media"]?.elements ?? [] {
            guard let kind = item["kind"]?.string else { continue }
            draft.media.append(Media(kind: kind, fileName: text(item["file_name"]), mime: text(item["mime"]), duration: item["duration"]?.number))
        }
        if let name = first("attachment_filename") { draft.media.append(Media(kind: "document", fileName: name)) }
        if draft.text.isEmpty, draft.title == nil, draft.media.isEmpty { return .skipped("record without text") }
        return .post(draft)
    }
}
