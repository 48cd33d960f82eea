import Foundation
import Testing

/// A folder of its own for one test, gone afterwards: the working directory of the commands it runs.
final class Workspace {
    /// Its path, without links in it.
    let path: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mirob-command-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.resolvingSymlinksInPath().path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file and gives its name back.
    @discardableResult
    func write(_ name: String, _ content: Data) throws -> String {
        try content.write(to: URL(fileURLWithPath: path + "/" + name))
        return name
    }

    /// Writes a file and gives its name back.
    @discardableResult
    func write(_ name: String, _ content: String) throws -> String { try write(name, Data(content.utf8)) }

    /// A file's content; nil when there is none.
    func read(_ name: String) -> String? {
        FileManager.default.contents(atPath: path + "/" + name).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Names of what stands in the folder, sorted.
    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() } }

    /// Runs `mirob` here to its end.
    func mirob(_ arguments: [String], input: Data = Data(), environment: [String: String] = [:]) throws -> CommandRun {
        try CommandRun(Mirob.path, arguments, input: input, environment: environment, folder: path)
    }

    /// Runs `mirob` here to its end.
    func mirob(_ arguments: String..., input: String = "", environment: [String: String] = [:]) throws -> CommandRun {
        try mirob(arguments, input: Data(input.utf8), environment: environment)
    }
}

/// Where things are.
enum Mirob {
    /// The repository.
    static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// The binary under test: beside the test bundle, else the debug build's.
    static let path: String = {
        let here = [
            Bundle.main.bundleURL.path, URL(fileURLWithPath: CommandLine.arguments.first ?? "").deletingLastPathComponent().path,
            repository + "/.build/debug",
        ]
        return here.map { $0 + "/mirob" }.first { FileManager.default.isExecutableFile(atPath: $0) } ?? "mirob"
    }()
}

/// What came of one command. Input and output go through files, so that no pipe can fill up and no child can keep another's pipe open.
struct CommandRun {
    /// Exit status; 128 and the number of the signal for a process that a signal ended.
    let status: Int32
    /// Standard output.
    let output: Data
    /// Standard error.
    let errors: String

    /// A command that took too long, and was ended.
    struct TimedOut: Error { var command: [String] }

    /// Runs a command to its end, with nothing in its environment but the search path and what is given.
    init(
        _ executable: String, _ arguments: [String], input: Data = Data(), environment: [String: String] = [:], folder: String,
        timeout: TimeInterval = 120
    ) throws {
        let files = FileManager.default.temporaryDirectory.appendingPathComponent("mirob-streams-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: files) }
        let names = ["input", "output", "errors"].map { files.appendingPathComponent($0) }
        for name in names { try (name == names[0] ? input : Data()).write(to: name) }

        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = ["PATH": "/usr/bin:/bin"].merging(environment) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: names[0])
        process.standardOutput = try FileHandle(forWritingTo: names[1])
        process.standardError = try FileHandle(forWritingTo: names[2])
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        if ended.wait(timeout: .now() + timeout) == .timedOut {
            kill(process.processIdentifier, SIGKILL)
            ended.wait()
            throw TimedOut(command: [executable] + arguments)
        }
        status = process.terminationReason == .uncaughtSignal ? 128 + process.terminationStatus : process.terminationStatus
        output = try Data(contentsOf: names[1])
        errors = String(decoding: try Data(contentsOf: names[2]), as: UTF8.self)
    }

    /// Standard output as text.
    var text: String { String(decoding: output, as: UTF8.self) }

    /// Lines of standard output.
    var lines: [String] { text.split(separator: "\n").map(String.init) }

    /// Lines of standard output as alerts; throws where one lacks a key of the contract or has another type.
    func alerts() throws -> [AlertLine] {
        let decoder = JSONDecoder.contract
        return try lines.map { try decoder.decode(AlertLine.self, from: Data($0.utf8)) }
    }
}
