import Foundation
import Ingestion
import Lexicons
import Model
import Pipeline
import Synchronization
import TestSupport
import Testing

/// The scanner with the lexicon and the language model that the binary carries. Built once.
enum Shipped {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    static let lexicon = Result { try Resources.lexicon() }
    static let scanner = Result { try scanner { _ in } }

    static func scanner(_ change: (inout PostScanner.Options) -> Void) throws -> PostScanner {
        let (model, digest) = try Resources.model()
        var options = PostScanner.Options()
        options.writesAll = true
        change(&options)
        return try PostScanner(lexicon: lexicon.get(), model: model, modelDigest: digest, options: options)
    }

    static func alert(_ post: Post, _ scanner: PostScanner) throws -> Alert {
        var scratch = PostScanner.Scratch()
        return try #require(scanner.scan(post, scratch: &scratch))
    }

    static func line(_ alert: Alert) -> [UInt8] {
        var json = JSONWriter()
        alert.writeLine(to: &json)
        return json.bytes
    }
}

/// Random posts: hostile text with words of the lexicon, wallets, phones and cards in it; some with file names.
struct PostMaker {
    private var random: Seeded
    private var hostile: HostileText
    private let patterns: PatternTable
    private static let traces = [
        "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "4111 1111 1111 1111", "+992 93 555 12 34", "+998901234567", "TR33 0006 1005 1978 6457 8413 26",
        "@kanal_2",
        "t.me/joinchat/abc", "0x52908400098527886E0F7030069857D2E4169EE7", "info@example.org",
    ]

    init(_ lexicon: Lexicon, seed: UInt64) {
        random = Seeded(seed)
        hostile = HostileText(seed: seed)
        patterns = lexicon.patterns
    }

    mutating func next(_ number: Int) -> Post {
        var media: [Media] = []
        for _ in 0..<max(0, Int.random(in: -4...2, using: &random)) { media.append(Media(kind: "document", fileName: text(3) + ".pdf")) }
        return Post(
            id: "\(number)", text: UTF8Text(text(Int.random(in: 0...8, using: &random))), source: "telegram",
            publishedAt: Bool.random(using: &random) ? "2024-06-27T10:00:00Z" : nil, media: media)
    }

    private mutating func text(_ length: Int) -> String {
        var text = ""
        for _ in 0..<length {
            switch Int.random(in: 0..<6, using: &random) {
            case 0, 1, 2:
                let pattern = patterns[Int.random(in: 0..<patterns.count, using: &random)].text
                text += pattern.replacingOccurrences(of: "~", with: "").replacingOccurrences(of: "…", with: "ва")
            case 3: text += Self.traces.randomElement(using: &random) ?? ""
            default: text += hostile.next(length: 2)
            }
            text += [" ", " ", "\n", ". ", ", "].randomElement(using: &random) ?? " "
        }
        return text
    }
}

struct AlertIDTests {
    // Python: hashlib.sha256("\x1f".join([source, channel, id, text]).encode()).hexdigest()[:32]
    @Test func `the id is the contract's digest of source, channel, id and text`() {
        let post = Post(id: "tg-1", text: UTF8Text("Салом, ҷаҳон 😀"), source: "telegram", channel: "1234567890/Садо")
        #expect(PostScanner.alertID(of: post) == "89c8e2ebb30128c75b06db970237f3fb")
        #expect(PostScanner.alertID(of: Post(id: "1", text: UTF8Text(""))) == "4367fa4e38367acee42bcd9989e1b840")
    }

    @Test func `nothing else changes the id and each of the four does`() {
        let post = Post(id: "1", text: UTF8Text("x"), source: "s", channel: "c")
        let id = PostScanner.alertID(of: post)
        var same = post
        (same.authorRef, same.publishedAt, same.url, same.lang, same.notes) = ("a", "b", "c", "d", ["e"])
        same.media = [Media(kind: "video")]
        #expect(PostScanner.alertID(of: same) == id)
        for change: (inout Post) -> Void in [{ $0.id = "2" }, { $0.text = UTF8Text("y") }, { $0.source = "t" }, { $0.channel = nil }] {
            var other = post
            change(&other)
            #expect(PostScanner.alertID(of: other) != id)
        }
    }
}

