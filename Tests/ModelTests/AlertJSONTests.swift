import Foundation
import Model
import TestSupport
import Testing

struct AlertJSONTests {
    /// An alert with every optional part filled, its text mixed from scripts, a flag and an escape sequence.
    static func alert() -> Alert {
        let text = "🇹🇯 Садои Хуросон №2 «\u{1B}» 1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"
        let post = Post(
            id: "7", text: UTF8Text(text), source: "telegram", channel: "12/Садо", authorRef: "p:ab", publishedAt: "2024-06-27T10:00:00Z",
            editedAt: "2024-06-28T10:00:00Z", url: "https://t.me/x/7", lang: "tg", forwardedFrom: "kanal", replyTo: "6",
            media: [
                Media(kind: "document", fileName: "садои хуросон 2.pdf", mime: "application/pdf"), Media(kind: "video", duration: 12.5),
            ], textQuality: "repaired", notes: ["media-not-analysed"])
        return Alert(
            alertID: "0123456789abcdef0123456789abcdef", post: post,
            language: LanguageIdentification(
                best: LanguageGuess(tag: "tg", confidence: 0.98), alternatives: [LanguageGuess(tag: "uz-Cyrl", confidence: 0.01)],
                segments: [LanguageSpan(range: ScalarRange(0, 58), tag: "tg")]),
            scripts: [ScriptShare(code: "Cyrl", share: 0.93), ScriptShare(code: "Latn", share: 0.07)],
            entities: [
                Alert.EntityMention(
                    id: "sadoi-khuroson", name: "Sadoi Khuroson", type: "outlet", surface: "not used", range: ScalarRange(3, 16), field: nil,
                    alias: "Садои Хуросон", match: .exact, role: .issuer),
                Alert.EntityMention(
                    id: "sadoi-khuroson", name: "Sadoi Khuroson", type: "outlet", surface: "not used", range: ScalarRange(0, 13),
                    field: "media[0].file_name", alias: "Садои Хуросон", match: .inflected, role: .issuer),
            ],
            indicators: [
                Indicator(
                    kind: .btc, value: "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", range: ScalarRange(24, 58), checksum: .valid)
            ],
            themes: [ThemeFinding(id: "release", strength: 0.8, evidence: [Evidence(range: ScalarRange(17, 19), field: nil, gloss: "issue no. 2")])],
            stance: StanceFinding(label: .promoting, confidence: 0.9, evidence: []), audience: [Alert.Audience(id: "tj", reason: "Tajik")],
            release: Alert.Release(outlet: "sadoi-khuroson", title: "Т", issue: 2, format: "magazine", language: "tg"),
            designations: [Alert.Designation(entity: "iskp", jurisdiction: "UN", list: "QDe.161", listed: true, asOf: "2024-06-27")], score: 41,
            contributions: [
                Contribution(feature: "theme.release", tenths: 310), Contribution(feature: "x", tenths: 105),
                Contribution(feature: "cap.x", tenths: -5),
            ],
            provenance: Alert.Provenance(engine: "0.1.0", lexicon: "sha256:l", model: "sha256:m", config: "sha256:c", icu: "72.1"),
            scoredAt: "2024-07-01T00:00:00Z")
    }

