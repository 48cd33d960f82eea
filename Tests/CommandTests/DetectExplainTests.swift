import Foundation
import Testing

/// `detect`, `explain` and `evaluate`.
struct DetectExplainTests {
    let folder: Workspace

    init() throws { folder = try Workspace() }

    private struct Detected: Decodable {
        struct Script: Decodable {
            var code: String
            var share: Double
        }
        var tag: String
        var confidence: Double
        var scripts: [Script]
    }

    private func detected(_ run: CommandRun) throws -> [Detected] {
        try run.lines.map { try JSONDecoder().decode(Detected.self, from: Data($0.utf8)) }
    }

    @Test func `each line is answered by its own, blank and broken ones too`() throws {
        var input = Data("Имрӯз дар Душанбе борон меборад, ҳаво хунук аст.\n\n".utf8)
        input += Data([0xFF, 0xD0, 10]) + Data("   \r\n".utf8)
        input += Data("Bugun Toshkentda havo ochiq, kechqurun yomg‘ir yog‘adi.\r\nВ Бишкеке открылась книжная ярмарка, вход свободный.\n".utf8)
        input += Data("هوا امروز سرد است و باران می‌بارد، مردم در خانه مانده‌اند.".utf8)
        let run = try folder.mirob(["detect", "-"], input: input)
        #expect(run.status == 0)
        #expect(run.errors == "")
        let answers = try detected(run)
        #expect(answers.map(\.tag) == ["tg", "und", "und", "und", "uz-Latn", "ru", "fa"])
        #expect(answers.map { $0.scripts.first?.code } == ["Cyrl", nil, nil, nil, "Latn", "Cyrl", "Arab"])
        #expect(answers.allSatisfy { (0...1).contains($0.confidence) })
    }

    @Test func `scripts have their shares, largest first`() throws {
        let run = try folder.mirob("detect", input: "абвгд abc سلام\n")
        #expect(run.status == 0)
        let answer = try #require(try detected(run).first)
        #expect(answer.scripts.map(\.code) == ["Cyrl", "Arab", "Latn"])
        #expect(abs(answer.scripts.reduce(0) { $0 + $1.share } - 1) < 0.01)
    }

    @Test func `a line too long to hold is answered too`() throws {
        let input = Data("салом\n".utf8) + Data(repeating: 97, count: 34_000_000) + Data("\nсалом\n".utf8)
        let run = try folder.mirob(["detect"], input: input)
        #expect(run.status == 0)
        #expect(try detected(run).count == 3)
    }

    @Test func `an empty input has no answers, a missing file is named and status 2`() throws {
        let empty = try folder.mirob("detect")
        #expect(empty.status == 0)
        #expect(empty.text == "" && empty.errors == "")
        let missing = try folder.mirob("detect", "missing.txt")
        #expect(missing.status == 2)
        #expect(missing.errors == "mirob: missing.txt: cannot be opened: No such file or directory\n")
    }

    // MARK: - Explain

    @Test func `explain shows every stage of a text`() throws {
        let run = try folder.mirob("explain", Sample.release)
        #expect(run.status == 0)
        #expect(run.errors == "")
        let sections = [
            "Text", "Matching form", "Script and language", "Names", "Indicators", "Themes", "Stance", "Score", "What would change it",
        ]
        let lines = run.text.split(separator: "\n").map(String.init)
        #expect(lines.filter { sections.contains($0) } == sections)
        #expect(run.text.contains("theme.release"))
        #expect(run.text.contains("It would be no alert without"))
        #expect(run.text.hasSuffix("A triage aid: not an expert opinion, not evidence of intent. A person decides.\n"))
    }

    @Test func `explain says why an ordinary text is no alert`() throws {
        let run = try folder.mirob("explain", "-", input: Sample.weather)
        #expect(run.status == 0)
        #expect(run.text.contains("= 0 of 100: none"))
        #expect(run.text.contains("Nothing of a violent group was seen in it."))
    }

    @Test func `explain as JSON is the alert of the same text, whatever its severity`() throws {
        for text in [Sample.release, Sample.weather, Sample.card] {
            let run = try folder.mirob("explain", "--json", text)
            #expect(run.status == 0)
            let alert = try #require(try run.alerts().first)
            let scanned = try #require(try folder.mirob("scan", "--all", input: PostLine(id: "explain", text: text).line).alerts().first)
            #expect(run.lines.count == 1)
            #expect(alert.score == scanned.score && alert.alertId == scanned.alertId)
            #expect(alert.spans.map(\.surface) == scanned.spans.map(\.surface))
        }
    }

    @Test func `explain takes an empty text and broken bytes`() throws {
        for input in [Data(), Data([0xFF, 0xFE, 0xFD]), Data([0])] {
            let run = try folder.mirob(["explain", "-"], input: input)
            #expect(run.status == 0)
            #expect(run.text.contains("0 of 100: none"))
        }
    }

    // MARK: - Evaluate

    @Test func `evaluate langid counts by tag, length and domain, and draws`() throws {
        let lines = "tg\tИмрӯз дар шаҳри мо борон борид\tnews\nru\tСегодня в городе дождь\nuk\tСьогодні в нашому місті йшов дощ\tnews\n"
        let file = try folder.write("langid.tsv", lines)
        let run = try folder.mirob("evaluate", "langid", file, "--plots", ".")
        #expect(run.status == 0)
        #expect(run.text.contains("domain news") && run.text.contains("≤20") && run.text.contains("calibration error"))
        #expect(try folder.names == ["langid-confusion.svg", "langid-reliability.svg", "langid.tsv"])
        #expect(folder.read("langid-reliability.svg")?.hasPrefix("<svg ") == true)
        struct Result: Decodable {
            struct Share: Decodable {
                var right: Int
                var count: Int
                var low: Double
                var high: Double
            }
            var macro: Double
            var tags: [String: Share]
            var und: Share
        }
        let json = try folder.mirob("evaluate", "langid", file, "--json")
        let result = try JSONDecoder().decode(Result.self, from: json.output)
        #expect(result.macro == 1)
        #expect(result.tags["tg"]?.right == 1 && result.tags["tg"]?.count == 1)
        #expect(result.und.count == 1 && result.und.low > 0 && result.und.high == 1)
        let broken = try folder.mirob("evaluate", "langid", try folder.write("broken.tsv", "no tab here\n"))
        #expect(broken.status != 0 && broken.errors.contains("broken.tsv:1"))
        #expect(try folder.mirob("evaluate", "langid", file, "--plots", "nowhere").status != 0)
    }

    @Test func `evaluate compares posts with labels, and names what does not match`() throws {
        let posts = Sample.goldFiles[0]
        let labels = posts.replacingOccurrences(of: ".jsonl", with: ".labels.jsonl")
        let run = try folder.mirob("evaluate", posts, "--labels", labels)
        #expect(run.status == 0)
        let json = try folder.mirob("evaluate", posts, "--labels", labels, "--json")
        #expect(json.status == 0)
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: json.output) }
        let wrong = try folder.mirob("evaluate", Sample.format("posts.jsonl"), "--labels", labels)
        #expect(wrong.status == 1)
        #expect(wrong.errors == "mirob: \(Sample.format("posts.jsonl")):1: post 'f-1' has no label\n")
        let missing = try folder.mirob("evaluate", posts, "--labels", "missing.jsonl")
        #expect(missing.status == 1)
        #expect(missing.errors == "mirob: missing.jsonl cannot be read\n")
    }
}
