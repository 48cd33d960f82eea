public import Detection
internal import Model
internal import Normalization

/// Makes a language model from sentences by language.
///
/// Texts are learnt mostly as short pieces, and in part degraded (`Degradation`) or respelled (`Spelling`). Everything random comes from one seed, so the same
/// data and parameters give the same bytes. The scripts are learnt side by side; the order inside one is fixed.
public struct LanguageTrainer: Sendable {
    /// What can be chosen.
    public struct Parameters: Sendable {
        /// Binary logarithm of the rows of each script's table.
        public var bits = 16
        /// Passes.
        public var epochs = 5
        /// Pieces of each language in a pass.
        public var pieces = 32000
        /// Pieces of each neighbour in a pass.
        public var neighbourPieces = 10000
        /// Pieces of the class of all other languages in a pass.
        public var undeterminedPieces = 6000
        /// Rate of learning.
        public var rate: Float = 0.25
        /// Scores are divided by the number of letters to this power, a multiple of 1/16.
        public var exponent: Float = 0.5
        /// Of 256 features of a piece, how many are used.
        public var keep = 192
        /// What is left of each weight after a pass.
        public var decay: Float = 0.7
        /// By round: a text whose own class is less probable than this, by weights learnt without it, is left out; empty keeps all.
        public var doubts: [Float] = [0.02, 0.1, 0.3]
        /// The share of a class's own texts that are let go as too strange, so that languages the model doesn't know are not taken for it.
        public var strangeness: Float = 0.001
        /// Start of the random numbers.
        public var seed: UInt64 = 1
        /// Date for the metadata; the trainer reads no clock.
        public var date = "unknown"

        /// The values that measured best.
        public init() {}
    }

    /// How it learns.
    public var parameters: Parameters
    /// Told now and then how far it is.
    public var progress: @Sendable (String) -> Void

    /// Makes a trainer.
    public init(parameters: Parameters = Parameters(), progress: @escaping @Sendable (String) -> Void = { _ in }) {
        self.parameters = parameters
        self.progress = progress
    }

    /// Sources that share the class of what can't be told, because their script has no lane left for them.
    static let undetermined: Set<String> = ["sah"]

    /// Learns a model.
    public func train(_ corpus: TrainingCorpus) -> LanguageModel {
        let training = Self.classes(of: corpus, part: .training)
        let calibration = Self.classes(of: corpus, part: .calibration)
        var tables: [LanguageModel.Table] = []
        for script in WrittenScript.allCases {
            let own = training.filter { $0.script == script && $0.count > 0 }
            precondition(own.count <= LanguageModel.lanes, "\(script.code) has \(own.count) classes; there is room for \(LanguageModel.lanes)")
            let names = own.map(\.name)
            progress("\(script.code): \(own.map { "\($0.name) \($0.count)" }.joined(separator: ", "))")
            let rows = learn(Array(own), script: script)
            var table = Self.quantise(rows, tags: own.map(\.tag), bits: parameters.bits, exponent: parameters.exponent)
            let samples = calibration.filter { $0.script == script && names.contains($0.name) }
            Calibrator(parameters: parameters).calibrate(&table, names: names, texts: samples, script: script)
            tables.append(table)
        }
        var metadata: [(key: String, value: String)] = [
            ("date", parameters.date), ("data", corpus.digest), ("seed", "\(parameters.seed)"), ("epochs", "\(parameters.epochs)"),
            ("pieces", "\(parameters.pieces)"), ("neighbour-pieces", "\(parameters.neighbourPieces)"),
            ("undetermined-pieces", "\(parameters.undeterminedPieces)"), ("doubts", parameters.doubts.map { "\($0)" }.joined(separator: " ")),
            ("strangeness", "\(parameters.strangeness)"), ("rate", "\(parameters.rate)"),
            ("keep", "\(parameters.keep)"), ("decay", "\(parameters.decay)"),
        ]
        for source in corpus.sources { metadata.append(("lines." + source.tag, "\(source.lines.count)")) }
        return LanguageModel(metadata: metadata, tables: tables)
    }

