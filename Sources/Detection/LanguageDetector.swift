public import Model

/// Tells what language a post is in, as a whole and piece by piece. Immutable and shared by all workers; each worker has a `Scratch` of its own.
///
/// A word's score is the sum of the rows of its n-grams (`NGrams`), sixteen classes at once, and depends on nothing but the word: scores of common words are
/// kept in the scratch. A post's score is the sum over its words. Where it may hold several languages, dynamic programming over the words
/// (`LanguageSegmenter`) cuts it into segments; nearly all posts are shown to have one by a single pass that sums what each other class could gain.
///
/// What costs is memory: a new word touches two or three lines of the table for each letter. So in a long text, once the leading class is far ahead, only
/// every few words are looked at (`Sampling`); if those hint at a second language, all words are.
public struct LanguageDetector: Sendable {
    /// The weights in use.
    public let model: LanguageModel

    /// Below it the tag is `und`.
    package static let floor = 0.30
    /// The tag of what can't be told.
    public static let undetermined = "und"

    /// How long texts are shortened.
    package struct Sampling: Sendable {
        /// Letters that are always looked at.
        package var letters = 40
        /// How far the leading class must be ahead of the next before words are passed over: a factor of e to the power of this.
        package var lead: Float = 5
        /// One word in so many is looked at then.
        package var step = 4

        /// The values that measured best.
        package init() {}
        /// Every word is looked at: the plain way, for tests.
        package static var none: Sampling {
            var sampling = Sampling()
            sampling.step = 1
            return sampling
        }
    }

    private let latin: ScriptWeights
    private let cyrillic: ScriptWeights
    private let arabic: ScriptWeights
    private let segmenter: LanguageSegmenter
    private let sampling: Sampling

    /// Makes a detector.
    public init(model: LanguageModel) { self.init(model: model, sampling: Sampling()) }

    /// Makes a detector that shortens long texts in another way, or not at all.
    package init(model: LanguageModel, sampling: Sampling) {
        self.model = model
        self.sampling = sampling
        latin = ScriptWeights(model.tables[0])
        cyrillic = ScriptWeights(model.tables[1])
        arabic = ScriptWeights(model.tables[2])
        segmenter = LanguageSegmenter(model: model)
    }

    /// What a worker keeps from post to post: storage, and the scores of words it has met. It never changes a result.
    ///
    /// A scratch belongs to one detector.
    public struct Scratch: Sendable {
        static let cacheBits: UInt64 = 13
        var keys: [UInt64] = Array(repeating: 0, count: 1 << Self.cacheBits)
        var cached: [SIMD16<Int16>] = Array(repeating: .zero, count: 1 << Self.cacheBits)
        /// By word, its score; 0 for what is not looked at.
        var scores: [SIMD16<Int16>] = []
        /// By word: a script's number, `neutral`, `foreign` or `passed`.
        var kinds: [UInt8] = []
        var segmentation = LanguageSegmenter.Scratch()

        /// Empty.
        public init() {}
    }

    /// A word of no language: digits, a link, a handle.
    static let neutral: UInt8 = 3
    /// A word of a script without classes.
    static let foreign: UInt8 = 4
    /// A word that was passed over.
    static let passed: UInt8 = 5

