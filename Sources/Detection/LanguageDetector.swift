public import Model

/// Tells what language a post is in, as a whole and piece by piece. Immutable and shared by all workers; each worker has a `Scratch` of its own.
///
/// A word's score is the sum of the rows of its n-grams (`NGrams`), sixteen classes at once, and depends on nothing but the word: scores of common words are
/// kept in the scratch. A post's score is the sum over its words. Where it may hold several languages, dynamic programming over the words
/// (`LanguageSegmenter`) cuts it into segments; nearly all posts are shown to have one by a single pass that sums what each other class could gain.
public struct LanguageDetector: Sendable {
    /// The weights in use.
    public let model: LanguageModel

    /// Below it the tag is `und`.
    package static let floor = 0.30
    /// The tag of what can't be told.
    public static let undetermined = "und"

    private let latin: [PackedRow]
    private let cyrillic: [PackedRow]
    private let arabic: [PackedRow]
    /// By script and number of letters: what a unit of a score adds to the logarithm of the odds.
    private let scales: [[Float]]
    private let segmenter: LanguageSegmenter

    /// Makes a detector.
    public init(model: LanguageModel) {
        self.model = model
        latin = model.tables[0].rows
        cyrillic = model.tables[1].rows
        arabic = model.tables[2].rows
        scales = model.tables.map { table in (0..<Self.scaledLetters).map { Self.scale(table, letters: $0) } }
        segmenter = LanguageSegmenter(model: model)
    }

    private static let scaledLetters = 600

    private static func scale(_ table: LanguageModel.Table, letters: Int) -> Float {
        table.unit * LetterScale.value(letters, table.exponent) * table.calibration[LanguageModel.bucket(letters: letters)].inverseTemperature
    }

    /// What a worker keeps from post to post: storage, and the scores of words it has met. It never changes a result.
    ///
    /// A scratch belongs to one detector.
    public struct Scratch: Sendable {
        static let cacheBits: UInt64 = 12
        var keys: [UInt64] = Array(repeating: 0, count: 1 << Self.cacheBits)
        var cached: [SIMD16<Int16>] = Array(repeating: .zero, count: 2 << Self.cacheBits)
        /// By word: its score, and what it lacks to the best class, limited (`LanguageSegmenter`).
        var scores: [SIMD16<Int16>] = []
        var losses: [SIMD16<Int16>] = []
        /// By word: a script's number, `neutral` or `foreign`.
        var kinds: [UInt8] = []
        var segmentation = LanguageSegmenter.Scratch()

        /// Empty.
        public init() {}
    }

    /// A word of no language: digits, a link, a handle.
    static let neutral: UInt8 = 3
    /// A word of a script without classes.
    static let foreign: UInt8 = 4

    /// Sums over the words of a text.
    private struct Totals {
        var scores = (ScoreSum(), ScoreSum(), ScoreSum())
        /// Letters by script.
        var latin = 0
        var cyrillic = 0
        var arabic = 0
        var foreign = 0
    }

    /// Identifies the language of a text; for callers without a scratch.
    public func identify(_ text: borrowing NormalizedText) -> LanguageIdentification {
        var scratch = Scratch()
        return identify(text, scratch: &scratch)
    }

