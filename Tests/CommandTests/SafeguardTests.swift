import Foundation
import Testing

/// `safeguards.md` from the outside: what must stay silent, whatever the lexicon grows to.
struct SafeguardTests {
    let folder: Workspace

    init() throws { folder = try Workspace() }

    /// Alerts of texts, in their order.
    private func alerts(_ texts: [String], _ arguments: [String] = []) throws -> [AlertLine] {
        let posts = try texts.enumerated().map { try PostLine(id: "\($0)", text: $1).line }.joined()
        let run = try folder.mirob(["scan", "--all"] + arguments, input: Data(posts.utf8))
        #expect(run.status == 0)
        #expect(run.errors == "")
        let alerts = try run.alerts()
        try #require(alerts.count == texts.count)
        return alerts
    }

    /// All values of a key in the files of a folder of the lexicon, as its authors wrote them.
    private func values(of key: String, in part: String) throws -> [String] {
        let path = Mirob.repository + "/Lexicons/" + part
        let pattern = try Regex("\\b\(key): \"([^\"]+)\"", as: (Substring, Substring).self)
        return try FileManager.default.contentsOfDirectory(atPath: path).sorted().flatMap { name in
            let text = try String(contentsOfFile: path + "/" + name, encoding: .utf8)
            return text.matches(of: pattern).map { String($0.1) }
        }
    }

    @Test func `a name alone is none, whichever name of the lexicon it is`() throws {
        let names = try values(of: "name", in: "entities")
        try #require(names.count > 3000)
        let loud = try alerts(names).filter { $0.severity != "none" }
        #expect(loud.map { "\($0.post.text): \($0.score)" } == [])
    }

