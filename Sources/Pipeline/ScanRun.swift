internal import Foundation
public import Ingestion
public import Model

/// Reads inputs, scans their posts on all cores and hands on alert lines in input order: what `mirob scan` is.
public struct ScanRun: Sendable {
    /// What came of one batch.
    public struct Outcome: Sendable {
        /// Alert lines.
        public var lines: [UInt8] = []
        /// The alerts themselves, where `keepsAlerts` asks for them.
        public var alerts: [Alert] = []
        /// What was no post.
        public var rejections: [Rejection] = []
        /// A file that could not be read, or not to its end.
        public var failure: IngestionError?
        /// Lines, posts, rejections, blanks.
        public var counts = LineCounts()
        /// Alerts by severity.
        public var severities: [Severity: Int] = [:]
        /// Bytes of input files that had been read when this was (compressed ones as they are).
        public var fileBytes = 0

        /// Nothing yet.
        public init() {}
    }

    /// The scanner.
    public var scanner: PostScanner
    /// Working threads.
    public var jobs: Int
    /// The key of pseudonyms.
    public var key: [UInt8]?
    /// Hands on the alerts too, not only their lines.
    public var keepsAlerts: Bool

    /// Makes a run.
    public init(scanner: PostScanner, jobs: Int, key: [UInt8]? = nil, keepsAlerts: Bool = false) {
        self.scanner = scanner
        self.jobs = jobs
        self.key = key
        self.keepsAlerts = keepsAlerts
    }

    /// Scans all inputs.
    ///
    /// - Parameter sink: Called for each batch in input order, by one thread at a time; false ends the run (the reader has gone).
    /// - Throws: What the sink throws.
    public func run(paths: [String], options: BatchReader.Options, sink: @escaping @Sendable (Outcome) throws -> Bool) throws {
        let reader = BatchReader(paths: paths, options: options)
        let scanner = self.scanner
        let key = self.key
        let keepsAlerts = self.keepsAlerts
        try OrderedWorkers<ReadItem, Outcome>().run(
            jobs: jobs, next: { reader.next().map { ReadItem(item: $0, fileBytes: reader.fileBytes) } },
            makeWorker: {
                let worker = Worker(scanner: scanner, key: key, keepsAlerts: keepsAlerts)
                return { worker.outcome(of: $0) }
            }, sink: sink)
    }

    /// What one thread owns.
    private final class Worker {
        private let scanner: PostScanner
        private let parser: PostParser
        private let keepsAlerts: Bool
        private var scratch = PostScanner.Scratch()
        private var records: [ParsedRecord] = []
        private var json = JSONWriter()

        init(scanner: PostScanner, key: [UInt8]?, keepsAlerts: Bool) {
            self.scanner = scanner
            self.keepsAlerts = keepsAlerts
            parser = PostParser(key: key)
        }

        func outcome(of read: ReadItem) -> Outcome {
            var outcome = Outcome()
            outcome.fileBytes = read.fileBytes
            switch read.item {
            case .failure(let error): outcome.failure = error
            case .batch(let batch):
                records.removeAll(keepingCapacity: true)
                outcome.counts = parser.parse(batch, into: &records) { [scanner] text in scanner.mayMatter(text) }
                json.removeAll()
                for record in records {
                    switch record {
                    case .rejection(let rejection): outcome.rejections.append(rejection)
                    case .post(let post, _):
                        guard let alert = scanner.scan(post, scratch: &scratch) else { continue }
                        outcome.severities[alert.severity, default: 0] += 1
                        alert.writeLine(to: &json)
                        if keepsAlerts { outcome.alerts.append(alert) }
                    }
                }
                outcome.lines = json.bytes
            }
            return outcome
        }
    }
}

/// A batch and how far the files had been read by then.
struct ReadItem: Sendable {
    var item: BatchItem
    var fileBytes: Int
}