    /// Identifies the language of a text.
    ///
    /// - Returns: the language of the post's own words with its confidence, the next three, and segments that cover all scalars of the text.
    /// - Complexity: O(units) for a text in one language.
    public func identify(_ text: borrowing NormalizedText, scratch: inout Scratch) -> LanguageIdentification {
        let totals = score(text, &scratch)
        let written = totals.latin + totals.cyrillic + totals.arabic
        guard written > 0 else {
            let best = LanguageGuess(tag: Self.undetermined, confidence: totals.foreign > 0 ? 0.99 : 1)
            return LanguageIdentification(best: best, alternatives: [], segments: whole(text, Self.undetermined))
        }
        if totals.foreign == 0 {
            let isShort = text.words.count < 4
            if totals.cyrillic == written {
                let total = totals.scores.1.lanes
                let candidates = isShort ? 1 : self.candidates(text, total, .cyrillic, scratch)
                if candidates.nonzeroBitCount == 1 { return answerWhole(text, total, written, .cyrillic) }
                return answerByPieces(text, [0, candidates, 0], &scratch)
            }
            if totals.latin == written {
                let total = totals.scores.0.lanes
                let candidates = isShort ? 1 : self.candidates(text, total, .latin, scratch)
                if candidates.nonzeroBitCount == 1 { return answerWhole(text, total, written, .latin) }
                return answerByPieces(text, [candidates, 0, 0], &scratch)
            }
            if totals.arabic == written {
                let total = totals.scores.2.lanes
                let candidates = isShort ? 1 : self.candidates(text, total, .arabic, scratch)
                if candidates.nonzeroBitCount == 1 { return answerWhole(text, total, written, .arabic) }
                return answerByPieces(text, [0, 0, candidates], &scratch)
            }
        }
        let candidates: [UInt32] = [
            totals.latin == 0 ? 0 : self.candidates(text, totals.scores.0.lanes, .latin, scratch),
            totals.cyrillic == 0 ? 0 : self.candidates(text, totals.scores.1.lanes, .cyrillic, scratch),
            totals.arabic == 0 ? 0 : self.candidates(text, totals.scores.2.lanes, .arabic, scratch),
        ]
        return answerByPieces(text, candidates, &scratch)
    }

    private func candidates(_ text: borrowing NormalizedText, _ total: SIMD16<Int32>, _ script: WrittenScript, _ scratch: borrowing Scratch) -> UInt32
    {
        segmenter.candidates(text.words.span, scratch.losses.span, scratch.kinds.span, total, script)
    }

    /// The answer for a text in one script and language.
    private func answerWhole(
        _ text: borrowing NormalizedText, _ total: SIMD16<Int32>, _ letters: Int, _ script: WrittenScript
    ) -> LanguageIdentification {
        var shares = probabilities(total, letters, script)
        let tags = model.tables[script.rawValue].tags
        var best = Self.takeBest(&shares, tags)
        var alternatives: [LanguageGuess] = []
        alternatives.reserveCapacity(3)
        if (best.confidence < Self.floor || isStrange(total, letters, script)) && best.tag != Self.undetermined {
            alternatives.append(best)
            best = LanguageGuess(tag: Self.undetermined, confidence: max(0.5, 1 - best.confidence))
        }
        for _ in tags.indices where alternatives.count < 3 {
            let next = Self.takeBest(&shares, tags)
            if next.tag != best.tag && next.confidence >= 0 { alternatives.append(next) }
        }
        return LanguageIdentification(best: best, alternatives: alternatives, segments: whole(text, best.tag))
    }

    private func answerByPieces(_ text: borrowing NormalizedText, _ candidates: [UInt32], _ scratch: inout Scratch) -> LanguageIdentification {
        let segments = segmenter.segments(text, scratch.losses, scratch.kinds, candidates: candidates, &scratch.segmentation)
        var distribution: [(tag: String, share: Double)] = []
        let weights = segmenter.weights(of: segments, text)
        let sum = weights.reduce(0) { $0 + $1 * $1 }
        for (segment, weight) in zip(segments, weights) where weight > 0 {
            let share = weight * weight / sum
            guard let script = segment.script else {
                Self.add(Self.undetermined, share, to: &distribution)
                continue
            }
            var total = ScoreSum()
            var letters = 0
            for index in segment.words where scratch.kinds[index] == UInt8(script.rawValue) {
                total.add(scratch.scores[index])
                letters += text.words[index].count
            }
            let shares = probabilities(total.lanes, letters, script)
            for (lane, tag) in model.tables[script.rawValue].tags.enumerated() { Self.add(tag, Double(shares[lane]) * share, to: &distribution) }
        }
        distribution.sort { ($1.share, $0.tag) < ($0.share, $1.tag) }
        return answer(distribution.map { LanguageGuess(tag: $0.tag, confidence: $0.share) }, text, segments)
    }

    private static func add(_ tag: String, _ share: Double, to distribution: inout [(tag: String, share: Double)]) {
        if let index = distribution.firstIndex(where: { $0.tag == tag }) {
            distribution[index].share += share
        } else {
            distribution.append((tag, share))
        }
    }

