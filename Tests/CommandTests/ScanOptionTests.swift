import Foundation
import Testing

/// Options of `scan` that choose what is written and where.
struct ScanOptionTests {
    let folder: Workspace

    init() throws {
        folder = try Workspace()
        try folder.write("posts.jsonl", Sample.posts(4))
    }

    // MARK: - Which alerts

    @Test func `the threshold is medium, and all writes everything`() throws {
        let all = try folder.mirob("scan", "--all", "posts.jsonl").alerts()
        #expect(all.count == 4)
        #expect(Set(all.map(\.severity)).contains("none"))
        let order = ["none", "low", "medium", "high", "critical"]
        let ranks = try all.map { try #require(order.firstIndex(of: $0.severity)) }
        for (name, rank) in [("low", 1), ("medium", 2), ("high", 3), ("critical", 4)] {
            let run = try folder.mirob("scan", "--threshold", name, "posts.jsonl")
            #expect(run.status == 0)
            #expect(try run.alerts().map(\.post.id) == zip(all, ranks).filter { $1 >= rank }.map(\.0.post.id), "--threshold \(name)")
        }
        let bare = try folder.mirob("scan", "posts.jsonl")
        #expect(try bare.alerts().map(\.post.id) == zip(all, ranks).filter { $1 >= 2 }.map(\.0.post.id))
    }

    // MARK: - Where they go

    @Test func `a summary is a table for people and no JSON`() throws {
        let run = try folder.mirob("scan", "--summary", "posts.jsonl")
        #expect(run.status == 0)
        #expect(run.lines.first?.hasPrefix("SEVERITY") == true)
        #expect(run.text.contains("sadoi-khuroson"))
        #expect(run.text.contains("4 posts: "))
        #expect(!run.text.contains("mirob.alert/1"))
        #expect(!run.text.contains("\u{1B}"), "no colours where nobody looks")
        let nothing = try folder.mirob("scan", "--summary", input: PostLine(id: "1", text: Sample.weather).line)
        #expect(nothing.status == 0)
        #expect(nothing.text == "No alerts at this threshold.\n1 posts: no alerts\n")
    }

    @Test func `out holds what standard output would have, readable by its owner alone`() throws {
        let plain = try folder.mirob("scan", "posts.jsonl")
        let run = try folder.mirob("scan", "--out", "alerts.jsonl", "posts.jsonl")
        #expect(run.status == 0)
        #expect(run.text == "" && run.errors == "")
        #expect(folder.read("alerts.jsonl") == plain.text)
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/alerts.jsonl")
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        #expect(try folder.names == ["alerts.jsonl", "posts.jsonl"], "no temporary file stays")
    }

    @Test func `a summary with out says where the alerts went`() throws {
        let run = try folder.mirob("scan", "--summary", "--out", "alerts.jsonl", "posts.jsonl")
        #expect(run.status == 0)
        #expect(run.text.hasSuffix("Alerts, one JSON object a line: alerts.jsonl\n"))
        #expect(folder.read("alerts.jsonl")?.split(separator: "\n").count == 2)
    }

    @Test func `an out file that cannot be made is status 1 and one clear line`() throws {
        let run = try folder.mirob("scan", "--out", "nowhere/alerts.jsonl", "posts.jsonl")
        #expect(run.status == 1)
        #expect(run.errors == "mirob: cannot create nowhere/alerts.jsonl: No such file or directory\n")
        #expect(run.text == "")
    }

    @Test func `a scan that is stopped leaves the out file as it was`() throws {
        try folder.write("alerts.jsonl", "before\n")
        let command = try RunningCommand(["scan", "--out", "alerts.jsonl", "-"], folder: folder)
        try command.write(Data(Sample.posts(4).utf8))
        // It has read them once the temporary file is there and some time has gone by.
        for _ in 0..<100 where try folder.names.count < 3 { Thread.sleep(forTimeInterval: 0.1) }
        #expect(folder.read("alerts.jsonl") == "before\n", "nothing is in its place before the end")
        #expect(try command.end() == 0)
        #expect(folder.read("alerts.jsonl")?.split(separator: "\n").count == 2)
    }

    @Test func `a full disk is status 1, says so and never looks like success`() throws {
        let run = try folder.mirob("scan", "--all", "--out", "/dev/full", "posts.jsonl")
        #expect(run.status == 1)
        #expect(run.errors == "mirob: cannot write to /dev/full: No space left on device\n")
    }

    // MARK: - Rejects

    private static let mixed = "{\"id\":\"a\",\"text\":\"салом\"}\nnot JSON\n\n{\"id\":\"b\"}\n"

    @Test func `rejected lines are status 2, named on standard error, and the rest is done`() throws {
        try folder.write("mixed.jsonl", Self.mixed)
        let run = try folder.mirob("scan", "--all", "mixed.jsonl")
        #expect(run.status == 2)
        #expect(
            run.errors == """
                mirob: mixed.jsonl:2: not JSON: one object and nothing else is expected
                mirob: mixed.jsonl:4: text is missing
                mirob: 1 posts, 2 lines rejected

                """)
        #expect(try run.alerts().map(\.post.id) == ["a"])
    }

