/// The weights of the language identifier with what it was trained on.
///
/// For each script a table of rows, one for each hashed n-gram (`NGrams`), sixteen weights a row, one for each class of the script. The file is little-endian:
/// eight bytes `mirobLI3`; the length of the metadata and the metadata, `key: value` lines of UTF-8; then for Latin, Cyrillic and Arabic the
/// number of classes and their tags (length and bytes), the binary logarithm of the number of rows, the weight of one unit, the exponent of the length,
/// the calibration of each length bucket (inverse temperature, the knots of a rising line, the floor of each class), and the rows, eight bytes each (`PackedRow`).
public struct LanguageModel: Sendable {
    /// What the model was made from and how: `date`, `data` (SHA-256 or another digest of the input), `lines.TAG`, `seed` and the parameters.
    public let metadata: [(key: String, value: String)]
    package let tables: [Table]

    /// Lanes of a row, and so the most classes a script can have.
    package static let lanes = 16
    /// Knots of the calibration line: the confidence of 0, 1/16, … 1.
    package static let knots = 17
    private static let magic = Array("mirobLI3".utf8)

    /// The weights of one script.
    package struct Table: Sendable {
        /// A tag for each class. Several classes may share a tag, when a language has several ways of writing in one script.
        package var tags: [String]
        /// Binary logarithm of the number of rows.
        package var bits: Int
        /// What one unit of a weight adds to the logarithm of the odds, before the length and the temperature.
        package var unit: Float
        /// Scores are divided by the number of letters to this power.
        package var exponent: Float
        /// By length bucket.
        package var calibration: [Calibration]
        /// `1 << bits` rows.
        package var rows: [PackedRow]

        /// Makes a table.
        package init(tags: [String], bits: Int, unit: Float, exponent: Float, calibration: [Calibration], rows: [PackedRow]) {
            self.tags = tags
            self.bits = bits
            self.unit = unit
            self.exponent = exponent
            self.calibration = calibration
            self.rows = rows
        }
    }

    /// How scores of texts of one length become a confidence.
    package struct Calibration: Sendable, Hashable {
        /// Multiplies the logarithms of the odds.
        package var inverseTemperature: Float
        /// The confidence of the raw probabilities 0, 1/16, … 1; linear between them.
        package var knots: [Float]
        /// By lane: a text whose score is lower is in a language the model doesn't know, though this class is nearest to it.
        package var floors: [Float]

        /// Makes a calibration.
        package init(
            inverseTemperature: Float = 1, knots: [Float] = (0..<LanguageModel.knots).map { Float($0) / Float(LanguageModel.knots - 1) },
            floors: [Float] = Array(repeating: -1000, count: LanguageModel.lanes)
        ) {
            self.inverseTemperature = inverseTemperature
            self.floors = floors
            self.knots = knots
        }
    }

    /// Letters from which each length bucket begins.
    package static let bucketStarts = [0, 6, 11, 18, 30, 50, 90, 160]

    /// The bucket of a text of so many letters.
    @inline(__always) package static func bucket(letters: Int) -> Int {
        // Sums of comparisons with `bucketStarts`, written out: it is asked for several times a post.
        let short = (letters >= 6 ? 1 : 0) &+ (letters >= 11 ? 1 : 0) &+ (letters >= 18 ? 1 : 0)
        return short &+ (letters >= 30 ? 1 : 0) &+ (letters >= 50 ? 1 : 0) &+ (letters >= 90 ? 1 : 0) &+ (letters >= 160 ? 1 : 0)
    }

    /// Makes a model from its parts.
    package init(metadata: [(key: String, value: String)], tables: [Table]) {
        self.metadata = metadata
        self.tables = tables
    }

