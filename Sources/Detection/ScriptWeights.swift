/// The weights of one script with its calibration laid out for use: what is looked up for every post lies in flat arrays.
struct ScriptWeights: Sendable {
    let tags: [String]
    /// Lanes of `und`, as bits.
    let undetermined: UInt32
    /// By lane, all lanes that share its tag.
    private let namesakes: [UInt32]
    /// The rows from `first` on, so that eight of them with one beginning are one line of memory.
    private let rows: [UInt64]
    private let first: Int
    private let mask: UInt64
    /// By length bucket, the `LanguageModel.knots` knots of its line.
    private let knots: [Float]
    /// By length bucket, the floor of each lane.
    private let floors: [Float]
    /// By number of letters: what a unit of a score adds to the logarithm of the odds, before and after the temperature.
    private let plain: [Float]
    private let tempered: [Float]
    private let exponent: Float
    private let unit: Float
    private let temperatures: [Float]
    /// Keeps lanes without a class from being the best.
    private let padding: SIMD16<Int32>

    private static let scaledLetters = 600

    init(_ table: LanguageModel.Table) {
        tags = table.tags
        knots = table.calibration.flatMap(\.knots)
        floors = table.calibration.flatMap(\.floors)
        unit = table.unit
        exponent = table.exponent
        temperatures = table.calibration.map(\.inverseTemperature)
        plain = (0..<Self.scaledLetters).map { table.unit * LetterScale.value($0, table.exponent) }
        tempered = plain.enumerated().map { $1 * table.calibration[LanguageModel.bucket(letters: $0)].inverseTemperature }
        let tags = table.tags
        namesakes = tags.map { tag in tags.indices.reduce(0) { tags[$1] == tag ? $0 | 1 << UInt32($1) : $0 } }
        undetermined = tags.firstIndex(of: LanguageDetector.undetermined).map { [namesakes] in namesakes[$0] } ?? 0
        (rows, first) = Self.aligned(table.rows)
        mask = 1 << UInt64(table.bits) - 1
        var padding = SIMD16<Int32>.zero
        for lane in table.tags.count..<LanguageModel.lanes { padding[lane] = -1 << 30 }
        self.padding = padding
    }

    private func scale(_ letters: Int) -> Float { letters < Self.scaledLetters ? plain[letters] : unit * LetterScale.value(letters, exponent) }

    /// How far the best class is ahead of the second, as a logarithm of odds.
    func lead(_ sum: ScoreSum, _ letters: Int) -> Float {
        let total = sum.lanes &+ padding
        var first = total[0]
        var second = Int32.min
        for lane in 1..<LanguageModel.lanes {
            let score = total[lane]
            second = max(second, min(first, score))
            first = max(first, score)
        }
        return Float(first &- second) * scale(letters)
    }

    /// The calibrated probability of each class; lanes without a class have none.
    func probabilities(_ total: SIMD16<Int32>, _ letters: Int) -> SIMD16<Float> {
        let bucket = LanguageModel.bucket(letters: letters)
        let scale = letters < Self.scaledLetters ? tempered[letters] : scale(letters) * temperatures[bucket]
        let padded = total &+ padding
        let (leader, most) = Self.largest(padded)
        // Below the thirtieth power of 1/e nothing is left; most lanes are.
        let least = Int32(max(-1e9, -30 / scale))
        var shares = SIMD16<Float>.zero
        var sum: Float = 0
        for lane in 0..<LanguageModel.lanes {
            let lead = padded[lane] &- most
            if lead > least {
                let share = Exponential.value(Float(lead) * scale)
                shares[lane] = share
                sum += share
            }
        }
        shares /= sum
        let raw = shares[leader]
        let calibrated = line(bucket, raw)
        shares *= (1 - calibrated) / max(1e-6, 1 - raw)
        shares[leader] = calibrated
        for lane in tags.count..<LanguageModel.lanes { shares[lane] = -1 }
        return shares
    }

    /// The first lane with the largest number.
    @inline(__always) private static func largest<Number: Comparable & SIMDScalar>(_ lanes: SIMD16<Number>) -> (lane: Int, value: Number) {
        var best = 0
        var value = lanes[0]
        for lane in 1..<LanguageModel.lanes where lanes[lane] > value {
            best = lane
            value = lanes[lane]
        }
        return (best, value)
    }

    /// Takes the most probable class out: it has the share -1 afterwards.
    @inline(__always) func takeBest(_ shares: inout SIMD16<Float>) -> (lane: Int, share: Float) {
        let (lane, share) = Self.largest(shares)
        shares[lane] = -1
        return (lane, share)
    }

    /// All lanes that have the tag of a lane, as bits.
    func lanesWithTag(of lane: Int) -> UInt32 { namesakes[lane] }

    /// Posts hold more names, tags and slips than the lines the floors were measured on.
    private static let leniency: Float = 0.8

    /// Whether a text scores lower for a class than nearly all texts of that class and length do.
    func isStrange(_ total: SIMD16<Int32>, _ letters: Int, _ lane: Int) -> Bool {
        let floor = floors[LanguageModel.bucket(letters: letters) * LanguageModel.lanes + lane]
        return Float(total[lane]) * scale(letters) < (floor > 0 ? floor * Self.leniency : floor)
    }

    private func line(_ bucket: Int, _ x: Float) -> Float {
        let place = min(1, max(0, x)) * Float(LanguageModel.knots - 1)
        let low = min(LanguageModel.knots - 2, Int(place))
        let share = place - Float(low)
        let first = bucket * LanguageModel.knots + low
        return knots[first] * (1 - share) + knots[first + 1] * share
    }

    /// The sum of the rows of a word.
    @inline(__always) func rowSum(_ units: Span<UInt16>, _ start: Int, _ end: Int, _ hash: UInt64) -> SIMD16<Int16> {
        let rows = self.rows.span
        let first = self.first
        var sum = RowSum()
        NGrams.forEachRow(units, start, end, hash: hash, mask: mask) { row in
            // A row is at most `mask`, and there are `mask + 9` numbers of which `first` is at most the seventh.
            sum.add(PackedRow(bits: unsafe rows[unchecked: first &+ row]))
        } pause: {
            sum.widen()
        }
        return sum.weights()
    }

    /// A copy of rows that begins on a line of memory of 64 bytes. Only speed depends on it.
    private static func aligned(_ rows: [PackedRow]) -> (rows: [UInt64], first: Int) {
        var copy = [UInt64](repeating: 0, count: rows.count + 8)
        // The address is only looked at; the array is never written again, so its storage stays.
        let address = unsafe copy.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
        let first = Int((64 - address % 64) % 64 / 8)
        for index in rows.indices { copy[first + index] = rows[index].bits }
        return (copy, first)
    }
}
