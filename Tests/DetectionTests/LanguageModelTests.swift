import CResources
@testable import Detection
import Foundation
import Model
import Testing

@Suite struct LanguageModelTests {
    private func small() -> LanguageModel {
        let tables = [["en", "tr"], ["ru", "tg", "ky"], ["fa", "ar"]].enumerated().map { number, tags in
            var rows = Array(repeating: PackedRow(), count: 256)
            for index in rows.indices {
                var weights = SIMD16<Int16>.zero
                for lane in tags.indices { weights[lane] = Int16((index * 7 + lane * 31 + number) % 15 - 7) }
                rows[index] = PackedRow(weights)
            }
            let calibration = Array(repeating: LanguageModel.Calibration(inverseTemperature: 1.5), count: LanguageModel.bucketStarts.count)
            return LanguageModel.Table(tags: tags, bits: 8, unit: 0.02, exponent: 0.5, calibration: calibration, rows: rows)
        }
        return LanguageModel(metadata: [("date", "2026-01-02"), ("data", "ab:cd")], tables: tables)
    }

    @Test func `what is written is read back`() throws {
        let bytes = small().encoded()
        let model = try LanguageModel(bytes: bytes)
        #expect(model.encoded() == bytes)
        #expect(model.tags == ["en", "tr", "ru", "tg", "ky", "fa", "ar"])
        #expect(model.metadata.first { $0.key == "data" }?.value == "ab:cd")
    }

    @Test func `bytes that are not a model are refused`() throws {
        let bytes = small().encoded()
        #expect(throws: DetectionError.self) { try LanguageModel(bytes: []) }
        #expect(throws: DetectionError.self) { try LanguageModel(bytes: Array("mirobLI2".utf8) + bytes.dropFirst(8)) }
        #expect(throws: DetectionError.self) { try LanguageModel(bytes: bytes + [0]) }
        for count in stride(from: 0, to: bytes.count, by: 997) {
            #expect(throws: DetectionError.self) { try LanguageModel(bytes: Array(bytes.prefix(count))) }
        }
    }

    @Test func `a packed row keeps its weights, and sums are exact`() {
        var weights = SIMD16<Int16>.zero
        for lane in 0..<16 { weights[lane] = Int16(lane - 8) }
        #expect(PackedRow(weights).weights == weights)
        #expect(PackedRow().weights == .zero)
        var sum = RowSum()
        for index in 0..<126 {
            sum.add(PackedRow(weights))
            if index % RowSum.rowsBetweenWidening == 16 { sum.widen() }
        }
        #expect(sum.weights() == weights &* 126)
        var total = ScoreSum()
        for _ in 0..<1000 { total.add(weights &* 126) }
        for lane in 0..<16 { #expect(Int(total.lanes[lane]) == Int(weights[lane]) * 126_000) }
    }

    @Test func `a word's score is the plain sum of its rows`() throws {
        let table = try LanguageModel(bytes: ShippedModel.bytes).tables[1]
        let weights = ScriptWeights(table)
        for word in ["дар", "шаҳр", "я", "ҳамватанон", "қонунгузориҳояшонро", "аааааааааааааааааааааааааааааааааааааааааа"] {
            let units = Array(word.utf16)
            let hash = NGrams.hash(units.span, 0, units.count)
            var plain = SIMD16<Int16>.zero
            var rows = 0
            NGrams.forEachRow(units.span, 0, units.count, hash: hash, mask: UInt64(table.rows.count - 1)) { row in
                plain &+= table.rows[row].weights
                rows += 1
            }
            #expect(rows == min(units.count, NGrams.longestWord) * 5 + 5)
            #expect(weights.rowSum(units.span, 0, units.count, hash) == plain)
        }
    }

    @Test func `length buckets begin where they say`() {
        for (bucket, start) in LanguageModel.bucketStarts.enumerated() {
            #expect(LanguageModel.bucket(letters: start) == bucket)
            if start > 0 { #expect(LanguageModel.bucket(letters: start - 1) == bucket - 1) }
        }
    }

    @Test func `powers of e are right to six digits`() {
        for step in 0...300 {
            let x = -Float(step) / 10
            #expect(abs(Double(Exponential.value(x)) - Foundation.exp(Double(x))) <= 1e-6 * Foundation.exp(Double(x)) + 1e-12)
        }
        #expect(Exponential.value(-31) == 0)
    }

    @Test func `the embedded model is the file beside it`() { #expect(mirob_langid_size == ShippedModel.bytes.count) }

    @Test func `the shipped model says what it was made from and fits its limits`() throws {
        let model = try LanguageModel(bytes: ShippedModel.bytes)
        #expect(ShippedModel.bytes.count <= 4 << 20)
        for key in ["date", "data", "seed", "epochs", "lines.tg"] { #expect(model.metadata.contains { $0.key == key }) }
        for tag in LanguageEvaluation.supported { #expect(model.tags.contains(tag)) }
    }
}
