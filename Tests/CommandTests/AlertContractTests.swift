import Foundation
import TestSupport
import Testing

/// What every alert line holds, over all labelled posts and over text made to break programs.
struct AlertContractTests {
    let folder: Workspace

    init() throws { folder = try Workspace() }

    /// Spans whose surface is not the text at their place, scores that do not add up, segments that leave gaps.
    private func faults(_ alerts: [AlertLine]) -> [String] {
        var faults: [String] = []
        for alert in alerts {
            for span in alert.spans where alert.slice(span)?.unicodeScalars.elementsEqual(span.surface.unicodeScalars) != true {
                faults.append("\(alert.post.id) \(span.start)–\(span.end) \(span.field ?? "text"): \(span.surface)")
            }
            if alert.score != alert.sumOfContributions { faults.append("\(alert.post.id): \(alert.score) is not \(alert.sumOfContributions)") }
            if alert.severity != alert.severityOfScore { faults.append("\(alert.post.id): \(alert.score) is \(alert.severity)") }
            for part in alert.contributions where (part.weight * 10).rounded() / 10 != part.weight {
                faults.append("\(alert.post.id): \(part.feature) weighs \(part.weight), not whole tenths")
            }
            var end = 0
            for segment in alert.segments {
                if segment.start != end || segment.end <= segment.start {
                    faults.append("\(alert.post.id): a segment at \(segment.start) after \(end)")
                }
                end = segment.end
            }
            if !alert.segments.isEmpty, end != alert.post.text.unicodeScalars.count { faults.append("\(alert.post.id): segments end at \(end)") }
        }
        return faults
    }

