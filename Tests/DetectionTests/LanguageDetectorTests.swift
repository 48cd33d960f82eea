import Detection
import Model
import TestSupport
import Testing

@Suite struct LanguageDetectorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var tag: String
        var text: String
        var testDescription: String { "\(tag): \(text.prefix(24))" }
    }

    static let sentences = [
        Case(tag: "tg", text: "Имрӯз дар шаҳри мо борон борид ва мардум дар хона монданд"),
        Case(tag: "uz-Cyrl", text: "Бугун шаҳримизда ёмғир ёғди ва одамлар уйда қолишди"),
        Case(tag: "uz-Latn", text: "Bugun shahrimizda yomg‘ir yog‘di va odamlar uyda qolishdi"),
        Case(tag: "uz-Arab", text: "بوگون شهریمیزده یامغیر یاغدی و آدملر اویده قالیشدی"),
        Case(tag: "ru", text: "Сегодня в нашем городе шёл дождь, и люди остались дома"),
        Case(tag: "fa", text: "امروز در شهر ما باران بارید و مردم در خانه ماندند"),
        Case(tag: "ps", text: "نن زموږ په ښار کې باران وشو او خلک په کورونو کې پاتې شول"),
        Case(tag: "kk", text: "Бүгін біздің қалада жаңбыр жауып, адамдар үйде қалды"),
        Case(tag: "ky", text: "Бүгүн биздин шаарда жамгыр жаап, адамдар үйдө калышты"),
        Case(tag: "tk", text: "Şu gün biziň şäherimizde ýagyş ýagdy we adamlar öýde galdylar"),
        Case(tag: "ug", text: "بۈگۈن شەھىرىمىزدە يامغۇر ياغدى، كىشىلەر ئۆيدە قالدى"),
        Case(tag: "tr", text: "Bugün şehrimizde yağmur yağdı ve insanlar evde kaldı"),
        Case(tag: "ar", text: "هطل المطر اليوم في مدينتنا وبقي الناس في بيوتهم"),
        Case(tag: "en", text: "It rained in our town today and people stayed at home"),
    ]

    @Test(arguments: sentences) func `a plain sentence gets its tag`(_ sentence: Case) throws {
        let detector = try #require(ShippedModel.detector)
        let answer = detector.identify(ShippedModel.form(sentence.text))
        #expect(answer.best.tag == sentence.tag)
        #expect(answer.best.confidence > 0.8)
        #expect(answer.alternatives.count == 3)
        #expect(answer.segments == [LanguageSpan(range: ScalarRange(0, sentence.text.unicodeScalars.count), tag: sentence.tag)])
    }

    static let degraded = [
        Case(tag: "tg", text: "Имруз дар шахри мо борон борид ва мардум дар хона монданд"),
        Case(tag: "uz-Cyrl", text: "Бугун шахримизда ёмгир ёгди ва одамлар уйда колишди"),
        Case(tag: "uz-Latn", text: "Bugun shahrimizda yomgir yogdi va odamlar uyda qolishdi"),
        Case(tag: "uz-Latn", text: "Bugun şahrimizda yomğir yoğdi va odamlar uyda qolişdi"),
        Case(tag: "fa", text: "مي خواهم بدانم چرا كسي به اين موضوع توجه نمي كند"),
        Case(tag: "tr", text: "BUGUN SEHRIMIZDE YAGMUR YAGDI VE INSANLAR EVDE KALDI"),
        Case(tag: "ru", text: "СЕГОДНЯ В НАШЕМ ГОРОДЕ ШЕЛ ДОЖДЬ!!! 🌧🌧"),
        Case(tag: "tg-Latn", text: "Imruz dar shahri mo boron borid va mardum dar khona mondand"),
        Case(tag: "ru-Latn", text: "Segodnya v nashem gorode shel dozhd i lyudi ostalis doma"),
    ]

    /// Three words among what posts are full of, every kind of apostrophe, capitals only.
    static let messy = [
        Case(tag: "tg", text: "🔥🔥 @kanal_news https://t.me/abcd/12 имрӯз борон меборад 👇👇"),
        Case(tag: "tg", text: "ИМРУЗ ДАР ШАХРИ МО БОРОН БОРИД ВА МАРДУМ ДАР ХОНА МОНДАНД"),
        Case(tag: "tg", text: "#хабар #имрӯз дар шаҳри мо #борон борид"),
        Case(tag: "uz-Cyrl", text: "📢 бугун ёмғир ёғди https://example.org/a?b=1 @user123"),
        Case(tag: "uz-Cyrl", text: "БУГУН ШАХРИМИЗДА ЁМГИР ЁГДИ ВА ОДАМЛАР УЙДА КОЛИШДИ"),
        Case(tag: "uz-Latn", text: "Bugun shahrimizda yomg'ir yog'di, o'g'lim uyda qoldi"),
        Case(tag: "uz-Latn", text: "Bugun shahrimizda yomg`ir yog`di, o`g`lim uyda qoldi"),
        Case(tag: "uz-Latn", text: "Bugun shahrimizda yomg’ir yog’di, o’g’lim uyda qoldi"),
        Case(tag: "uz-Latn", text: "Bugun shahrimizda yomgʻir yogʻdi, oʻgʻlim uyda qoldi"),
        Case(tag: "uz-Latn", text: "Bugun şahrimizda yomğir yoğdi, ŏğlim uyda qoldi, keçqurun keladi"),
        Case(tag: "uz-Latn", text: "Bugun şahrimizda yomğir yoğdi, öğlim uyda qoldi, keçqurun keladi"),
        Case(tag: "uz-Latn", text: "BUGUN SHAHRIMIZDA YOMGIR YOGDI VA ODAMLAR UYDA QOLISHDI"),
        Case(tag: "fa", text: "نمیخواهم بروم چون هوا سرد است و کتابهایم اینجاست"),
        Case(tag: "fa", text: "❤️ #ایران هوا خیلی سرد است https://example.org"),
        Case(tag: "ru", text: "@user https://t.me/x/1 сегодня очень холодно 🥶🥶"),
        Case(tag: "kk", text: "БҮГІН БІЗДІҢ ҚАЛАДА ЖАҢБЫР ЖАУЫП, АДАМДАР ҮЙДЕ ҚАЛДЫ"),
        Case(tag: "tg-Latn", text: "Man imruz ba bozor meravam, shumo kujo raftani hasted"),
        Case(tag: "ru-Latn", text: "Privet, ya segodnya ne smogu priyti, potomu chto mnogo raboty"),
    ]

    @Test(arguments: messy) func `a messy post keeps its tag`(_ post: Case) throws {
        let detector = try #require(ShippedModel.detector)
        #expect(detector.identify(ShippedModel.form(post.text)).best.tag == post.tag)
    }

    @Test(arguments: sentences) func `in a long text one word in a few tells the same as all`(_ sentence: Case) throws {
        let fast = try #require(ShippedModel.detector)
        let plain = LanguageDetector(model: fast.model, sampling: .none)
        let short = ShippedModel.form(sentence.text)
        if short.count <= LanguageDetector.Sampling().letters { #expect(fast.identify(short) == plain.identify(short)) }
        let long = ShippedModel.form(Array(repeating: sentence.text, count: 6).joined(separator: ". "))
        let (quick, whole) = (fast.identify(long), plain.identify(long))
        #expect(quick.best.tag == sentence.tag && whole.best.tag == sentence.tag)
        #expect(quick.segments == whole.segments)
        #expect(whole.best.confidence - quick.best.confidence < 0.05)
    }

    @Test(arguments: [("tg", "ru"), ("uz-Cyrl", "ru"), ("fa", "ar"), ("uz-Latn", "en"), ("kk", "ru"), ("ps", "ar")])
    func `a second language late in a long text is found as when every word is looked at`(_ own: String, _ other: String) throws {
        let fast = try #require(ShippedModel.detector)
        let plain = LanguageDetector(model: fast.model, sampling: .none)
        let first = try #require(Self.sentences.first { $0.tag == own }).text
        let second = try #require(Self.sentences.first { $0.tag == other }).text
        let form = ShippedModel.form("\(first). \(first). \(first). \(second). \(second).")
        #expect(fast.identify(form) == plain.identify(form))
        #expect(fast.identify(form).segments.map(\.tag) == [own, other])
    }

    @Test(arguments: degraded) func `a sentence without its special letters keeps its tag`(_ sentence: Case) throws {
        let detector = try #require(ShippedModel.detector)
        #expect(detector.identify(ShippedModel.form(sentence.text)).best.tag == sentence.tag)
    }

    static let neighbours = [
        "Сьогодні в нашому місті йшов дощ, і люди залишилися вдома", "Бүген безнең шәһәрдә яңгыр яуды, кешеләр өйдә калды",
        "Bu gün şəhərimizdə yağış yağdı və insanlar evdə qaldılar", "آج ہمارے شہر میں بارش ہوئی اور لوگ گھروں میں رہے",
        "Heute hat es in unserer Stadt geregnet und die Leute blieben zu Hause", "Oggi nella nostra città ha piovuto e la gente è rimasta a casa",
        "今天我们城市下雨了，人们都待在家里", "დღეს ჩვენს ქალაქში წვიმდა",
    ]

    @Test(arguments: neighbours) func `a neighbour is not taken for a supported language`(_ text: String) throws {
        let detector = try #require(ShippedModel.detector)
        #expect(!LanguageEvaluation.supported.contains(detector.identify(ShippedModel.form(text)).best.tag))
    }

    @Test func `a scriptural quotation in Arabic does not name the post`() throws {
        let detector = try #require(ShippedModel.detector)
        let own = "Бародарони азиз, имрӯз дар бораи сабру таҳаммул сӯҳбат мекунем ва ин оятро ба ёд меорем: "
        let quoted = "وَاسْتَعِينُوا بِالصَّبْرِ وَالصَّلَاةِ وَإِنَّهَا لَكَبِيرَةٌ إِلَّا عَلَى الْخَاشِعِينَ"
        let answer = detector.identify(ShippedModel.form(own + quoted))
        #expect(answer.best.tag == "tg")
        #expect(answer.segments.map(\.tag) == ["tg", "ar"])
    }

    @Test func `a Russian sentence in a Tajik post is a segment`() throws {
        let detector = try #require(ShippedModel.detector)
        let first = "Имрӯз дар шаҳри мо борон борид ва ҳамаи мардум дар хонаҳои худ монданд, чунки роҳҳо пур аз об шуданд. "
        let second = "Власти города обещают, что к вечеру движение транспорта будет полностью восстановлено. "
        let third = "Кӯдакон аз тиреза ба кӯча нигоҳ мекарданд ва аз борон шод буданд."
        let answer = detector.identify(ShippedModel.form(first + second + third))
        #expect(answer.best.tag == "tg")
        #expect(answer.segments.map(\.tag) == ["tg", "ru", "tg"])
        let cut = try #require(answer.segments.dropFirst().first)
        #expect(cut.range == ScalarRange(first.unicodeScalars.count, (first + second).unicodeScalars.count))
    }

    @Test func `a name in Latin letters stays in its sentence`() throws {
        let detector = try #require(ShippedModel.detector)
        let text = "Бугун Telegram каналимизда янги эълон чиқди, ҳаммангиз ўқиб чиқинг"
        #expect(detector.identify(ShippedModel.form(text)).segments.map(\.tag) == ["uz-Cyrl"])
    }

    @Test func `links, handles and digits are of no language`() throws {
        let detector = try #require(ShippedModel.detector)
        let text = "@kanal_uz https://example.org/tonight/party 12345 Бугун ҳаво жуда яхши бўлди"
        #expect(detector.identify(ShippedModel.form(text)).best.tag == "uz-Cyrl")
        let none = detector.identify(ShippedModel.form("https://example.org/a 123 🔥"))
        #expect(none.best.tag == "und")
        #expect(none.segments.map(\.tag) == ["und"])
    }

    @Test func `an empty text has no segments`() throws {
        let detector = try #require(ShippedModel.detector)
        let answer = detector.identify(ShippedModel.form(""))
        #expect(answer.best.tag == "und")
        #expect(answer.segments.isEmpty)
    }

    @Test(arguments: 0..<12) func `segments cover any text, and a used scratch changes nothing`(_ seed: Int) throws {
        let detector = try #require(ShippedModel.detector)
        var random = Seeded(UInt64(seed))
        var scratch = LanguageDetector.Scratch()
        let pieces =
            Self.sentences.map(\.text) + Self.neighbours + ["🔥", "\n\n", "12", "«", "»", "https://t.me/a", "#tag", "e\u{301}", "\u{200F}", "中"]
        for _ in 0..<8 {
            var text = ""
            for _ in 0..<Int.random(in: 0...7, using: &random) {
                let piece = pieces[Int.random(in: 0..<pieces.count, using: &random)]
                let words = piece.split(separator: " ")
                text += words.prefix(Int.random(in: 0...max(1, words.count), using: &random)).joined(separator: " ") + " "
            }
            let form = ShippedModel.form(text)
            let answer = detector.identify(form, scratch: &scratch)
            #expect(answer == detector.identify(form))
            var end = 0
            for segment in answer.segments {
                #expect(segment.range.start == end && segment.range.end > end)
                end = segment.range.end
            }
            #expect(end == text.unicodeScalars.count)
            #expect(zip(answer.segments, answer.segments.dropFirst()).allSatisfy { $0.tag != $1.tag })
            #expect(answer.alternatives.count <= 3 && !answer.alternatives.contains { $0.tag == answer.best.tag })
            #expect((0...1.000001).contains(answer.best.confidence))
        }
    }
}