    /// Reads a model.
    ///
    /// - Parameter bytes: the whole file.
    /// - Throws: `DetectionError` when the bytes are not a model of this version, whole and undamaged.
    /// - Complexity: O(bytes); a few milliseconds.
    public init(bytes: [UInt8]) throws(DetectionError) {
        var reader = ModelReader(bytes: bytes)
        guard try reader.bytes(Self.magic.count, "the signature") == Self.magic else { throw DetectionError(.notAModel, "it begins otherwise") }
        let text = String(decoding: try reader.bytes(Int(try reader.word("the metadata's length")), "the metadata"), as: UTF8.self)
        var metadata: [(key: String, value: String)] = []
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { throw DetectionError(.invalidField, "a line of metadata without a colon") }
            metadata.append((String(parts[0]), String(parts[1].drop { $0 == " " })))
        }
        var tables: [Table] = []
        for script in WrittenScript.allCases { tables.append(try Self.readTable(&reader, script.code)) }
        guard reader.position == bytes.count else { throw DetectionError(.wrongLength, "\(bytes.count - reader.position) bytes too many") }
        self.metadata = metadata
        self.tables = tables
    }

    private static func readTable(_ reader: inout ModelReader, _ script: String) throws(DetectionError) -> Table {
        let count = try reader.byte("the number of classes")
        guard count > 0 && count <= lanes else { throw DetectionError(.invalidField, "\(count) classes in \(script)") }
        var tags: [String] = []
        for _ in 0..<count { tags.append(String(decoding: try reader.bytes(try reader.byte("a tag's length"), "a tag"), as: UTF8.self)) }
        let bits = try reader.byte("the number of rows")
        guard (8...18).contains(bits) else { throw DetectionError(.invalidField, "2^\(bits) rows in \(script)") }
        let unit = try reader.number("the weight of a unit")
        let exponent = try reader.number("the exponent of the length")
        guard unit > 0 && unit.isFinite && exponent >= 0 && exponent <= 1 else {
            throw DetectionError(.invalidField, "unit or exponent in \(script)")
        }
        var calibration: [Calibration] = []
        for _ in bucketStarts {
            let inverse = try reader.number("a temperature")
            var knots: [Float] = []
            for _ in 0..<Self.knots { knots.append(try reader.number("a knot")) }
            guard inverse > 0 && inverse.isFinite && knots.allSatisfy({ $0 >= 0 && $0 <= 1 }) else {
                throw DetectionError(.invalidField, "calibration in \(script)")
            }
            var floors: [Float] = []
            for _ in 0..<lanes { floors.append(try reader.number("a floor")) }
            calibration.append(Calibration(inverseTemperature: inverse, knots: knots, floors: floors))
        }
        let rows = try reader.rows(1 << bits)
        return Table(tags: tags, bits: bits, unit: unit, exponent: exponent, calibration: calibration, rows: rows)
    }

    /// The model as a file: `LanguageModel(bytes: model.encoded())` is the same model.
    ///
    package func encoded() -> [UInt8] {
        var bytes = Self.magic
        func append(_ word: UInt32) { for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: word >> UInt32(shift))) } }
        let text = Array(metadata.map { "\($0.key): \($0.value)\n" }.joined().utf8)
        append(UInt32(text.count))
        bytes += text
        for table in tables {
            bytes.append(UInt8(table.tags.count))
            for tag in table.tags {
                bytes.append(UInt8(tag.utf8.count))
                bytes += Array(tag.utf8)
            }
            bytes.append(UInt8(table.bits))
            append(table.unit.bitPattern)
            append(table.exponent.bitPattern)
            for calibration in table.calibration {
                append(calibration.inverseTemperature.bitPattern)
                for number in calibration.knots + calibration.floors { append(number.bitPattern) }
            }
            for row in table.rows {
                for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: row.bits >> UInt64(shift))) }
            }
        }
        return bytes
    }

    /// All tags the model can give, without `und`, each once.
    public var tags: [String] {
        var seen: [String] = []
        for table in tables { for tag in table.tags where !seen.contains(tag) { seen.append(tag) } }
        return seen
    }
}

/// Reads the fields of a model file one after the other.
private struct ModelReader {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func bytes(_ count: Int, _ what: String) throws(DetectionError) -> [UInt8] {
        guard count <= bytes.count - position else { throw DetectionError(.wrongLength, "it ends in \(what)") }
        let start = position
        position += count
        return Array(bytes[start..<start + count])
    }

    mutating func byte(_ what: String) throws(DetectionError) -> Int {
        guard position < bytes.count else { throw DetectionError(.wrongLength, "it ends in \(what)") }
        position += 1
        return Int(bytes[position - 1])
    }

    mutating func word(_ what: String) throws(DetectionError) -> UInt32 {
        let four = try bytes(4, what)
        return UInt32(four[0]) | UInt32(four[1]) << 8 | UInt32(four[2]) << 16 | UInt32(four[3]) << 24
    }

    mutating func number(_ what: String) throws(DetectionError) -> Float { Float(bitPattern: try word(what)) }

    mutating func rows(_ count: Int) throws(DetectionError) -> [PackedRow] {
        guard count * 8 <= bytes.count - position else { throw DetectionError(.wrongLength, "it ends in the rows") }
        var rows = [PackedRow](repeating: PackedRow(), count: count)
        var target = rows.mutableSpan
        let bytes = self.bytes
        let source = unsafe bytes.span.bytes
        for index in 0..<count {
            // Any eight bytes are a number, and the length was compared above.
            let bits = unsafe source.unsafeLoadUnaligned(fromByteOffset: position &+ index &* 8, as: UInt64.self)
            target[index] = PackedRow(bits: UInt64(littleEndian: bits))
        }
        position += count * 8
        return rows
    }
}