    /// Sums over the words of a text.
    private struct Totals {
        var scores = (ScoreSum(), ScoreSum(), ScoreSum())
        /// Letters of all words by script.
        var written = (0, 0, 0)
        /// Letters of the words that were looked at.
        var seen = (0, 0, 0)
        var foreign = 0
        var hasPassed = false
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
        var totals = score(text, &scratch, everyWord: sampling.step == 1)
        let written = totals.written.0 + totals.written.1 + totals.written.2
        guard written > 0 else {
            let best = LanguageGuess(tag: Self.undetermined, confidence: totals.foreign > 0 ? 0.99 : 1)
            return LanguageIdentification(best: best, alternatives: [], segments: whole(text, Self.undetermined))
        }
        if totals.foreign == 0 {
            let step = totals.hasPassed ? sampling.step : 1
            if totals.written.1 == written, isOneLanguage(text, totals.scores.1, .cyrillic, step, scratch) {
                return answerWhole(text, totals.scores.1.lanes, totals.seen.1, cyrillic)
            }
            if totals.written.0 == written, isOneLanguage(text, totals.scores.0, .latin, step, scratch) {
                return answerWhole(text, totals.scores.0.lanes, totals.seen.0, latin)
            }
            if totals.written.2 == written, isOneLanguage(text, totals.scores.2, .arabic, step, scratch) {
                return answerWhole(text, totals.scores.2.lanes, totals.seen.2, arabic)
            }
        }
        if totals.hasPassed { totals = score(text, &scratch, everyWord: true) }
        let candidates: [UInt32] = [
            totals.written.0 == 0 ? 0 : self.candidates(text, totals.scores.0.lanes, .latin, scratch),
            totals.written.1 == 0 ? 0 : self.candidates(text, totals.scores.1.lanes, .cyrillic, scratch),
            totals.written.2 == 0 ? 0 : self.candidates(text, totals.scores.2.lanes, .arabic, scratch),
        ]
        return answerByPieces(text, candidates, &scratch)
    }

    /// Whether no other language than the leading one could gain from a segment of its own. Where one word in `step` was looked at, a hint is enough to say no.
    private func isOneLanguage(
        _ text: borrowing NormalizedText, _ total: ScoreSum, _ script: WrittenScript, _ step: Int, _ scratch: borrowing Scratch
    ) -> Bool {
        if text.words.count < 4 { return true }
        let found = segmenter.candidates(text.words.span, scratch.scores.span, scratch.kinds.span, total.lanes, script, step: step)
        return found.nonzeroBitCount == 1
    }

    private func candidates(_ text: borrowing NormalizedText, _ total: SIMD16<Int32>, _ script: WrittenScript, _ scratch: borrowing Scratch) -> UInt32
    {
        segmenter.candidates(text.words.span, scratch.scores.span, scratch.kinds.span, total, script, step: 1)
    }

    /// The answer for a text in one script and language.
    private func answerWhole(
        _ text: borrowing NormalizedText, _ total: SIMD16<Int32>, _ letters: Int, _ weights: borrowing ScriptWeights
    ) -> LanguageIdentification {
        var shares = weights.probabilities(total, letters)
        var (lane, share) = weights.takeBest(&shares)
        var best = LanguageGuess(tag: weights.tags[lane], confidence: Double(share))
        // Several lanes may carry the tag that is given; none of them is an alternative to it.
        var given = weights.lanesWithTag(of: lane)
        var alternatives: [LanguageGuess] = []
        alternatives.reserveCapacity(3)
        if given != weights.undetermined && (share < Float(Self.floor) || weights.isStrange(total, letters, lane)) {
            alternatives.append(best)
            best = LanguageGuess(tag: Self.undetermined, confidence: max(0.5, 1 - best.confidence))
            given = weights.undetermined
        }
        for _ in weights.tags.indices where alternatives.count < 3 {
            (lane, share) = weights.takeBest(&shares)
            if share < 0 { break }
            if given >> UInt32(lane) & 1 == 0 { alternatives.append(LanguageGuess(tag: weights.tags[lane], confidence: Double(share))) }
        }
        return LanguageIdentification(best: best, alternatives: alternatives, segments: whole(text, best.tag))
    }

