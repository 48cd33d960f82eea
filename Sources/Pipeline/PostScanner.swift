public import Detection
internal import Hashing
internal import ICUText
internal import Indicators
public import Lexicons
public import Model
internal import Normalization
public import Scoring
internal import Tagging

/// The flow of one post through the stages. A pure function of post, lexicon, model and options: no clock, no key, no order of a dictionary.
///
/// Immutable and shared by all workers; each worker brings a `Scratch`.
public final class PostScanner: Sendable {
    /// What bears on the result.
    public struct Options: Sendable, Hashable {
        /// The least severity written.
        public var threshold: Severity = .medium
        /// Writes posts below the threshold too.
        public var writesAll = false
        /// Whose lists annotate the alerts.
        public var jurisdictions: [String] = ["UN"]
        /// ISO day asked about; the post's own day otherwise.
        public var asOf: String?
        /// Matches spellings in other scripts.
        public var transliterates = true
        /// Masks cards and phones.
        public var masks = true
        /// RFC 3339; becomes `scored_at`.
        public var now: String?

        /// The defaults of the command line.
        public init() {}

        /// Digest of the options that change an alert's content; those that only choose which alerts are written are not among them.
        public var digest: String {
            let parts = [jurisdictions.joined(separator: ","), asOf ?? "", "\(transliterates)", "\(masks)"]
            return "sha256:" + SHA256.hex(Array(parts.joined(separator: "\u{1F}").utf8))
        }
    }

    /// Storage a worker uses again and again.
    public struct Scratch {
        var text = NormalizedText()
        var tagging = TaggingScratch()
        var candidates: [IndicatorCandidate] = []
        var detection = LanguageDetector.Scratch()
        var fileNames: [(firstWord: Int, text: NormalizedText)] = []

        /// Empty.
        public init() {}
    }

    /// What each stage saw; `explain` prints these, `scan` makes an alert of them.
    public struct Stages: Sendable {
        /// What scoring was given.
        public var evidence: PostEvidence
        /// The post's language.
        public var language: LanguageIdentification
        /// What scoring made of it.
        public var assessment: Assessment
    }

    /// mirob's version.
    public static let engine = "0.1.0"

    /// The lexicon in use.
    public let lexicon: Lexicon
    /// The options in use.
    public let options: Options
    private let normalizer = Normalizer()
    private let detector: LanguageDetector
    private let sieve: PostSieve
    private let tagger: Tagger
    private let indicatorScanner = IndicatorScanner()
    private let scorer: Scorer
    private let releases: ReleaseFinder
    private let provenance: Alert.Provenance

    /// Builds all tables: tens of milliseconds.
    public init(lexicon: Lexicon, model: LanguageModel, modelDigest: String, options: Options = Options()) {
        self.lexicon = lexicon
        self.options = options
        detector = LanguageDetector(model: model)
        let names = lexicon.names
        sieve = PostSieve(normalizer, lexicon, names: names)
        tagger = Tagger(lexicon: lexicon, names: names, transliterates: options.transliterates)
        scorer = Scorer(lexicon: lexicon)
        releases = ReleaseFinder(lexicon: lexicon)
        provenance = Alert.Provenance(
            engine: Self.engine, lexicon: lexicon.digest, model: modelDigest, config: options.digest, icu: ICUText.version)
    }

    /// The alert of a post, or nil when its severity is below the threshold.
    public func scan(_ post: Post, scratch: inout Scratch) -> Alert? {
        normalizer.normalize(post.text, into: &scratch.text)
        if !options.writesAll && !mayMatter(post, &scratch) { return nil }
        let tags = tags(in: post, &scratch)
        let indicators = indicators(in: post, tags, &scratch)
        // One kind of evidence never raises an alert, and all pairs of kinds hold a name or a payment address.
        if !options.writesAll && tags.mentions.isEmpty && !indicators.contains(where: \.0.kind.isPayment) { return nil }
        let stages = stages(of: post, tags, indicators, &scratch)
        if stages.assessment.severity < options.threshold && !options.writesAll { return nil }
        return alert(of: post, stages)
    }

    /// Whether a post of this text and no files can come to an alert that is asked for: false says that it need not even be made.
    ///
    /// - Complexity: O(n), several times faster than `scan`.
    public func mayMatter(_ text: Span<UInt8>) -> Bool { options.writesAll || sieve.passes(text) }

    /// What every stage sees in a post, whatever its severity.
    public func stages(of post: Post) -> Stages {
        var scratch = Scratch()
        normalizer.normalize(post.text, into: &scratch.text)
        let tags = tags(in: post, &scratch)
        return stages(of: post, tags, indicators(in: post, tags, &scratch), &scratch)
    }

