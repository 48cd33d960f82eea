public import Model

/// Finds wallets, accounts, cards, phones, handles, links and addresses in a text.
///
/// One pass over the bytes, eight at a time, stops only at bytes that an indicator cannot do without (`hits`); each stop asks the families:
///
///     digit, long Latin word → Scan+Wallets.swift   btc, ltc, tron, xmr, eth, ton, iban (also spaced or broken by invisible scalars)
///     digit                  → Scan+Numbers.swift   card, phone
///     : . ( [                → Scan+Links.swift     url, telegram links, raw ton
///     @                      → Scan+Addresses.swift email, telegram handles
///
/// Where two overlap, the one that is harder to come by stays (`Rank`). What carries a checksum and fails it is not reported, as anything.
/// Private keys (WIF, extended keys, 64 hexadecimal digits) and seed phrases match no family.
public struct IndicatorScanner: Sendable {
    /// Makes a scanner. Cheap: the tables are shared and built on first use.
    public init() {}

    /// Appends the indicators of a text, in order, not overlapping; values of cards and phones unmasked.
    ///
    /// - Complexity: O(bytes); work on text made to look like wallets is bounded by a budget that grows with the text.
    public func candidates(in text: UTF8Text, into result: inout [IndicatorCandidate]) {
        let bytes = text.utf8.span
        var scan = Scan(byteCount: bytes.count)
        scan.run(bytes)
        guard !scan.found.isEmpty else { return }
        var scalar = 0
        var position = 0
        for found in Self.withoutOverlaps(scan.found) {
            let start = scalar + Self.scalarCount(bytes, position, found.start)
            let end = start + Self.scalarCount(bytes, found.start, found.end)
            let indicator = Indicator(
                kind: found.kind, value: found.value, range: ScalarRange(start, end), checksum: found.checksum, field: nil)
            result.append(IndicatorCandidate(indicator: indicator, needsMoneyWord: found.needsMoneyWord))
            scalar = end
            position = found.end
        }
    }

    /// Scalars in a byte range.
    private static func scalarCount(_ text: Span<UInt8>, _ from: Int, _ to: Int) -> Int {
        let raw = unsafe text.bytes  // plain bytes, no padding
        var index = from
        var continuations = 0
        while index + 8 <= to {
            // In bounds: index + 8 <= to <= count. A continuation byte is 10xxxxxx.
            let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            continuations += (word & ~(word << 1) & 0x8080_8080_8080_8080).nonzeroBitCount
            index += 8
        }
        while index < to {
            if text[index] & 0xC0 == 0x80 { continuations += 1 }
            index += 1
        }
        return to - from - continuations
    }

    /// In order of position; of two that overlap the one with the higher rank, then the longer one.
    private static func withoutOverlaps(_ found: [Found]) -> [Found] {
        let sorted = found.sorted { ($0.start, $1.end) < ($1.start, $0.end) }
        var kept: [Found] = []
        for item in sorted {
            guard let last = kept.last, item.start < last.end else {
                kept.append(item)
                continue
            }
            if item.rank.rawValue > last.rank.rawValue { kept[kept.count - 1] = item }
        }
        return kept
    }
}

/// Which of two overlapping finds stays.
enum Rank: Int { case card, phone, link, linkedPhone, account, wallet }

/// A find in bytes.
struct Found {
    var kind: Indicator.Kind
    var start: Int
    var end: Int
    var value: String
    var checksum: Indicator.Checksum
    var rank: Rank
    var needsMoneyWord = false
}

/// The state of one pass over one text. Everything before an `…End` has been looked at by that family.
struct Scan {
    var found: [Found] = []
    var zone = Zone()
    var zoneEnd = 0
    var numberEnd = 0
    var linkEnd = 0
    var hostEnd = 0
    /// Hashes still allowed for wallets in pieces; whole ones cost at most one hash per 26 bytes.
    var hashBudget: Int

    init(byteCount: Int) {
        hashBudget = 64 + byteCount / 64
        zone.stepBudget = 4096 + 4 * byteCount
    }