    static func line(_ alert: Alert) -> String {
        var json = JSONWriter()
        alert.writeLine(to: &json)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    @Test func `a full alert is written as the contract has it`() {
        let wallet = "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"
        let expected = [
            #"{"schema":"mirob.alert/1","alert_id":"0123456789abcdef0123456789abcdef","post":{"id":"7","source":"telegram","channel":"12/Садо","#,
            #""author_ref":"p:ab","published_at":"2024-06-27T10:00:00Z","url":"https://t.me/x/7","#,
            #""text":"🇹🇯 Садои Хуросон №2 «\u001b» "# + wallet + #"","media":[{"kind":"document","file_name":"садои хуросон 2.pdf","#,
            #""mime":"application/pdf"},{"kind":"video","duration":12.5}],"forwarded_from":"kanal","reply_to":"6","#,
            #""edited_at":"2024-06-28T10:00:00Z","lang":"tg","text_quality":"repaired","notes":["media-not-analysed"]},"#,
            #""language":{"tag":"tg","confidence":0.98,"alternatives":[{"tag":"uz-Cyrl","confidence":0.01}]},"#,
            #""scripts":[{"code":"Cyrl","share":0.93},{"code":"Latn","share":0.07}],"segments":[{"start":0,"end":58,"tag":"tg"}],"#,
            #""entities":[{"id":"sadoi-khuroson","name":"Sadoi Khuroson","type":"outlet","surface":"Садои Хуросон","start":3,"end":16,"#,
            #""alias":"Садои Хуросон","match":"exact","role":"issuer"},"#,
            #"{"id":"sadoi-khuroson","name":"Sadoi Khuroson","type":"outlet","surface":"садои хуросон","start":0,"end":13,"#,
            #""field":"media[0].file_name","alias":"Садои Хуросон","match":"inflected","role":"issuer"}],"#,
            #""indicators":[{"type":"btc","value":""# + wallet + #"","surface":""# + wallet + #"","start":24,"end":58,"checksum":"valid"}],"#,
            #""themes":[{"id":"release","strength":0.8,"evidence":[{"surface":"№2","start":17,"end":19,"gloss":"issue no. 2"}]}],"#,
            #""stance":{"label":"promoting","confidence":0.9,"evidence":[]},"audience":[{"id":"tj","reason":"Tajik"}],"#,
            #""release":{"outlet":"sadoi-khuroson","title":"Т","issue":2,"format":"magazine","language":"tg"},"#,
            #""designations":[{"entity":"iskp","jurisdiction":"UN","list":"QDe.161","listed":true,"as_of":"2024-06-27"}],"#,
            #""score":41,"severity":"medium","contributions":[{"feature":"theme.release","weight":31.0},{"feature":"x","weight":10.5},"#,
            #"{"feature":"cap.x","weight":-0.5}],"provenance":{"engine":"0.1.0","lexicon":"sha256:l","model":"sha256:m","config":"sha256:c","#,
            #""icu":"72.1"},"scored_at":"2024-07-01T00:00:00Z"}"#,
        ].joined()
        #expect(Self.line(Self.alert()) == expected + "\n")
    }

    @Test func `an alert with nothing in it has every required key and no other`() throws {
        let alert = Alert(
            alertID: "", post: Post(id: "1", text: UTF8Text("")), language: LanguageIdentification(best: LanguageGuess(tag: "und", confidence: 0)),
            scripts: [], entities: [], indicators: [], themes: [], stance: StanceFinding(label: .unclear, confidence: 0.5, evidence: []),
            audience: [],
            release: nil, designations: [], score: 0, contributions: [],
            provenance: Alert.Provenance(engine: "", lexicon: "", model: "", config: "", icu: ""))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(Self.line(alert).utf8)) as? [String: Any])
        let keys = [
            "schema", "alert_id", "post", "language", "scripts", "segments", "entities", "indicators", "themes", "stance", "audience", "designations",
            "score", "severity", "contributions", "provenance",
        ]
        #expect(Set(object.keys) == Set(keys))
        #expect(try Set(#require(object["post"] as? [String: Any]).keys) == ["id", "text", "media"])
        #expect(object["severity"] as? String == "none")
    }

    @Test(arguments: [UInt64(11), 12, 13])
    func `surfaces in the line are cut from the text and the file names in the line`(seed: UInt64) throws {
        var hostile = HostileText(seed: seed)
        var random = Seeded(seed)
        for _ in 0..<40 {
            let strings = [
                "text": hostile.next(length: 10), "media[0].file_name": hostile.next(length: 4), "media[1].file_name": hostile.next(length: 4),
            ]
            let fields = ["text", "media[0].file_name", "media[1].file_name"]
            var alert = Self.alert()
            alert.post.text = UTF8Text(strings["text"] ?? "")
            alert.post.media = fields.dropFirst().map { Media(kind: "document", fileName: strings[$0]) }
            func span(_ field: String) -> (ScalarRange, String?) {
                let count = (strings[field] ?? "").unicodeScalars.count
                let start = Int.random(in: 0...count, using: &random)
                return (ScalarRange(start, Int.random(in: start...count, using: &random)), field == "text" ? nil : field)
            }
            alert.entities = []
            alert.indicators = []
            alert.themes = [ThemeFinding(id: "release", strength: 1, evidence: [])]
            for field in fields {
                let (range, name) = span(field)
                alert.entities.append(
                    Alert.EntityMention(
                        id: "x", name: "X", type: "group", surface: "", range: range, field: name, alias: "x", match: .exact, role: .subject))
                alert.indicators.append(Indicator(kind: .url, value: "x", range: range, checksum: .absent, field: name))
                alert.themes[0].evidence.append(Evidence(range: range, field: name, gloss: "x"))
                alert.stance.evidence.append(Evidence(range: range, field: name, gloss: "x"))
            }
            let line = Self.line(alert)
            #expect(line.utf8.filter { $0 == UInt8(ascii: "\n") }.count == 1)
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let post = try #require(object["post"] as? [String: Any])
            let media = try #require(post["media"] as? [[String: Any]])
            let themes = try #require(object["themes"] as? [[String: Any]])
            let stance = try #require(object["stance"] as? [String: Any])
            let spans = try [object["entities"], object["indicators"], themes[0]["evidence"], stance["evidence"]].flatMap {
                try #require($0 as? [[String: Any]])
            }
            #expect(spans.count == 12)
            for span in spans {
                let whole =
                    switch span["field"] as? String {
                    case nil: post["text"] as? String
                    case "media[0].file_name": media[0]["file_name"] as? String
                    default: media[1]["file_name"] as? String
                    }
                let scalars = Array(try #require(whole).unicodeScalars)
                let start = try #require(span["start"] as? Int)
                let end = try #require(span["end"] as? Int)
                let surface = try #require(span["surface"] as? String)
                #expect(Array(surface.unicodeScalars) == Array(scalars[start..<end]), "seed \(seed)")
            }
        }
    }
}
