public import Ingestion
internal import Model

/// Reads inputs and hands on their posts as JSON Lines, in input order: what `mirob convert` is.
public struct ConvertRun: Sendable {
    /// Working threads.
    public var jobs: Int
    /// The key of pseudonyms.
    public var key: [UInt8]?

    /// Makes a run.
    public init(jobs: Int, key: [UInt8]? = nil) {
        self.jobs = jobs
        self.key = key
    }

    /// Converts all inputs.
    ///
    /// - Parameter sink: Called for each batch in input order, by one thread at a time; false ends the run (the reader has gone).
    /// - Throws: What the sink throws.
    public func run(paths: [String], options: BatchReader.Options, sink: @escaping @Sendable (ScanRun.Outcome) throws -> Bool) throws {
        let reader = BatchReader(paths: paths, options: options)
        let key = self.key
        try OrderedWorkers<ReadItem, ScanRun.Outcome>().run(
            jobs: jobs, next: { reader.next().map { ReadItem(item: $0, fileBytes: reader.fileBytes) } },
            makeWorker: {
                let worker = Worker(key: key)
                return { worker.outcome(of: $0) }
            }, sink: sink)
    }

    /// What one thread owns.
    private final class Worker {
        private let parser: PostParser
        private var records: [ParsedRecord] = []
        private var json = JSONWriter()

        init(key: [UInt8]?) { parser = PostParser(key: key) }

        func outcome(of read: ReadItem) -> ScanRun.Outcome {
            var outcome = ScanRun.Outcome()
            outcome.fileBytes = read.fileBytes
            switch read.item {
            case .failure(let error): outcome.failure = error
            case .batch(let batch):
                records.removeAll(keepingCapacity: true)
                outcome.counts = parser.parse(batch, into: &records)
                json.removeAll()
                for record in records {
                    switch record {
                    case .rejection(let rejection): outcome.rejections.append(rejection)
                    case .post(let post, _): post.writeLine(to: &json)
                    }
                }
                outcome.lines = json.bytes
            }
            return outcome
        }
    }
}