    @Test func `quiet says nothing of rejected lines and keeps the status`() throws {
        try folder.write("mixed.jsonl", Self.mixed)
        let run = try folder.mirob("scan", "--all", "--quiet", "mixed.jsonl")
        #expect(run.status == 2)
        #expect(run.errors == "")
        #expect(run.lines.count == 1)
    }

    @Test func `rejects go to a file by the contract, appended to what is there`() throws {
        try folder.write("mixed.jsonl", Self.mixed)
        for round in 1...2 {
            let run = try folder.mirob("scan", "--rejects", "rejects.jsonl", "--quiet", "mixed.jsonl")
            #expect(run.status == 2)
            let rejects = try RejectLine.lines(folder.read("rejects.jsonl"))
            #expect(rejects.count == 2 * round)
        }
        let rejects = try RejectLine.lines(folder.read("rejects.jsonl"))
        #expect(rejects.map(\.schema) == Array(repeating: "mirob.reject/1", count: 4))
        #expect(rejects.map(\.file) == Array(repeating: "mixed.jsonl", count: 4))
        #expect(rejects.map(\.line) == [2, 4, 2, 4])
        #expect(rejects.map(\.offset) == [31, 41, 31, 41])
        #expect(rejects.map(\.record) == [nil, "b", nil, "b"])
        #expect(rejects[1].reason == "text is missing")
        #expect(rejects.map { Data(base64Encoded: $0.raw).map { String(decoding: $0, as: UTF8.self) } }.prefix(2) == ["not JSON", "{\"id\":\"b\"}"])
    }

    @Test func `rejects may be status 0 where that is asked for, but an unreadable file stays 2`() throws {
        try folder.write("mixed.jsonl", Self.mixed)
        let run = try folder.mirob("scan", "--rejects-exit", "0", "mixed.jsonl")
        #expect(run.status == 0)
        #expect(run.errors.contains("2 lines rejected"))
        let missing = try folder.mirob("scan", "--rejects-exit", "0", "mixed.jsonl", "missing.jsonl")
        #expect(missing.status == 2)
        #expect(missing.errors.contains("mirob: missing.jsonl: cannot be opened: No such file or directory\n"))
    }

    @Test func `after twenty rejected lines they are only counted`() throws {
        let run = try folder.mirob("scan", "--format", "posts", input: String(repeating: "x\n", count: 50))
        #expect(run.status == 2)
        #expect(run.errors.split(separator: "\n").count == 22)
        #expect(run.errors.contains("--rejects FILE keeps them all"))
        #expect(run.errors.hasSuffix("mirob: 0 posts, 50 lines rejected\n"))
    }
}