    private func whole(_ text: borrowing NormalizedText, _ tag: String) -> [LanguageSpan] {
        text.scalarCount == 0 ? [] : [LanguageSpan(range: ScalarRange(0, text.scalarCount), tag: tag)]
    }

    /// Puts the guesses, best first, and the segments together.
    private func answer(_ guesses: [LanguageGuess], _ text: borrowing NormalizedText, _ segments: [LanguageSegmenter.Segment]?)
        -> LanguageIdentification
    {
        var best = guesses[0]
        var alternatives: [LanguageGuess]
        if best.confidence < Self.floor && best.tag != Self.undetermined {
            best = LanguageGuess(tag: Self.undetermined, confidence: 1 - best.confidence)
            alternatives = Array(guesses.lazy.filter { $0.tag != Self.undetermined }.prefix(3))
        } else {
            alternatives = Array(guesses.dropFirst().prefix(3))
        }
        guard let segments, segments.count > 1 else {
            return LanguageIdentification(best: best, alternatives: alternatives, segments: whole(text, best.tag))
        }
        var spans: [LanguageSpan] = []
        var start = 0
        for (index, segment) in segments.enumerated() {
            let isLast = index + 1 == segments.count
            let end = isLast ? text.scalarCount : text.range(of: text.words[segments[index + 1].words.lowerBound]).start
            if end > start {
                if let last = spans.last, last.tag == segment.tag {
                    spans[spans.count - 1].range.end = end
                } else {
                    spans.append(LanguageSpan(range: ScalarRange(start, end), tag: segment.tag))
                }
            }
            start = end
        }
        return LanguageIdentification(best: best, alternatives: alternatives, segments: spans)
    }

    /// Scores every word and sums by script.
    private func score(_ text: borrowing NormalizedText, _ scratch: inout Scratch) -> Totals {
        let count = text.words.count
        if scratch.scores.count < count {
            scratch.scores = Array(repeating: .zero, count: count * 2)
            scratch.losses = Array(repeating: .zero, count: count * 2)
            scratch.kinds = Array(repeating: 0, count: count * 2)
        }
        // Spans need storage of their own: the arrays are lent out of the scratch and given back.
        var keyStore: [UInt64] = []
        var cacheStore: [SIMD16<Int16>] = []
        var scoreStore: [SIMD16<Int16>] = []
        var lossStore: [SIMD16<Int16>] = []
        var kindStore: [UInt8] = []
        swap(&keyStore, &scratch.keys)
        swap(&cacheStore, &scratch.cached)
        swap(&scoreStore, &scratch.scores)
        swap(&lossStore, &scratch.losses)
        swap(&kindStore, &scratch.kinds)
        defer {
            swap(&keyStore, &scratch.keys)
            swap(&cacheStore, &scratch.cached)
            swap(&scoreStore, &scratch.scores)
            swap(&lossStore, &scratch.losses)
            swap(&kindStore, &scratch.kinds)
        }
        var keys = keyStore.mutableSpan
        var cached = cacheStore.mutableSpan
        var scores = scoreStore.mutableSpan
        var losses = lossStore.mutableSpan
        var kinds = kindStore.mutableSpan
        let units = text.units.span
        let words = text.words.span
        var totals = Totals()
        for index in 0..<count {
            let word = words[index]
            if !word.form.isDisjoint(with: [.link, .handle]) {
                kinds[index] = Self.neutral
                continue
            }
            let known = WrittenScript(form: word.form)
            guard let script = known ?? WrittenScript(units, Int(word.start), Int(word.end)) else {
                let isForeign = word.form.contains(.otherScript)
                kinds[index] = isForeign ? Self.foreign : Self.neutral
                if isForeign { totals.foreign &+= word.count }
                continue
            }
            let start = Int(word.start)
            let end = Int(word.end)
            let hash = NGrams.hash(units, start, end)
            let slot = Int(truncatingIfNeeded: hash &>> (64 &- Scratch.cacheBits))
            let row: SIMD16<Int16>
            if keys[slot] == hash {
                row = cached[slot &* 2]
                losses[index] = cached[slot &* 2 &+ 1]
            } else {
                row = rowSum(units, start, end, hash, script)
                let loss = segmenter.loss(row, script)
                keys[slot] = hash
                cached[slot &* 2] = row
                cached[slot &* 2 &+ 1] = loss
                losses[index] = loss
            }
            scores[index] = row
            kinds[index] = UInt8(truncatingIfNeeded: script.rawValue)
            switch script {
            case .latin:
                totals.scores.0.add(row)
                totals.latin &+= end &- start
            case .cyrillic:
                totals.scores.1.add(row)
                totals.cyrillic &+= end &- start
            case .arabic:
                totals.scores.2.add(row)
                totals.arabic &+= end &- start
            }
        }
        return totals
    }

