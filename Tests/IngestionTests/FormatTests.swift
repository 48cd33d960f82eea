import Foundation
import Ingestion
import Model
import Testing

/// Files written to each format's specification, with the traps of each, and the posts that must come of them: `Corpora/formats/golden/NAME.jsonl`,
/// recorded with `MIROB_RECORD=1` and read by a person before they are kept.
struct FormatTests {
    static let key = Array("a key of tests".utf8)
    static let samples = [
        "telegram/channel.json", "telegram/account.json", "telegram/html", "feeds/rss20.xml", "feeds/rss10.xml", "feeds/rss091.xml",
        "feeds/atom10.xml", "feeds/atom03.xml", "feeds/feed.json", "feeds/broken.xml", "tables/4cat-telegram.csv", "tables/crowdtangle-facebook.csv",
        "tables/crowdtangle-instagram.csv", "tables/telepathy.csv", "json/x-page.json", "json/x-flat.jsonl", "json/vk.json", "json/telethon.jsonl",
        "json/tdlib.json", "json/pyrogram.txt", "json/meta.jsonl", "pages/article.html", "archives/crawl.warc", "archives/posts.zip",
    ]

    @Test(arguments: samples) func `a sample of a format gives its golden posts and loses no record`(name: String) throws {
        let reading = Reading(InputFiles.expand([format(name)]).files, key: Self.key)
        #expect(reading.isConserved, "records in = posts + rejects + blank + passed over")
        #expect(reading.failures.isEmpty)
        var json = JSONWriter()
        for record in reading.records {
            switch record {
            case .post(let post, _): post.writeLine(to: &json)
            case .rejection(let rejection): json.bytes += Array("# line \(rejection.line): \(rejection.reason)\n".utf8)
            }
        }
        for (reason, count) in reading.counts.skipped.sorted(by: { $0.key < $1.key }) {
            json.bytes += Array("# passed over: \(count) \(reason)\n".utf8)
        }
        let golden = format("golden/" + name.replacing("/", with: "-") + ".txt")
        if ProcessInfo.processInfo.environment["MIROB_RECORD"] != nil {
            _ = FileManager.default.createFile(atPath: golden, contents: Data(json.bytes))
            Issue.record("recorded \(name)")
        }
        #expect(try String(contentsOfFile: golden, encoding: .utf8) == String(decoding: json.bytes, as: UTF8.self))
    }

    @Test(arguments: samples) func `posts that were converted are read again as they are`(name: String) {
        let reading = Reading(InputFiles.expand([format(name)]).files, key: Self.key)
        var json = JSONWriter()
        for post in reading.posts { post.writeLine(to: &json) }
        #expect(Reading(lines: json.bytes).posts == reading.posts)
    }

