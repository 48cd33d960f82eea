internal import CSimdjson
internal import ICUText

/// What encoding bytes are in: by a byte order mark, by what a document declares, then by ICU's detector. All else in Ingestion reads UTF-8.
struct Encoding: Equatable {
    /// ICU's name; nil for UTF-8.
    var name: String?
    /// Bytes of a byte order mark, to be passed over.
    var mark = 0

    static let utf8 = Encoding()

    /// Tells the encoding of a text by its first bytes.
    ///
    /// - Parameters:
    ///   - head: The first bytes, as many as are at hand.
    ///   - isComplete: They are all there are, so a character that is cut off at their end is a fault.
    ///   - declared: What the document or its transport says.
    ///   - guesses: Bytes that are no UTF-8 are looked at for what else they may be; not for JSON, which is UTF-8 by its definition.
    static func detect(_ head: ArraySlice<UInt8>, isComplete: Bool, declared: String? = nil, guesses: Bool = true) -> Encoding {
        // UTF-32 first: its little-endian mark begins with that of UTF-16.
        let marks: [([UInt8], String?)] = [
            ([0xEF, 0xBB, 0xBF], nil), ([0xFF, 0xFE, 0, 0], "UTF-32LE"), ([0, 0, 0xFE, 0xFF], "UTF-32BE"), ([0xFF, 0xFE], "UTF-16LE"),
            ([0xFE, 0xFF], "UTF-16BE"),
        ]
        for (mark, name) in marks where head.starts(with: mark) { return Encoding(name: name, mark: mark.count) }
        if let wide = wide(head) { return Encoding(name: wide) }
        let declared = declared.flatMap { known($0) }
        // Nearly always it is UTF-8, and that is told at once.
        if isComplete, unsafe head.withUnsafeBufferPointer({ unsafe mirob_is_utf8($0.baseAddress, Int64($0.count)) }) != 0 {
            return Encoding(name: head.contains { $0 >= 0x80 } ? nil : declared)
        }
        let quality = Quality(head, isComplete: isComplete)
        // A declaration of another encoding is believed where the bytes don't say otherwise; wrong ones are common.
        if quality.invalid == 0 { return Encoding(name: quality.multibyte == 0 ? declared : nil) }
        if let declared { return Encoding(name: declared) }
        // A few odd bytes are faults of single lines; bytes of all kinds are no text in any encoding.
        if !guesses || quality.multibyte >= 4 * quality.invalid || quality.invalid < 6 || quality.controls * 50 > head.count { return .utf8 }
        return Encoding(name: legacy(head))
    }

    /// Whether some first bytes may still turn out to begin with a mark that is longer.
    static func mayBeMark(_ head: ArraySlice<UInt8>) -> Bool {
        head.count < 4
            && [[0xEF, 0xBB, 0xBF], [0xFF, 0xFE, 0, 0], [0, 0, 0xFE, 0xFF], [0xFE, 0xFF]].contains { (mark: [UInt8]) in mark.starts(with: head) }
    }

    /// All of a document as UTF-8, without its mark.
    static func utf8(of bytes: ArraySlice<UInt8>, declared: String?) -> [UInt8] {
        let encoding = detect(bytes.prefix(1 << 20), isComplete: bytes.count <= 1 << 20, declared: declared)
        let content = bytes.dropFirst(encoding.mark)
        guard let name = encoding.name, let converted = TextConverter.utf8(of: content, encoding: name) else { return Array(content) }
        return converted
    }

    /// ICU's name of a declared encoding, nil for UTF-8, for what ICU doesn't know, and for UTF-16 and UTF-32: a declaration that can be read byte
    /// by byte is in neither. Latin-1 is taken for windows-1252, as the WHATWG Encoding Standard has it.
    private static func known(_ label: String) -> String? {
        let label = label.lowercased().filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" }
        if label.isEmpty || ["utf-8", "utf8", "unicode"].contains(label) || label.hasPrefix("utf-16") || label.hasPrefix("utf-32") { return nil }
        if ["iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"].contains(label) { return "windows-1252" }
        let aliases = ["win-1251": "windows-1251", "cp-1251": "windows-1251", "win1251": "windows-1251", "cp-1256": "windows-1256"]
        let name = aliases[label] ?? label
        return name.utf8.count < 32 && TextConverter(encoding: name) != nil ? name : nil
    }

