import Foundation
import Ingestion
import Model
import TestSupport
import Testing

struct BatchReaderTests {
    @Test(arguments: ["posts.jsonl", "posts.jsonl.gz", "posts.jsonl.zst"])
    func `posts are read plain and compressed`(name: String) throws {
        let reading = Reading([format(name)])
        #expect(reading.failures.isEmpty && reading.rejections.isEmpty)
        #expect(reading.posts.map(\.id) == ["f-1", "f-2", "3", "f-4", "f-5"])
        #expect(reading.posts.first?.text.string == "Имрӯз дар Душанбе борон меборад.")
        #expect(reading.posts.first?.channel == "1234567890/Обу ҳаво")
        #expect(reading.posts[3].media == [Media(kind: "document", fileName: "ҷадвал.pdf", mime: "application/pdf")])
        guard case .post(_, let place) = reading.records[1] else { return #expect(Bool(false)) }
        #expect(place == RecordPlace(file: format(name), line: 2, offset: 191))
    }

    @Test(arguments: ["posts.txt", "posts.txt.gz", "posts.txt.zst"])
    func `text is one post a line`(name: String) {
        let reading = Reading([format(name)])
        #expect(reading.posts.map(\.id) == ["L1", "L2", "L4"])
        #expect(reading.posts.allSatisfy { $0.channel == "posts.txt" && $0.source == nil })
        #expect(reading.counts.empty == 1 && reading.isConserved)
        #expect(reading.posts.last?.text.string == "В Бишкеке открылась книжная ярмарка.")
    }

    @Test func `text can be one post a file`() {
        let options = BatchReader.Options(format: .text, textPerFile: true, batchSize: 16)
        let folder = Folder()
        let reading = Reading(
            [format("posts.txt"), folder.file("a.txt", "one\n\n{two}\n"), folder.file("empty.txt", ""), format("posts.txt.zst")],
            options: options)
        #expect(reading.posts.map(\.id) == ["L1", "L1", "L1"])
        #expect(reading.posts.map(\.channel) == ["posts.txt", "a.txt", "posts.txt"])
        #expect(reading.posts[1].text.string == "one\n\n{two}\n")
        #expect(reading.posts[0].text == reading.posts[2].text)
        var small = options
        small.maxLine = 40
        let long = Reading([format("posts.txt"), folder.file("b.txt", "short")], options: small)
        #expect(long.rejections.map(\.reason) == ["158 bytes long, above the limit of 40 (--max-line)"])
        #expect(long.posts.map(\.text.string) == ["short"])
    }

    @Test func `compression is told by content and not by name`() throws {
        let folder = Folder()
        let packed = try bytes(ofFormat: "posts.jsonl.gz")
        let frames = try bytes(ofFormat: "posts.jsonl.zst")
        let skippable: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
        let reading = Reading([
            folder.file("a", packed), folder.file("b.gz", try bytes(ofFormat: "posts.jsonl")), folder.file("c.gz", frames),
            folder.file("two", packed + packed + [0, 0, 0]), folder.file("frames", skippable + frames + frames),
        ])
        #expect(reading.failures.isEmpty && reading.rejections.isEmpty)
        #expect(reading.posts.count == 5 * 7)
    }

    @Test func `what a cut-off file still holds is used`() throws {
        let folder = Folder()
        let whole = try bytes(ofFormat: "posts.jsonl")
        for name in ["posts.jsonl.gz", "posts.jsonl.zst"] {
            let packed = try bytes(ofFormat: name)
            for count in [5, 20, packed.count / 2, packed.count - 5, packed.count - 1] {
                let file = folder.file("cut", Array(packed.prefix(count)))
                let reading = Reading([file, format("posts.txt")])
                #expect(reading.failures == [IngestionError(file: file, cause: .truncated)])
                #expect(reading.isConserved && reading.posts.suffix(3).map(\.id) == ["L1", "L2", "L4"])
                for rejection in reading.rejections { #expect(rejection.reason == "the line is cut off where the file breaks") }
                #expect(reading.posts.dropLast(3).allSatisfy { ["f-1", "f-2", "3", "f-4", "f-5"].contains($0.id) })
            }
            // All the data is there, only the trailer (gzip) or the checksum (zstd) is not.
            #expect(Reading([folder.file("cut", Array(packed.dropLast(2)))]).posts.count >= (name.hasSuffix("gz") ? 5 : 0))
        }
        #expect(whole.count > 500)
    }

    @Test func `a damaged file is an error and no crash`() throws {
        let folder = Folder()
        var seeded = Seeded(3)
        for name in ["posts.jsonl.gz", "posts.jsonl.zst", "posts.txt.gz", "posts.txt.zst"] {
            let packed = try bytes(ofFormat: name)
            var failed = 0
            for _ in 0..<60 {
                var damaged = packed
                for _ in 0..<3 { damaged[Int.random(in: 8..<packed.count, using: &seeded)] ^= UInt8.random(in: 1...255, using: &seeded) }
                let reading = Reading([folder.file("damaged", damaged)])
                #expect(reading.isConserved)
                failed += reading.failures.count
            }
            #expect(failed > 40)
            let garbage = Reading([folder.file("garbage", packed + Array("garbage".utf8))])
            #expect(garbage.failures.map(\.cause) == [.corrupt] && garbage.posts.count >= 3)
        }
    }

    @Test func `files that cannot be read are errors and the others are read`() {
        let folder = Folder()
        let missing = folder.path + "/missing.jsonl"
        let reading = Reading([missing, folder.path, format("posts.jsonl"), folder.file("empty.jsonl", "")])
        #expect(reading.failures == [.init(file: missing, cause: .unreadable(ENOENT)), .init(file: folder.path, cause: .folder)])
        #expect(reading.posts.count == 5)
        #expect(reading.failures.first?.description == "\(missing): cannot be opened: No such file or directory")
    }

    @Test func `UTF-16 is read and a byte order mark is passed over`() {
        let folder = Folder()
        let line = Array("{\"id\":\"a\",\"text\":\"x\"}\n".utf8)
        let little = folder.file("le", [0xFF, 0xFE] + line.flatMap { [$0, 0] })
        let big = folder.file("be", [0xFE, 0xFF] + line.flatMap { [0, $0] })
        let reading = Reading([
            little, big, folder.file("bom", [0xEF, 0xBB, 0xBF] + line + line), folder.file("only", [0xEF, 0xBB, 0xBF]),
        ])
        #expect(reading.failures.isEmpty)
        #expect(reading.posts.map(\.id) == ["a", "a", "a", "a"])
        let places = reading.records.compactMap { if case .post(_, let place) = $0 { place.offset } else { nil } }
        #expect(places == [0, 0, 3, 3 + line.count])
    }

    @Test func `lines end as they like`() {
        let folder = Folder()
        let reading = Reading([folder.file("a.txt", "one\r\n\r\n \t\ntwo\n\nthree\rfour")])
        #expect(reading.posts.map(\.text.string) == ["one", "two", "three\rfour"])
        #expect(reading.posts.map(\.id) == ["L1", "L4", "L6"])
        #expect(reading.counts.lines == 6 && reading.counts.empty == 3)
    }

    @Test func `a NUL rejects its line of text`() {
        let reading = Reading(lines: Array("one\na\u{0}b\ntwo".utf8), format: .text)
        #expect(reading.posts.map(\.text.string) == ["one", "two"])
        #expect(reading.rejections.map(\.reason) == ["not a text: a NUL at byte 2"])
    }

    @Test func `auto goes by content, line by line where it is text`() {
        let folder = Folder()
        let post = #"{"id":"p","text":"x","author":"Rustam"}"#
        func ids(_ name: String, _ text: String) -> [String] { Reading([folder.file(name, text)]).posts.map(\.id) }
        #expect(ids("a", "\n\n  \(post)\nbroken\n\(post)") == ["p", "p"])
        #expect(ids("b", "broken\n\(post)\n{smile} hello") == ["L1", "p", "L3"])
        #expect(ids("c.jsonl", "broken\n\(post)") == ["p"])
        #expect(ids("d", "[\(post)]") == ["p"])
        #expect(ids("e", "text\n[\(post)]\n[x] text\n{\"id\":\"bro") == ["L1", "L3"])
        #expect(Reading([folder.file("f", "text\n")], options: .init(format: .posts)).rejections.count == 1)
        #expect(Reading([folder.file("g", post)], options: .init(format: .text)).posts.map(\.text.string) == [post])
    }

    @Test func `a line of 100 MB is named and passed over in bounded memory`() throws {
        resetPeakMemory()
        let before = peakMemory()
        let reading = Reading([format("long-line.jsonl.zst")])
        #expect(reading.posts.map(\.id) == ["before", "after"])
        let rejection = try #require(reading.rejections.first)
        #expect(rejection.reason == "100000023 bytes long, above the limit of 33554432 (--max-line)")
        #expect(rejection.line == 2 && rejection.offset == 39 && rejection.raw.count == Rejection.rawLimit)
        guard case .post(_, let place) = reading.records.last else { return #expect(Bool(false)) }
        #expect(place.line == 3 && place.offset == 100_000_063)
        // Other tests run beside this one, hence the room.
        #expect(peakMemory() - before < 250_000)
    }

    @Test(arguments: ["\n", "\r\n", ""])
    func `the longest line is the longest line`(end: String) throws {
        let folder = Folder()
        for batchSize in [1, 7, 64, 1 << 20] {
            for size in 30...90 {
                let text = String(repeating: "a", count: size)
                let file = folder.file("a.txt", "x\n" + text + end + (end.isEmpty ? "" : "y"))
                let reading = Reading([file], options: .init(maxLine: 50, batchSize: batchSize))
                #expect(reading.isConserved && reading.counts.lines == (end.isEmpty ? 2 : 3))
                if size <= 50 {
                    #expect(reading.posts[1].text.string == text)
                } else {
                    #expect(reading.rejections.map(\.reason) == ["\(size) bytes long, above the limit of 50 (--max-line)"])
                    #expect(reading.rejections.first?.raw == Array(text.utf8))
                }
                if !end.isEmpty { #expect(reading.posts.last?.text.string == "y") }
            }
        }
    }

    /// A file with everything in it.
    func mixture(_ seeded: inout Seeded) -> (bytes: [UInt8], lines: Int) {
        var bytes: [UInt8] = Bool.random(using: &seeded) ? [0xEF, 0xBB, 0xBF] : []
        var lines = 0
        let count = Int.random(in: 0..<60, using: &seeded)
        for number in 0..<count {
            switch Int.random(in: 0..<9, using: &seeded) {
            case 0: break
            case 1: bytes += Array("  \t".utf8)
            case 2: bytes += Array("{\"id\":\"\(number)\"}".utf8)
            case 3: bytes += Array("{\"id\":\"\(number)\",\"text\":\"".utf8) + [0xFF, 0x22, 0x7D]
            case 4:
                bytes += Array(
                    "{\"id\":\"\(number)\",\"text\":\"\(String(repeating: "ў", count: Int.random(in: 0..<400, using: &seeded)))\"}".utf8)
            case 5: bytes += Array("просто текст 😀".utf8)
            case 6: bytes += [0, 1, 2]
            default: bytes += Array("{\"id\":\(number),\"text\":\"Салом \\ud83d\\ude00\",\"author\":\"A\(number % 3)\"}".utf8)
            }
            lines += 1
            if number == count - 1, Bool.random(using: &seeded) {
                if bytes.isEmpty || bytes.last == 0x0A || bytes == [0xEF, 0xBB, 0xBF] { lines -= 1 }
            } else {
                bytes += Int.random(in: 0..<4, using: &seeded) == 0 ? [0x0D, 0x0A] : [0x0A]
            }
        }
        return (bytes, lines)
    }

    @Test func `any batch size gives the same records and loses no line`() {
        let folder = Folder()
        for seed in 0..<40 as Range<UInt64> {
            var seeded = Seeded(seed)
            let (bytes, lines) = mixture(&seeded)
            let file = folder.file("mixture", bytes)
            let key: [UInt8] = [1, 2, 3]
            for format in [InputFormat.auto, .posts, .text] {
                let reference = Reading([file], options: .init(format: format, maxLine: 500), key: key)
                #expect(reference.isConserved && reference.counts.lines == lines, "seed \(seed)")
                for batchSize in [1, 2, 3, 17, 100, 511, 4096] {
                    let reading = Reading([file], options: .init(format: format, maxLine: 500, batchSize: batchSize), key: key)
                    #expect(
                        firstDifference(reading.records, reference.records) == nil, "seed \(seed), \(format), batches of \(batchSize)")
                    #expect(reading.counts == reference.counts, "seed \(seed), \(format), batches of \(batchSize)")
                }
            }
        }
    }

    // MARK: - Pipes

    /// Reads what a writer sends in pieces, with a pause behind some of them.
    func piped(_ bytes: [UInt8], _ seeded: inout Seeded, options: BatchReader.Options) -> Reading {
        let pipe = Pipe()
        var pieces: [(Data, pause: Bool)] = []
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + Int.random(in: 1...300, using: &seeded))
            pieces.append((Data(bytes[start..<end]), Int.random(in: 0..<8, using: &seeded) == 0))
            start = end
        }
        let writer = pipe.fileHandleForWriting
        let sent = pieces
        Thread.detachNewThread {
            for (piece, pause) in sent {
                try? writer.write(contentsOf: piece)
                if pause { Thread.sleep(forTimeInterval: 0.004) }
            }
            try? writer.close()
        }
        return Reading(["/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"], options: options)
    }

    @Test func `any arrival through a pipe gives the same records`() throws {
        let folder = Folder()
        for seed in 100..<110 as Range<UInt64> {
            var seeded = Seeded(seed)
            let (bytes, _) = mixture(&seeded)
            let file = folder.file("mixture", bytes)
            let options = BatchReader.Options(maxLine: 500, pause: .milliseconds(2))
            func plain(_ reading: Reading) -> [ParsedRecord] {
                reading.records.map {
                    switch $0 {
                    case .post(var post, var place):
                        place.file = ""
                        if post.channel != nil { post.channel = "" }
                        return .post(post, place)
                    case .rejection(var rejection):
                        rejection.file = ""
                        return .rejection(rejection)
                    }
                }
            }
            let arrived = plain(piped(bytes, &seeded, options: options))
            #expect(firstDifference(arrived, plain(Reading([file], options: options))) == nil, "seed \(seed)")
        }
        var seeded = Seeded(1)
        for name in ["posts.jsonl.gz", "posts.jsonl.zst"] {
            #expect(piped(try bytes(ofFormat: name), &seeded, options: .init()).posts.count == 5)
        }
    }

    @Test func `a pause sends what is there`() throws {
        let pipe = Pipe()
        let reader = BatchReader(paths: ["/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"])
        #expect(BatchReader.Options().pause < .milliseconds(100))
        for round in 0..<3 {
            try pipe.fileHandleForWriting.write(contentsOf: Data("{\"id\":\"\(round)\",\"text\":\"x\"}\n{\"id\":".utf8))
            let clock = ContinuousClock()
            let start = clock.now
            guard case .batch(let batch) = reader.next() else { return #expect(Bool(false)) }
            // 50 ms by the options; the rest is for a machine with other things to do.
            #expect(clock.now - start < .seconds(1))
            let expected = (round == 0 ? "" : "{\"id\":\"rest\"}\n") + "{\"id\":\"\(round)\",\"text\":\"x\"}\n"
            #expect(String(decoding: batch.bytes, as: UTF8.self) == expected)
            try pipe.fileHandleForWriting.write(contentsOf: Data("\"rest\"}\n".utf8))
        }
        try pipe.fileHandleForWriting.close()
        guard case .batch(let batch) = reader.next() else { return #expect(Bool(false)) }
        #expect(String(decoding: batch.bytes, as: UTF8.self) == "{\"id\":\"rest\"}\n")
        #expect(reader.next() == nil)
    }

    @Test func `a steady drip does not wait for a pause`() throws {
        let pipe = Pipe()
        let writer = pipe.fileHandleForWriting
        Thread.detachNewThread {
            for _ in 0..<60 {
                try? writer.write(contentsOf: Data("line\n".utf8))
                Thread.sleep(forTimeInterval: 0.01)
            }
            try? writer.close()
        }
        let reading = Reading(["/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"], options: .init(format: .text))
        #expect(reading.posts.count == 60)
        #expect(reading.batches > 3)
    }
}

/// Where two runs differ, in a line that a person can read.
func firstDifference(_ some: [ParsedRecord], _ other: [ParsedRecord]) -> String? {
    func words(_ record: ParsedRecord) -> String {
        switch record {
        case .post(let post, let place): "post \(post.id) line \(place.line) offset \(place.offset), \(post.text.utf8.count) bytes"
        case .rejection(let rejection): "line \(rejection.line) offset \(rejection.offset) \(rejection.record ?? "-"): \(rejection.reason)"
        }
    }
    for (one, another) in zip(some, other) where one != another { return words(one) + " | " + words(another) }
    return some.count == other.count ? nil : "\(some.count) records | \(other.count)"
}

extension BatchItem? {
    static func == (item: BatchItem?, _: _OptionalNilComparisonType) -> Bool { if case .none = item { true } else { false } }
}

func resetPeakMemory() { try? Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs")) }

/// KiB; 0 where the system does not say.
func peakMemory() -> Int {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return 0 }
    for line in status.split(separator: "\n") where line.hasPrefix("VmHWM:") {
        return line.split(separator: " ").compactMap { Int($0) }.first ?? 0
    }
    return 0
}