struct OptionsTests {
    @Test func `the digest tells of what changes an alert's content and of nothing else`() {
        let plain = PostScanner.Options()
        for change: (inout PostScanner.Options) -> Void in [{ $0.threshold = .low }, { $0.writesAll = true }] {
            var options = plain
            change(&options)
            #expect(options.digest == plain.digest)
        }
        var digests = [plain.digest]
        for change: (inout PostScanner.Options) -> Void in [
            { $0.jurisdictions = ["KZ"] }, { $0.jurisdictions = ["UN", "KZ"] }, { $0.asOf = "2024-01-01" }, { $0.transliterates = false },
            { $0.masks = false },
        ] {
            var options = plain
            change(&options)
            digests.append(options.digest)
        }
        #expect(Set(digests).count == digests.count)
    }
}

struct PostScannerTests {
    static func posts(seed: UInt64, count: Int) throws -> [Post] {
        var maker = try PostMaker(Shipped.lexicon.get(), seed: seed)
        return (0..<count).map { maker.next($0) }
    }

    @Test func `a post's alert is the same for any scratch and in any order`() throws {
        let scanner = try Shipped.scanner.get()
        let posts = try Self.posts(seed: 51, count: 60)
        let fresh = try posts.map { Shipped.line(try Shipped.alert($0, scanner)) }
        var random = Seeded(52)
        var used = PostScanner.Scratch()
        for _ in 0..<2 {
            for index in posts.indices.shuffled(using: &random) {
                let alert = try #require(scanner.scan(posts[index], scratch: &used))
                #expect(Shipped.line(alert) == fresh[index], "post \(posts[index].text.string.debugDescription)")
            }
        }
    }

    @Test func `explain's stages make scan's alert`() throws {
        let scanner = try Shipped.scanner.get()
        for post in try Self.posts(seed: 53, count: 20) {
            #expect(try scanner.alert(of: post, scanner.stages(of: post)) == Shipped.alert(post, scanner))
        }
    }

    /// The invariants of the contract, read from the line as any program would.
    @Test(arguments: [UInt64(61), 62])
    func `every span of every alert is true`(seed: UInt64) throws {
        let scanner = try Shipped.scanner.get()
        var spans = 0
        for post in try Self.posts(seed: seed, count: 120) {
            let alert = try Shipped.alert(post, scanner)
            let comment = Comment(rawValue: "seed \(seed): \(post.text.string.debugDescription)")
            let object = try #require(try JSONSerialization.jsonObject(with: Data(Shipped.line(alert))) as? [String: Any], comment)
            let written = try #require(object["post"] as? [String: Any])
            let text = Array(try #require(written["text"] as? String).unicodeScalars)
            let media = try #require(written["media"] as? [[String: Any]])
            func check(_ list: Any?) throws {
                for span in try #require(list as? [[String: Any]]) {
                    let start = try #require(span["start"] as? Int)
                    let end = try #require(span["end"] as? Int)
                    var whole = text
                    if let field = span["field"] as? String {
                        let index = try #require(Int(field.dropFirst("media[".count).dropLast("].file_name".count)))
                        #expect(field == "media[\(index)].file_name")
                        whole = Array(try #require(media[index]["file_name"] as? String).unicodeScalars)
                    }
                    let surface = try #require(span["surface"] as? String)
                    #expect(start < end && end <= whole.count, comment)
                    #expect(Array(surface.unicodeScalars) == Array(whole[start..<end]), comment)
                    spans += 1
                }
            }
            try check(object["entities"])
            try check(object["indicators"])
            for theme in try #require(object["themes"] as? [[String: Any]]) { try check(theme["evidence"]) }
            try check((object["stance"] as? [String: Any])?["evidence"])
            // Segments joined are the text.
            var next = 0
            for segment in try #require(object["segments"] as? [[String: Any]]) {
                #expect(segment["start"] as? Int == next, comment)
                next = try #require(segment["end"] as? Int)
            }
            #expect(next == text.count, comment)
            // Masks keep every scalar's place.
            #expect(text.count == post.text.scalarCount, comment)
            for (medium, original) in zip(media, post.media) {
                #expect((medium["file_name"] as? String)?.unicodeScalars.count == original.fileName?.unicodeScalars.count, comment)
            }
            for indicator in alert.indicators where indicator.kind.isMasked {
                #expect(indicator.value.contains("•") && alert.post.surface(indicator.range, indicator.field).contains("•"), comment)
                #expect(alert.post.notes.contains("masked"))
            }
            // The score explains itself.
            #expect(alert.score == Contribution.score(alert.contributions), comment)
            #expect(object["severity"] as? String == Severity(score: alert.score).rawValue)
            let shares = alert.scripts.reduce(0) { $0 + $1.share }
            #expect(alert.scripts.isEmpty || abs(shares - 1) < 0.01, comment)
            #expect((0...1).contains(alert.language.best.confidence) && alert.language.alternatives.count <= 3, comment)
        }
        #expect(spans > 200, "the posts say something: \(spans) spans")
    }