    /// Every class with its texts: those of the files and the respelled ones made from them.
    static func classes(of corpus: TrainingCorpus, part: TrainingCorpus.Part) -> [ClassTexts] {
        let normalizer = Normalizer()
        var form = NormalizedText()
        var classes: [ClassTexts] = []
        func add(_ name: String, _ tag: String, _ script: WrittenScript, _ isNeighbour: Bool, _ lines: [String], _ variants: (String) -> [String]) {
            let known = classes.firstIndex { $0.name == name && $0.script == script }
            var texts = known.map { classes[$0] } ?? ClassTexts(name: name, tag: tag, script: script, isNeighbour: isNeighbour)
            for line in lines {
                for variant in variants(line) {
                    normalizer.normalize(UTF8Text(variant), into: &form)
                    texts.append(form)
                }
            }
            if let known {
                classes[known] = texts
            } else {
                classes.append(texts)
            }
        }
        for source in corpus.sources {
            let lines = source.lines.filter { TrainingCorpus.part(of: $0) == part }
            if source.tag == LanguageDetector.undetermined || Self.undetermined.contains(source.tag) {
                for script in WrittenScript.allCases { add("und", "und", script, true, lines) { [$0] } }
                continue
            }
            guard let script = dominantScript(lines, normalizer) else { continue }
            add(source.tag, source.tag, script, source.isNeighbour, lines) { line in
                let choice = Int(TrainingCorpus.hash(line) >> 32 % 64)
                switch source.tag {
                case "uz-Latn" where choice < 24: return [line, Spelling.newerUzbek[choice % Spelling.newerUzbek.count].respell(line)]
                case "fa" where line.contains("\u{200C}"), "uz-Arab" where line.contains("\u{200C}"):
                    return [line, String(String.UnicodeScalarView(line.unicodeScalars.map { $0 == "\u{200C}" ? " " : $0 }))]
                default: return [line]
                }
            }
            func choose(_ spellings: [Spelling], _ line: String) -> [String] {
                [spellings[Int(TrainingCorpus.hash(line) >> 40) % spellings.count].respell(line)]
            }
            switch source.tag {
            case "tg":
                add("tg-Latn", "tg-Latn", .latin, true, lines) { choose(Spelling.latinTajik, $0) }
                add("fa-Latn", "fa-Latn", .latin, true, lines) { choose(Spelling.latinPersian, $0) }
            case "ru": add("ru-Latn", "ru-Latn", .latin, true, lines) { choose(Spelling.latinRussian, $0) }
            case "tk": add("tk-Cyrl", "tk", .cyrillic, true, lines) { [Spelling.cyrillicTurkmen.respell($0)] }
            case "sr": add("sr-Latn", "sr", .latin, true, lines) { [Spelling.latinSerbian.respell($0)] }
            default: break
            }
        }
        return classes
    }

    /// The script most words of a sample are written in.
    private static func dominantScript(_ lines: [String], _ normalizer: Normalizer) -> WrittenScript? {
        var counts = [0, 0, 0]
        var form = NormalizedText()
        for line in lines.prefix(200) {
            normalizer.normalize(UTF8Text(line), into: &form)
            for word in form.words { if let script = WrittenScript(word: word, in: form.units) { counts[script.rawValue] += 1 } }
        }
        guard let most = counts.max(), most > 0, let index = counts.firstIndex(of: most) else { return nil }
        return WrittenScript(rawValue: index)
    }

    /// Leaves out texts that are plainly in another of the languages: English lines of an Uzbek interface, Russian ones of a Mongolian. Each half of the
    /// texts is judged by weights learnt from the other half. A source that mixes languages hides its foreign lines at first, because the other half
    /// holds some of the same kind; each round sees fewer of them and so may doubt more.
    private func clean(_ classes: [ClassTexts], script: WrittenScript) -> [ClassTexts] {
        var classes = classes
        for (round, doubt) in parameters.doubts.enumerated() {
            var kept = classes.map { Array(repeating: true, count: $0.count) }
            for half in 0..<2 {
                var trainer = SoftmaxTrainer(bits: parameters.bits, classes: classes.count, exponent: parameters.exponent, rate: parameters.rate)
                var random = TrainingRandom(parameters.seed &* 131 &+ UInt64(round * 6 + script.rawValue * 2 + half))
                // Neighbours count little here: where one of them has lines of a supported language, those lines speak for that language.
                run(&trainer, classes.map { $0.filter { $0 % 2 == half } }, &random, neighbourPieces: parameters.neighbourPieces / 8)
                for (label, texts) in classes.enumerated() where texts.name != LanguageDetector.undetermined {
                    for index in stride(from: 1 - half, to: texts.count, by: 2) where texts[index].count >= 8 {
                        let shares = trainer.probabilities(Array(texts[index]))
                        let limit = texts.isNeighbour ? max(doubt, 0.2) : doubt
                        if shares[label] < limit && (shares.max() ?? 0) > (texts.isNeighbour ? 0.6 : 0.9 - limit) { kept[label][index] = false }
                    }
                }
            }
            var report: [String] = []
            classes = classes.enumerated().map { label, texts in
                let cleaned = texts.filter { kept[label][$0] }
                if cleaned.count < texts.count { report.append("\(texts.name) \(texts.count - cleaned.count)") }
                return cleaned
            }
            progress("\(script.code): left out as another language: \(report.joined(separator: ", "))")
        }
        return classes
    }

