internal import Model

/// What one page of an export hands on to the next: a page may begin with a message that is joined to the last one of the page before.
final class TelegramPages {
    var folder = ""
    var sender: String?
}

/// Reads a page of Telegram Desktop's HTML export as it comes.
///
/// Classes: tdesktop `Telegram/SourceFiles/export/output/export_output_html.cpp`:
/// ```
/// div.page_header … div.text.bold                      the chat's name
/// div.message.default.clearfix[.joined] id="message12"
///   div.body
///     div.pull_right.date.details title="01.06.2024 10:00:00 UTC+05:00"
///     div.from_name                                     not where .joined
///     div.forwarded.body > div.from_name (+ span.date.details), div.text, media
///     div.reply_to.details > a href="#go_to_message11"
///     div.media_wrap …  div.title.bold  div.status.details
///     div.text      div.signature.details
/// div.message.service                                   passed over
/// ```
/// The export doesn't say what kind of chat it is. A chat whose name is also that of one of exactly two senders is taken for a conversation of two
/// persons and refused like one; what is told that way is decided by the first messages of a page.
final class TelegramPageCutter: Cutter {
    private let source: any ByteInput
    private let file: String
    private let maxMessage: Int
    private let allowsPrivate: Bool
    private let pages: TelegramPages
    private var parser = MarkupParser(.html)
    /// What has been read and not been parsed: less than a message, or the beginning of the page.
    private var pending: [UInt8] = []
    /// Where `pending` begins in the file.
    private var pendingLine = 0
    private var pendingOffset = 0
    private var builder: BatchBuilder
    private var piece = [UInt8](repeating: 0, count: 1 << 18)
    private var isFinished = false
    private var failure: IngestionError?

    /// Open elements: what each is.
    private var open: [Part] = []
    private var message: Message?
    private var title: [UInt8] = []
    private var hasTitle = false
    private var isPage = false
    /// Messages that wait until it is known what the chat is.
    private var held: [Message] = []
    private var senders: Set<String> = []
    private var isDecided = false
    private var isRefused = false

    private static let enoughToDecide = 300

    private enum Part {
        case other, header, headerTitle, message, body, fromName, forwardedBody, forwardedName, text, reply, signature, media, mediaTitle,
            mediaStatus, skipped, pollQuestion,
            pollAnswer, link(String, start: Int), spoiler, buttons
    }

    private struct Message {
        var id = ""
        var isService = false
        var isJoined = false
        var line = 0
        var offset = 0
        var date: String?
        var sender: [UInt8] = []
        var text = HTMLText()
        var forwardedFrom: [UInt8] = []
        var isForwarded = false
        var reply: String?
        var signature: [UInt8] = []
        var media: [Media] = []
        var mediaTitle: [UInt8] = []
        var mediaStatus: [UInt8] = []
        var mediaKind: String?
        var mediaFile: String?
        var isCut = false
    }

    init(file: String, source: any ByteInput, options: BatchReader.Options, pages: TelegramPages) {
        self.file = file
        self.source = source
        maxMessage = options.maxLine
        allowsPrivate = options.allowsPrivate
        self.pages = pages
        builder = BatchBuilder(file: file, format: .telegramHTML, maxLine: options.maxLine)
        let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? ""
        if pages.folder != folder {
            pages.folder = folder
            pages.sender = nil
        }
    }

    func next() -> BatchItem? {
        while !isFinished, !builder.isFull { readPiece() }
        if !builder.isEmpty { return builder.take() }
        defer { failure = nil }
        return failure.map { .failure($0) }
    }

    private func readPiece() {
        var count: Int?
        do {
            count = try source.read(into: &piece, from: 0, to: piece.count)
        } catch {
            failure = IngestionError(file: file, cause: error)
            count = 0
        }
        guard let count else { return }
        // Messages are parsed as documents of their own, all that have come whole at once: memory is bounded, and what is broken in one of them
        // does not reach the next.
        let known = pending.count
        pending += piece[..<count]
        var end = count == 0 ? pending.count : Self.lastMessage(in: pending, from: max(0, known - Self.opening.count))
        if end == nil, pending.count > 2 * maxMessage { end = pending.count }
        guard let end, end > 0 || count == 0 else { return }
        parser = MarkupParser(.html)
        let problem = parser.parse(pending[..<end]) { take($0) }
        if let problem { builder.reject(offset: offset, line: line, reason: "broken off: " + problem.sentence) }
        if let message {
            self.message = nil
            if count > 0 || failure == nil { complete(message) } else { cut(message) }
        }
        open = []
        pendingLine += Lines.count(UInt8(ascii: "\n"), in: pending.span, from: 0, to: end)
        pendingOffset += end
        pending.removeFirst(end)
        if count == 0 { finish() }
    }

    private static let opening = Array("<div class=\"message ".utf8)

    /// Where the last message of some bytes begins; nil where none does behind the first byte.
    private static func lastMessage(in bytes: [UInt8], from start: Int) -> Int? {
        var index = bytes.count - opening.count
        while index > max(0, start) {
            if bytes[index] == opening[0], bytes[index..<index + opening.count].elementsEqual(opening) { return index }
            index -= 1
        }
        return nil
    }

