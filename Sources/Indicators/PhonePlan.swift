/// The world's numbering plans: whether digits behind a country calling code are a number that can be in use.
///
/// The same test as libphonenumber's `isValidNumber`: the national pattern of some type of number (`table`).
struct PhonePlan: Sendable {
    /// Built once, on the first candidate.
    static let shared = PhonePlan()

    /// Numbers that regulators keep free for films and examples; libphonenumber calls most of them invalid.
    ///
    /// Sources: Ofcom, *Telephone numbers for use in TV and radio drama programmes*; Arcep, decision 2018-0881 (numbers for audiovisual works).
    private static let drama = """
        44 7700900\\d{3}|1632960\\d{3}|(?:113496|114496|115496|116496|117496|118496|121496|131496|141496|151496|161496|191498)0\\d{3}|20794\
        60\\d{3}|28964960\\d{2}|2920180\\d{3}|8081570\\d{3}|9098790\\d{3}|3069990\\d{3}
        33 (?:19900|26191|35301|46571|53649|63998)\\d{4}
        """

    private var alternatives: [Int: [[Piece]]] = [:]

    private init() {
        for row in (Self.table + "\n" + Self.drama).utf8.split(separator: UInt8(ascii: "\n")) {
            var parser = Parser(row: Array(row))
            let code = parser.number()
            parser.index += 1
            alternatives[code, default: []] += parser.alternatives()
        }
    }

    /// The calling code that digits start with, and the lengths (bit n: n digits) that a national number behind it may have here.
    ///
    /// - Parameter digits: calling code and national number, at most 30.
    func lengths(of digits: [UInt8]) -> (code: Int, codeDigits: Int, national: UInt32)? {
        var code = 0
        for count in 1...3 where count < digits.count {
            code = code * 10 + Int(digits[count - 1])
            guard code > 0 else { return nil }
            if let pieces = alternatives[code] {
                return (code, count, Self.ends(pieces, Array(digits[count...].prefix(30)), from: 1))
            }
        }
        return nil
    }

    /// Whether digits are a whole national number of a calling code.
    func isValid(code: Int, national: [UInt8]) -> Bool {
        guard let pieces = alternatives[code], national.count < 31 else { return false }
        return Self.ends(pieces, national, from: 1) >> UInt32(national.count) & 1 == 1
    }

    /// A step of a pattern: a set of digits (one bit each) or a group, repeated.
    private struct Piece: Sendable {
        var digits: UInt16 = 0
        var group: [[Piece]] = []
        var minimum = 1
        var maximum = 1
    }

    /// Positions (one bit each) that the alternatives can reach from any of `positions`.
    private static func ends(_ alternatives: [[Piece]], _ digits: [UInt8], from positions: UInt32) -> UInt32 {
        var all: UInt32 = 0
        for alternative in alternatives {
            var reached = positions
            for piece in alternative {
                var once = reached
                reached = piece.minimum == 0 ? once : 0
                for round in 1...max(1, piece.maximum) where once != 0 {
                    if piece.group.isEmpty {
                        var next: UInt32 = 0
                        var rest = once
                        while rest != 0 {
                            let position = rest.trailingZeroBitCount
                            rest &= rest - 1
                            if position < digits.count, piece.digits >> UInt16(digits[position]) & 1 == 1 { next |= 2 << UInt32(position) }
                        }
                        once = next
                    } else {
                        once = ends(piece.group, digits, from: once)
                    }
                    if round >= piece.minimum { reached |= once }
                }
                if reached == 0 { break }
            }
            all |= reached
        }
        return all
    }

    /// Reads the patterns of the table: digits, `\d`, `[2-57]`, `(?:…|…)`, `?`, `{n}`, `{n,m}`.
    private struct Parser {
        var row: [UInt8]
        var index = 0

        var next: UInt8? { index < row.count ? row[index] : nil }

        mutating func number() -> Int {
            var value = 0
            while let byte = next, Bytes.isDigit(byte) {
                value = value * 10 + Int(byte - 0x30)
                index += 1
            }
            return value
        }

        mutating func alternatives() -> [[Piece]] {
            var all: [[Piece]] = [[]]
            while let byte = next, byte != UInt8(ascii: ")") {
                if byte == UInt8(ascii: "|") {
                    all.append([])
                    index += 1
                } else {
                    all[all.count - 1].append(piece())
                }
            }
            return all
        }

        private mutating func piece() -> Piece {
            var piece = Piece()
            switch row[index] {
            case UInt8(ascii: "("):
                index += 3  // "(?:"
                piece.group = alternatives()
                index += 1
            case UInt8(ascii: "["):
                index += 1
                var low: UInt8 = 0
                while let byte = next, byte != UInt8(ascii: "]") {
                    if byte == UInt8(ascii: "-") {
                        index += 1
                        for digit in low...row[index] - 0x30 { piece.digits |= 1 << UInt16(digit) }
                    } else {
                        low = byte - 0x30
                        piece.digits |= 1 << UInt16(low)
                    }
                    index += 1
                }
                index += 1
            case UInt8(ascii: "\\"):
                piece.digits = 0x3FF
                index += 2
            default:
                piece.digits = 1 << UInt16(row[index] - 0x30)
                index += 1
            }
            if next == UInt8(ascii: "?") {
                piece.minimum = 0
                index += 1
            } else if next == UInt8(ascii: "{") {
                index += 1
                piece.minimum = number()
                piece.maximum = piece.minimum
                if next == UInt8(ascii: ",") {
                    index += 1
                    piece.maximum = number()
                }
                index += 1
            }
            return piece
        }
    }
}