    /// UTF-16 or UTF-32 without a mark: in the scripts read here the high byte of nearly every unit is one of a few.
    private static func wide(_ head: ArraySlice<UInt8>) -> String? {
        let bytes = Array(head.prefix(1024))
        guard bytes.count >= 4, bytes.contains(0) else { return nil }
        // Latin, Latin Extended-A, Cyrillic, Arabic, General Punctuation, Arabic forms, surrogates of emoji.
        let highs: Set<UInt8> = [0x00, 0x01, 0x02, 0x04, 0x06, 0x20, 0xD8, 0xDC, 0xDD, 0xDE, 0xFB, 0xFE]
        for (name, width, high) in [("UTF-32LE", 4, 2), ("UTF-32BE", 4, 1), ("UTF-16LE", 2, 1), ("UTF-16BE", 2, 0)] {
            let units = bytes.count / width
            var likely = 0
            var zeros = 0
            for unit in 0..<units {
                let at = unit * width
                if width == 4 {
                    // The other two bytes are zero too.
                    let zero = name == "UTF-32LE" ? (bytes[at + 2], bytes[at + 3]) : (bytes[at], bytes[at + 1])
                    if zero.0 <= 1, zero.1 == 0 { likely += 1; zeros += 1 }
                } else {
                    if highs.contains(bytes[at + high]) { likely += 1 }
                    if bytes[at + high] == 0 { zeros += 1 }
                    if bytes[at + 1 - high] == 0 { likely -= 1 }  // U+xx00
                }
            }
            if units >= 1, zeros >= max(1, min(2, units / 2)), likely * 10 >= units * 9, !(width == 2 && units < 4 && zeros < units) { return name }
        }
        return nil
    }

    /// What bytes that aren't UTF-8 are in: the likeliest of ICU's guesses that leaves no control characters, of those that its detector and this
    /// region's software know.
    private static func legacy(_ head: ArraySlice<UInt8>) -> String {
        let names: Set = ["windows-1251", "KOI8-R", "ISO-8859-5", "windows-1256", "windows-1254", "ISO-8859-9", "windows-1252", "ISO-8859-1"]
        for guess in ICUText.encodings(of: lettersOnly(head)) where names.contains(guess.name) {
            let name = guess.name == "ISO-8859-1" ? "windows-1252" : guess.name == "ISO-8859-9" ? "windows-1254" : guess.name
            if isPlausible(head, name) { return name }
        }
        return "windows-1252"
    }

    /// Without what is ASCII and long, which tells the detector nothing: tags, addresses, scripts. A space stays between words.
    private static func lettersOnly(_ head: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var kept: [UInt8] = []
        var lastWasSpace = true
        for byte in head {
            if byte >= 0x80 {
                kept.append(byte)
                lastWasSpace = false
            } else if !lastWasSpace {
                kept.append(0x20)
                lastWasSpace = true
            }
        }
        return kept[...]
    }

    private static func isPlausible(_ head: ArraySlice<UInt8>, _ name: String) -> Bool {
        guard let text = TextConverter.utf8(of: head.prefix(65_536), encoding: name) else { return false }
        var odd = 0
        var letters = 0
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars where scalar.value >= 0x80 {
            if scalar.value < 0xA0 || scalar.value == 0xFFFD { odd += 1 } else { letters += 1 }
        }
        return odd * 20 <= letters
    }

    /// How much of some bytes is UTF-8.
    private struct Quality {
        var multibyte = 0
        var invalid = 0
        /// Control characters that no text has.
        var controls = 0