    @Test func `no name of a person leaves any format without a key`() {
        let names = ["Номи Шахс", "Шахси хусусӣ", "Нависанда", "Имзо", "Шахси дигар", "Исм", "Имя", "someone", "user777", "user555", "777"]
        for sample in Self.samples {
            var json = JSONWriter()
            for post in Reading(InputFiles.expand([format(sample)]).files).posts {
                #expect(post.authorRef == nil)
                json.string([post.id, post.channel, post.forwardedFrom, post.replyTo, post.url].compactMap { $0 }.joined(separator: " "))
            }
            let text = String(decoding: json.bytes, as: UTF8.self)
            for name in names { #expect(!text.contains(name), "\(sample): \(name)") }
        }
    }

    // MARK: - Telegram

    @Test(arguments: [1, 2, 3, 17, 4096]) func `an export that arrives in pieces gives the same messages`(size: Int) throws {
        let whole = Reading([format("telegram/channel.json")], key: Self.key)
        let bytes = try bytes(ofFormat: "telegram/channel.json")
        let pipe = Pipe()
        Thread.detachNewThread {
            var start = 0
            while start < bytes.count {
                let end = min(bytes.count, start + size)
                try? pipe.fileHandleForWriting.write(contentsOf: Data(bytes[start..<end]))
                start = end
            }
            try? pipe.fileHandleForWriting.close()
        }
        let pieces = Reading(["/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"], options: .init(format: .telegram), key: Self.key)
        #expect(pieces.posts == whole.posts && pieces.counts == whole.counts)
    }

    @Test func `a private conversation is read only when asked for, and nothing of it is quoted`() {
        let refused = Reading([format("telegram/account.json")])
        #expect(refused.counts.skipped["message of a private conversation"] == 3)
        #expect(refused.rejections.count == 2 && refused.rejections.allSatisfy { $0.raw.isEmpty && $0.reason.contains("--allow-private") })
        var options = BatchReader.Options()
        options.allowsPrivate = true
        let read = Reading([format("telegram/account.json")], options: options, key: Self.key)
        #expect(read.posts.count == 5 && read.rejections.isEmpty && read.isConserved)
        #expect(read.posts.prefix(3).allSatisfy { $0.channel?.hasPrefix("p:") == true && $0.id.hasPrefix("p:") })
        // Without a key the account's number is not there either.
        let bare = Reading([format("telegram/account.json")], options: options)
        #expect(bare.posts.prefix(3).map(\.id) == ["10", "11", "12"] && bare.posts.prefix(3).allSatisfy { $0.channel == nil })
    }

    @Test func `an export that is cut off gives what it holds and says so`() throws {
        let folder = Folder()
        let whole = try bytes(ofFormat: "telegram/channel.json")
        let all = Reading([format("telegram/channel.json")]).posts
        for end in stride(from: 60, to: whole.count - 4, by: 97) {
            let reading = Reading([folder.file("cut.json", Array(whole[..<end]))], options: .init(format: .telegram))
            #expect(reading.isConserved && reading.rejections.count == 1)
            #expect(Array(all.prefix(reading.posts.count)) == reading.posts)
        }
    }

    @Test func `two persons who write to each other are a private conversation in HTML too`() throws {
        let folder = Folder()
        let page = String(decoding: try bytes(ofFormat: "telegram/html/messages.html"), as: UTF8.self).replacing("Гурӯҳи намуна", with: "Дигаре")
        let file = folder.file("messages.html", page)
        let refused = Reading([file])
        #expect(refused.posts.isEmpty && refused.rejections.count == 1 && refused.isConserved)
        var options = BatchReader.Options()
        options.allowsPrivate = true
        #expect(Reading([file], options: options).posts.count == 3)
    }

    // MARK: - Tables

    @Test func `columns are mapped by hand, and those that can't be are listed`() throws {
        let file = format("tables/own.tsv")
        #expect(Reading([file]).failures == [IngestionError(file: file, cause: .columns(["Калид", "Мазмун"]))])
        var options = BatchReader.Options()
        options.map = try #require(ColumnMap("text=Мазмун,id=Калид"))
        #expect(Reading([file], options: options).posts.map(\.id) == ["1"])
        options.map = try #require(ColumnMap("text=Нест"))
        #expect(Reading([file], options: options).failures == [IngestionError(file: file, cause: .noColumn("Нест", ["Калид", "Мазмун"]))])
        #expect(ColumnMap("") == nil && ColumnMap("text") == nil && ColumnMap("colour=x") == nil)
        #expect(ColumnMap("text=a, b,id=c")?.columns == ["text": "a, b", "id": "c"])
    }

    @Test func `rows that are broken are rejected and the next ones are read`() {
        let table =
            "id,text\r\n1,one\r\n2,\"two\r\nlines, \"\"quoted\"\"\"\r\n3,\"bad\" end\r\n4,a,b,c\r\n5,5\" pipe\r\n\r\n6,,\r\n7,\"no end\r\n8,eight\r\n"
        let reading = Reading(lines: Array(table.utf8), format: .csv)
        #expect(reading.posts.map(\.id) == ["1", "2", "5", "8"])
        #expect(reading.posts[1].text.string == "two\r\nlines, \"quoted\"")
        #expect(reading.rejections.map(\.line) == [9, 4, 5].sorted() || reading.rejections.count == 3)
        #expect(reading.isConserved && reading.counts.skipped == ["row without text": 1])
    }

    @Test func `a line of text with commas is no table`() {
        let folder = Folder()
        #expect(Reading([folder.file("a.txt", "Message, body, and text\nhello, world\n")]).posts.map(\.id) == ["L1", "L2"])
        #expect(Reading([folder.file("b.txt", "id,text\n1,hello\n")]).posts.map(\.id) == ["1"])
    }

    // MARK: - Encodings

    struct Encoded: Sendable, CustomTestStringConvertible {
        var name: String
        var bytes: [UInt8]
        var testDescription: String { name }
    }

    static let sentence = "Сегодня в городе прошёл сильный дождь, и улицы были пусты до самого вечера."

    @Test(arguments: ["windows-1251", "koi8-r", "iso-8859-5", "utf-16", "utf-16le", "utf-16be", "utf-32", "utf-8"])
    func `text in any usual encoding is read`(encoding: String) throws {
        let reading = Reading([format("encodings/ru.\(encoding).txt")])
        #expect(reading.posts.map(\.text.string) == [Self.sentence, Self.sentence] && reading.isConserved)
    }

    @Test func `Persian in windows-1256 is read`() {
        #expect(Reading([format("encodings/fa.windows-1256.txt")]).posts.first?.text.string.hasPrefix("امروز در شهر") == true)
    }

    @Test(arguments: ["windows-1251", "windows-1252"]) func `double encoding is undone and said so`(encoding: String) {
        let posts = Reading([format("encodings/ru.twice.\(encoding).txt")]).posts
        #expect(posts.map(\.text.string) == [Self.sentence] && posts.map(\.textQuality) == ["repaired"])
    }

    @Test(arguments: ["Привет, мир", "café déjà vu naïve Ñandú", "РС и ПК: РЎ", "Ð", "Ã©", "سلام", "O‘zbekiston", "Ҷумҳурии Тоҷикистон"])
    func `text that only looks odd is left alone`(text: String) {
        let posts = Reading(lines: Array(text.utf8), format: .text).posts
        #expect(posts.map(\.text.string) == [text] && posts.first?.textQuality == nil)
    }

    @Test func `what a page or a feed declares is believed unless its bytes say otherwise`() {
        let folder = Folder()
        let body = "<p>\(Self.sentence)</p>"
        func page(_ label: String, _ text: String) -> String { "<html><head><meta charset=\"\(label)\"></head><body>\(text)</body></html>" }
        #expect(Reading([folder.file("a.html", page("windows-1251", body))]).posts.map(\.text.string) == [Self.sentence])
        let feed = "<?xml version=\"1.0\" encoding=\"windows-1251\"?><rss><channel><item><title>\(Self.sentence)</title></item></channel></rss>"
        #expect(Reading([folder.file("a.xml", feed)]).posts.map(\.text.string) == [Self.sentence])
    }

    // MARK: - Archives and documents

    @Test(arguments: ["gz", "zst", "bz2", "xz"]) func `every compression gives the same posts`(suffix: String) {
        #expect(Reading([format("archives/posts.jsonl.\(suffix)")]).posts == Reading([format("posts.jsonl")]).posts)
    }

    @Test(arguments: ["bz2", "xz"]) func `a compressed file that is cut off gives what it holds`(suffix: String) throws {
        let folder = Folder()
        let whole = try bytes(ofFormat: "archives/posts.jsonl." + suffix)
        for end in 7..<whole.count {
            let reading = Reading([folder.file("cut." + suffix, Array(whole[..<end]))], options: .init(format: .posts))
            #expect(reading.failures.count == 1 && reading.isConserved)
        }
    }

    @Test func `pages of a document are posts with their numbers`() throws {
        try #require(FileManager.default.isExecutableFile(atPath: "/usr/bin/pdftotext"), "poppler-utils is among the Makefile's packages")
        let reading = Reading([format("archives/two-pages.pdf")])
        #expect(reading.posts.map(\.id) == ["two-pages.pdf#page=1", "two-pages.pdf#page=2"])
        #expect(reading.posts.map(\.text.string) == ["First page", "Second page"] && reading.isConserved)
        #expect(reading.posts.first?.media.first?.fileName == "two-pages.pdf")
        let folder = Folder()
        let broken = Reading([folder.file("broken.pdf", "%PDF-1.4\nnothing")])
        #expect(broken.posts.isEmpty && broken.failures.count == 1)
    }

    @Test func `folders are walked in natural order and attachments of an export are not read`() {
        let folder = Folder()
        for name in ["b10.txt", "b2.txt", "a.csv", ".hidden.txt", "photo.jpg"] { _ = folder.file(name, "id,text\n1,x\n") }
        let (files, passedOver) = InputFiles.expand([folder.path])
        #expect(files.map { $0.split(separator: "/").last.map(String.init) } == ["a.csv", "b2.txt", "b10.txt"] && passedOver == 1)
        #expect(InputFiles.expand([folder.path + "/b*.txt"]).files == [folder.path + "/b2.txt", folder.path + "/b10.txt"])
        #expect(InputFiles.expand(["-", "missing*"]).files == ["-", "missing*"])
        let pages = InputFiles.expand([format("telegram/html")]).files.compactMap { $0.split(separator: "/").last.map(String.init) }
        #expect(pages == ["messages.html", "messages2.html", "messages10.html"])
    }
}