    private var line: Int { pendingLine + parser.line }
    private var offset: Int { pendingOffset + parser.offset }

    private func cut(_ message: Message) {
        var message = message
        message.isCut = true
        complete(message)
    }

    private func finish() {
        isFinished = true
        decide()
        if !isPage { builder.reject(offset: 0, line: 1, reason: "not a page of a Telegram export: no message and no header in it") }
    }

    private func take(_ event: MarkupEvent) {
        switch event {
        case .start(let name, _, let attributes): start(name, attributes)
        case .end(let name, _): end(name)
        case .text(let bytes): text(bytes)
        }
    }

    // MARK: - Elements

    private func start(_ name: String, _ attributes: [MarkupAttribute]) {
        if name == "br" {
            if let message, message.text.text.count < maxMessage, isInText { self.message?.text.lineBreak() }
            return
        }
        if ["img", "meta", "link", "input", "hr"].contains(name) { return }
        open.append(part(name, attributes))
    }

    private func part(_ name: String, _ attributes: [MarkupAttribute]) -> Part {
        let classes = (attributes["class"] ?? "").utf8.split(separator: 0x20).map { String(Substring($0)) }
        func has(_ name: String) -> Bool { classes.contains(name) }
        if has("page_header") { isPage = true; return .header }
        if message == nil, !hasTitle, has("text"), has("bold"), open.contains(where: { if case .header = $0 { true } else { false } }) {
            return .headerTitle
        }
        if has("message"), has("default") || has("service") || (attributes["id"]?.hasPrefix("message") == true) {
            isPage = true
            if let message { complete(message) }
            var new = Message()
            new.id = attributes["id"].map { String($0.drop { !$0.isNumber && $0 != "-" }) } ?? ""
            new.isService = has("service")
            new.isJoined = has("joined")
            new.line = line
            new.offset = offset
            message = new
            return .message
        }
        guard message != nil else { return .other }
        let isInForward = open.contains { if case .forwardedBody = $0 { true } else { false } }
        if has("date"), has("details") {
            // The date of what was forwarded stands in its own block and is not this message's.
            if !isInForward, message?.date == nil { message?.date = attributes["title"] }
            return .skipped
        }
        if has("userpic") || has("userpic_wrap") || has("initials") || has("reactions") { return .skipped }
        if has("forwarded"), has("body") {
            message?.isForwarded = true
            return .forwardedBody
        }
        if has("from_name") { return isInForward ? .forwardedName : .fromName }
        if has("reply_to") { return .reply }
        if has("signature") { return .signature }
        if has("media_wrap") || has("media") || has("photo_wrap") || has("video_file_wrap") || has("animated_wrap") || has("sticker_wrap") {
            if let address = attributes["href"] { message?.mediaFile = address.hasPrefix("http") ? nil : address }
            if message?.mediaKind == nil { message?.mediaKind = Self.kind(classes) }
            return .media
        }
        if isInMedia {
            if has("question") { return .pollQuestion }
            if has("answer") { return .pollAnswer }
            if has("title") { return .mediaTitle }
            if has("status") || has("description") { return .mediaStatus }
        }
        if has("text"), !has("bold") {
            if message?.text.text.isEmpty == false { message?.text.line() }
            return .text
        }
        if has("bot_buttons_table") || has("bot_button") || has("bot_button_row") { message?.text.line(); return .buttons }
        if name == "a", let address = attributes["href"] {
            if case .reply? = enclosing, let number = address.firstRange(of: "message")?.upperBound {
                message?.reply = String(address[number...].prefix { $0.isNumber || $0 == "-" })
            }
            // The title of a mention of a person is no address; `onclick` is how the page jumps.
            if isInText { return .link(address, start: message?.text.text.count ?? 0) }
        }
        if isInText, HTMLText.isParagraph(name) || name == "div" { message?.text.line() }
        return .other
    }

    /// The innermost part that means something.
    private var enclosing: Part? { open.last { if case .other = $0 { false } else { true } } }

    private var isInMedia: Bool { open.contains { if case .media = $0 { true } else { false } } }

    private var isInText: Bool {
        open.contains {
            switch $0 {
            case .text, .pollQuestion, .pollAnswer, .buttons: true
            default: false
            }
        }
    }

    private static func kind(_ classes: [String]) -> String? {
        for name in classes {
            switch name {
            case "media_photo", "photo_wrap", "sticker_wrap": return "photo"
            case "media_video", "video_file_wrap", "animated_wrap": return "video"
            case "media_voice_message", "media_audio_file": return "audio"
            case "media_file": return "document"
            default: break
            }
        }
        return nil
    }

    private func text(_ bytes: [UInt8]) {
        guard !open.isEmpty else { return }
        if case .headerTitle? = open.last { title += bytes }
        guard let size = message?.text.text.count, size <= maxMessage else { return }
        switch enclosing {
        case .fromName?: message?.sender += bytes
        case .forwardedName?: message?.forwardedFrom += bytes
        case .signature?: message?.signature += bytes
        case .mediaTitle?: message?.mediaTitle += bytes
        case .mediaStatus?: message?.mediaStatus += bytes
        case .skipped?, .reply?, .header?, .headerTitle?: break
        default: if isInText { message?.text.append(bytes) }
        }
    }

