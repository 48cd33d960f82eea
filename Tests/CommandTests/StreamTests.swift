import Foundation
import Testing

/// Pipes that close, inputs that pause, and what a terminal is shown.
struct StreamTests {
    let folder: Workspace

    init() throws { folder = try Workspace() }

    // MARK: - Pipes

    struct Piped: CustomTestStringConvertible, Sendable {
        var arguments: [String]
        var testDescription: String { arguments.joined(separator: " ") }
    }

    @Test(arguments: [
        Piped(arguments: ["scan", "--all"] + Sample.goldFiles), Piped(arguments: ["scan", "--all", "--jobs", "1"] + Sample.goldFiles),
        Piped(arguments: ["scan", "--all", "--summary"] + Sample.goldFiles), Piped(arguments: ["detect", Sample.goldFiles[0]]),
        Piped(arguments: ["explain", Sample.release]), Piped(arguments: ["explain", "--json", Sample.release]),
        Piped(arguments: ["lexicon", "list"]), Piped(arguments: ["lexicon", "show", "iskp"]), Piped(arguments: ["--help"]),
        Piped(arguments: ["--version"]),
    ]) func `a reader that goes away is a quiet end with status 0`(item: Piped) throws {
        // The reader takes a few bytes at most; the signal is set back to what a terminal's shell has.
        let script = "{ env --default-signal=PIPE \"$@\" 2>errors; echo $? >status; } | head -c 10 >/dev/null"
        let run = try CommandRun("/bin/sh", ["-c", script, "sh", Mirob.path] + item.arguments, folder: folder.path)
        #expect(run.status == 0)
        #expect(folder.read("status") == "0\n")
        #expect(folder.read("errors") == "")
    }

    @Test func `a pause in the input sends out what is there while the input is open`() throws {
        let command = try RunningCommand(["scan", "--all", "-"], folder: folder)
        try command.write(Data(PostLine(id: "a", text: Sample.release).line.utf8))
        // The first answer waits for the start of the program; a machine under load may take its time.
        #expect(command.lines(1, seconds: 30).count == 1)
        #expect(command.isRunning)
        let start = ContinuousClock.now
        try command.write(Data(PostLine(id: "b", text: Sample.fundraising).line.utf8))
        #expect(command.lines(2, seconds: 30).count == 2)
        #expect(start.duration(to: .now) < .seconds(2), "some 100 ms where nothing else runs")
        // Half a line is no post yet.
        let half = try PostLine(id: "c", text: Sample.weather).line
        try command.write(Data(half.utf8.prefix(40)))
        #expect(command.lines(3, seconds: 0.5).count == 2)
        try command.write(Data(half.utf8.dropFirst(40)))
        #expect(command.lines(3, seconds: 30).count == 3)
        #expect(command.isRunning)
        #expect(try command.end() == 0)
    }

    @Test func `detect answers each line while the input is open`() throws {
        let command = try RunningCommand(["detect"], folder: folder)
        try command.write(Data("Имрӯз борон меборад.\n".utf8))
        #expect(command.lines(1, seconds: 30).count == 1)
        try command.write(Data("Bugun havo ochiq.\n".utf8))
        #expect(command.lines(2, seconds: 30).count == 2)
        #expect(try command.end() == 0)
    }

    // MARK: - Terminals

    private static let hostile =
        "Садои Хуросон \u{1B}[31mсурх\u{1B}]0;x\u{7}\u{9B}2J \u{202E}чап\u{202C} \u{2066}\u{200F} \r\u{8}\u{7F}\u{2028} Ал-Азоим"

    /// Control characters and bidi controls that a terminal would obey; line breaks and balanced isolates of mirob's own are not among them.
    private func raw(in text: String) -> [String] {
        var found: [String] = []
        for line in text.split(separator: "\n") {
            var depth = 0
            for scalar in line.unicodeScalars {
                switch scalar.value {
                case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066, 0x2067, 0x200E, 0x200F, 0x61C:
                    found.append(String(scalar.value, radix: 16))
                case 0x2068: depth += 1
                case 0x2069: depth -= 1
                default: break
                }
            }
            if depth != 0 { found.append("an isolate without its end") }
        }
        return found
    }

    @Test func `escape sequences and bidi controls in a text are not shown raw by explain`() throws {
        for run in [try folder.mirob("explain", Self.hostile), try folder.mirob("explain", "-", input: Self.hostile)] {
            #expect(run.status == 0)
            #expect(run.text.contains("sadoi-khuroson"))
            #expect(raw(in: run.text) == [])
        }
    }

    @Test func `nor by a summary, in ids and names of files`() throws {
        let post = PostLine(
            id: Self.hostile, text: Sample.release + Self.hostile, source: Self.hostile, channel: Self.hostile,
            media: [PostLine.Medium(fileName: Self.hostile + ".pdf")])
        let run = try folder.mirob("scan", "--all", "--summary", input: post.line)
        #expect(run.status == 0)
        #expect(run.text.contains("sadoi-khuroson"))
        #expect(raw(in: run.text) == [])
    }

    @Test func `nor in messages on standard error`() throws {
        let run = try folder.mirob(["scan", "\u{1B}[31m\u{202E}.jsonl"])
        #expect(run.status == 2)
        #expect(run.errors == "mirob: ·[31m·.jsonl: cannot be opened: No such file or directory\n")
        let show = try folder.mirob("lexicon", "show", "\u{1B}[31m")
        #expect(show.status == 1)
        #expect(raw(in: show.errors) == [])
    }

    @Test func `nor in JSON, which may be looked at in a terminal`() throws {
        let post = try PostLine(id: Self.hostile, text: Self.hostile).line
        for run in [try folder.mirob("scan", "--all", input: post), try folder.mirob("explain", "--json", Self.hostile)] {
            #expect(run.status == 0)
            #expect(!run.text.unicodeScalars.contains { ($0.value < 0x20 && $0 != "\n") || (0x7F..<0xA0).contains($0.value) })
            #expect(try run.alerts().first?.post.text.unicodeScalars.elementsEqual(Self.hostile.unicodeScalars) == true)
        }
    }
}
