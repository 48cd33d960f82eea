internal import Model

/// Cuts a text into runs of one language: the cheapest way through the words, where a word costs what its language's score lacks to the best one's, a word of
/// another script costs by its length, and a change of language costs a fixed sum, less where a sentence or a quotation begins or ends.
struct LanguageSegmenter: Sendable {
    /// A run of words.
    struct Segment {
        var words: Range<Int>
        var tag: String
        /// nil for scripts without classes.
        var script: WrittenScript?
    }

    struct Scratch: Sendable {
        var from: [UInt8] = []
        var best: [Float] = []
        var next: [Float] = []
    }

    /// Cost of a change of language, and where a sentence, a line or a quotation begins or ends.
    static let change: Float = 9
    static let changeAtBoundary: Float = 3
    /// The most one word can speak against a language.
    static let limit: Float = 4
    /// Cost of a word of another script inside a language: base and by letter.
    static let foreignWord: Float = 1
    static let foreignLetter: Float = 0.35
    /// Scores count as in a text of this many letters.
    static let letters = 30

    private let tags: [[String]]
    /// By script: what a unit of a score counts.
    private let scales: [Float]
    /// By script: `limit` and the costs of a change in units of a score.
    private let limits: (Int16, Int16, Int16)
    private let changes: [(dear: Int16, cheap: Int16)]
    /// By script: what keeps lanes without a class from being the best.
    private let paddings: (SIMD16<Int16>, SIMD16<Int16>, SIMD16<Int16>)

    init(model: LanguageModel) {
        tags = model.tables.map(\.tags)
        let scales = model.tables.map { $0.unit * LetterScale.value(Self.letters, $0.exponent) }
        self.scales = scales
        let limits = scales.map { Int16(min(4000, Self.limit / $0)) }
        self.limits = (limits[0], limits[1], limits[2])
        let paddings = model.tables.map { table in
            var padding = SIMD16<Int16>.zero
            for lane in table.tags.count..<LanguageModel.lanes { padding[lane] = -16000 }
            return padding
        }
        self.paddings = (paddings[0], paddings[1], paddings[2])
        changes = scales.map { (Int16(min(5000, Self.change / $0)), Int16(min(5000, Self.changeAtBoundary / $0))) }
    }

    /// What each class lacks to the best one for a word, as a negative number, limited; lanes without a class lack the most.
    @inline(__always) func loss(_ score: SIMD16<Int16>, _ script: WrittenScript) -> SIMD16<Int16> {
        let padding =
            switch script {
            case .latin: paddings.0
            case .cyrillic: paddings.1
            case .arabic: paddings.2
            }
        let limit =
            switch script {
            case .latin: limits.0
            case .cyrillic: limits.1
            case .arabic: limits.2
            }
        let padded = score &+ padding
        let eight = Self.larger(padded.lowHalf, padded.highHalf)
        let four = Self.larger(eight.lowHalf, eight.highHalf)
        let top = max(max(four[0], four[1]), max(four[2], four[3]))
        return Self.larger(padded &- SIMD16(repeating: top), SIMD16(repeating: 0 &- limit))
    }

    // The larger of two numbers without a mask, which Swift does not turn into vector instructions. Scores lie within ±15,875 and the padding is -16,000, so no
    // difference overflows.
    @inline(__always) private static func larger(_ a: SIMD16<Int16>, _ b: SIMD16<Int16>) -> SIMD16<Int16> { b &+ positive(a &- b) }
    @inline(__always) private static func larger(_ a: SIMD8<Int16>, _ b: SIMD8<Int16>) -> SIMD8<Int16> {
        let difference = a &- b
        return b &+ (difference & ~(difference &>> 15))
    }
    @inline(__always) private static func larger(_ a: SIMD4<Int16>, _ b: SIMD4<Int16>) -> SIMD4<Int16> {
        let difference = a &- b
        return b &+ (difference & ~(difference &>> 15))
    }