    @Test func `a phone and a card are masked in text, value and file name, and not with no-mask`() throws {
        let text = "Ба ДОИШ кӯмак кунед: 4111 1111 1111 1111, тел. +992 93 555 12 34"
        let post = Post(id: "1", text: UTF8Text(text), media: [Media(kind: "document", fileName: "+992 93 555 12 34.pdf")])
        let masked = try Shipped.alert(post, Shipped.scanner.get())
        let line = String(decoding: Shipped.line(masked), as: UTF8.self)
        #expect(
            !line.contains("4111 1111 1111 1111") && !line.contains("4111111111111111") && !line.contains("93 555 12") && !line.contains("935551234"))
        #expect(masked.post.notes == ["masked"])
        #expect(Set(masked.indicators.map(\.kind)).isSuperset(of: [.card, .phone]))
        let open = try Shipped.alert(post, Shipped.scanner { $0.masks = false })
        #expect(open.post == post)
        #expect(open.score == masked.score, "extraction and scoring come first")
    }

    @Test func `what is below the threshold is not written unless all is`() throws {
        let quiet = Post(id: "1", text: UTF8Text("Имрӯз ҳаво гарм аст, мардум ба бозор мераванд."))
        var scratch = PostScanner.Scratch()
        #expect(try Shipped.scanner { $0.writesAll = false }.scan(quiet, scratch: &scratch) == nil)
        let alert = try #require(try Shipped.scanner.get().scan(quiet, scratch: &scratch))
        #expect(alert.severity == .none && alert.entities.isEmpty && alert.contributions.isEmpty && alert.language.best.tag == "tg")
    }

    /// The quick look at a post that spares most of the work must never lose one.
    @Test(arguments: [Severity.low, .medium, .critical])
    func `a threshold loses no post that is at or above it and changes no alert`(threshold: Severity) throws {
        let scanner = try Shipped.scanner { options in
            options.writesAll = false
            options.threshold = threshold
        }
        var scratch = PostScanner.Scratch()
        var written = 0
        var random = Seeded(73)
        let demo = try Self.read("Corpora/demo/posts.jsonl").shuffled(using: &random)
        for post in try Self.posts(seed: 71, count: 80) + demo {
            let all = try Shipped.alert(post, Shipped.scanner.get())
            let alert = scanner.scan(post, scratch: &scratch)
            #expect(alert == (all.severity >= threshold ? all : nil), "\(all.score): \(post.text.string.debugDescription)")
            written += alert == nil ? 0 : 1
        }
        #expect(written > 0)
    }

    static func read(_ path: String) throws -> [Post] {
        let reader = BatchReader(paths: [Shipped.root + "/" + path], options: BatchReader.Options(format: .posts))
        let parser = PostParser()
        var records: [ParsedRecord] = []
        while case .batch(let batch)? = reader.next() { parser.parse(batch, into: &records) }
        return records.compactMap { record in
            if case .post(let post, _) = record { post } else { nil }
        }
    }

    @Test func `whose lists annotate an alert never changes its score`() throws {
        let scanners = try ["UN", "US", "KZ", "KG", "RU", "XX"].map { place in try Shipped.scanner { $0.jurisdictions = [place] } }
        for post in try Self.posts(seed: 72, count: 30) {
            let scores = try scanners.map { try Shipped.alert(post, $0).score }
            #expect(Set(scores).count == 1, "\(scores): \(post.text.string)")
        }
    }

    @Test func `designations say what held on the post's day, or on the day asked about`() throws {
        func listed(_ day: String?, asOf: String? = nil) throws -> [Bool] {
            let post = Post(id: "1", text: UTF8Text("ДОИШ-Хуросон"), publishedAt: day.map { $0 + "T12:00:00Z" })
            return try Shipped.alert(post, Shipped.scanner { $0.asOf = asOf }).designations.filter { $0.entity == "iskp" }.map(\.listed)
        }
        // UN, QDe.161: 14 May 2019.
        #expect(try listed("2019-05-13") == [false])
        #expect(try listed("2019-05-14") == [true])
        #expect(try listed(nil) == [true])
        #expect(try listed("2024-06-27", asOf: "2018-01-01") == [false])
    }

    @Test func `a file name alone carries a mention`() throws {
        let post = Post(id: "1", text: UTF8Text(""), media: [Media(kind: "photo"), Media(kind: "document", fileName: "Садои_Хуросон_2.pdf")])
        let alert = try Shipped.alert(post, Shipped.scanner.get())
        #expect(alert.entities.map(\.id) == ["sadoi-khuroson"])
        #expect(alert.entities.map(\.field) == ["media[1].file_name"])
        #expect(alert.entities.map(\.surface) == ["Садои_Хуросон"])
    }

    @Test func `a file name carries the number of the issue too`() throws {
        let post = Post(
            id: "1", text: UTF8Text("Шумораи нави маҷалла нашр шуд, бихонед"), media: [Media(kind: "document", fileName: "Садои_Хуросон_2.pdf")])
        let release = try #require(try Shipped.alert(post, Shipped.scanner.get()).release)
        #expect(release.outlet == "sadoi-khuroson" && release.format == "magazine")
        // The evidence holds the words of the text alone, so the number in a file name is not seen.
        #expect(release.issue == 2)
    }

    @Test func `a time given by the caller and nothing else is the alert's time`() throws {
        let post = Post(id: "1", text: UTF8Text("ДОИШ"))
        #expect(try Shipped.alert(post, Shipped.scanner.get()).scoredAt == nil)
        #expect(try Shipped.alert(post, Shipped.scanner { $0.now = "2026-01-01T00:00:00Z" }).scoredAt == "2026-01-01T00:00:00Z")
    }

    @Test func `without transliteration a name in another script is not found`() throws {
        let post = Post(id: "1", text: UTF8Text("Jamoati Ansorulloh va Vilayat Khorasan"))
        let full = try Shipped.alert(post, Shipped.scanner.get())
        let plain = try Shipped.alert(post, Shipped.scanner { $0.transliterates = false })
        #expect(plain.entities.allSatisfy { $0.match != .transliterated })
        #expect(plain.entities.count <= full.entities.count)
    }
}