    mutating func run(_ text: Span<UInt8>) {
        let raw = unsafe text.bytes  // plain bytes, no padding
        var position = 0
        var letterWords = 0
        while position + 9 <= text.count {
            // In bounds: position + 9 <= count.
            let word = unsafe UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self))
            let next = unsafe UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: position + 1, as: UInt64.self))
            var hits = Self.hits(word, next)
            while hits != 0 {
                visit(text, position + hits.trailingZeroBitCount >> 3)
                hits &= hits - 1
            }
            // Two words of ASCII letters on end: a wallet without a digit (one in 250 has none).
            if Self.isAllLetters(word) {
                letterWords += 1
                if letterWords == 3 { wallets(text, at: position) }
            } else {
                letterWords = 0
            }
            position += 8
        }
        // The rest once more from a word that ends where the text does, without the bytes already seen.
        if position + 1 < text.count, text.count >= 9 {
            let start = text.count - 9
            // In bounds: start + 9 == count.
            let word = unsafe UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self))
            let next = unsafe UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: start + 1, as: UInt64.self))
            let seen = UInt64(8 * (position - start))
            var hits = seen >= 64 ? 0 : (Self.hits(word, next) >> seen) << seen
            while hits != 0 {
                visit(text, start + hits.trailingZeroBitCount >> 3)
                hits &= hits - 1
            }
            position = text.count - 1
        }
        while position < text.count {
            visit(text, position)
            position += 1
        }
    }

    /// The high bit of each byte that may start or join an indicator: `.`, `/`, digits, `:`, `@`, `[`, `(`, 0xEF (full-width digits) and the
    /// first byte of an Arabic-Indic or Persian digit.
    @inline(__always) private static func hits(_ word: UInt64, _ next: UInt64) -> UInt64 {
        let high: UInt64 = 0x8080_8080_8080_8080
        let low7: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        let low = word & low7
        let ascii = ~word & high
        let numeric = (low &+ 0x5252_5252_5252_5252) & ~(low &+ 0x4545_4545_4545_4545)  // 0x2E...0x3A
        let at = ~((low ^ 0x4040_4040_4040_4040) &+ low7)
        let square = ~((low ^ 0x5B5B_5B5B_5B5B_5B5B) &+ low7)
        let round = ~((low ^ 0x2828_2828_2828_2828) &+ low7)
        let wide = ~((low ^ 0x6F6F_6F6F_6F6F_6F6F) &+ low7) & word  // 0xEF
        // 0xD9 or 0xDB, then 0xA0...0xA9 or 0xB0...0xB9; `visit` looks again.
        let arabicLead = ~(((low | 0x0202_0202_0202_0202) ^ 0x5B5B_5B5B_5B5B_5B5B) &+ low7) & word
        let second = next & 0x6F6F_6F6F_6F6F_6F6F
        let arabicDigit = (second &+ 0x6060_6060_6060_6060) & ~(second &+ 0x5656_5656_5656_5656) & next
        return ((numeric | at | square | round) & ascii) | ((wide | (arabicLead & arabicDigit)) & high)
    }

    @inline(__always) private static func isAllLetters(_ word: UInt64) -> Bool {
        let high: UInt64 = 0x8080_8080_8080_8080
        return word & high == 0 && (word &+ 0x3F3F_3F3F_3F3F_3F3F) & high == high
    }

    private mutating func visit(_ text: Span<UInt8>, _ position: Int) {
        switch text[position] {
        case 0x30...0x39:
            if position >= zoneEnd { wallets(text, at: position) }
            if position >= numberEnd && position >= linkEnd { number(text, at: position) }
        case UInt8(ascii: "."):
            if position >= linkEnd && position >= hostEnd { bareHost(text, at: position) }
        case UInt8(ascii: ":"):
            colon(text, at: position)
        case UInt8(ascii: "@"):
            if position >= linkEnd { at(text, at: position) }
        case UInt8(ascii: "["), UInt8(ascii: "("):
            if position >= linkEnd { bracket(text, at: position) }
        case 0xD9, 0xDB, 0xEF:
            if position >= numberEnd && position >= linkEnd, Bytes.digitValue(Bytes.scalar(text, at: position).value) != nil {
                number(text, at: position)
            }
        default:
            break
        }
    }
}