        init(_ bytes: ArraySlice<UInt8>, isComplete: Bool) {
            var decoder = UTF8()
            var iterator = bytes.makeIterator()
            var position = 0
            while true {
                switch decoder.decode(&iterator) {
                case .scalarValue(let scalar):
                    if scalar.value >= 0x80 { multibyte += 1 }
                    if scalar.value < 0x09 || 0x0E..<0x1B ~= scalar.value { controls += 1 }
                    position += UTF8.width(scalar)
                case .emptyInput: return
                case .error:
                    // Only the last three bytes can be a character that goes on.
                    if !isComplete, bytes.count - position <= 3 { return }
                    invalid += 1
                    position += 1
                }
            }
        }
    }
}

/// An input in another encoding as UTF-8.
final class TranscodedInput: ByteInput {
    private let source: any ByteInput
    private let converter: TextConverter
    private var input = [UInt8](repeating: 0, count: 65_536)
    private var start = 0
    private var end = 0
    private var isEnded = false
    private var hasMore = false

    init?(_ source: any ByteInput, encoding: String) {
        guard let converter = TextConverter(encoding: encoding) else { return nil }
        self.source = source
        self.converter = converter
    }

    var isRegular: Bool { source.isRegular }
    var fileOffset: Int { source.fileOffset }
    func isReady(within timeout: Duration) -> Bool { hasMore || start < end || source.isReady(within: timeout) }

    func read(into buffer: inout [UInt8], from start: Int, to end: Int) throws(IngestionError.Cause) -> Int? {
        if self.start == self.end, !isEnded, !hasMore {
            guard let count = try source.read(into: &input, from: 0, to: input.count) else { return nil }
            self.start = 0
            self.end = count
            isEnded = count == 0
        }
        if isEnded, self.start == self.end, !hasMore, isFlushed { return 0 }
        let step = converter.convert(input, from: self.start, to: self.end, into: &buffer, at: start, to: end, isLast: isEnded)
        self.start += step.consumed
        hasMore = step.hasMore
        if isEnded, !hasMore { isFlushed = true }
        return step.produced > 0 ? step.produced : isEnded && !hasMore ? 0 : nil
    }

    private var isFlushed = false
}

/// An input whose first bytes have been looked at.
final class PeekedInput: ByteInput {
    private let source: any ByteInput
    /// What has been looked at and not been read yet.
    private(set) var head: [UInt8] = []
    private var position = 0
    /// The head is all there is.
    private(set) var isComplete = false
    private var failure: IngestionError.Cause?

    init(_ source: any ByteInput) { self.source = source }

    var isRegular: Bool { source.isRegular }
    var fileOffset: Int { source.fileOffset }
    func isReady(within timeout: Duration) -> Bool { position < head.count || isComplete || source.isReady(within: timeout) }

    /// Whether there is more behind the head without waiting longer than `timeout`.
    func isReady(within timeout: Duration, behindHead: Bool) -> Bool { isComplete || source.isReady(within: timeout) }

    /// Looks at more; false where there is no more, or the limit is reached.
    func more(limit: Int) -> Bool {
        while !isComplete, head.count < limit {
            let start = head.count
            head += [UInt8](repeating: 0, count: min(65_536, limit - start))
            var count: Int?
            do {
                count = try source.read(into: &head, from: start, to: head.count)
                if count == 0 { isComplete = true }
            } catch {
                failure = error
                isComplete = true
            }
            head.removeLast(head.count - start - (count ?? 0))
            if let count, count > 0 { return true }
        }
        return false
    }

    /// Passes over bytes of the head.
    func drop(_ count: Int) { position = min(head.count, position + count) }

    func read(into buffer: inout [UInt8], from start: Int, to end: Int) throws(IngestionError.Cause) -> Int? {
        if position < head.count {
            let count = min(head.count - position, end - start)
            buffer.replaceSubrange(start..<start + count, with: head[position..<position + count])
            position += count
            if position == head.count {
                head = []
                position = 0
            }
            return count
        }
        if let failure { throw failure }
        return isComplete ? 0 : try source.read(into: &buffer, from: start, to: end)
    }
}