    /// The classes of a script that may have a segment of their own, one bit each: the winner, and those with which some way through the words is cheaper
    /// than the winner alone. With the winner alone the text is one segment.
    ///
    /// The same costs as in `segments`, for the winner and one other class at a time, sixteen others at once. A class that would only pay between two others
    /// is not found; that is the price of an answer in one pass.
    func candidates(
        _ words: Span<NormalizedText.Word>, _ scores: Span<SIMD16<Int16>>, _ kinds: Span<UInt8>, _ total: SIMD16<Int32>, _ script: WrittenScript,
        step: Int
    ) -> UInt32 {
        var winner = 0
        for lane in 1..<tags[script.rawValue].count where total[lane] > total[winner] { winner = lane }
        let ceiling = SIMD16<Int16>(repeating: 16000)
        let dear = SIMD16<Int16>(repeating: changes[script.rawValue].dear / Int16(step))
        let cheap = SIMD16<Int16>(repeating: changes[script.rawValue].cheap / Int16(step))
        // What the way that is in the other class now has gained on the winner alone, and the most that a way back in the winner has.
        var run = SIMD16<Int16>.zero
        var peak = SIMD16<Int16>.zero
        for index in 0..<words.count {
            if index > 0 {
                let cost = Self.isBoundary(words[index].before) ? cheap : dear
                peak = Self.larger(peak, run &- cost)
                run = Self.larger(run, SIMD16.zero &- cost)
            }
            guard kinds[index] == UInt8(truncatingIfNeeded: script.rawValue) else { continue }
            let loss = self.loss(scores[index], script)
            run = run &+ loss &- SIMD16(repeating: loss[winner])
            run = ceiling &- Self.positive(ceiling &- run)
        }
        peak = Self.larger(peak, run)
        var candidates: UInt32 = 1 << UInt32(winner)
        for lane in tags[script.rawValue].indices where peak[lane] > 0 { candidates |= 1 << UInt32(lane) }
        return candidates
    }

    /// Where a change of language costs less.
    @inline(__always) private static func isBoundary(_ gap: NormalizedText.Gap) -> Bool {
        !gap.isDisjoint(with: [.sentenceEnd, .newline, .paragraph, .openQuote, .closeQuote, .colon])
    }

    /// Each lane, or 0 where it is negative.
    @inline(__always) private static func positive(_ lanes: SIMD16<Int16>) -> SIMD16<Int16> { lanes & ~(lanes &>> 15) }

    /// The segments, covering all words.
    ///
    /// - Parameter candidates: by script, the classes that a segment may have.
    func segments(
        _ text: borrowing NormalizedText, _ scores: [SIMD16<Int16>], _ kinds: [UInt8], candidates: [UInt32], _ scratch: inout Scratch
    ) -> [Segment] {
        let count = text.words.count
        // A state for each candidate, and one for other scripts.
        var states: [(script: Int, lane: Int)] = []
        for script in 0..<3 { for lane in tags[script].indices where candidates[script] >> UInt32(lane) & 1 == 1 { states.append((script, lane)) } }
        if kinds[..<count].contains(LanguageDetector.foreign) { states.append((3, 0)) }
        scratch.from = Array(repeating: 0, count: count * states.count)
        scratch.best = Array(repeating: 0, count: states.count)
        for index in 0..<count {
            let word = text.words[index]
            var leader = 0
            for state in states.indices where scratch.best[state] > scratch.best[leader] { leader = state }
            let boundary = Self.isBoundary(word.before)
            let switched = scratch.best[leader] - (boundary ? Self.changeAtBoundary : Self.change)
            let kind = kinds[index]
            let loss = WrittenScript(rawValue: Int(kind)).map { self.loss(scores[index], $0) } ?? .zero
            for state in states.indices {
                var value = scratch.best[state]
                scratch.from[index * states.count + state] = UInt8(state)
                if index > 0 && switched > value {
                    value = switched
                    scratch.from[index * states.count + state] = UInt8(leader)
                }
                let (script, lane) = states[state]
                switch kind {
                case LanguageDetector.neutral: break
                case LanguageDetector.foreign where script == 3: break
                case let kind where Int(kind) == script: value += Float(loss[lane]) * scales[script]
                default: value -= Self.foreignWord + Self.foreignLetter * Float(word.count)
                }
                scratch.best[state] = value
            }
        }
        var state = 0
        for other in states.indices where scratch.best[other] > scratch.best[state] { state = other }
        var segments: [Segment] = []
        var end = count
        for index in stride(from: count - 1, through: 0, by: -1) {
            let from = Int(scratch.from[index * states.count + state])
            if from != state || index == 0 {
                let (script, lane) = states[state]
                let tag = script == 3 ? LanguageDetector.undetermined : tags[script][lane]
                segments.append(Segment(words: index..<end, tag: tag, script: WrittenScript(rawValue: script)))
                end = index
            }
            state = from
        }
        return segments.reversed()
    }

    /// How much each segment counts as the post's own words: its letters, less for what is quoted.
    func weights(of segments: [Segment], _ text: borrowing NormalizedText) -> [Double] {
        var weights: [Double] = []
        for segment in segments {
            var letters = 0
            for index in segment.words {
                let word = text.words[index]
                if word.form.isDisjoint(with: [.link, .handle]) { letters += word.form.contains(.hashtag) ? (word.count + 1) / 2 : word.count }
            }
            let opens = text.words[segment.words.lowerBound].before.contains(.openQuote)
            weights.append(Double(letters) * (opens ? 0.5 : 1))
        }
        let others = zip(segments, weights).filter { $0.0.tag != "ar" && $0.0.script != nil }.map(\.1).reduce(0, +)
        if others >= 12 { for index in segments.indices where segments[index].tag == "ar" { weights[index] *= 0.3 } }
        return weights
    }
}