    /// One pass: pieces of all classes in a random order. Gives the mean probability of the right class.
    @discardableResult private func run(
        _ trainer: inout SoftmaxTrainer, _ classes: [ClassTexts], _ random: inout TrainingRandom, neighbourPieces: Int
    ) -> Float {
        var order: [UInt8] = []
        for (label, texts) in classes.enumerated() {
            let isUndetermined = texts.name == LanguageDetector.undetermined
            let count = isUndetermined ? parameters.undeterminedPieces : texts.isNeighbour ? neighbourPieces : parameters.pieces
            order += Array(repeating: UInt8(label), count: count)
        }
        order.shuffle(using: &random)
        var right: Float = 0
        for label in order {
            let piece = Piece.make(from: classes[Int(label)], among: classes, &random)
            right += trainer.learn(piece, label: Int(label), weight: 1, keep: UInt64(parameters.keep), &random)
        }
        return right / Float(order.count)
    }

    private func learn(_ classes: [ClassTexts], script: WrittenScript) -> [SIMD16<Float>] {
        let classes = clean(classes, script: script)
        var trainer = SoftmaxTrainer(bits: parameters.bits, classes: classes.count, exponent: parameters.exponent, rate: parameters.rate)
        var random = TrainingRandom(parameters.seed &* 31 &+ UInt64(script.rawValue))
        for epoch in 0..<parameters.epochs {
            let mean = run(&trainer, classes, &random, neighbourPieces: parameters.neighbourPieces)
            if parameters.decay < 1 { trainer.decay(parameters.decay) }
            if epoch * 2 >= parameters.epochs { trainer.keepForMean() }
            progress("\(script.code) pass \(epoch + 1): mean probability \(mean)")
        }
        return trainer.mean
    }

    /// Rounds weights to four bits; the largest 3/1000 are cut: between 1 and 30 the accuracy is the same.
    static func quantise(_ rows: [SIMD16<Float>], tags: [String], bits: Int, exponent: Float) -> LanguageModel.Table {
        var sizes: [Float] = []
        for row in rows {
            // The mean over the classes doesn't change a probability: without it the weights are smaller.
            let centred = center(row, tags.count)
            for lane in 0..<tags.count where centred[lane] != 0 { sizes.append(abs(centred[lane])) }
        }
        sizes.sort()
        let largest = sizes.isEmpty ? 1 : max(sizes[sizes.count - 1 - sizes.count * 3 / 1000], 1e-6)
        let unit = largest / Float(PackedRow.largest)
        let limit = Float(PackedRow.largest)
        let quantised = rows.map { row in
            let centred = center(row, tags.count)
            var result = SIMD16<Int16>.zero
            for lane in 0..<tags.count { result[lane] = Int16(max(-limit, min(limit, (centred[lane] / unit).rounded()))) }
            return PackedRow(result)
        }
        return LanguageModel.Table(
            tags: tags, bits: bits, unit: unit, exponent: exponent,
            calibration: Array(repeating: LanguageModel.Calibration(), count: LanguageModel.bucketStarts.count), rows: quantised)
    }

    private static func center(_ row: SIMD16<Float>, _ classes: Int) -> SIMD16<Float> {
        var mean: Float = 0
        for lane in 0..<classes { mean += row[lane] }
        return row - mean / Float(classes)
    }
}
