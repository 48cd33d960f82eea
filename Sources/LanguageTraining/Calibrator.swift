internal import Detection
internal import Model

/// Fits how sure a score is, by length: a temperature, then a rising line (isotonic regression by pooling neighbours; Zadrozny and Elkan 2002).
struct Calibrator {
    let parameters: LanguageTrainer.Parameters

    private struct Sample {
        var logits: SIMD16<Float>
        var label: Int
    }

    /// Fills in the calibration of a table from texts that its weights were not learnt from.
    func calibrate(_ table: inout LanguageModel.Table, names: [String], texts: [ClassTexts], script: WrittenScript) {
        var samples: [[Sample]] = Array(repeating: [], count: LanguageModel.bucketStarts.count)
        var random = TrainingRandom(parameters.seed &* 77 &+ UInt64(script.rawValue))
        var rows: [Int] = []
        for own in texts where own.count > 0 {
            guard let label = names.firstIndex(of: own.name) else { continue }
            for _ in 0..<(own.isNeighbour ? parameters.neighbourPieces : parameters.pieces) {
                let piece = Piece.make(from: own, among: texts, &random)
                let letters = SoftmaxTrainer.rows(of: piece, bits: table.bits, into: &rows)
                guard letters > 0 else { continue }
                var total = ScoreSum()
                for row in rows { total.add(table.rows[row].weights) }
                let scale = table.unit * LetterScale.value(letters, table.exponent)
                samples[LanguageModel.bucket(letters: letters)].append(Sample(logits: SIMD16<Float>(total.lanes) * scale, label: label))
            }
        }
        for bucket in samples.indices where samples[bucket].count >= 200 {
            let inverse = Self.inverseTemperature(samples[bucket], classes: names.count)
            table.calibration[bucket] = LanguageModel.Calibration(
                inverseTemperature: inverse, knots: Self.knots(samples[bucket], inverse, tags: table.tags),
                floors: floors(samples[bucket], classes: names.count))
        }
    }

    /// For each class the score that all but a few of its own texts of this length reach.
    private func floors(_ samples: [Sample], classes: Int) -> [Float] {
        var floors = Array(repeating: Float(-1000), count: LanguageModel.lanes)
        for lane in 0..<classes {
            var own: [Float] = []
            for sample in samples where sample.label == lane {
                let isBest = (0..<classes).allSatisfy { sample.logits[$0] <= sample.logits[lane] }
                if isBest { own.append(sample.logits[lane]) }
            }
            own.sort()
            if own.count >= 100 { floors[lane] = own[Int(Float(own.count) * parameters.strangeness)] }
        }
        return floors
    }

    private static func probabilities(_ logits: SIMD16<Float>, _ inverse: Float, _ classes: Int) -> [Float] {
        var top = -Float.infinity
        for lane in 0..<classes { top = max(top, logits[lane]) }
        var result = (0..<classes).map { Exponential.value((logits[$0] - top) * inverse) }
        let total = result.reduce(0, +)
        for lane in 0..<classes { result[lane] /= total }
        return result
    }

    /// The inverse temperature of the least loss, among 40 steps of 8 %.
    private static func inverseTemperature(_ samples: [Sample], classes: Int) -> Float {
        var best: (loss: Double, inverse: Float) = (.infinity, 1)
        var inverse: Float = 0.25
        for _ in 0..<44 {
            var loss = 0.0
            for sample in samples.prefix(20000) {
                loss -= logarithm(max(Double(probabilities(sample.logits, inverse, classes)[sample.label]), 1e-9))
            }
            if loss < best.loss { best = (loss, inverse) }
            inverse *= 1.08
        }
        return best.inverse
    }

    /// log2, by exponent and series: the same on every machine.
    private static func logarithm(_ x: Double) -> Double {
        let fraction = (x.significand - 1) / (x.significand + 1)
        let square = fraction * fraction
        return Double(x.exponent) + 2.885390081777927 * fraction * (1 + square * (1.0 / 3 + square * (0.2 + square * (1.0 / 7 + square / 9))))
    }

    /// The confidence at each knot.
    private static func knots(_ samples: [Sample], _ inverse: Float, tags: [String]) -> [Float] {
        // Sums by the raw probability of the best tag, in 128 bins; neighbours are pooled until the shares rise.
        var bins: [(weight: Double, right: Double, raw: Double)] = Array(repeating: (0, 0, 0), count: 128)
        for sample in samples {
            let each = probabilities(sample.logits, inverse, tags.count)
            guard let top = each.max(), let lane = each.firstIndex(of: top) else { continue }
            let raw = zip(tags, each).filter { $0.0 == tags[lane] }.map(\.1).reduce(0, +)
            let bin = min(127, Int(raw * 128))
            bins[bin].weight += 1
            bins[bin].right += tags[lane] == tags[sample.label] ? 1 : 0
            bins[bin].raw += Double(raw)
        }
        var blocks: [(weight: Double, right: Double, raw: Double)] = []
        for bin in bins where bin.weight > 0 {
            // A little of "as it says" keeps thin bins near the diagonal.
            let mean = bin.raw / bin.weight
            blocks.append((bin.weight + 8, bin.right + 8 * mean, (bin.weight + 8) * mean))
            while blocks.count > 1, let last = blocks.last,
                blocks[blocks.count - 2].right / blocks[blocks.count - 2].weight >= last.right / last.weight
            {
                blocks.removeLast()
                let before = blocks.removeLast()
                blocks.append((before.weight + last.weight, before.right + last.right, before.raw + last.raw))
            }
        }
        var points: [(x: Double, y: Double)] = [(0, 0)]
        for block in blocks { points.append((block.raw / block.weight, block.right / block.weight)) }
        if let last = points.last { points.append((max(1, last.x + 1e-6), max(last.y, min(0.9995, last.y + (1 - last.x))))) }
        return (0..<LanguageModel.knots).map { knot in
            let x = Double(knot) / Double(LanguageModel.knots - 1)
            guard let above = points.firstIndex(where: { $0.x >= x }) else { return Float(points[points.count - 1].y) }
            if above == 0 { return Float(points[0].y) }
            let (low, high) = (points[above - 1], points[above])
            return Float(min(1, max(0, low.y + (high.y - low.y) * (x - low.x) / max(1e-9, high.x - low.x))))
        }
    }
}