    @Test func `a cue alone is none, whichever cue of the lexicon it is`() throws {
        // One in ten, as a plain text: any ending is none, a gap is a word, of choices the first.
        let cues = try values(of: "cue", in: "themes").enumerated().filter { $0.offset % 10 == 0 }.map(\.element)
        try #require(cues.count > 1500)
        let texts = cues.map { cue in
            cue.replacingOccurrences(of: "~", with: "").replacingOccurrences(of: "…", with: " ва ")
                .replacing(/\(([^|)]*)[^)]*\)/) { String($0.1) }
        }
        let loud = try alerts(texts).filter { $0.severity != "none" }
        #expect(loud.map { "\($0.post.text): \($0.score)" } == [])
    }

    @Test func `prayers, verses, takbir, feasts, funerals and first names are none in every language`() throws {
        let ordinary = [
            // tg
            "Аллоҳу акбар! Аллоҳу акбар! Иди Рамазон муборак бошад, бародарону хоҳарон.",
            "Эй Худо, шаҳидони роҳи ҳақро биомурз, беморонро шифо деҳ. Омин.",
            "Дар роҳи Аллоҳ ҷиҳод кардан ин меҳнати ҳалол аст, гуфт имом дар хутбаи ҷумъа.", "Такбир! Аллоҳу акбар.",
            "Ҷиҳод писари Ислом ба мактаб рафт. Муҷоҳид ҳамсинфи ӯст.", "Закот ва садақаро ба ятимон диҳед.",
            // uz-Cyrl
            "Аллоҳу акбар! Ҳайит муборак, биродарлар.", "Раббано атина фид-дуня ҳасанатан ва фил ахирати ҳасанатан.",
            "Шаҳидларнинг мартабаси ҳақидаги оят тафсири. Аллоҳ йўлида жиҳод қилинглар деган оят нафс билан курашишга чақиради.",
            "Мужоҳид ака тўйга таклиф қилди. Закот беришни унутманг.",
            // uz-Latn
            "Allohu akbar! Ramazon muborak bo‘lsin, birodarlar va opa-singillar.", "Otamning janozasi ertaga peshindan keyin. Alloh rahmat qilsin.",
            "Jihod nima? Nafs bilan kurash eng katta jihoddir, deydi hadis.", "Hijrat yili boshlandi: Muharram oyi muborak.",
            // ru
            "Аллаху акбар! С праздником Курбан-байрам, братья и сёстры!", "Такбир! Аллаху акбар!",
            "Сражайтесь на пути Аллаха с теми, кто сражается против вас, но не преступайте границы (сура 2, аят 190).",
            "Джихад Ахмедов и Ислам Каримов вышли в финал по борьбе.", "Он умер шахидом, утонув. Джаназа после аср-намаза.",
            // fa
            "الله اکبر! عید سعید فطر مبارک، برادران و خواهران.", "خدایا شهیدان ما را بیامرز و صبر به خانواده‌ها بده.",
            "و در راه خدا با کسانی که با شما می‌جنگند بجنگید ولی از حد نگذرید (بقره ۱۹۰).", "تکبیر! الله اکبر",
            "جهاد پسر مجاهد امروز به مکتب رفت.", "زکات فطر هر نفر چهل افغانی است.",
            // others
            "الله أكبر! عيد مبارك، تقبل الله منا ومنكم.", "كتب عليكم القتال وهو كره لكم", "Allahu akbar! Kurban bayramınız mübarek olsun kardeşler.",
            "Аллаһу әкбар! Ораза айт құтты болсын, бауырлар.", "Аллаху акбар! Орозо айт кут болсун.", "الله اکبر! اختر مو مبارک شه، وروڼو.",
            "ئاللاھۇ ئەكبەر! ھېيتىڭلارغا مۇبارەك بولسۇن.", "Allahu akbar! Eid mubarak, brothers and sisters.",
            "Jihad and Mujahid are first names; Islam won the gold medal.",
        ]
        let loud = try alerts(ordinary).filter { $0.severity != "none" }
        #expect(loud.map { "\($0.post.text): \($0.score)" } == [])
    }

    private struct Label: Decodable {
        var id: String
        var category: String
        var benign: Bool?
    }

    @Test func `reports of threats stay low and are listed as protective, and benign posts are none`() throws {
        let decoder = JSONDecoder()
        var labels: [String: Label] = [:]
        for file in Sample.goldFiles {
            let text = try String(contentsOfFile: file.replacingOccurrences(of: ".jsonl", with: ".labels.jsonl"), encoding: .utf8)
            for line in text.split(separator: "\n") {
                let label = try decoder.decode(Label.self, from: Data(line.utf8))
                labels[label.id] = label
            }
        }
        let alerts = try folder.mirob(["scan", "--all"] + Sample.goldFiles).alerts()
        let reports = alerts.filter { labels[$0.post.id]?.category == "threat-report" }
        #expect(reports.count >= 6)
        let loudReports = Set(reports.filter { $0.score >= 40 }.map(\.post.id))
        #expect(loudReports == [])
        // The ones where the threat was seen at all; that it is not always is for `evaluate` to say.
        let seen = reports.filter { $0.themes.contains { $0.id == "threat" } }
        #expect(seen.count * 2 >= reports.count)
        #expect(seen.filter { !$0.contributions.contains { $0.feature == "protective.threat-report" } }.map(\.post.id) == [])
        let loudBenign = Set(alerts.filter { labels[$0.post.id]?.benign == true && $0.severity != "none" }.map(\.post.id))
        #expect(loudBenign == [])
    }

    @Test func `a report of a threat is at most low and protective, the threat itself is an alert`() throws {
        let result = try alerts([
            "Би-би-сӣ: шохаи Хуросони ДОИШ дар рисолааш барои Абумуҳаммади Маданӣ ҳукми қатл эълон кардааст.",
            "По данным исследователей, ИГ-Хорасан выпустило брошюру, в которой Абу Мухаммаду Мадани вынесен «смертный приговор».",
            "Давлати исломӣ Ҳоҷӣ Мирзо Иброновро муртад донист, ҷазояш марг. Ҳукм ба ҳама расонида шавад.",
        ])
        for report in result.prefix(2) {
            #expect(report.score < 40, "\(report.post.text)")
            #expect(report.contributions.contains { $0.feature == "protective.threat-report" }, "\(report.post.text)")
        }
        #expect(result[2].score >= 40)
        #expect(!result[2].contributions.contains { $0.feature == "protective.threat-report" })
    }

    @Test func `a movement that is banned but not violent stays low without incitement or a threat`() throws {
        let result = try alerts([
            "Ҳизб-ут-Таҳрир: ба сафи мо ҳамроҳ шавед, бародарон. Шумораи нави маҷалла дар канал нашр шуд.",
            "Hizb ut-Tahrir: safimizga qo‘shiling, birodarlar. Yangi jurnal chiqdi, kanaldan yuklab oling.",
            "Хизб ут-Тахрир: вступайте в наши ряды, братья. Вышел новый номер журнала, скачать в канале.",
            "Яқин Инкар: приходите к нам, братья, вступайте в наши ряды. Помощь семьям: карта 4242424242424242",
            "Джамаат Таблиг: братья, выходите с нами на сорок дней. Вышла новая книга.",
        ])
        #expect(result.filter { $0.score >= 40 }.map { "\($0.post.text): \($0.score)" } == [])
        #expect(result.prefix(3).allSatisfy { $0.entities.contains { $0.id == "hizb-ut-tahrir" } })
        #expect(!result.flatMap(\.contributions).contains { $0.feature.hasPrefix("entity.group") })
    }

    @Test func `criticism, grief and complaints are none`() throws {
        let loud = try alerts([
            "Ришамро дар милиса тарошиданд, барои чӣ? Ҳиҷоби хоҳарамро кашиданд.",
            "Soqolim uchun ushlashdi, ish haqimni berishmadi. Adolat qani?",
            "Мигрантов опять унижают на границе, а чиновники молчат. Позор!",
            "حکومت دختران را از مکتب محروم کرده است. این ظلم است.",
            "Свободу Восточному Туркестану! Китай держит уйгуров в лагерях.",
        ]).filter { $0.severity != "none" }
        #expect(loud.map { "\($0.post.text): \($0.score)" } == [])
    }
}