    private func answerByPieces(_ text: borrowing NormalizedText, _ candidates: [UInt32], _ scratch: inout Scratch) -> LanguageIdentification {
        let segments = segmenter.segments(text, scratch.scores, scratch.kinds, candidates: candidates, &scratch.segmentation)
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
            let shares =
                switch script {
                case .latin: latin.probabilities(total.lanes, letters)
                case .cyrillic: cyrillic.probabilities(total.lanes, letters)
                case .arabic: arabic.probabilities(total.lanes, letters)
                }
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

    /// Scores words and sums by script: all of them, or in a long text with a clear leader one in a few.
    private func score(_ text: borrowing NormalizedText, _ scratch: inout Scratch, everyWord: Bool) -> Totals {
        let count = text.words.count
        if scratch.scores.count < count {
            scratch.scores = Array(repeating: .zero, count: count * 2)
            scratch.kinds = Array(repeating: 0, count: count * 2)
        }
        // Spans need storage of their own: the arrays are lent out of the scratch and given back.
        var keyStore: [UInt64] = []
        var cacheStore: [SIMD16<Int16>] = []
        var scoreStore: [SIMD16<Int16>] = []
        var kindStore: [UInt8] = []
        swap(&keyStore, &scratch.keys)
        swap(&cacheStore, &scratch.cached)
        swap(&scoreStore, &scratch.scores)
        swap(&kindStore, &scratch.kinds)
        defer {
            swap(&keyStore, &scratch.keys)
            swap(&cacheStore, &scratch.cached)
            swap(&scoreStore, &scratch.scores)
            swap(&kindStore, &scratch.kinds)
        }
        var keys = keyStore.mutableSpan
        var cached = cacheStore.mutableSpan
        var scores = scoreStore.mutableSpan
        var kinds = kindStore.mutableSpan
        let units = text.units.span
        let words = text.words.span
        var totals = Totals()
        // The script whose words are passed over, if any, and after how many letters to see whether they can be.
        var settled: WrittenScript?
        var enough = everyWord ? Int.max : sampling.letters
        var seen = 0
        var turn = 0
        for index in 0..<count {
            let word = words[index]
            if !word.form.isDisjoint(with: [.link, .handle]) {
                kinds[index] = Self.neutral
                continue
            }
            let known = WrittenScript(form: word.form)
            let start = Int(word.start)
            let end = Int(word.end)
            guard let script = known ?? WrittenScript(units, start, end) else {
                let isForeign = word.form.contains(.otherScript)
                kinds[index] = isForeign ? Self.foreign : Self.neutral
                if isForeign { totals.foreign &+= end &- start }
                continue
            }
            let letters = end &- start
            if settled == script {
                turn &+= 1
                if turn < sampling.step {
                    kinds[index] = Self.passed
                    scores[index] = .zero
                    totals.hasPassed = true
                    switch script {
                    case .latin: totals.written.0 &+= letters
                    case .cyrillic: totals.written.1 &+= letters
                    case .arabic: totals.written.2 &+= letters
                    }
                    continue
                }
                turn = 0
            }
            let hash = NGrams.hash(units, start, end)
            let slot = Int(truncatingIfNeeded: hash &>> (64 &- Scratch.cacheBits))
            let row: SIMD16<Int16>
            if keys[slot] == hash {
                row = cached[slot]
            } else {
                row = rowSum(units, start, end, hash, script)
                keys[slot] = hash
                cached[slot] = row
            }
            scores[index] = row
            kinds[index] = UInt8(truncatingIfNeeded: script.rawValue)
            seen &+= letters
            switch script {
            case .latin:
                totals.scores.0.add(row)
                totals.written.0 &+= letters
                totals.seen.0 &+= letters
            case .cyrillic:
                totals.scores.1.add(row)
                totals.written.1 &+= letters
                totals.seen.1 &+= letters
            case .arabic:
                totals.scores.2.add(row)
                totals.written.2 &+= letters
                totals.seen.2 &+= letters
            }
            if seen >= enough {
                enough = seen &+ sampling.letters / 2
                if settled == nil {
                    let isSettled =
                        switch script {
                        case .latin: totals.seen.0 &* 2 > seen && latin.lead(totals.scores.0, totals.seen.0) >= sampling.lead
                        case .cyrillic: totals.seen.1 &* 2 > seen && cyrillic.lead(totals.scores.1, totals.seen.1) >= sampling.lead
                        case .arabic: totals.seen.2 &* 2 > seen && arabic.lead(totals.scores.2, totals.seen.2) >= sampling.lead
                        }
                    if isSettled { settled = script }
                }
            }
        }
        return totals
    }

    private func rowSum(_ units: Span<UInt16>, _ start: Int, _ end: Int, _ hash: UInt64, _ script: WrittenScript) -> SIMD16<Int16> {
        switch script {
        case .latin: latin.rowSum(units, start, end, hash)
        case .cyrillic: cyrillic.rowSum(units, start, end, hash)
        case .arabic: arabic.rowSum(units, start, end, hash)
        }
    }
}
