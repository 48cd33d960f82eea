import Foundation
import Ingestion
import Model
import TestSupport
import Testing

/// Input made to break readers: it may be rejected, it may not hang, grow, crash or reach for anything.
struct HostileFormatTests {
    private func read(_ name: String, _ text: String, _ format: InputFormat = .auto) -> Reading {
        let folder = Folder()
        let start = ContinuousClock.now
        let reading = Reading([folder.file(name, text)], options: .init(format: format))
        #expect(reading.isConserved)
        #expect(ContinuousClock.now - start < .seconds(20), "a debug build on a busy machine; quadratic work takes minutes")
        return reading
    }

    @Test func `entities that multiply are refused`() {
        var document = "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"aaaaaaaaaa\">"
        for (name, inner) in zip("bcdefghij", "abcdefghi") { document += "<!ENTITY \(name) \"" + String(repeating: "&\(inner);", count: 10) + "\">" }
        document += "]><rss><channel><item><title>&j;</title></item></channel></rss>"
        let reading = read("a.xml", document)
        #expect(reading.posts.isEmpty && reading.rejections.count == 1)
        #expect(reading.rejections.first?.reason.contains("entities") == true)
    }

    @Test func `one long entity named often is refused`() {
        let long = String(repeating: "x", count: 100_000)
        let document =
            "<!DOCTYPE rss [<!ENTITY a \"\(long)\">]><rss><channel><item><title>\(String(repeating: "&a;", count: 10_000))</title></item></channel></rss>"
        #expect(read("a.xml", document).posts.isEmpty)
    }

    @Test func `an entity that names a file is refused and the file is not read`() {
        let folder = Folder()
        let secret = folder.file("secret", "secret words")
        for declaration in [
            "<!ENTITY x SYSTEM \"file://\(secret)\">", "<!ENTITY % x SYSTEM \"file://\(secret)\">%x;",
            "<!ENTITY x PUBLIC \"p\" \"http://127.0.0.1:9/\">",
        ] {
            let reading = read("a.xml", "<!DOCTYPE rss [\(declaration)]><rss><channel><item><title>t &x;</title></item></channel></rss>")
            #expect(reading.posts.isEmpty && reading.rejections.count == 1)
        }
        // A document type elsewhere is neither fetched nor a fault: RSS 0.91 asks for one.
        let outside = read("b.xml", "<!DOCTYPE rss SYSTEM \"file://\(secret)\"><rss><channel><item><title>t</title></item></channel></rss>")
        #expect(outside.posts.map(\.text.string) == ["t"])
    }

    @Test func `a million levels are too deep and no crash`() {
        let depth = 1_000_000
        let arrays = String(repeating: "[", count: depth)
        #expect(
            read("a.json", "{\"id\":1,\"name\":\"n\",\"type\":\"public_channel\",\"messages\":[{\"id\":1,\"text\":\(arrays)").rejections.count == 1)
        #expect(
            read("b.json", "{\"id\":1,\"date_unixtime\":\"1\",\"text\":\(arrays)\(String(repeating: "]", count: depth))}", .json).rejections.count
                == 1)
        #expect(read("c.xml", "<rss><channel><item><title>" + String(repeating: "<a>", count: depth)).rejections.count == 1)
        #expect(read("d.html", "<html><body>" + String(repeating: "<div>", count: depth) + "x").posts.count <= 1)
        #expect(
            read("e.html", "<html><body>" + String(repeating: "<b>", count: 100_000) + String(repeating: "</div>", count: 100_000)).posts.count <= 1)
        #expect(read("f.html", "<div class=\"page_wrap chat_page\">" + String(repeating: "<div>", count: depth), .telegramHTML).rejections.count >= 1)
    }

    @Test func `a zip bomb is stopped`() {
        // 300 MB of zeros in 300 kB, made by `zip`; more than 250 times its size.
        let reading = Reading([format("archives/bomb.zip")], options: .init(format: .text))
        #expect(reading.rejections.count == 1 && reading.rejections[0].reason.contains("bomb") && reading.isConserved)
        #expect(reading.counts.posts < 290_000)
    }

    @Test func `quotation marks without end do not cost the square of the rows`() {
        let rows = String(repeating: "1,\"a\n", count: 100_000)
        let reading = read("a.csv", "id,text\n" + rows)
        #expect(reading.posts.count + reading.rejections.count > 0)
    }

    @Test(arguments: FormatTests.samples) func `damaged samples lose no record and do not crash`(name: String) throws {
        let folder = Folder()
        for file in InputFiles.expand([format(name)]).files {
            let whole = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
            var seeded = Seeded(UInt64(whole.count))
            for round in 0..<40 {
                var bytes = whole
                for _ in 0...Int.random(in: 0..<6, using: &seeded) {
                    let at = Int.random(in: 0..<bytes.count, using: &seeded)
                    switch Int.random(in: 0..<4, using: &seeded) {
                    case 0: bytes[at] = UInt8.random(in: 0...255, using: &seeded)
                    case 1: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1..<30, using: &seeded)))
                    case 2: bytes.insert(contentsOf: Array("\"<{[&\u{0}]}>\\".utf8), at: at)
                    default: bytes.removeSubrange(at...)
                    }
                    if bytes.isEmpty { bytes = [0] }
                }
                let extensionOfName = file.split(separator: ".").last.map(String.init) ?? "x"
                let reading = Reading([folder.file("damaged-\(round)." + extensionOfName, bytes)])
                let isConserved = reading.isConserved  // no whole reading in a message
                #expect(isConserved, "\(file), round \(round)")
            }
        }
    }
}
