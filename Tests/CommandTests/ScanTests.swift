import Foundation
import Testing

/// What goes in and in which order it comes out.
struct ScanTests {
    let folder: Workspace

    init() throws { folder = try Workspace() }

    @Test func `a file of posts gives its alerts and status 0`() throws {
        try folder.write("posts.jsonl", Sample.posts(4))
        let run = try folder.mirob("scan", "posts.jsonl")
        #expect(run.status == 0)
        #expect(run.errors == "")
        #expect(try run.alerts().map(\.post.id) == ["p0", "p2"])
    }

    @Test func `standard input is read without arguments and as a dash`() throws {
        let posts = try Sample.posts(4)
        let bare = try folder.mirob("scan", input: posts)
        let dash = try folder.mirob("scan", "-", input: posts)
        #expect(bare.status == 0 && dash.status == 0)
        #expect(bare.lines.count == 2)
        #expect(bare.output == dash.output)
    }

    @Test func `several files and standard input come out in the order of the arguments`() throws {
        for name in ["b", "a"] { try folder.write("\(name).jsonl", PostLine(id: name, text: Sample.weather).line) }
        let run = try folder.mirob("scan", "--all", "b.jsonl", "-", "a.jsonl", input: PostLine(id: "in", text: Sample.release).line)
        #expect(run.status == 0)
        #expect(try run.alerts().map(\.post.id) == ["b", "in", "a"])
    }

    @Test(arguments: ["gz", "zst"]) func `a packed file gives the same bytes as the plain one`(suffix: String) throws {
        let plain = try folder.mirob("scan", "--all", Sample.format("posts.jsonl"))
        let packed = try folder.mirob("scan", "--all", Sample.format("posts.jsonl." + suffix))
        #expect(packed.status == 0)
        #expect(packed.errors == "")
        #expect(plain.lines.count == 5)
        #expect(packed.output == plain.output)
        // Told by content, so a pipe does as well.
        let content = try #require(FileManager.default.contents(atPath: Sample.format("posts.jsonl." + suffix)))
        #expect(try folder.mirob(["scan", "--all", "-"], input: content).output == plain.output)
    }

    @Test func `plain text is one post a line, blank lines counted but not posts`() throws {
        let plain = try folder.mirob("scan", "--all", Sample.format("posts.txt"))
        #expect(plain.status == 0)
        #expect(try plain.alerts().map(\.post.id) == ["L1", "L2", "L4"])
        #expect(try plain.alerts().map(\.post.channel) == ["posts.txt", "posts.txt", "posts.txt"])
        let packed = try folder.mirob("scan", "--all", Sample.format("posts.txt.gz"))
        #expect(packed.output == plain.output)
    }

    @Test func `a whole file of text is one post where that is asked for`() throws {
        try folder.write("post.txt", Sample.release + "\n" + Sample.weather + "\n")
        let run = try folder.mirob("scan", "--all", "--format", "text", "--text-per-file", "post.txt")
        #expect(run.status == 0)
        #expect(try run.alerts().map(\.post.text) == [Sample.release + "\n" + Sample.weather + "\n"])
    }

    @Test func `an id that is a number is kept as its digits`() throws {
        let run = try folder.mirob("scan", "--all", input: #"{"id":12,"text":"салом","media":null,"unknown":{"a":[1]}}"# + "\n")
        #expect(run.status == 0)
        #expect(try run.alerts().map(\.post.id) == ["12"])
    }

    @Test func `a last line without a line break and Windows line breaks are read`() throws {
        let lines = try ["a", "b"].map { try PostLine(id: $0, text: Sample.weather).line.dropLast() }
        let run = try folder.mirob("scan", "--all", input: lines.joined(separator: "\r\n"))
        #expect(run.status == 0)
        #expect(try run.alerts().map(\.post.id) == ["a", "b"])
    }

    // MARK: - The same bytes however the input is split

    @Test func `any number of workers gives the same bytes`() throws {
        try folder.write("posts.jsonl", Sample.posts(40))
        let gold = Sample.goldFiles.prefix(1)
        let runs = try ["1", "2", "5"].map { try folder.mirob(["scan", "--all", "--jobs", $0, "posts.jsonl"] + gold) }
        #expect(runs.map(\.status) == [0, 0, 0])
        #expect(runs[0].lines.count == 264)
        #expect(runs[1].output == runs[0].output)
        #expect(runs[2].output == runs[0].output)
    }

    @Test func `one file and the same lines in many give the same bytes`() throws {
        let lines = try Sample.posts(12).split(separator: "\n").map { String($0) + "\n" }
        try folder.write("whole.jsonl", lines.joined())
        let names = try lines.enumerated().map { number, line in try folder.write("part\(number).jsonl", line) }
        let whole = try folder.mirob("scan", "--all", "whole.jsonl")
        let parts = try folder.mirob(["scan", "--all", "--jobs", "2"] + names)
        #expect(whole.status == 0 && parts.status == 0)
        #expect(whole.lines.count == 12)
        #expect(parts.output == whole.output)
    }

    @Test func `a pipe that brings its input in bits gives the same bytes`() throws {
        let posts = try Sample.posts(6)
        try folder.write("posts.jsonl", posts)
        let whole = try folder.mirob("scan", "--all", "posts.jsonl")
        let slow = try RunningCommand(["scan", "--all", "-"], folder: folder)
        // Cut in the middle of lines, and of letters.
        let bytes = Data(posts.utf8)
        let step = bytes.count / 5 + 1
        for start in stride(from: 0, to: bytes.count, by: step) {
            try slow.write(bytes[start..<min(bytes.count, start + step)])
            Thread.sleep(forTimeInterval: 0.08)
        }
        #expect(try slow.end() == 0)
        #expect(slow.output == whole.output)
    }
}
