import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Pipeline

@Suite(.timeLimit(.minutes(5)))
struct OrderedWorkersTests {
    /// What the threads write down.
    final class Log: Sendable {
        let results = Mutex<[Int]>([])
        let workers = Mutex(0)
        let sinking = Mutex(false)
        let overlaps = Mutex(0)
        let delivered = Mutex(0)
    }

    static func pause(_ piece: Int) {
        var random = Seeded(UInt64(piece))
        Thread.sleep(forTimeInterval: Double(Int.random(in: 0...2000, using: &random)) / 1_000_000)
    }

    @Test(arguments: [1, 2, 4, 7])
    func `results come in the order of the input whatever the workers take`(jobs: Int) throws {
        let log = Log()
        var next = 0
        try OrderedWorkers<Int, Int>().run(
            jobs: jobs,
            next: {
                defer { next += 1 }
                return next < 300 ? next : nil
            },
            makeWorker: {
                log.workers.withLock { $0 += 1 }
                return { piece in
                    Self.pause(piece)
                    return piece * 2
                }
            },
            sink: { result in
                if log.sinking.withLock({ was in
                    defer { was = true }; return was
                }) {
                    log.overlaps.withLock { $0 += 1 }
                }
                log.results.withLock { $0.append(result) }
                Self.pause(result / 16)
                log.sinking.withLock { $0 = false }
                return true
            })
        #expect(log.results.withLock { $0 } == (0..<300).map { $0 * 2 })
        #expect(log.workers.withLock { $0 } == jobs, "one worker a thread")
        #expect(log.overlaps.withLock { $0 } == 0, "the sink is called by one thread at a time")
    }

    @Test(arguments: [1, 4])
    func `no input gives no result`(jobs: Int) throws {
        let log = Log()
        try OrderedWorkers<Int, Int>().run(
            jobs: jobs, next: { nil }, makeWorker: { { $0 } },
            sink: { result in
                log.results.withLock { $0.append(result) }
                return true
            })
        #expect(log.results.withLock { $0 }.isEmpty)
    }

    @Test(arguments: [1, 4])
    func `a sink that gives false ends an endless run`(jobs: Int) throws {
        let log = Log()
        var read = 0
        try OrderedWorkers<Int, Int>().run(
            jobs: jobs,
            next: {
                defer { read += 1 }
                return read
            }, makeWorker: { { $0 } },
            sink: { result in
                log.results.withLock { list in
                    list.append(result)
                    return list.count < 10
                }
            })
        #expect(log.results.withLock { $0 } == Array(0..<10), "nothing is handed on after it")
        #expect(read <= 10 + 3 * jobs + 1, "and little is read after it: \(read)")
    }

    struct Broken: Error {}

    @Test(arguments: [1, 4])
    func `an error of the sink is thrown and ends the run`(jobs: Int) {
        let log = Log()
        var read = 0
        #expect(throws: Broken.self) {
            try OrderedWorkers<Int, Int>().run(
                jobs: jobs,
                next: {
                    defer { read += 1 }
                    return read
                },
                makeWorker: {
                    { piece in
                        Self.pause(piece)
                        return piece
                    }
                },
                sink: { result in
                    if result == 7 { throw Broken() }
                    log.results.withLock { $0.append(result) }
                    return true
                })
        }
        #expect(log.results.withLock { $0 } == Array(0..<7))
        #expect(read <= 8 + 3 * jobs + 1)
    }

    @Test(arguments: [2, 4])
    func `a slow sink holds the reader back`(jobs: Int) throws {
        let log = Log()
        var read = 0
        var most = 0
        try OrderedWorkers<Int, Int>().run(
            jobs: jobs,
            next: {
                most = max(most, read - log.delivered.withLock { $0 })
                defer { read += 1 }
                return read < 120 ? read : nil
            }, makeWorker: { { $0 } },
            sink: { _ in
                Thread.sleep(forTimeInterval: 0.001)
                log.delivered.withLock { $0 += 1 }
                return true
            })
        #expect(log.delivered.withLock { $0 } == 120)
        #expect(most <= 3 * jobs + 1, "\(most) pieces read and not yet handed on")
    }

    /// The reader waits for input (a pipe) while results are ready: they go out all the same.
    @Test func `a reader that waits holds nothing back`() throws {
        let log = Log()
        var read = 0
        var seenBeforeEnd = 0
        try OrderedWorkers<Int, Int>().run(
            jobs: 3,
            next: {
                if read == 5 {
                    for _ in 0..<500 where log.results.withLock({ $0.count }) < 5 { Thread.sleep(forTimeInterval: 0.01) }
                    seenBeforeEnd = log.results.withLock { $0.count }
                    return nil
                }
                defer { read += 1 }
                return read
            }, makeWorker: { { $0 } },
            sink: { result in
                log.results.withLock { $0.append(result) }
                return true
            })
        #expect(seenBeforeEnd == 5)
    }
}