    /// Language and script shares of a plain text.
    public func detect(_ text: UTF8Text, scratch: inout Scratch) -> (language: LanguageIdentification, scripts: [ScriptShare]) {
        normalizer.normalize(text, into: &scratch.text)
        return (detector.identify(scratch.text, scratch: &scratch.detection), ScriptCounter.shares(of: text))
    }

    /// Whether a post holds what might be a name or a payment address, without which nothing can come of it.
    private func mayMatter(_ post: Post, _ scratch: inout Scratch) -> Bool {
        if tagger.hasNames(in: scratch.text, original: post.text, scratch: &scratch.tagging) || post.media.contains(where: { $0.fileName != nil }) {
            return true
        }
        if !Self.mayHoldPayment(scratch.text) { return false }
        scratch.candidates.removeAll(keepingCapacity: true)
        indicatorScanner.candidates(in: post.text, into: &scratch.candidates)
        return scratch.candidates.contains { $0.indicator.kind.isPayment }
    }

    /// Whether a text has what payment addresses are made of: digits in one long word or in several short ones, or a very long Latin word (one address
    /// in three hundred has no digit).
    private static func mayHoldPayment(_ text: NormalizedText) -> Bool {
        var pieces = 0
        for word in text.words {
            if word.form.contains(.digit) {
                pieces += 1
                if word.count >= 10 || pieces >= 2 { return true }
            } else if word.count >= 25 && word.form.contains(.latin) {
                return true
            }
        }
        return false
    }

    // MARK: - Stages

    /// Names and cues of the text and of the file names, whose words are numbered on after those of the text.
    private func tags(in post: Post, _ scratch: inout Scratch) -> Tags {
        scratch.fileNames.removeAll(keepingCapacity: true)
        var tags = tagger.tags(in: scratch.text, original: post.text, scratch: &scratch.tagging)
        var base = scratch.text.words.count
        for (index, medium) in post.media.enumerated() {
            guard let name = medium.fileName else { continue }
            let text = UTF8Text(name)
            var normalized = NormalizedText()
            normalizer.normalize(text, into: &normalized)
            let found = tagger.tags(in: normalized, original: text, field: "media[\(index)].file_name", scratch: &scratch.tagging)
            tags.append(found, wordsFrom: base)
            scratch.fileNames.append((base, normalized))
            base += normalized.words.count
        }
        return tags
    }

    /// Indicators of the text and the file names with the word each stands at; those without a checksum only near a money word.
    private func indicators(in post: Post, _ tags: Tags, _ scratch: inout Scratch) -> [(Indicator, Int)] {
        var found: [(Indicator, Int)] = []
        func collect(_ text: UTF8Text, field: String?, position: (ScalarRange) -> Int) {
            scratch.candidates.removeAll(keepingCapacity: true)
            indicatorScanner.candidates(in: text, into: &scratch.candidates)
            for candidate in scratch.candidates {
                var indicator = candidate.indicator
                indicator.field = field
                let word = position(indicator.range)
                if candidate.needsMoneyWord && !hasMoneyWord(near: word, tags) { continue }
                found.append((indicator, word))
            }
        }
        let normalized = scratch.text
        collect(post.text, field: nil) { range in Self.word(at: range, in: normalized) }
        for (index, medium) in post.media.enumerated() {
            guard let name = medium.fileName else { continue }
            collect(UTF8Text(name), field: "media[\(index)].file_name") { _ in normalized.words.count }
        }
        return found
    }

    /// The word that an indicator begins at.
    private static func word(at range: ScalarRange, in text: NormalizedText) -> Int {
        var low = 0
        var high = text.words.count
        while low < high {
            let middle = (low + high) / 2
            if text.range(of: text.words[middle]).end <= range.start { low = middle + 1 } else { high = middle }
        }
        return min(low, max(0, text.words.count - 1))
    }

    private func hasMoneyWord(near word: Int, _ tags: Tags) -> Bool {
        tags.themeCues.contains { cue in
            lexicon.themes[lexicon.patterns.owner(cue.pattern)].id == "fundraising" && abs(cue.words.lowerBound - word) <= 20
        }
    }

    private func stages(of post: Post, _ tags: Tags, _ indicators: [(Indicator, Int)], _ scratch: inout Scratch) -> Stages {
        let language = detector.identify(scratch.text, scratch: &scratch.detection)
        let evidence = PostEvidence(
            text: scratch.text, tags: tags, indicators: indicators.map(\.0), indicatorWords: indicators.map(\.1), language: language.best.tag,
            hasFile: !post.media.isEmpty, fileNames: scratch.fileNames)
        return Stages(evidence: evidence, language: language, assessment: scorer.assess(evidence))
    }

    // MARK: - The alert

