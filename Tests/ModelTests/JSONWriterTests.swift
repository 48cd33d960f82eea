import Model
import TestSupport
import Testing

struct JSONWriterTests {
    func written(_ body: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter()
        body(&json)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    @Test func `commas stand between values and nowhere else`() {
        let line = written { json in
            json.beginObject()
            json.key("a")
            json.beginArray()
            json.integer(1)
            json.beginArray()
            json.endArray()
            json.beginObject()
            json.endObject()
            json.null()
            json.endArray()
            json.key("b")
            json.bool(true)
            json.key("c" as String)
            json.string("x")
            json.endObject()
            json.newline()
            json.bool(false)
        }
        #expect(line == #"{"a":[1,[],{},null],"b":true,"c":"x"}"# + "\nfalse")
    }

    @Test(arguments: [
        ("\u{0}\u{8}\t\n\u{B}\u{C}\r\u{1B}\u{1F} ", #"\u0000\b\t\n\u000b\f\r\u001b\u001f "#), (#"a"b\c/"#, #"a\"b\\c/"#),
        ("\u{7E}\u{7F}\u{80}\u{9F}\u{A0}", "~\\u007f\\u0080\\u009f\u{A0}"),
        ("\u{2027}\u{2028}\u{2029}\u{202A}", "\u{2027}\\u2028\\u2029\u{202A}"),
        ("ҷиҳод ў ғ 😀 می‌خواهم", "ҷиҳод ў ғ 😀 می‌خواهم"), ("", ""),
    ])
    func `strings escape controls and line separators and nothing else`(text: String, expected: String) {
        #expect(written { $0.string(text) } == "\"\(expected)\"")
        #expect(written { $0.string(utf8: Array(text.utf8)) } == "\"\(expected)\"")
    }

    @Test func `an escape is found at every place of a long string`() {
        let needles = [("\"", #"\""#), ("\u{85}", #"\u0085"#), ("\u{2028}", #"\u2028"#), ("\u{7F}", #"\u007f"#), ("\u{1}", #"\u0001"#)]
        for (needle, escaped) in needles {
            for before in 0..<20 {
                for after in 0..<20 {
                    let head = String(repeating: "a", count: before)
                    let tail = String(repeating: "b", count: after)
                    #expect(written { $0.string(head + needle + tail) } == "\"\(head)\(escaped)\(tail)\"")
                }
            }
        }
    }

    @Test func `random strings are escaped as the plain rule says`() {
        var seeded = Seeded(7)
        let alphabet: [Unicode.Scalar] = [
            "a", "\"", "\\", "\n", "\u{7F}", "\u{80}", "\u{9F}", "\u{A0}", "\u{E2}", "\u{2028}", "\u{2029}", "ў", "\u{2000}", "€", "😀",
        ]
        for _ in 0..<2000 {
            var text = ""
            var expected = ""
            for _ in 0..<Int.random(in: 0..<40, using: &seeded) {
                guard let scalar = alphabet.randomElement(using: &seeded) else { continue }
                text.unicodeScalars.append(scalar)
                switch scalar.value {
                case 0x22, 0x5C: expected += "\\\(scalar)"
                case 0x0A: expected += "\\n"
                case 0x7F...0x9F: expected += "\\u00" + String(scalar.value, radix: 16)
                case 0x2028, 0x2029: expected += "\\u" + String(scalar.value, radix: 16)
                default: expected.unicodeScalars.append(scalar)
                }
            }
            #expect(Array(written { $0.string(text) }.utf8) == Array("\"\(expected)\"".utf8))
        }
    }

    @Test(arguments: [
        (31.0, 1, "31.0"), (-20, 1, "-20.0"), (0.98, 2, "0.98"), (0.8, 2, "0.8"), (0.005, 2, "0.01"), (-0.04, 1, "0.0"), (1, 3, "1.0"),
        (0.0625, 4, "0.0625"), (2.5, 0, "3"), (-2.5, 0, "-3"), (12.05, 3, "12.05"), (.nan, 2, "null"), (.infinity, 2, "null"),
        (1e300, 2, "1e+300"),
    ])
    func `numbers are rounded half away from zero and keep one digit`(value: Double, digits: Int, expected: String) {
        #expect(written { $0.number(value, fractionDigits: digits) } == expected)
    }

    // RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
    func `base64 is RFC 4648's`(data: String, expected: String) {
        #expect(written { $0.string(base64: Array(data.utf8)) } == "\"\(expected)\"")
        #expect(written { $0.string(base64: [0xFB, 0xFF, 0xFE]) } == "\"+//+\"")
    }

    @Test func `an emptied writer starts afresh`() {
        var json = JSONWriter()
        json.integer(UInt64.max)
        json.removeAll()
        json.integer(-5)
        #expect(json.bytes == Array("-5".utf8))
    }
}