struct ScanRunTests {
    @Test func `the lines are the same bytes for any number of workers and any split of the input`() throws {
        let scanner = try Shipped.scanner.get()
        let paths = ["/Corpora/demo/posts.jsonl", "/no/such/file", "/Corpora/gold/tg.jsonl"].map { Shipped.root + $0 }
        var runs: [(lines: [UInt8], posts: Int, alerts: Int, failures: Int)] = []
        for (jobs, size) in [(1, 1 << 20), (4, 1000), (2, 7000)] {
            let collected = Mutex((lines: [UInt8](), posts: 0, alerts: 0, failures: 0))
            var options = BatchReader.Options(format: .posts)
            options.batchSize = size
            try ScanRun(scanner: scanner, jobs: jobs, keepsAlerts: true).run(paths: paths, options: options) { outcome in
                collected.withLock { sum in
                    sum.lines += outcome.lines
                    sum.posts += outcome.counts.posts
                    sum.alerts += outcome.alerts.count
                    sum.failures += outcome.failure == nil ? 0 : 1
                }
                return true
            }
            runs.append(collected.withLock { $0 })
        }
        let first = try #require(runs.first)
        #expect(first.posts == 264 && first.alerts == 264 && first.failures == 1)
        for run in runs.dropFirst() {
            let isSame = run.lines == first.lines
            #expect(isSame && run.posts == first.posts && run.failures == 1)
        }
    }
}
