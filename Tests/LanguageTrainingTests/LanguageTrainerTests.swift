import Detection
import LanguageTraining
import Model
import Normalization
import Testing

@Suite struct LanguageTrainerTests {
    /// Sentences of our own, put together from words by number.
    private static func sentences(_ words: String, _ count: Int) -> [String] {
        let words = words.split(separator: " ")
        return (0..<count).map { number in
            (0..<6).map { String(words[(number * 7 + $0 * (number % 5 + 1)) % words.count]) }.joined(separator: " ") + " \(number)"
        }
    }

    private static let corpus = TrainingCorpus(sources: [
        .init(tag: "tg", isNeighbour: false, lines: sentences("имрӯз дар шаҳри мо борон борид ва мардум дар хона монданд ҳаво хуб аст", 120)),
        .init(tag: "ru", isNeighbour: false, lines: sentences("сегодня в нашем городе шёл дождь и люди остались дома погода хорошая", 120)),
        .init(tag: "en", isNeighbour: false, lines: sentences("it rained in our town today and people stayed at home the weather is fine", 120)),
        .init(tag: "tr", isNeighbour: false, lines: sentences("bugün şehrimizde yağmur yağdı ve insanlar evde kaldı hava güzel", 120)),
        .init(tag: "fa", isNeighbour: false, lines: sentences("امروز در شهر ما باران بارید و مردم در خانه ماندند هوا خوب است", 120)),
        .init(tag: "ar", isNeighbour: false, lines: sentences("هطل المطر اليوم في مدينتنا وبقي الناس في بيوتهم الجو جميل", 120)),
    ])

    private static var parameters: LanguageTrainer.Parameters {
        var parameters = LanguageTrainer.Parameters()
        parameters.bits = 9
        parameters.epochs = 2
        parameters.pieces = 120
        parameters.neighbourPieces = 40
        parameters.undeterminedPieces = 20
        return parameters
    }

    @Test func `the same data gives the same bytes`() {
        let trainer = LanguageTrainer(parameters: Self.parameters)
        let bytes = trainer.train(Self.corpus).encoded()
        #expect(trainer.train(Self.corpus).encoded() == bytes)
        #expect(trainer.train(TrainingCorpus(sources: Self.corpus.sources.reversed())).encoded() == bytes)
        var other = Self.parameters
        other.seed = 2
        #expect(LanguageTrainer(parameters: other).train(Self.corpus).encoded() != bytes)
    }

    @Test func `a small model tells its languages apart`() throws {
        let model = LanguageTrainer(parameters: Self.parameters).train(Self.corpus)
        let detector = LanguageDetector(model: try LanguageModel(bytes: model.encoded()))
        let normalizer = Normalizer()
        for (tag, text) in [("tg", "мардум дар шаҳри мо"), ("ru", "люди в нашем городе"), ("fa", "مردم در شهر ما"), ("tr", "insanlar evde")] {
            var form = NormalizedText()
            normalizer.normalize(UTF8Text(text), into: &form)
            #expect(detector.identify(form).best.tag == tag)
        }
    }

    @Test func `a line is always used for the same`() {
        let lines = (0..<2000).map { "line \($0)" }
        let heldOut = lines.filter { TrainingCorpus.part(of: $0) == .heldOut }
        #expect((60...140).contains(heldOut.count))
        #expect(heldOut == lines.filter { TrainingCorpus.part(of: $0) == .heldOut })
    }
}
