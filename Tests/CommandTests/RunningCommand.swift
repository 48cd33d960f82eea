import Foundation
import Testing

/// `mirob` with an open standard input and an open standard output: for what happens before the end of the input.
final class RunningCommand {
    private let process = Process()
    private let toCommand = Pipe()
    private let fromCommand = Pipe()
    private let ended = DispatchSemaphore(value: 0)
    private let collected = Collected()

    /// Bytes of standard output as they come; the reading thread writes and the test reads, under the condition's lock.
    private final class Collected: @unchecked Sendable {
        private let condition = NSCondition()
        private var bytes = Data()
        private var isComplete = false

        func append(_ data: Data) {
            condition.lock()
            if data.isEmpty { isComplete = true } else { bytes += data }
            condition.broadcast()
            condition.unlock()
        }

        /// What there is once `isEnough` says so; what there is by then after the time given.
        func wait(seconds: TimeInterval, until isEnough: (Data, _ isComplete: Bool) -> Bool) -> Data {
            let deadline = Date(timeIntervalSinceNow: seconds)
            condition.lock()
            defer { condition.unlock() }
            while !isEnough(bytes, isComplete), condition.wait(until: deadline) {}
            return bytes
        }
    }

    init(_ arguments: [String], folder: Workspace) throws {
        process.executableURL = URL(fileURLWithPath: Mirob.path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        process.environment = ["PATH": "/usr/bin:/bin"]
        process.standardInput = toCommand
        process.standardOutput = fromCommand
        let ended = self.ended
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        try fromCommand.fileHandleForWriting.close()
        try toCommand.fileHandleForReading.close()
        let reader = fromCommand.fileHandleForReading
        let collected = self.collected
        Thread.detachNewThread {
            while true {
                let data = reader.availableData
                collected.append(data)
                if data.isEmpty { return }
            }
        }
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// Sends bytes to its standard input.
    func write(_ data: Data) throws { try toCommand.fileHandleForWriting.write(contentsOf: data) }

    /// Waits until standard output holds `count` lines; gives what there is after the time given.
    func lines(_ count: Int, seconds: TimeInterval) -> [String] {
        let data = collected.wait(seconds: seconds) { bytes, isComplete in isComplete || bytes.count { $0 == 10 } >= count }
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// All of standard output, after `end()`.
    var output: Data { collected.wait(seconds: 10) { $1 } }

    /// Whether it still runs.
    var isRunning: Bool { process.isRunning }

    /// Closes its standard input, waits for its end and gives its exit status.
    func end() throws -> Int32 {
        try toCommand.fileHandleForWriting.close()
        try #require(ended.wait(timeout: .now() + 60) == .success, "the command ends with its input")
        return process.terminationReason == .uncaughtSignal ? 128 + process.terminationStatus : process.terminationStatus
    }
}