    @Test func `every alert over the labelled posts has the contract's keys, true spans, a score that adds up and a fixed vocabulary`() throws {
        let run = try folder.mirob(["scan", "--all"] + Sample.goldFiles)
        #expect(run.status == 0)
        #expect(run.errors == "")
        let alerts = try run.alerts()
        #expect(alerts.count >= 370)
        #expect(faults(alerts) == [])
        #expect(alerts.reduce(0) { $0 + $1.spans.count } > 500, "the labelled posts are full of spans")
        #expect(alerts.contains { $0.spans.contains { $0.field != nil } }, "some stand in file names")

        #expect(Set(alerts.map(\.schema)) == ["mirob.alert/1"])
        #expect(Set(alerts.map(\.stance.label)).isSubset(of: ["promoting", "reporting", "countering", "unclear"]))
        #expect(Set(alerts.flatMap(\.entities).map(\.match)).isSubset(of: ["exact", "inflected", "transliterated", "deobfuscated", "fuzzy"]))
        #expect(
            Set(alerts.flatMap(\.entities).map(\.role)).isSubset(of: ["subject", "claimant", "issuer", "praised", "target", "mentioned"]))
        #expect(Set(alerts.flatMap(\.entities).map(\.type)).isSubset(of: ["group", "outlet", "figure", "official", "event"]))
        #expect(Set(alerts.flatMap(\.themes).map(\.id)).isSubset(of: Self.themes))
        #expect(Set(alerts.flatMap(\.indicators).map(\.type)).isSubset(of: Self.indicators))
        #expect(Set(alerts.flatMap(\.indicators).map(\.checksum)).isSubset(of: ["valid", "absent"]))
        #expect(Set(alerts.flatMap(\.audience).map(\.id)).isSubset(of: ["af", "uz", "tj", "kg", "kz", "tm", "xj", "ru", "tr", "ir", "pk"]))
        #expect(alerts.allSatisfy { $0.scoredAt == nil }, "no clock in an alert")
        for alert in alerts {
            #expect((0...1).contains(alert.language.confidence) && alert.scripts.allSatisfy { $0.code.count == 4 }, "\(alert.post.id)")
            #expect(
                [alert.provenance.lexicon, alert.provenance.model, alert.provenance.config].allSatisfy {
                    $0.wholeMatch(of: /sha256:[0-9a-f]{64}/) != nil
                }, "\(alert.post.id)")
        }
    }

    private static let themes: Set<String> = [
        "fundraising", "recruitment", "incitement", "attack-claim", "martyrdom", "threat", "release", "rivalry", "detainees", "statement",
        "activity", "grievance", "turkistan",
    ]
    private static let indicators: Set<String> = [
        "btc", "eth", "tron", "xmr", "ltc", "ton", "iban", "card", "phone", "telegram", "url", "email",
    ]

    @Test func `a post passes through with what the contract keeps of it`() throws {
        let post = """
            {"id":"7","source":"telegram","channel":"1234567890/Title","published_at":"2025-01-02T03:04:05Z",
            "edited_at":"2025-01-02T04:00:00Z","url":"https://example.org/7","lang":"tg","forwarded_from":"-1001234567890","reply_to":"6",
            "text":"салом 👋","media":[{"kind":"video","file_name":"a.mp4","mime":"video/mp4","duration":12.5}],
            "text_quality":"repaired","notes":["truncated"]}
            """
        let run = try folder.mirob("scan", "--all", input: post.replacingOccurrences(of: "\n", with: "") + "\n")
        #expect(run.status == 0)
        let object = try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any])
        let kept = try #require(object["post"] as? NSDictionary)
        let given = try #require(try JSONSerialization.jsonObject(with: Data(post.utf8)) as? NSDictionary)
        #expect(kept == given)
    }

    @Test func `spans hold on hostile text in text and file names`() throws {
        var hostile = HostileText(seed: 2)
        let names = ["ИГИЛ", "داعش خراسان", "IShID-Xuroson", "Садои Хуросон", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "+992 90 123 45 67"]
        var lines = ""
        for number in 0..<120 {
            let text = hostile.next(length: 12) + " " + names[number % names.count] + " " + hostile.next(length: 12)
            let name = names[(number + 1) % names.count] + hostile.next(length: 3) + ".pdf"
            lines += try PostLine(id: "h\(number)", text: text, media: [PostLine.Medium(fileName: name)]).line
        }
        for arguments in [["scan", "--all"], ["scan", "--all", "--no-mask"]] {
            let run = try folder.mirob(arguments, input: Data(lines.utf8))
            #expect(run.status == 0)
            let alerts = try run.alerts()
            #expect(alerts.count == 120)
            #expect(faults(alerts) == [], "seed 2, \(arguments)")
            #expect(alerts.contains { !$0.spans.isEmpty })
        }
    }

    @Test func `alert ids are those of SHA-256 over source, channel, id and text`() throws {
        // printf 'telegram\x1f42\x1fp0\x1fсалом' | sha256sum; the second has neither source nor channel, the third a decomposed letter.
        let posts = [
            PostLine(id: "p0", text: "салом", source: "telegram", channel: "42"), PostLine(id: "p0", text: "салом"),
            PostLine(id: "p0", text: "и\u{306}", source: "telegram", channel: "42"),
        ]
        let run = try folder.mirob("scan", "--all", input: posts.map { try $0.line }.joined())
        #expect(run.status == 0)
        #expect(
            try run.alerts().map(\.alertId) == [
                "8f1e16452962479bc8579e10f8971387", "7db187fa35f9692ffb3c9f3f43cd645a",
                "54069ffb640bb9256e52c2e513a19966",
            ])
    }

    @Test func `an alert id is that of the text as collected, whatever is masked in it`() throws {
        let post = try PostLine(id: "c", text: "карта 4242424242424242").line
        let masked = try folder.mirob("scan", "--all", input: post).alerts()
        let plain = try folder.mirob("scan", "--all", "--no-mask", input: post).alerts()
        #expect(masked.map(\.alertId) == ["2c268f36190b11b1d7276df8eecf54e8"])
        #expect(plain.map(\.alertId) == masked.map(\.alertId))
    }
}
