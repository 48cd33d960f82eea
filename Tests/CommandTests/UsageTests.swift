import Foundation
import Testing

/// Wrong usage, help, version and completions.
struct UsageTests {
    let folder: Workspace

    init() throws { folder = try Workspace() }

    struct Case: CustomTestStringConvertible, Sendable {
        var arguments: [String]
        var message: String
        var environment: [String: String] = [:]
        var testDescription: String { arguments.joined(separator: " ") }
    }

    @Test(arguments: [
        Case(arguments: ["scan", "--thresholt", "low"], message: "Unknown option '--thresholt'. Did you mean '--threshold'?"),
        Case(arguments: ["frobnicate"], message: "frobnicate"),
        Case(arguments: ["scan", "--threshold", "huge"], message: "'huge' is invalid for '--threshold"),
        Case(arguments: ["scan", "--threshold", "none"], message: "--threshold must be low, medium, high or critical; --all writes everything"),
        Case(arguments: ["scan", "--format", "docx"], message: "'docx' is invalid for '--format"),
        Case(arguments: ["scan", "--jobs", "0"], message: "--jobs must be at least 1"),
        Case(arguments: ["scan", "--jobs", "many"], message: "'many' is invalid for '--jobs"),
        Case(arguments: ["scan", "--max-line", "0"], message: "--max-line must be at least 1"),
        Case(arguments: ["scan", "--rejects-exit", "3"], message: "--rejects-exit must be 0 or 2"),
        Case(arguments: ["scan", "--text-per-file"], message: "--text-per-file goes with --format text"),
        Case(arguments: ["scan", "--jurisdiction", "Kazakhstan"], message: "--jurisdiction must be two capital letters, as UN or KZ"),
        Case(arguments: ["scan", "--as-of", "29.12.2023"], message: "--as-of must be a day as YYYY-MM-DD, not '29.12.2023'"),
        Case(arguments: ["scan", "--as-of", "2023-02-30"], message: "--as-of must be a day as YYYY-MM-DD, not '2023-02-30'"),
        Case(arguments: ["scan", "--now", "yesterday"], message: "--now must be a time as 2026-01-31T12:00:00Z, not 'yesterday'"),
        Case(
            arguments: ["scan"], message: "MIROB_NOW must be a time as 2026-01-31T12:00:00Z, not 'yesterday'",
            environment: ["MIROB_NOW": "yesterday"]),
        Case(arguments: ["scan", "--out"], message: "Missing value for '--out"),
        Case(arguments: ["explain", "a", "b"], message: "Unexpected argument 'b'"),
        Case(arguments: ["lexicon", "show"], message: "Missing expected argument '<id>'"),
        Case(arguments: ["lexicon", "check"], message: "Missing expected argument '<folders> ...'"),
        Case(arguments: ["evaluate"], message: "Missing expected argument"),
    ]) func `wrong usage is status 64, says what is wrong and writes nothing`(item: Case) throws {
        let run = try folder.mirob(item.arguments, environment: item.environment)
        #expect(run.status == 64)
        #expect(run.errors.contains(item.message))
        #expect(run.text == "")
        #expect(try folder.names == [])
    }

    @Test func `the version names the engine and ICU`() throws {
        let run = try folder.mirob("--version")
        #expect(run.status == 0)
        #expect(run.text.wholeMatch(of: /mirob \d+\.\d+\.\d+ \(ICU \d+(\.\d+)*\)\n/) != nil)
    }

    /// Every command and subcommand, found in the help itself.
    @Test func `each command's help has a worked example`() throws {
        var commands: [[String]] = [[]]
        var count = 0
        while let command = commands.popLast() {
            let run = try folder.mirob(command + ["--help"])
            #expect(run.status == 0)
            #expect(run.errors == "")
            let name = (["mirob"] + command).joined(separator: " ")
            #expect(run.text.contains("EXAMPLE"), "\(name) --help")
            #expect(run.text.firstMatch(of: try Regex("\n +(.*\\| )?\(name)[ \n]")) != nil, "\(name) --help shows a line to type")
            count += 1
            guard let start = run.text.range(of: "SUBCOMMANDS:\n") else { continue }
            // Names stand two columns in; what they say is further right.
            for match in run.text[start.upperBound...].matches(of: /(?m)^  ([a-z]+)( |$)/) { commands.append(command + [String(match.1)]) }
        }
        #expect(count >= 9)
    }

    @Test func `no line of the examples is broken by the help's width`() throws {
        let run = try folder.mirob("--help")
        #expect(!run.text.contains("\nas JSON Lines"))
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func `completions are generated`(shell: String) throws {
        let run = try folder.mirob("--generate-completion-script", shell)
        #expect(run.status == 0)
        #expect(run.errors == "")
        #expect(run.text.contains("mirob") && run.text.contains("threshold"))
    }

    // MARK: - The binary alone

    @Test func `a copy of the binary in an empty folder scans from anywhere with nothing in the environment`() throws {
        let copy = folder.path + "/mirob"
        try FileManager.default.copyItem(atPath: Mirob.path, toPath: copy)
        let there = try CommandRun("/usr/bin/env", ["-i", copy, "scan"], input: Data(Sample.posts(4).utf8), folder: "/")
        #expect(there.status == 0)
        #expect(there.errors == "")
        #expect(there.output == (try folder.mirob("scan", input: Sample.posts(4)).output))
        #expect(try folder.names == ["mirob"])
    }

    @Test func `MIROB_HOME names another lexicon, and a broken one there is status 78`() throws {
        try folder.write("lexicon.bin", "not a lexicon")
        let run = try folder.mirob("scan", input: Sample.posts(1), environment: ["MIROB_HOME": folder.path])
        #expect(run.status == 78)
        #expect(run.errors.hasPrefix("mirob: "))
        #expect(run.text == "")
    }
}
