internal import Detection

/// Learns the rows of one script: multinomial logistic regression over hashed n-grams by stochastic gradient descent, each weight with its own rate
/// (Adagrad: Duchi, Hazan, Singer 2011), one example after the other, so that the same examples in the same order give the same weights.
struct SoftmaxTrainer {
    let bits: Int
    let classes: Int
    let exponent: Float
    let rate: Float
    private(set) var weights: [SIMD16<Float>]
    private var squares: [SIMD16<Float>]
    private var sums: [SIMD16<Float>]
    private var summed = 0
    private var rows: [Int] = []

    init(bits: Int, classes: Int, exponent: Float, rate: Float) {
        self.bits = bits
        self.classes = classes
        self.exponent = exponent
        self.rate = rate
        weights = Array(repeating: .zero, count: 1 << bits)
        squares = Array(repeating: SIMD16(repeating: 1e-6), count: 1 << bits)
        sums = []
    }

    /// Rows of a text and its number of letters.
    static func rows(of units: [UInt16], bits: Int, into rows: inout [Int]) -> Int {
        rows.removeAll(keepingCapacity: true)
        let span = units.span
        var letters = 0
        var start = 0
        while start < units.count {
            var end = start
            while end < units.count && span[end] != 0x20 { end += 1 }
            if end > start {
                letters += end - start
                NGrams.forEachRow(span, start, end, hash: NGrams.hash(span, start, end), mask: 1 << UInt64(bits) - 1) { rows.append($0) }
            }
            start = end + 1
        }
        return letters
    }

    /// One step on one text. `keep` of 256 features are used, the rest are left out by chance, so that no single n-gram is relied on.
    mutating func learn(_ units: [UInt16], label: Int, weight: Float, keep: UInt64, _ random: inout TrainingRandom) -> Float {
        let letters = Self.rows(of: units, bits: bits, into: &rows)
        guard letters > 0 else { return 0 }
        if keep < 256 {
            var kept = 0
            var bitsLeft = 0
            var pool: UInt64 = 0
            for index in 0..<rows.count {
                if bitsLeft == 0 {
                    pool = random.next()
                    bitsLeft = 8
                }
                let isKept = pool & 0xFF < keep
                pool >>= 8
                bitsLeft -= 1
                if isKept {
                    rows[kept] = rows[index]
                    kept += 1
                }
            }
            rows.removeLast(rows.count - kept)
        }
        let scale = LetterScale.value(letters, exponent) * (keep < 256 ? 256 / Float(keep) : 1)
        var logits = SIMD16<Float>.zero
        for row in rows { logits += weights[row] }
        logits *= scale
        var top = -Float.infinity
        for lane in 0..<classes { top = max(top, logits[lane]) }
        var gradient = SIMD16<Float>.zero
        var total: Float = 0
        for lane in 0..<classes {
            gradient[lane] = Exponential.value(logits[lane] - top)
            total += gradient[lane]
        }
        gradient /= total
        let probability = gradient[label]
        gradient[label] -= 1
        gradient *= scale * weight
        let square = gradient * gradient
        for row in rows {
            squares[row] += square
            weights[row] -= rate * gradient / squares[row].squareRoot()
        }
        return probability
    }

    /// The probability of each class for a text.
    mutating func probabilities(_ units: [UInt16]) -> [Float] {
        let letters = Self.rows(of: units, bits: bits, into: &rows)
        var logits = SIMD16<Float>.zero
        for row in rows { logits += weights[row] }
        logits *= LetterScale.value(letters, exponent)
        let top = (0..<classes).map { logits[$0] }.max() ?? 0
        let shares = (0..<classes).map { Exponential.value(logits[$0] - top) }
        let total = shares.reduce(0, +)
        return shares.map { $0 / total }
    }

    /// Shrinks all weights a little.
    mutating func decay(_ factor: Float) { for row in weights.indices { weights[row] *= factor } }

    /// Adds the weights as they are to the mean that is the result.
    mutating func keepForMean() {
        if sums.isEmpty { sums = Array(repeating: .zero, count: weights.count) }
        for row in weights.indices { sums[row] += weights[row] }
        summed += 1
    }

    /// The mean of the kept weights.
    var mean: [SIMD16<Float>] { summed == 0 ? weights : sums.map { $0 / Float(summed) } }
}
