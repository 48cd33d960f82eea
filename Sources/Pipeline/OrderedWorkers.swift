internal import Foundation

/// Runs work on several threads and hands its results on in the order of the input.
///
/// One thread reads, `jobs` work, and whichever worker finishes the result that is next in order hands it (and those that wait behind it) to the sink, so a
/// reader that waits for input holds nothing back. At most `3 · jobs` pieces are in flight: memory stays bounded.
final class OrderedWorkers<Piece: Sendable, Result: Sendable>: @unchecked Sendable {
    // All stored state is read and written with `condition` locked; the sink is called under `sinkLock`, in order.
    private let condition = NSCondition()
    private var queue: [(index: Int, piece: Piece)] = []
    private var finished: [Int: Result] = [:]
    private var nextOut = 0
    private var inFlight = 0
    private var isClosed = false
    private var isStopped = false
    private var isDelivering = false
    private var failure: (any Error)?

    /// Runs until `next` gives nil or the sink gives false.
    ///
    /// - Parameters:
    ///   - next: Called on the caller's thread.
    ///   - makeWorker: Called once on each working thread; what it returns is used there only.
    ///   - sink: Called by one thread at a time, in order; false ends the run.
    /// - Throws: What the sink throws.
    func run(
        jobs: Int, next: () -> Piece?, makeWorker: @escaping @Sendable () -> (Piece) -> Result, sink: @escaping @Sendable (Result) throws -> Bool
    ) throws {
        if jobs <= 1 {
            let work = makeWorker()
            while let piece = next() { if try !sink(work(piece)) { return } }
            return
        }
        let group = DispatchGroup()
        for _ in 0..<jobs {
            group.enter()
            let thread = Thread { [self] in
                let work = makeWorker()
                while let item = take() { deliver(item.index, work(item.piece), sink) }
                group.leave()
            }
            thread.stackSize = 8 << 20
            thread.start()
        }
        var index = 0
        while !stopped(), let piece = next() {
            put(index, piece, limit: jobs * 3)
            index += 1
        }
        close()
        group.wait()
        if let failure { throw failure }
    }

    private func stopped() -> Bool {
        condition.lock()
        defer { condition.unlock() }
        return isStopped
    }

    private func put(_ index: Int, _ piece: Piece, limit: Int) {
        condition.lock()
        while inFlight >= limit && !isStopped { condition.wait() }
        queue.append((index, piece))
        inFlight += 1
        condition.broadcast()
        condition.unlock()
    }

    private func take() -> (index: Int, piece: Piece)? {
        condition.lock()
        defer { condition.unlock() }
        while queue.isEmpty && !isClosed && !isStopped { condition.wait() }
        return isStopped || queue.isEmpty ? nil : queue.removeFirst()
    }

    private func close() {
        condition.lock()
        isClosed = true
        condition.broadcast()
        condition.unlock()
    }

    private func deliver(_ index: Int, _ result: Result, _ sink: (Result) throws -> Bool) {
        condition.lock()
        finished[index] = result
        // One thread delivers at a time; it goes on with what others finish meanwhile.
        while !isDelivering, !isStopped, let ready = finished.removeValue(forKey: nextOut) {
            isDelivering = true
            nextOut += 1
            condition.unlock()
            var goesOn = false
            var thrown: (any Error)?
            do { goesOn = try sink(ready) } catch { thrown = error }
            condition.lock()
            isDelivering = false
            inFlight -= 1
            if !goesOn {
                isStopped = true
                failure = failure ?? thrown
            }
            condition.broadcast()
        }
        condition.unlock()
    }
}
