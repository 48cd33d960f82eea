import Model
import TestSupport
import Testing

struct ScalarRangeTests {
    struct Pair: CustomTestStringConvertible {
        var a: ScalarRange
        var b: ScalarRange
        var overlap: Bool
        var aContainsB: Bool
        var testDescription: String { "\(a.start)..<\(a.end) and \(b.start)..<\(b.end)" }
    }

    @Test(arguments: [
        Pair(a: ScalarRange(0, 3), b: ScalarRange(3, 5), overlap: false, aContainsB: false),
        Pair(a: ScalarRange(0, 4), b: ScalarRange(3, 5), overlap: true, aContainsB: false),
        Pair(a: ScalarRange(2, 9), b: ScalarRange(3, 5), overlap: true, aContainsB: true),
        Pair(a: ScalarRange(2, 9), b: ScalarRange(2, 9), overlap: true, aContainsB: true),
        Pair(a: ScalarRange(2, 9), b: ScalarRange(9, 9), overlap: false, aContainsB: true),
        Pair(a: ScalarRange(4, 4), b: ScalarRange(4, 4), overlap: false, aContainsB: true),
        Pair(a: ScalarRange(3, 5), b: ScalarRange(2, 9), overlap: true, aContainsB: false),
    ])
    func `ranges are half-open`(pair: Pair) {
        #expect(pair.a.overlaps(pair.b) == pair.overlap)
        #expect(pair.b.overlaps(pair.a) == pair.overlap)
        #expect(pair.a.contains(pair.b) == pair.aContainsB)
    }

    @Test func `ranges are ordered by start and then by end`() {
        let ranges = [ScalarRange(3, 4), ScalarRange(0, 9), ScalarRange(3, 3), ScalarRange(0, 1)]
        #expect(ranges.sorted() == [ScalarRange(0, 1), ScalarRange(0, 9), ScalarRange(3, 3), ScalarRange(3, 4)])
        #expect(ScalarRange(3, 7).count == 4)
    }

    @Test func `a range that runs backward is a broken promise`() async {
        await #expect(processExitsWith: .failure) { _ = ScalarRange(3, 2) }
        await #expect(processExitsWith: .failure) { _ = ScalarRange(-1, 2) }
    }
}

struct UTF8TextTests {
    /// What Python's `text[start:end]` gives: a list of scalars, cut.
    func pythonSlice(_ text: String, _ start: Int, _ end: Int) -> [Unicode.Scalar] { Array(Array(text.unicodeScalars)[start..<end]) }

    @Test(arguments: [
        ("", 0, 0, ""), ("аб", 0, 1, "а"), ("аб", 1, 2, "б"), ("аб", 2, 2, ""), ("👨‍👩‍👧x", 1, 3, "\u{200D}👩"), ("🇹🇯🇺🇿", 1, 3, "🇯🇺"),
        ("е\u{308}ж", 1, 2, "\u{308}"), ("a\r\nb", 1, 2, "\r"), ("داعش", 1, 3, "اع"), ("𐍈\u{0}𐍈", 1, 2, "\u{0}"), ("abc", 3, 3, ""),
    ])
    func `a slice is what Python cuts`(text: String, start: Int, end: Int, expected: String) {
        // Scalars, since strings compare by canonical equivalence.
        #expect(Array(UTF8Text(text).slice(ScalarRange(start, end)).unicodeScalars) == Array(expected.unicodeScalars))
        #expect(pythonSlice(text, start, end) == Array(expected.unicodeScalars))
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `any slice of hostile text is what Python cuts`(seed: UInt64) {
        var hostile = HostileText(seed: seed)
        var random = Seeded(seed)
        for _ in 0..<60 {
            let string = hostile.next(length: 12)
            let text = UTF8Text(string)
            let count = string.unicodeScalars.count
            #expect(text.scalarCount == count)
            #expect(text.scalars == Array(string.unicodeScalars))
            for _ in 0..<20 {
                let start = Int.random(in: 0...count, using: &random)
                let end = Int.random(in: start...count, using: &random)
                let slice = text.slice(ScalarRange(start, end))
                #expect(
                    Array(slice.unicodeScalars) == pythonSlice(string, start, end), "seed \(seed): \(start)..<\(end) of \(string.debugDescription)")
            }
        }
    }

    @Test func `bytes of unknown quality become well-formed`() {
        #expect(UTF8Text(repairing: [0x61, 0xFF, 0x62]).string == "a\u{FFFD}b")
        #expect(UTF8Text(repairing: [0xED, 0xA0, 0x80]).string.unicodeScalars.allSatisfy { $0 == "\u{FFFD}" })
        #expect(UTF8Text(repairing: [0xD0]).utf8 == Array("\u{FFFD}".utf8))
        #expect(UTF8Text(repairing: Array("ӣ😀".utf8)) == UTF8Text("ӣ😀"))
        #expect(UTF8Text("").isEmpty && UTF8Text("").scalarCount == 0)
    }
}
