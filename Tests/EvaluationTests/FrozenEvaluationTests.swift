import Evaluation
import Foundation
import Ingestion
import Model
import Pipeline
import Testing

/// The scanner that ships, over the labelled posts of `Corpora/gold`: the committed figures, and the floors below which nothing ships.
///
/// `MIROB_RECORD=1` writes `docs/quality/gold.txt` anew and fails the run, so that a recording never passes for a test.
struct FrozenEvaluationTests {
    static let root = ShippedScanner.root
    static let frozen = root + "/docs/quality/gold.txt"
    static let evaluation = Result { try evaluated() }

    static func evaluated() throws -> PostEvaluation {
        let folder = root + "/Corpora/gold/"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".jsonl") && !$0.hasSuffix(".labels.jsonl") }
            .sorted()
        var labels: [String: PostLabel] = [:]
        for name in names {
            for label in try PostEvaluation.labels(file: folder + name.replacingOccurrences(of: ".jsonl", with: ".labels.jsonl")) {
                #expect(labels.updateValue(label, forKey: label.id) == nil, "label '\(label.id)' is given twice")
            }
        }
        let scanner = try ShippedScanner.scanner.get()
        let reader = BatchReader(paths: names.map { folder + $0 }, options: BatchReader.Options(format: .posts))
        let parser = PostParser()
        var records: [ParsedRecord] = []
        while let item = reader.next() {
            switch item {
            case .failure(let error): throw error
            case .batch(let batch): parser.parse(batch, into: &records)
            }
        }
        var evaluation = PostEvaluation()
        var scratch = PostScanner.Scratch()
        for record in records {
            guard case .post(let post, _) = record else {
                Issue.record("not a post: \(record)")
                continue
            }
            guard let label = labels.removeValue(forKey: post.id), let alert = scanner.scan(post, scratch: &scratch) else {
                Issue.record("post '\(post.id)' has no label")
                continue
            }
            evaluation.count(alert, label)
        }
        #expect(labels.isEmpty, "labels without a post: \(labels.keys.sorted())")
        return evaluation
    }

    @Test func `the figures are the committed ones`() throws {
        let table = try Self.evaluation.get().table() + "\n"
        if ProcessInfo.processInfo.environment["MIROB_RECORD"] == "1" {
            try FileManager.default.createDirectory(atPath: Self.root + "/docs/quality", withIntermediateDirectories: true)
            try Data(table.utf8).write(to: URL(fileURLWithPath: Self.frozen))
            Issue.record("recorded \(Self.frozen): run again without MIROB_RECORD")
            return
        }
        let data = try #require(FileManager.default.contents(atPath: Self.frozen), "there is no \(Self.frozen): record it with MIROB_RECORD=1")
        let committed = String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        let now = table.split(separator: "\n", omittingEmptySubsequences: false)
        var difference: [String] = []
        for change in now.difference(from: committed) {
            switch change {
            case .remove(_, let line, _): difference.append("- \(line)")
            case .insert(_, let line, _): difference.append("+ \(line)")
            }
        }
        // Both lines of a slice beside each other.
        difference.sort { ($0.dropFirst(2).prefix { $0 != " " }, $1.first ?? " ") < ($1.dropFirst(2).prefix { $0 != " " }, $0.first ?? " ") }
        #expect(difference.isEmpty, "the figures moved (MIROB_RECORD=1 records them):\n\(difference.joined(separator: "\n"))")
    }

    @Test func `quality is above its floors`() throws {
        let evaluation = try Self.evaluation.get()
        let all = try #require(evaluation.slices["all"])
        let mistakes = Comment(rawValue: "\n" + evaluation.mistakes.joined(separator: "\n"))
        #expect(Double(all.languageRight) / Double(all.posts) >= 0.97, mistakes)
        #expect(all.entities.f1 >= 0.90, mistakes)
        #expect(all.themes.f1 >= 0.80, mistakes)
        #expect(Double(all.stanceRight) / Double(all.stancePosts) >= 0.88, mistakes)
        #expect(all.alerts.f1 >= 0.90, mistakes)
        #expect(all.benignRaised == 0, mistakes)
    }

    @Test func `each main language has at least a hundred and ninety posts, two fifths of them negatives`() throws {
        let slices = try Self.evaluation.get().slices
        let dari = slices["language=fa-AF"]?.posts ?? 0
        for tag in ["tg", "uz-Cyrl", "uz-Latn", "ru", "fa"] {
            let slice = try #require(slices["language=\(tag)"])
            let negatives = slice.alerts.falsePositives + slice.alerts.trueNegatives
            #expect(
                slice.posts + (tag == "fa" ? dari : 0) >= 190 && negatives * 5 >= slice.posts * 2,
                "\(tag): \(slice.posts) posts, \(negatives) negatives")
        }
    }
}
