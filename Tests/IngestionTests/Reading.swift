import Foundation
import Ingestion
import Model
import TestSupport

/// What a run over some files gave.
struct Reading {
    var records: [ParsedRecord] = []
    var failures: [IngestionError] = []
    var counts = LineCounts()
    var batches = 0
    var largestBatch = 0

    init(_ paths: [String], options: BatchReader.Options = .init(), key: [UInt8]? = nil) {
        let reader = BatchReader(paths: paths, options: options)
        let parser = PostParser(key: key)
        while let item = reader.next() {
            switch item {
            case .failure(let failure): failures.append(failure)
            case .batch(let batch):
                precondition(batch.index == batches, "batches come in order")
                batches += 1
                largestBatch = max(largestBatch, batch.bytes.count)
                counts += parser.parse(batch, into: &records)
            }
        }
    }

    /// One line of JSON Lines.
    init(line: String, key: [UInt8]? = nil) {
        self.init(lines: Array(line.utf8), key: key)
    }

    /// The bytes of a file of posts.
    init(lines: [UInt8], format: InputFormat = .posts, options: BatchReader.Options = .init(), key: [UInt8]? = nil) {
        var options = options
        options.format = format
        let folder = Folder()
        self.init([folder.file("posts", lines)], options: options, key: key)
    }

    var posts: [Post] {
        records.compactMap { if case .post(let post, _) = $0 { post } else { nil } }
    }

    var rejections: [Rejection] {
        records.compactMap { if case .rejection(let rejection) = $0 { rejection } else { nil } }
    }

    var isConserved: Bool {
        counts.isConserved && counts.posts == posts.count
            && counts.rejections == rejections.count
    }
}

/// A folder that goes with its owner.
final class Folder {
    let path: String

    init() {
        path = NSTemporaryDirectory() + "mirob-ingestion-" + UUID().uuidString
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String, _ bytes: [UInt8]) -> String {
        let file = path + "/" + name
        _ = FileManager.default.createFile(atPath: file, contents: Data(bytes))
        return file
    }

    func file(_ name: String, _ text: String) -> String { file(name, Array(text.utf8)) }
}

/// `Corpora/formats` of the repository.
func format(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Corpora/formats/" + name).path
}

func bytes(ofFormat name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: format(name)))) }
