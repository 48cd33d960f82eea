import Foundation
import Testing

/// What bad input gets: a clear message and the contract's exit status, and the rest is done all the same.
struct BadInputTests {
    let folder: Workspace

    init() throws { folder = try Workspace() }

    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var line: [UInt8]
        var reason: String
        var record: String?

        init(_ name: String, _ line: String, _ reason: String, record: String? = nil) {
            self.init(name, Array(line.utf8), reason, record: record)
        }

        init(_ name: String, _ line: [UInt8], _ reason: String, record: String? = nil) {
            self.name = name
            self.line = line
            self.reason = reason
            self.record = record
        }

        var testDescription: String { name }
    }

    private static let cases = [
        Case("invalid UTF-8", Array(#"{"id":"x","text":"a"#.utf8) + [0xFF] + Array(#""}"#.utf8), "invalid UTF-8 at byte 20", record: "x"),
        Case("a cut-off letter", Array(#"{"id":"x","text":""#.utf8) + [0xD0] + Array(#""}"#.utf8), "invalid UTF-8 at byte 19", record: "x"),
        Case("a NUL", "{\"id\":\"x\",\"text\":\"a\u{0}b\"}", "not JSON: a control character in a string is not escaped", record: "x"),
        Case(
            "an escape character", "{\"id\":\"x\",\"text\":\"\u{1B}[31m\"}", "not JSON: a control character in a string is not escaped", record: "x"),
        Case("a lone high surrogate", #"{"id":"x","text":"\ud800"}"#, #"half of a surrogate pair in a \u escape"#, record: "x"),
        Case("a lone low surrogate", #"{"id":"x","text":"\udc00 a"}"#, #"half of a surrogate pair in a \u escape"#, record: "x"),
        Case("a bad escape", #"{"id":"x","text":"\q"}"#, "not JSON: a bad escape in a string", record: "x"),
        Case("a string without end", #"{"id":"x","text":"abc"#, "not JSON: a string has no end", record: "x"),
        Case("no JSON at all", "abc", "not JSON: one object and nothing else is expected"),
        Case(
            "two objects in a line", #"{"id":"x","text":"a"}{"id":"y","text":"b"}"#, "not JSON: one object and nothing else is expected", record: "x"),
        Case("an array", "[1,2]", "an array, not an object: one post a line is expected"),
        Case("a string", #""text""#, "a string, not an object: one post a line is expected"),
        Case("null", "null", "null, not an object: one post a line is expected"),
        Case(
            "an unknown key 200 levels deep",
            #"{"id":"x","text":"a","z":"# + String(repeating: "[", count: 200) + String(repeating: "]", count: 200) + "}",
            "nested more than 128 levels deep", record: "x"),
        Case("a megabyte of brackets", String(repeating: "[", count: 1 << 20), "not JSON: one object and nothing else is expected"),
        Case("a key twice", #"{"id":"x","id":"y","text":"a"}"#, "key id is given twice", record: "x"),
        Case("text twice", #"{"id":"x","text":"a","text":"b"}"#, "key text is given twice", record: "x"),
        Case("no id", #"{"text":"a"}"#, "id is missing"),
        Case("an empty id", #"{"id":"","text":"a"}"#, "id is empty"),
        Case("no text", #"{"id":"x"}"#, "text is missing", record: "x"),
        Case("no text and no media", #"{"id":"x","text":""}"#, "text is empty and there is no media", record: "x"),
        Case("text that is a number", #"{"id":"x","text":5}"#, "text is a number, not a string", record: "x"),
        Case("text that is null", #"{"id":"x","text":null}"#, "text is missing", record: "x"),
        Case("an id with a fraction", #"{"id":1.5,"text":"a"}"#, "id is a number with a fraction, not a string"),
        Case("source that is an object", #"{"id":"x","text":"a","source":{}}"#, "source is an object, not a string", record: "x"),
        Case("media that is a string", #"{"id":"x","text":"a","media":"a.pdf"}"#, "media is a string, not an array", record: "x"),
        Case(
            "an item of media that is a string", #"{"id":"x","text":"a","media":["a.pdf"]}"#, "an item of media is a string, not an object",
            record: "x"),
        Case("notes that are numbers", #"{"id":"x","text":"a","notes":[1]}"#, "an item of notes is a number, not a string", record: "x"),
        Case("a malformed number", #"{"id":"x","text":"a","z":01}"#, "a number is malformed or out of range", record: "x"),
    ]

    /// One run over all of them, between two posts each; each case looks at its own line.
    @Test func `each kind of broken line goes to the rejects with its reason, its record and its bytes, and the posts around it are scanned`() throws
    {
        var input: [UInt8] = []
        var offsets: [Int] = []
        for (number, item) in Self.cases.enumerated() {
            input += Array(try PostLine(id: "before \(number)", text: "салом").line.utf8)
            offsets.append(input.count)
            input += item.line + [10]
        }
        input += Array(try PostLine(id: "last", text: "салом").line.utf8)
        let run = try folder.mirob(["scan", "--all", "--format", "posts", "--rejects", "rejects.jsonl"], input: Data(input))
        #expect(run.status == 2)
        #expect(run.errors.hasSuffix("mirob: \(Self.cases.count + 1) posts, \(Self.cases.count) lines rejected\n"))
        #expect(try run.alerts().map(\.post.id) == Self.cases.indices.map { "before \($0)" } + ["last"])
        let rejects = try RejectLine.lines(folder.read("rejects.jsonl"))
        try #require(rejects.count == Self.cases.count)
        for (index, (reject, item)) in zip(rejects, Self.cases).enumerated() {
            #expect(reject.schema == "mirob.reject/1" && reject.file == "-", "\(item.name)")
            #expect(reject.line == 2 * index + 2, "\(item.name)")
            #expect(reject.offset == offsets[index], "\(item.name)")
            #expect(reject.reason == item.reason, "\(item.name)")
            #expect(reject.record == item.record, "\(item.name)")
            #expect(Data(base64Encoded: reject.raw) == Data(item.line.prefix(4096)), "\(item.name)")
        }
    }

    @Test func `control characters and NULs that are escaped are text like any other`() throws {
        let run = try folder.mirob("scan", "--all", input: #"{"id":"a\u0000b","text":"\u0000\u0001\u001b[31m ИГИЛ \u202e\ufeff\u007f\u009b"}"# + "\n")
        #expect(run.status == 0)
        let alert = try #require(try run.alerts().first)
        #expect(alert.post.id == "a\u{0}b")
        #expect(alert.post.text.unicodeScalars.elementsEqual("\u{0}\u{1}\u{1B}[31m ИГИЛ \u{202E}\u{FEFF}\u{7F}\u{9B}".unicodeScalars))
        let span = try #require(alert.entities.first { $0.id == "islamic-state" })
        #expect(alert.slice(span) == "ИГИЛ")
        #expect(!run.output.contains { $0 < 0x20 && $0 != 10 || $0 == 0x7F })
        #expect(!run.text.unicodeScalars.contains { (0x80..<0xA0).contains($0.value) }, "nor the C1 controls, which terminals obey too")
    }

    @Test func `broken bytes and NULs in plain text are rejected, the lines around them scanned`() throws {
        let input = Data("салом\n".utf8) + [0x61, 0xFF, 10, 0x61, 0, 10] + Data("хайр\n".utf8)
        let run = try folder.mirob(["scan", "--all", "--format", "text"], input: input)
        #expect(run.status == 2)
        #expect(
            run.errors == """
                mirob: -:2: invalid UTF-8 at byte 2
                mirob: -:3: not a text: a NUL at byte 2
                mirob: 2 posts, 2 lines rejected

                """)
        #expect(try run.alerts().map(\.post.id) == ["L1", "L4"])
    }

    // MARK: - Size

    @Test func `a million combining marks are one post with true spans`() throws {
        let text = "ИГИЛ а" + String(String.UnicodeScalarView(repeatElement("\u{301}", count: 1_000_000))) + " ИГИЛ"
        let run = try folder.mirob("scan", "--all", input: PostLine(id: "m", text: text).line)
        #expect(run.status == 0)
        #expect(run.errors == "")
        let alert = try #require(try run.alerts().first)
        #expect(alert.entities.map(\.start) == [0, 1_000_007])
        #expect(alert.entities.map(\.surface) == ["ИГИЛ", "ИГИЛ"])
    }

    @Test func `ten megabytes of one letter are one post`() throws {
        let run = try folder.mirob("scan", "--all", input: "{\"id\":\"l\",\"text\":\"" + String(repeating: "a", count: 10_000_000) + "\"}\n")
        #expect(run.status == 0)
        #expect(run.errors == "")
        #expect(run.output.count > 10_000_000 && run.output.count < 10_010_000)
    }

    @Test func `a line above the limit is rejected with its beginning, and what follows is scanned`() throws {
        let long = "{\"id\":\"long\",\"text\":\"" + String(repeating: "я", count: 3000) + "\"}\n"
        let input = try PostLine(id: "a", text: "салом").line + long + PostLine(id: "b", text: "салом").line
        let run = try folder.mirob("scan", "--all", "--max-line", "5000", "--rejects", "rejects.jsonl", input: input)
        #expect(run.status == 2)
        #expect(run.errors == "mirob: -:2: 6023 bytes long, above the limit of 5000 (--max-line)\nmirob: 2 posts, 1 lines rejected\n")
        #expect(try run.alerts().map(\.post.id) == ["a", "b"])
        let reject = try #require(try RejectLine.lines(folder.read("rejects.jsonl")).first)
        #expect(reject.record == "long")
        #expect(Data(base64Encoded: reject.raw) == Data(long.utf8.prefix(4096)))
        #expect(try folder.mirob("scan", "--all", "--max-line", "6023", input: input).status == 0, "the line break does not count")
    }

    @Test func `a line of 40 MB is above the limit of 32 MiB`() throws {
        var input = Data(try PostLine(id: "a", text: "салом").line.utf8)
        input += Data("{\"id\":\"long\",\"text\":\"".utf8) + Data(repeating: 97, count: 40_000_000) + Data("\"}\n".utf8)
        input += Data(try PostLine(id: "b", text: "салом").line.utf8)
        let run = try folder.mirob(["scan", "--all"], input: input)
        #expect(run.status == 2)
        #expect(
            run.errors == "mirob: -:2: 40000023 bytes long, above the limit of 33554432 (--max-line)\nmirob: 2 posts, 1 lines rejected\n")
        #expect(try run.alerts().map(\.post.id) == ["a", "b"])
    }

    @Test func `a packed line of 100 MB is rejected without unpacking it into memory`() throws {
        // 3 KB that become 100 MB; the limit on the address space would end the process if it held them.
        let run = try CommandRun(
            "/bin/sh", ["-c", "ulimit -v 1000000; exec \"$0\" scan --all --jobs 1 \"$1\"", Mirob.path, Sample.format("long-line.jsonl.zst")],
            folder: folder.path)
        #expect(run.status == 2)
        #expect(run.errors.contains(":2: 100000023 bytes long, above the limit of 33554432 (--max-line)\n"))
        #expect(run.lines.count == 2)
    }

    // MARK: - Files

    @Test(arguments: ["", "\n\n \n", "\u{FEFF}"]) func `an input with nothing in it is done, with nothing out`(content: String) throws {
        try folder.write("empty.jsonl", content)
        let run = try folder.mirob("scan", "--all", "empty.jsonl")
        #expect(run.status == 0)
        #expect(run.text == "" && run.errors == "")
    }

    @Test func `a path or a glob that is not there is named and status 2`() throws {
        let run = try folder.mirob("scan", "missing.jsonl", "missing*")
        #expect(run.status == 2)
        #expect(
            run.errors
                == "mirob: missing.jsonl: cannot be opened: No such file or directory\nmirob: missing*: cannot be opened: No such file or directory\n"
        )
        #expect(run.text == "")
    }

    @Test func `a file without leave to read is named and status 2`() throws {
        try folder.write("secret.jsonl", Sample.posts(1))
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: folder.path + "/secret.jsonl")
        // To root every file is open.
        guard geteuid() != 0 else { return }
        let run = try folder.mirob("scan", "secret.jsonl")
        #expect(run.status == 2)
        #expect(run.errors == "mirob: secret.jsonl: cannot be opened: Permission denied\n")
    }

    @Test func `one unreadable file among several is status 2 and the others are scanned in order`() throws {
        for name in ["a", "b"] { try folder.write("\(name).jsonl", PostLine(id: name, text: "салом").line) }
        let run = try folder.mirob("scan", "--all", "a.jsonl", "missing.jsonl", "b.jsonl")
        #expect(run.status == 2)
        #expect(run.errors == "mirob: missing.jsonl: cannot be opened: No such file or directory\n")
        #expect(try run.alerts().map(\.post.id) == ["a", "b"])
    }

    @Test func `a quiet run still names an unreadable file`() throws {
        let run = try folder.mirob("scan", "--quiet", "missing.jsonl")
        #expect(run.status == 2)
        #expect(run.errors == "mirob: missing.jsonl: cannot be opened: No such file or directory\n")
    }

    @Test(arguments: ["gz", "zst"]) func `a packed file that is cut off gives what could be read and says so`(suffix: String) throws {
        let content = try #require(FileManager.default.contents(atPath: Sample.format("posts.jsonl." + suffix)))
        try folder.write("cut.jsonl." + suffix, content.dropLast(20))
        let run = try folder.mirob("scan", "--all", "cut.jsonl." + suffix)
        #expect(run.status == 2)
        #expect(run.errors.contains("mirob: cut.jsonl.\(suffix): the compressed data is cut off; what could be read was used\n"))
        #expect(try run.alerts().count < 5)
    }

    @Test func `UTF-16 is read as text`() throws {
        try folder.write("wide.txt", Data([0xFF, 0xFE, 0x61, 0]))
        let run = try folder.mirob("convert", "wide.txt")
        #expect(run.status == 0)
        #expect(run.text == "{\"id\":\"L1\",\"channel\":\"wide.txt\",\"text\":\"a\",\"media\":[]}\n")
    }
}
