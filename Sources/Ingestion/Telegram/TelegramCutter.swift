internal import Model

/// Cuts the messages out of a Telegram Desktop export, `result.json`: one chat (`messages`) or a whole account (`chats.list[].messages`, `left_chats`).
///
/// The file is never held whole: a scanner by brackets finds each element of `messages`, and simdjson, which wants a whole document of less than
/// 4 GB, parses that one alone. What surrounds the messages is read member by member:
/// ```
/// { "name":…, "type":…, "id":…, "messages":[ {…}, {…} ] }
/// { "about":…, "chats":{ "about":…, "list":[ { "name":…, "messages":[…] }, … ] }, "left_chats":{…} }
/// ```
final class TelegramCutter: Cutter {
    /// Where the cutter stands; the last one is the innermost.
    private enum Level {
        /// Inside the root object, which may itself be a chat.
        case root
        /// Inside `chats` or `left_chats`.
        case chats
        /// Inside their `list`.
        case list
        /// Inside a chat.
        case chat
        /// Inside `messages`.
        case messages
    }

    private let window: Window
    private let allowsPrivate: Bool
    private let file: String
    private let maxRecord: Int
    private var builder: BatchBuilder
    private var levels: [Level] = []
    private var chat = TelegramChat()
    private var position = 0
    private var isStarted = false
    private var isFinished = false

    init(file: String, source: any ByteInput, options: BatchReader.Options) {
        self.file = file
        window = Window(source)
        allowsPrivate = options.allowsPrivate
        maxRecord = options.maxLine
        builder = BatchBuilder(file: file, format: .telegram, maxLine: options.maxLine)
    }

    func next() -> BatchItem? {
        while !isFinished, !builder.isFull { step() }
        if !builder.isEmpty { return builder.take() }
        guard isFinished, let failure = window.failure, !isReported else { return nil }
        isReported = true
        return .failure(IngestionError(file: file, cause: failure))
    }

    private var isReported = false

    /// Reads one member or one element.
    private func step() {
        if !isStarted {
            isStarted = true
            guard let start = window.skipSpace(from: 0) else { return finish() }
            position = start
            switch window.byte(at: position) {
            case UInt8(ascii: "{"): levels = [.root]
            case UInt8(ascii: "["): levels = [.messages]
            default: return stop("not a Telegram export: an object is expected")
            }
            position += 1
            return
        }
        guard let level = levels.last else { return finish() }
        guard let next = window.skipSpace(from: position) else { return cutOff() }
        position = next
        switch (level, window.byte(at: position)) {
        case (_, UInt8(ascii: ",")): position += 1
        case (.list, UInt8(ascii: "]")), (.messages, UInt8(ascii: "]")), (.root, UInt8(ascii: "}")), (.chats, UInt8(ascii: "}")),
            (.chat, UInt8(ascii: "}")):
            position += 1
            levels.removeLast()
        case (.list, UInt8(ascii: "{")):
            position += 1
            chat = TelegramChat()
            levels.append(.chat)
        case (.messages, UInt8(ascii: "}")): stop("not JSON: a bracket is closed that was not opened")
        case (.messages, _): message()
        case (.list, _): _ = skipValue()
        case (_, UInt8(ascii: "\"")): member(of: level)
        default: stop("not JSON: the name of a member is expected")
        }
    }

    private func member(of level: Level) {
        guard let key = value(longest: 4096), let colon = window.skipSpace(from: position) else { return cutOff() }
        guard window.byte(at: colon) == UInt8(ascii: ":") else { return stop("not JSON: a colon is expected") }
        guard let start = window.skipSpace(from: colon + 1), let first = window.byte(at: start) else { return cutOff() }
        position = start
        let isChat = level == .root || level == .chat
        switch (String(decoding: key, as: UTF8.self), first) {
        case ("\"messages\"", UInt8(ascii: "[")) where isChat:
            position += 1
            levels.append(.messages)
            if chat.isPrivate, !allowsPrivate {
                // No bytes of it: a rejects file is no place for somebody's letters.
                builder.reject(
                    offset: position - 1, line: window.line(at: position - 1),
                    reason: "a private conversation (\(chat.type ?? "")) is not read without --allow-private")
            }
        case ("\"chats\"", UInt8(ascii: "{")) where level == .root, ("\"left_chats\"", UInt8(ascii: "{")) where level == .root:
            position += 1
            levels.append(.chats)
        case ("\"list\"", UInt8(ascii: "[")) where level == .chats:
            position += 1
            levels.append(.list)
        case ("\"name\"", _) where isChat: chat.name = scalar()
        case ("\"type\"", _) where isChat: chat.type = scalar()
        case ("\"id\"", _) where isChat: chat.id = scalar()
        default: _ = skipValue()
        }
    }

    /// Cuts one element of `messages`.
    private func message() {
        let start = position
        let line = window.line(at: start)
        guard let end = skipValue(keeping: true) else { return }
        if chat.isPrivate, !allowsPrivate {
            builder.skip("message of a private conversation")
        } else if end - start > maxRecord || start < window.base {
            builder.reject(
                offset: start, line: line, reason: "\(end - start) bytes long, above the limit of \(maxRecord) (--max-line)",
                raw: start < window.base ? [] : window.slice(start, end))
        } else {
            builder.append(window.slice(start, end), offset: start, line: line, kind: .telegram(chat))
        }
    }

    /// Moves behind the value at `position`; nil where the input ends inside it.
    private func skipValue(keeping: Bool = false) -> Int? {
        var scanner = JSONScanner()
        let start = position
        var scanned = position
        while true {
            if let end = window.end(of: &scanner, from: scanned) {
                position = end
                if position == start {  // neither a value nor what may follow one
                    stop("not JSON: a value is expected")
                    return nil
                }
                return position
            }
            scanned = window.end
            // Beyond the limit nothing is kept: the record is rejected, whatever its size.
            let isKept = keeping && scanned - start <= maxRecord
            if !window.read(keepingFrom: isKept ? start : scanned) {
                if keeping, chat.isPrivate, !allowsPrivate {
                    builder.skip("message of a private conversation")
                    position = window.end
                    finish()
                } else {
                    cutOff(recordAt: keeping && start >= window.base ? start : nil)
                }
                return nil
            }
        }
    }

    /// The raw bytes of a short value.
    private func value(longest: Int) -> ArraySlice<UInt8>? {
        var scanner = JSONScanner()
        let start = position
        var scanned = position
        while true {
            if let end = window.end(of: &scanner, from: scanned) {
                position = end
                return window.slice(start, position)
            }
            scanned = window.end
            if scanned - start > max(longest, Window.piece) || !window.read(keepingFrom: start) { return nil }
        }
    }

    /// A short string or number; nil for anything else.
    private func scalar() -> String? {
        guard let raw = value(longest: 65_536) else {
            cutOff()
            return nil
        }
        let copy = JSONMending.mended(raw)
        return JSONDocument().parse(copy, from: 0, to: copy.count) { value, _ in value?.identifier }
    }

    private func cutOff(recordAt start: Int? = nil) {
        let place = start ?? max(window.base, min(position, window.end))
        builder.reject(
            offset: place, line: window.line(at: place), reason: "cut off: the export ends before its end",
            raw: chat.isPrivate && !allowsPrivate ? [] : window.slice(place, window.end))
        finish()
    }

    private func stop(_ reason: String) {
        builder.reject(
            offset: position, line: window.line(at: position), reason: reason + "; what follows is not read",
            raw: chat.isPrivate && !allowsPrivate ? [] : window.slice(position, window.end))
        finish()
    }

    private func finish() { isFinished = true }
}
