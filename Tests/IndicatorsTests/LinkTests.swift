import Model
import Testing

@testable import Indicators

@Suite struct LinkTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        var kind: Indicator.Kind
        var value: String
        var surface: String
        var testDescription: String { text }

        init(_ text: String, _ kind: Indicator.Kind, _ value: String, surface: String? = nil) {
            self.text = text
            self.kind = kind
            self.value = value
            self.surface = surface ?? text
        }
    }

    @Test(arguments: [
        Case("https://example.com", .url, "https://example.com"),
        Case("http://example.com/a/b?c=d&e=f#g", .url, "http://example.com/a/b?c=d&e=f#g"),
        Case("HTTPS://Example.COM/Path", .url, "https://example.com/Path"),
        Case("hxxp://example.com/x", .url, "http://example.com/x"), Case("hXXps://example[.]com/x", .url, "https://example.com/x"),
        Case("hxxps[:]//example[.]com", .url, "https://example.com"), Case("http[://]example.com", .url, "http://example.com"),
        Case("example[.]com", .url, "example.com"), Case("example(.)com/a", .url, "example.com/a"),
        Case("example[dot]com", .url, "example.com"), Case("www [dot] example [dot] com", .url, "www.example.com"),
        Case("news(dot)example(dot)org/p", .url, "news.example.org/p"), Case("192[.]0[.]2[.]1", .url, "192.0.2.1"),
        Case("http://198.51.100.7:8080/x", .url, "http://198.51.100.7:8080/x"),
        Case("www.example.museum", .url, "www.example.museum"), Case("example.com", .url, "example.com"),
        Case("sub.example.co.uk/path", .url, "sub.example.co.uk/path"), Case("telegra.ph/Title-01-02", .url, "telegra.ph/Title-01-02"),
        Case("пример.рф", .url, "пример.рф"), Case("https://пример.рф/путь", .url, "https://пример.рф/путь"),
        Case("http://xn--e1afmkfd.xn--p1ai/", .url, "http://xn--e1afmkfd.xn--p1ai/"),
        Case("https://example.com/wiki/Name_(place)", .url, "https://example.com/wiki/Name_(place)"),
        Case("http://مثال.إختبار", .url, "http://مثال.إختبار"),
        Case("https://user:pass@example.com/x", .url, "https://user:pass@example.com/x"),
        Case("archive.org", .url, "archive.org"), Case("bit.ly/3abcdef", .url, "bit.ly/3abcdef"),
        Case("abcdefghijklmnop234567.onion", .url, "abcdefghijklmnop234567.onion"),
        Case("ftp://ftp.example.org/f", .url, "ftp://ftp.example.org/f"),
        Case("@sadoi_example", .telegram, "@sadoi_example"), Case("t.me/example_channel", .telegram, "@example_channel"),
        Case("https://t.me/example_channel/123", .telegram, "@example_channel"),
        Case("https://t.me/s/example_channel", .telegram, "@example_channel"),
        Case("t.me/joinchat/AAAAAEabcdefGHIJKLmnop", .telegram, "t.me/+AAAAAEabcdefGHIJKLmnop"),
        Case("https://t.me/+AbCdEfGhIjKlMnOp", .telegram, "t.me/+AbCdEfGhIjKlMnOp"), Case("telegram.me/example", .telegram, "@example"),
        Case("http://telegram.dog/example", .telegram, "@example"), Case("t[.]me/example", .telegram, "@example"),
        Case("hxxps://t[.]me/+AbCdEfGhIjKlMnOp", .telegram, "t.me/+AbCdEfGhIjKlMnOp"),
        Case("tg://resolve?domain=example", .telegram, "@example"),
        Case("tg://join?invite=AbCdEfGhIjKlMnOp", .telegram, "t.me/+AbCdEfGhIjKlMnOp"),
        Case("https://t.me/c/1234567890/12", .telegram, "t.me/c/1234567890"),
        Case("example.t.me", .telegram, "@example"), Case("https://t.me/addlist/AbCdEfGh", .telegram, "t.me/addlist/AbCdEfGh"),
        Case("https://t.me/examplebot?start=1", .telegram, "@examplebot"),
        Case("name@example.com", .email, "name@example.com"),
        Case("first.last+tag@mail.example.co.uk", .email, "first.last+tag@mail.example.co.uk"),
        Case("name[@]example[.]com", .email, "name@example.com"), Case("name [at] example [dot] com", .email, "name@example.com"),
        Case("name(at)example(dot)org", .email, "name@example.org"),
        Case("x_y-z@sub-domain.example.uz", .email, "x_y-z@sub-domain.example.uz"),
        Case("почта@пример.рф", .email, "почта@пример.рф"), Case("info@пример.рф", .email, "info@пример.рф"),
    ])
    func `links, names and addresses are found`(_ example: Case) {
        let frames = [
            "#", "Бинед: #.", "«#»", "(#)", "[#]", "ببینید #، بعد", "👉 #", "йй #\nдигар", "\"#\"", "<#>", "#!", "#…", "**#**",
            "ببینید: # ؟", "x: #, y",
            "\u{2067}#\u{2069}",
        ]
        for frame in frames {
            let text = frame.split(separator: "#", omittingEmptySubsequences: false).joined(separator: example.text)
            let found = scan(text)
            #expect(found.map(\.kind) == [example.kind], "\(text)")
            #expect(found.map(\.value) == [example.value], "\(text)")
            #expect(found.map { surface($0, in: text) } == [example.surface])
        }
    }

    @Test(
        arguments: [
            "http://", "http://.", "http://../", "http://?", "http://##/", "//", "//a", "///a", "http:///a", "h://test",
            "http://-error-.invalid/",
            "http://1.1.1.1.1", "http://123.123.123", "http://3628126748", "http://10.1.1.0", "http://127.0.0.1/", "http://localhost/x",
            "ftps:/foo",
            "example", "word.Next", "конец.Начало", "т.е. и т.д.", "и т.п.", "readme.md", "script.py", "main.rs", "file.pdf",
            "Садои_Хуросон_2.pdf", "3.5.1",
            "12.05.2024", "a.b", "U.S.A.", "e.g. this", "end.In the", "it.is", "a..b.com..", "@", "@a", "@abc", "@1abcdef", "@_abcdef",
            "@abcdefghijklmnopqrstuvwxyzabcdefghi", "name@", "@name@host", "name@localhost", "a@b", ".name@", "user@-example.com",
            "a..b@example.x",
            "@example.com", "@media", "tg://", "12:30", "Матто 5:3", "https://youtube", "t.me", "50.000.com-pany..", "1.000.000",
        ].filter { $0 != "t.me" && $0 != "a..b.com.." })
    func `what only looks like a link is nothing`(_ text: String) {
        #expect(scan(text).isEmpty)
        #expect(scan("матн \(text) матн").isEmpty)
    }

    @Test func `a name on another site is not Telegram's`() {
        #expect(scan("https://www.youtube.com/@example_channel").map(\.kind) == [.url])
        #expect(scan("tiktok.com/@example.name").map(\.kind) == [.url])
    }

    @Test func `neighbours are told apart`() {
        let text = "@example1,@example2 https://example.com/a,b;https://example.org name@example.com|t.me/example3"
        let values = ["@example1", "@example2", "https://example.com/a,b;https://example.org", "name@example.com", "@example3"]
        #expect(scan(text).map(\.value) == values)
        #expect(
            scan("[text](https://example.com/x) [y](http://example.org)").map(\.value) == ["https://example.com/x", "http://example.org"])
    }
}