    /// The alert of a post from what the stages saw.
    public func alert(of post: Post, _ stages: Stages) -> Alert {
        let assessment = stages.assessment
        var places = ScalarOffsets(post.text)
        return Alert(
            alertID: Self.alertID(of: post), post: noted(masked(post, stages.evidence.indicators), stages.evidence.tags), language: stages.language,
            scripts: ScriptCounter.shares(of: post.text),
            entities: assessment.mentions.map { item in
                let entity = lexicon.entities[item.mention.entity]
                return Alert.EntityMention(
                    id: entity.id, name: entity.name, type: entity.kind.rawValue,
                    surface: item.mention.field == nil ? places.slice(item.mention.range) : post.surface(item.mention.range, item.mention.field),
                    range: item.mention.range, field: item.mention.field, alias: lexicon.patterns[item.mention.pattern].text,
                    match: item.mention.match, role: item.role)
            },
            indicators: stages.evidence.indicators.map { indicator in
                var shown = indicator
                if options.masks && indicator.kind.isMasked { shown.value = indicatorScanner.maskedValue(of: indicator) }
                return shown
            },
            themes: assessment.themes, stance: assessment.stance, audience: Audiences.hints(stages.language.best.tag, stages.evidence.text),
            release: releases.release(in: stages.evidence, assessment) { post.text.slice($0) }, designations: designations(of: post, assessment),
            score: assessment.score,
            contributions: assessment.contributions, provenance: provenance, scoredAt: options.now)
    }

    /// First 32 hex digits of SHA-256 over source, channel, id and text, joined by U+001F.
    public static func alertID(of post: Post) -> String {
        var bytes: [UInt8] = []
        for part in [post.source ?? "", post.channel ?? "", post.id] {
            bytes.append(contentsOf: part.utf8)
            bytes.append(0x1F)
        }
        bytes.append(contentsOf: post.text.utf8)
        return String(SHA256.hex(bytes).prefix(32))
    }

    /// Says in the post's notes what was not looked at: a hostile post has a budget.
    private func noted(_ post: Post, _ tags: Tags) -> Post {
        guard tags.isLimited, !post.notes.contains(Self.limitedNote) else { return post }
        var result = post
        result.notes.append(Self.limitedNote)
        return result
    }

    /// Said of a post that used up its budget.
    public static let limitedNote = "limited"

    private func masked(_ post: Post, _ indicators: [Indicator]) -> Post {
        guard options.masks, indicators.contains(where: \.kind.isMasked) else { return post }
        var result = post
        result.text = indicatorScanner.masked(post.text, indicators: indicators.filter { $0.field == nil })
        for index in post.media.indices {
            guard let name = post.media[index].fileName else { continue }
            let here = indicators.filter { $0.field == "media[\(index)].file_name" }
            result.media[index].fileName = indicatorScanner.masked(UTF8Text(name), indicators: here).string
        }
        if !result.notes.contains("masked") { result.notes.append("masked") }
        return result
    }

    /// Listings of the named groups and of the groups that named outlets and figures belong to.
    private func designations(of post: Post, _ assessment: Assessment) -> [Alert.Designation] {
        let day = options.asOf ?? post.publishedAt.map { String($0.prefix(10)) }
        var result: [Alert.Designation] = []
        var seen: Set<String> = []
        for item in assessment.mentions {
            var entity: Entity? = lexicon.entities[item.mention.entity]
            while let current = entity {
                if seen.insert(current.id).inserted {
                    for fact in current.designations where options.jurisdictions.contains(fact.jurisdiction) {
                        result.append(
                            Alert.Designation(
                                entity: current.id, jurisdiction: fact.jurisdiction, list: fact.list,
                                listed: day.map { fact.holds(on: $0) } ?? (fact.until == nil), asOf: day))
                    }
                }
                entity = current.kind == .group ? nil : current.parent.flatMap { parent in lexicon.entities.first { $0.id == parent } }
            }
        }
        return result
    }
}

extension Tags {
    /// Takes over what was seen in a file name, its words numbered from `base`.
    mutating func append(_ other: Tags, wordsFrom base: Int) {
        func shifted(_ cue: CueHit) -> CueHit {
            var cue = cue
            cue.words = cue.words.lowerBound + base..<cue.words.upperBound + base
            return cue
        }
        mentions += other.mentions.map { mention in
            var mention = mention
            mention.words = mention.words.lowerBound + base..<mention.words.upperBound + base
            return mention
        }
        themeCues += other.themeCues.map(shifted)
        stanceCues += other.stanceCues.map(shifted)
        guarded += other.guarded.map(shifted)
        isLimited = isLimited || other.isLimited
    }
}

extension Post {
    /// The text of a range, or of a range of a file name (`media[0].file_name`).
    public func surface(_ range: ScalarRange, _ field: String?) -> String {
        guard let field else { return text.slice(range) }
        guard let index = Int(field.drop { $0 != "[" }.dropFirst().prefix { $0 != "]" }), index < media.count, let name = media[index].fileName else {
            return ""
        }
        return UTF8Text(name).slice(range)
    }
}