    private func end(_ name: String) {
        if ["br", "img", "meta", "link", "input", "hr"].contains(name) { return }
        guard let part = open.popLast() else { return }
        switch part {
        case .headerTitle: hasTitle = true
        case .link(let address, let start):
            guard let message, isInText, !address.hasPrefix("#"), !address.hasPrefix("javascript:"), address != "" else { break }
            let label = String(decoding: message.text.text[min(start, message.text.text.count)...], as: UTF8.self).trimmed
            let isSame =
                label == address || address == "mailto:" + label || address.hasPrefix("tel:") || address.hasSuffix("//" + label)
                || address.hasSuffix("//" + label + "/")
            // `@name` and `#tag` link to what they say.
            if !isSame, !label.isEmpty, label.first != "@", label.first != "#", label.first != "/" {
                self.message?.text.append(Array(" (\(address))".utf8))
            }
        case .text, .pollQuestion, .pollAnswer, .buttons: message?.text.line()
        case .media: closeMedia()
        case .message:
            if let message {
                self.message = nil
                complete(message)
            }
        default: break
        }
    }

    private func closeMedia() {
        guard var message, message.mediaKind != nil || !message.mediaTitle.isEmpty, !isInMedia else { return }
        var name = String(decoding: message.mediaTitle, as: UTF8.self).trimmed
        if ["Photo", "Video file", "Voice message", "Video message", "Sticker", "Animation", "Audio file", "Poll", "Anonymous poll", "Quiz"].contains(
            name)
        {
            name = ""
        }
        let isPoll = message.mediaKind == nil && message.mediaFile == nil
        if !isPoll {
            if name.isEmpty, let file = message.mediaFile, message.mediaKind != "photo" {
                name = file.split(separator: "/").last.map(String.init) ?? ""
            }
            message.media.append(Media(kind: message.mediaKind ?? "document", fileName: name.isEmpty ? nil : name))
        }
        message.mediaKind = nil
        message.mediaTitle = []
        message.mediaStatus = []
        message.mediaFile = nil
        self.message = message
    }

    // MARK: - Messages

    private func complete(_ message: Message) {
        if message.isService { return builder.skip("service message") }
        var message = message
        let name = String(decoding: message.sender, as: UTF8.self).trimmed
        if !name.isEmpty { pages.sender = name } else if message.isJoined, let sender = pages.sender { message.sender = Array(sender.utf8) }
        if !name.isEmpty { senders.insert(name) }
        if isDecided {
            if isRefused { builder.skip("message of a private conversation") } else { append(message) }
            return
        }
        held.append(message)
        if held.count >= Self.enoughToDecide { decide() }
    }

    private var chat: String { String(decoding: title, as: UTF8.self).trimmed }

    private func decide() {
        guard !isDecided else { return }
        isDecided = true
        let isConversation = senders.count == 2 && senders.contains(chat) || ["Saved Messages", "Replies"].contains(chat)
        if isConversation, !allowsPrivate {
            isRefused = true
            builder.reject(offset: 0, line: 1, reason: "taken for a private conversation of two persons, which is not read without --allow-private")
            builder.skip("message of a private conversation", count: held.count)
        } else {
            for message in held { append(message) }
        }
        held = []
    }

    private func append(_ message: Message) {
        guard message.text.text.count <= maxMessage else {
            return builder.reject(
                offset: message.offset, line: message.line, record: message.id,
                reason: "more than \(maxMessage) bytes long (--max-line)", raw: message.text.text[...])
        }
        guard !message.id.isEmpty else { return builder.reject(offset: message.offset, line: message.line, reason: "a message without its number") }
        if message.text.text.isEmpty, message.media.isEmpty { return builder.skip("message without text and file") }
        var draft = Draft(id: message.id, text: message.text.text)
        draft.source = "telegram"
        let isConversation = senders.count == 2 && senders.contains(chat)
        draft.channel = chat.isEmpty || isConversation ? nil : chat
        let sender = String(decoding: message.sender, as: UTF8.self).trimmed
        let signature = String(decoding: message.signature, as: UTF8.self).trimmed
        // A channel writes under its own name; who signed is a person.
        draft.author = signature.isEmpty ? (sender == chat || sender.isEmpty ? nil : sender) : signature
        let forward = String(decoding: message.forwardedFrom, as: UTF8.self).trimmed
        if message.isForwarded, !forward.isEmpty {
            // "Name via @bot"
            draft.forwardedFrom = forward.firstRange(of: " via @").map { String(forward[..<$0.lowerBound]) } ?? forward
        }
        draft.replyTo = message.reply
        draft.readTimes(published: [message.date].compactMap { $0 })
        draft.media = message.media
        if !message.media.isEmpty { draft.note("media-not-analysed") }
        if message.isCut { draft.note("truncated") }
        builder.append(draft, offset: message.offset, line: message.line)
    }
}
