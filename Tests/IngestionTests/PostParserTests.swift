import Foundation
import Ingestion
import Model
import TestSupport
import Testing

struct PostParserTests {
    @Test func `every field of the contract is read`() throws {
        let line = #"""
            {"id":"a\u002F1","text":"Салом\n\"дунё\" 😀 \ud83d\ude00","source":"telegram","channel":"1234567890/Кӯҳ","author_ref":"p:x",
            "published_at":"2026-01-01T00:00:00Z","edited_at":"2026-01-02T00:00:00+05:00","url":"https://t.me/s/x/1","lang":"tg",
            "forwarded_from":"-1001234567890","reply_to":"17","text_quality":"repaired","notes":["a","b"],"unknown":{"x":[1,2,{"y":null}]},
            "media":[{"kind":"video","file_name":"ф.mp4","mime":"video/mp4","duration":12.5,"size":1},{"kind":"photo"},{"duration":3}]}
            """#.replacing("\n", with: "")
        let post = try #require(Reading(line: line).posts.first)
        var expected = Post(
            id: "a/1", text: UTF8Text("Салом\n\"дунё\" 😀 😀"), source: "telegram", channel: "1234567890/Кӯҳ", authorRef: "p:x")
        expected.publishedAt = "2026-01-01T00:00:00Z"
        expected.editedAt = "2026-01-02T00:00:00+05:00"
        expected.url = "https://t.me/s/x/1"
        expected.lang = "tg"
        expected.forwardedFrom = "-1001234567890"
        expected.replyTo = "17"
        expected.textQuality = "repaired"
        expected.notes = ["a", "b"]
        expected.media = [
            Media(kind: "video", fileName: "ф.mp4", mime: "video/mp4", duration: 12.5), Media(kind: "photo"),
            Media(kind: "document", duration: 3),
        ]
        #expect(post == expected)
    }

    @Test(arguments: [
        (#"{"id":17,"text":"x"}"#, "17"), (#"{"id":-5,"text":"x"}"#, "-5"),
        (#"{"id":18446744073709551615,"text":"x"}"#, "18446744073709551615"),
        (#" { "id" : "ё" , "text" : "x" } "#, "ё"), (#"{"text":"x","id":"l","source":null,"media":null,"notes":null}"#, "l"),
        (#"{"id":"m","text":"","media":[{"kind":"photo"}]}"#, "m"), (#"{"id":"a\u0000b","text":"x"}"#, "a\u{0}b"),
        (#"{"id":"\\ud800","text":"x"}"#, #"\ud800"#),
    ])
    func `these are posts`(line: String, id: String) {
        let reading = Reading(line: line)
        #expect(reading.posts.map(\.id) == [id])
        #expect(reading.counts.posts == 1 && reading.isConserved)
    }

    struct Bad: CustomTestStringConvertible {
        var line: String
        var reason: String
        var record: String?
        var testDescription: String { String(line.prefix(60)) }
    }

    static let bad: [Bad] = [
        Bad(line: #"{"text":"x"}"#, reason: "id is missing"),
        Bad(line: #"{"id":null,"text":"x"}"#, reason: "id is missing"),
        Bad(line: #"{"id":"","text":"x"}"#, reason: "id is empty"),
        Bad(line: #"{"id":"a"}"#, reason: "text is missing", record: "a"),
        Bad(line: #"{"id":"a","text":null}"#, reason: "text is missing", record: "a"),
        Bad(line: #"{"id":"a","text":""}"#, reason: "text is empty and there is no media", record: "a"),
        Bad(line: #"{"id":"a","text":"","media":[]}"#, reason: "text is empty and there is no media", record: "a"),
        Bad(line: #"{"text":5,"id":"a"}"#, reason: "text is a number, not a string", record: "a"),
        Bad(line: #"{"id":1.5,"text":"x"}"#, reason: "id is a number with a fraction, not a string"),
        Bad(line: #"{"id":["a"],"text":"x"}"#, reason: "id is an array, not a string"),
        Bad(line: #"{"id":"a","text":"x","author":{}}"#, reason: "author is an object, not a string", record: "a"),
        Bad(line: #"{"id":"a","text":"x","edited_at":true}"#, reason: "edited_at is a boolean, not a string", record: "a"),
        Bad(line: #"{"id":"a","text":"x","media":"f"}"#, reason: "media is a string, not an array", record: "a"),
        Bad(line: #"{"id":"a","text":"x","media":[1]}"#, reason: "an item of media is a number, not an object", record: "a"),
        Bad(line: #"{"id":"a","text":"x","media":[{"file_name":1}]}"#, reason: "file_name of media is a number, not a string", record: "a"),
        Bad(line: #"{"id":"a","text":"x","media":[{"duration":"1"}]}"#, reason: "duration of media is a string, not a number", record: "a"),
        Bad(line: #"{"id":"a","text":"x","media":[{"kind":"a","kind":"b"}]}"#, reason: "key kind of media is given twice", record: "a"),
        Bad(line: #"{"id":"a","text":"x","notes":{}}"#, reason: "notes is an object, not an array", record: "a"),
        Bad(line: #"{"id":"a","text":"x","notes":[null]}"#, reason: "an item of notes is null, not a string", record: "a"),
        Bad(line: #"{"id":"a","id":"b","text":"x"}"#, reason: "key id is given twice", record: "a"),
        Bad(line: #"{"id":"a","text":"x","te\u0078t":"y"}"#, reason: "key text is given twice", record: "a"),
        Bad(line: #"[{"id":"a","text":"x"}]"#, reason: "an array, not an object: one post a line is expected"),
        Bad(line: "17", reason: "a number, not an object: one post a line is expected"),
        Bad(line: "null", reason: "null, not an object: one post a line is expected"),
        Bad(line: #""text""#, reason: "a string, not an object: one post a line is expected"),
        Bad(line: #"{"id":"a","text":"x"}}"#, reason: "not JSON: one object and nothing else is expected", record: "a"),
        Bad(
            line: #"{"id":"a","text":"x"} {"id":"b","text":"y"}"#, reason: "not JSON: one object and nothing else is expected", record: "a"),
        Bad(line: #"{"id":"a","text":"x",}"#, reason: "not JSON: one object and nothing else is expected", record: "a"),
        Bad(line: #"{"id":"a","text":"x","u":tru}"#, reason: "not JSON: one object and nothing else is expected", record: "a"),
        Bad(line: #"{"id":"a" "text":"x"}"#, reason: "not JSON: one object and nothing else is expected", record: "a"),
        Bad(line: #"{"id":"a","text":"x","u":{]}"#, reason: "not JSON: one object and nothing else is expected", record: "a"),
        Bad(line: "posts", reason: "not JSON: one object and nothing else is expected"),
        Bad(line: #"{"id":"cut","text":"cut o"#, reason: "not JSON: a string has no end", record: "cut"),
        Bad(line: #"{"id":"a","text":"\x"}"#, reason: "not JSON: a bad escape in a string", record: "a"),
        Bad(line: #"{"id":"a","text":"\u12"}"#, reason: "not JSON: a bad escape in a string", record: "a"),
        Bad(line: #"{"id":"a","text":"\ud800"}"#, reason: "SURROGATE", record: "a"),
        Bad(line: #"{"id":"a","text":"x\ud83d\u0041"}"#, reason: "SURROGATE", record: "a"),
        Bad(line: #"{"id":"a","text":"\ud83d\ue000"}"#, reason: "SURROGATE", record: "a"),
        Bad(line: #"{"id":"a","text":"\ude00 x"}"#, reason: "SURROGATE", record: "a"),
        Bad(line: #"{"id":"a","text":"\\\ude00 x"}"#, reason: "SURROGATE", record: "a"),
        Bad(line: #"{"id":"a","text":"x","u":"\uDFFF"}"#, reason: "SURROGATE", record: "a"),
        Bad(line: #"{"id":"a","text":"x","u":1e999}"#, reason: "a number is malformed or out of range", record: "a"),
        Bad(line: #"{"id":"a","text":"x","u":01}"#, reason: "a number is malformed or out of range", record: "a"),
        Bad(
            line: "{\"id\":\"a\",\"text\":\"a\u{1B}[31m\"}", reason: "not JSON: a control character in a string is not escaped", record: "a"
        ),
        Bad(line: "{\"id\":\"a\",\"text\":\"a\u{0}b\"}", reason: "not JSON: a control character in a string is not escaped", record: "a"),
        Bad(line: "{\"id\":\"a\",\"text\":\"b\"}\u{0}", reason: "not JSON: one object and nothing else is expected", record: "a"),
        Bad(line: "\u{0}", reason: "not JSON: one object and nothing else is expected"),
    ]

    @Test(arguments: bad)
    func `these are rejected with their reason`(bad: Bad) throws {
        let reading = Reading(lines: Array("{\"id\":\"before\",\"text\":\"x\"}\n\(bad.line)\n{\"id\":\"after\",\"text\":\"x\"}".utf8))
        #expect(reading.posts.map(\.id) == ["before", "after"])
        let rejection = try #require(reading.rejections.first)
        if bad.reason == "SURROGATE" {
            // Which of the two notices depends on where the half stands.
            let reasons = ["half of a surrogate pair in a \\u escape", "not JSON: a bad escape in a string"]
            #expect(reasons.contains(rejection.reason))
        } else {
            #expect(rejection.reason == bad.reason)
        }
        #expect(rejection.record == bad.record)
        #expect(rejection.line == 2 && rejection.offset == 27 && rejection.raw == Array(bad.line.utf8))
        #expect(reading.isConserved && reading.counts.lines == 3)
    }

    @Test(arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xD0], [0xE2, 0x28, 0xA1]] as [[UInt8]])
    func `invalid UTF-8 rejects its line alone`(sequence: [UInt8]) throws {
        let line = Array("{\"id\":\"a\",\"text\":\"x".utf8) + sequence + Array("\"}\n{\"id\":\"b\",\"text\":\"y\"}\n".utf8)
        let reading = Reading(lines: line)
        #expect(reading.posts.map(\.id) == ["b"])
        let rejection = try #require(reading.rejections.first)
        #expect(rejection.reason == "invalid UTF-8 at byte 20")
        #expect(rejection.record == "a")
        let text = Reading(lines: Array("x".utf8) + sequence + Array("\nь\n".utf8), format: .text)
        #expect(text.posts.map(\.text.string) == ["ь"])
        #expect(text.rejections.map(\.reason) == ["invalid UTF-8 at byte 2"])
    }

    @Test func `depth is refused without recursion`() {
        for depth in [200, 1_000_000] {
            for (open, close) in [("[", "]"), (#"{"a":"#, "}")] {
                let nested = String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
                let reading = Reading(line: #"{"id":"a","text":"x","u":"# + nested + "}\n{\"id\":\"b\",\"text\":\"x\"}")
                #expect(reading.rejections.map(\.reason) == ["nested more than 128 levels deep"])
                #expect(reading.posts.map(\.id) == ["b"])
                #expect(Reading(line: String(repeating: open, count: depth)).rejections.count == 1)
            }
        }
        #expect(
            Reading(line: #"{"id":"a","text":"x","u":"# + String(repeating: "[", count: 100) + String(repeating: "]", count: 100) + "}")
                .posts.count == 1)
    }

    @Test func `five million values in one line are refused`() {
        let reading = Reading(line: #"{"id":"a","text":"x","u":["# + String(repeating: "1,", count: 5_000_000) + "1]}")
        #expect(reading.rejections.map(\.reason) == ["more than 2 million values in one record"])
        #expect(reading.rejections.first?.raw.count == Rejection.rawLimit)
    }

    @Test func `ten megabytes of one letter and a million marks are a text`() throws {
        for scalar in ["a", "ў", "\u{301}", "😀"] {
            let text = String(repeating: scalar, count: scalar == "a" ? 10_000_000 : 1_000_000)
            let reading = Reading(line: #"{"id":"a","text":""# + text + "\"}\n{\"id\":\"b\",\"text\":\"x\"}")
            #expect(reading.posts.map(\.id) == ["a", "b"])
            #expect(reading.posts.first?.text.utf8 == Array(text.utf8))
        }
    }

    @Test func `a line at the very end of its buffer is read`() {
        for length in 0..<200 {
            let text = String(repeating: "я", count: length) + "."
            #expect(Reading(line: "{\"id\":\"a\",\"text\":\"\(text)\"}").posts.first?.text.string == text)
        }
    }

    @Test func `reasons never quote the record`() {
        for bad in Self.bad {
            let secret = bad.line.replacing("x\"", with: "GEHEIMNIS\"").replacing("\"u\"", with: "\"GEHEIMNIS\"")
            for rejection in Reading(line: secret).rejections { #expect(!rejection.reason.contains("GEHEIMNIS")) }
        }
    }

    @Test func `damaged lines never end in anything but a post or a rejection`() {
        var seeded = Seeded(20_261_122)
        let line = Array(
            #"{"id":"д-1","text":"Салом \ud83d\ude00 \"а\"","media":[{"kind":"photo","duration":1.5}],"notes":["n"],"u":[1,{"v":null}]}"#
                .utf8)
        var file: [UInt8] = []
        for _ in 0..<3000 {
            var damaged = line
            for _ in 0..<Int.random(in: 0...3, using: &seeded) {
                let place = Int.random(in: 0..<damaged.count, using: &seeded)
                switch Int.random(in: 0..<4, using: &seeded) {
                case 0: damaged[place] = UInt8.random(in: 0...255, using: &seeded)
                case 1: damaged.remove(at: place)
                case 2: damaged.insert(damaged[Int.random(in: 0..<damaged.count, using: &seeded)], at: place)
                default: damaged.removeSubrange(place..<min(damaged.count, place + 9))
                }
            }
            file += damaged + [0x0A]
        }
        let reading = Reading(lines: file)
        #expect(reading.isConserved)
        #expect(reading.counts.lines == file.count { $0 == 0x0A })
        #expect(reading.counts.posts > 300 && reading.counts.rejections > 1000)
        for post in reading.posts { #expect(String(validating: post.text.utf8, as: UTF8.self) != nil) }
    }

    @Test func `the reject line is the contract's`() throws {
        let reading = Reading(line: "\n{\"id\":\"a\u{200F}\",\"text\":5}")
        var json = JSONWriter()
        var rejection = try #require(reading.rejections.first)
        rejection.file = "f\n.jsonl"
        rejection.writeLine(to: &json)
        let line = String(decoding: json.bytes, as: UTF8.self)
        let raw = Data(rejection.raw).base64EncodedString()
        #expect(
            line == #"{"schema":"mirob.reject/1","file":"f\n.jsonl","line":2,"offset":1,"record":"a"# + "\u{200F}"
                + #"","reason":"text is a number, not a string","raw":""# + raw + "\"}\n")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.bytes)) as? [String: Any])
        #expect(object["line"] as? Int == 2)
    }
}

@Test func `posts that nobody wants are counted but not made`() throws {
    let lines = [
        #"{"id":"1","text":"салом"}"#, #"{"id":"2","text":"дуруд"}"#, #"{"id":"3","text":"дуруд","media":[{"kind":"photo"}]}"#, "no JSON",
    ]
    let folder = Folder()
    let reader = BatchReader(paths: [folder.file("posts", Array(lines.joined(separator: "\n").utf8))], options: BatchReader.Options(format: .posts))
    var records: [ParsedRecord] = []
    var counts = LineCounts()
    while let item = reader.next() {
        guard case .batch(let batch) = item else { continue }
        counts += PostParser().parse(batch, into: &records) { text in
            text.count > 0 && text[0] == UTF8Text("салом").utf8[0] && text[1] == UTF8Text("с").utf8[1]
        }
    }
    #expect(counts.posts == 3 && counts.rejections == 1)
    let ids = records.compactMap { record in if case .post(let post, _) = record { post.id } else { nil } }
    // One with a file is made whatever its text: the name of a file may carry the whole signal.
    #expect(ids == ["1", "3"])
}
