/// Makes JSON of what some exporters write instead: slow, and used only on a value that a parser has refused.
///
/// - `\x0C` and other escapes that JSON doesn't have (Telegram Desktop writes control characters so: `export_output_json.cpp`, tdesktop#27571)
/// - control characters that aren't escaped, inside strings
/// - values without quotation marks (`document_id` of Telegram Desktop 4.1, tdesktop#24961), `NaN`, `None`, `undefined`
/// - halves of surrogate pairs, which become U+FFFD; ill-formed UTF-8, likewise
/// - commas before a closing bracket
enum JSONMending {
    static func mended(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let source = Array(String(decoding: bytes, as: UTF8.self).utf8)
        var out: [UInt8] = []
        out.reserveCapacity(source.count + 64)
        var index = 0
        while index < source.count {
            let byte = source[index]
            switch byte {
            case UInt8(ascii: "\""): index = copyString(source, from: index, to: &out)
            case UInt8(ascii: ","):
                index += 1
                var next = index
                while next < source.count, source[next].isJSONSpace { next += 1 }
                if next < source.count, source[next] == UInt8(ascii: "]") || source[next] == UInt8(ascii: "}") { continue }
                out.append(byte)
            case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ":"), 0x20, 0x09, 0x0A, 0x0D:
                out.append(byte)
                index += 1
            default: index = copyBare(source, from: index, to: &out)
            }
        }
        return out
    }

    /// A string from its opening quotation mark on; returns the index behind it.
    private static func copyString(_ source: [UInt8], from start: Int, to out: inout [UInt8]) -> Int {
        var index = start + 1
        out.append(UInt8(ascii: "\""))
        while index < source.count {
            let byte = source[index]
            if byte == UInt8(ascii: "\"") {
                out.append(byte)
                return index + 1
            }
            if byte < 0x20 {
                appendUnit(UInt16(byte), to: &out)
                index += 1
            } else if byte == UInt8(ascii: "\\") {
                index = copyEscape(source, from: index, to: &out)
            } else {
                out.append(byte)
                index += 1
            }
        }
        return index
    }

    private static func copyEscape(_ source: [UInt8], from index: Int, to out: inout [UInt8]) -> Int {
        guard index + 1 < source.count else { return index + 1 }
        let letter = source[index + 1]
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            out += [UInt8(ascii: "\\"), letter]
            return index + 2
        case UInt8(ascii: "u"):
            guard let unit = unit(source, at: index + 2, digits: 4) else { break }
            if unit & 0xFC00 == 0xD800, index + 7 < source.count, source[index + 6] == UInt8(ascii: "\\"), source[index + 7] == letter,
                let low = Self.unit(source, at: index + 8, digits: 4), low & 0xFC00 == 0xDC00
            {
                appendUnit(unit, to: &out)
                appendUnit(low, to: &out)
                return index + 12
            }
            appendUnit(unit & 0xF800 == 0xD800 ? 0xFFFD : unit, to: &out)
            return index + 6
        case UInt8(ascii: "x"):
            guard let unit = unit(source, at: index + 2, digits: 2) else { break }
            appendUnit(unit, to: &out)
            return index + 4
        default: break
        }
        // Not an escape: the backslash stands for itself.
        out += [UInt8(ascii: "\\"), UInt8(ascii: "\\")]
        return index + 1
    }

    private static func unit(_ source: [UInt8], at index: Int, digits: Int) -> UInt16? {
        guard index + digits <= source.count else { return nil }
        var value: UInt16 = 0
        for byte in source[index..<index + digits] {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt16(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt16(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt16(byte - UInt8(ascii: "A") + 10)
            default: return nil
            }
        }
        return value
    }

    private static func appendUnit(_ unit: UInt16, to out: inout [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        out += Array("\\u".utf8)
        for shift: UInt16 in [12, 8, 4, 0] { out.append(digits[Int(unit >> shift & 15)]) }
    }

    /// A value without quotation marks: as it is where JSON knows it, `null` for the words of other languages, else as a string up to the end of
    /// the line or to a comma or bracket that ends the member.
    private static func copyBare(_ source: [UInt8], from start: Int, to out: inout [UInt8]) -> Int {
        var end = start
        let stops = Array(",]}\n\r".utf8)
        while end < source.count, !stops.contains(source[end]) { end += 1 }
        var last = end
        while last > start, source[last - 1].isJSONSpace { last -= 1 }
        let word = source[start..<last]
        let text = String(decoding: word, as: UTF8.self)
        if ["true", "false", "null"].contains(text) || isNumber(word) {
            out += word
        } else if ["NaN", "Infinity", "-Infinity", "None", "undefined"].contains(text) {
            out += Array("null".utf8)
        } else if text == "True" || text == "False" {
            out += Array(text.lowercased().utf8)
        } else {
            out.append(UInt8(ascii: "\""))
            for byte in word where byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") { out.append(byte) }
            out.append(UInt8(ascii: "\""))
        }
        return end
    }

    /// RFC 8259, section 6, with what simdjson can hold: longer integers become strings, so that no id loses a digit.
    private static func isNumber(_ word: ArraySlice<UInt8>) -> Bool {
        guard Double(String(decoding: word, as: UTF8.self)) != nil, let first = word.first else { return false }
        let digits = first == UInt8(ascii: "-") ? word.dropFirst() : word
        guard let lead = digits.first, UInt8(ascii: "0")...UInt8(ascii: "9") ~= lead else { return false }
        if digits.count > 1, lead == UInt8(ascii: "0"), let second = digits.dropFirst().first, UInt8(ascii: "0")...UInt8(ascii: "9") ~= second {
            return false
        }
        let isWhole = digits.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        return !isWhole || digits.count <= 18
    }
}