    private func rowSum(_ units: Span<UInt16>, _ start: Int, _ end: Int, _ hash: UInt64, _ script: WrittenScript) -> SIMD16<Int16> {
        switch script {
        case .latin: rowSum(units, start, end, hash, latin.span)
        case .cyrillic: rowSum(units, start, end, hash, cyrillic.span)
        case .arabic: rowSum(units, start, end, hash, arabic.span)
        }
    }

    @inline(__always) private func rowSum(_ units: Span<UInt16>, _ start: Int, _ end: Int, _ hash: UInt64, _ rows: Span<PackedRow>) -> SIMD16<Int16> {
        let bits = UInt64(truncatingIfNeeded: rows.count.trailingZeroBitCount)
        var sum = RowSum()
        NGrams.forEachRow(units, start, end, hash: hash, bits: bits) { sum.add(rows[$0]) }
        return sum.weights
    }

    /// The calibrated probability of each class of a script; lanes without a class have none.
    private func probabilities(_ total: SIMD16<Int32>, _ letters: Int, _ script: WrittenScript) -> SIMD16<Float> {
        let table = model.tables[script.rawValue]
        let scale = letters < Self.scaledLetters ? scales[script.rawValue][letters] : Self.scale(table, letters: letters)
        var shares = SIMD16<Float>.zero
        var leader = 0
        for lane in 1..<table.tags.count where total[lane] > total[leader] { leader = lane }
        var sum: Float = 0
        for lane in 0..<table.tags.count {
            let share = Exponential.value(Float(total[lane] - total[leader]) * scale)
            shares[lane] = share
            sum += share
        }
        shares /= sum
        let raw = shares[leader]
        let calibrated = Self.line(table.calibration[LanguageModel.bucket(letters: letters)].knots, raw)
        shares *= (1 - calibrated) / max(1e-6, 1 - raw)
        shares[leader] = calibrated
        return shares
    }

    /// Posts hold more names, tags and slips than the lines the floors were measured on: in `Corpora/gold` one Persian post in twenty fell below them.
    private static let leniency: Float = 0.6

    /// Whether a text scores lower for its nearest class than nearly all texts of that class and length do.
    private func isStrange(_ total: SIMD16<Int32>, _ letters: Int, _ script: WrittenScript) -> Bool {
        let table = model.tables[script.rawValue]
        var leader = 0
        for lane in 1..<table.tags.count where total[lane] > total[leader] { leader = lane }
        let score = Float(total[leader]) * table.unit * LetterScale.value(letters, table.exponent)
        let floor = table.calibration[LanguageModel.bucket(letters: letters)].floors[leader]
        return score < (floor > 0 ? floor * Self.leniency : floor)
    }

    private static func line(_ knots: [Float], _ x: Float) -> Float {
        let place = min(1, max(0, x)) * Float(knots.count - 1)
        let low = min(knots.count - 2, Int(place))
        let share = place - Float(low)
        return knots[low] * (1 - share) + knots[low + 1] * share
    }

    /// Takes the most probable class out.
    private static func takeBest(_ shares: inout SIMD16<Float>, _ tags: [String]) -> LanguageGuess {
        var best = 0
        for lane in 1..<tags.count where shares[lane] > shares[best] { best = lane }
        let share = shares[best]
        shares[best] = -1
        return LanguageGuess(tag: tags[best], confidence: Double(share))
    }
}
