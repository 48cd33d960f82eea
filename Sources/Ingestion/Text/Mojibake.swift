internal import ICUText

/// Undoes double encoding: UTF-8 whose bytes somebody took for windows-1251, -1252 or -1256 and wrote as UTF-8 again (`РџСЂРёРІРµС‚` for `Привет`).
///
/// Only what is certain is touched: every character of the text must stand for a byte of that encoding, the bytes must be well-formed UTF-8, and
/// at least three characters beyond ASCII must come of it. Running text in any language fails this within a few letters.
struct Mojibake {
    private let codePages: [CodePage]

    init() { codePages = ["windows-1251", "windows-1252", "windows-1256"].compactMap { CodePage($0) } }

    /// The repaired text, or nil where there is nothing that is certain.
    func repaired(_ text: [UInt8]) -> [UInt8]? {
        guard let first = text.firstIndex(where: { $0 >= 0x80 }) else { return nil }
        var best: [UInt8]?
        for page in codePages {
            if let bytes = page.bytes(of: text, from: first) {
                best = bytes
                break
            }
        }
        // Some have been through it twice.
        guard let best else { return nil }
        return repaired(best) ?? best
    }

    private struct CodePage {
        /// The byte of each scalar beyond ASCII.
        private let byScalar: [UInt32: UInt8]

        init?(_ name: String) {
            let high = (UInt8(0x80)...0xFF).map { $0 }
            var table: [UInt32: UInt8] = [:]
            for byte in high {
                guard let utf8 = TextConverter.utf8(of: [byte], encoding: name) else { return nil }
                let scalars = Array(String(decoding: utf8, as: UTF8.self).unicodeScalars)
                // Bytes without a character are taken for the control of the same number, as browsers do.
                if scalars.count == 1, scalars[0].value != 0xFFFD { table[scalars[0].value] = byte } else { table[UInt32(byte)] = byte }
            }
            for byte in high where byte < 0xA0 && table[UInt32(byte)] == nil { table[UInt32(byte)] = byte }
            byScalar = table
        }

        func bytes(of text: [UInt8], from first: Int) -> [UInt8]? {
            var out = Array(text[..<first])
            var pending = 0  // continuation bytes still to come
            var sequences = 0
            var decoder = UTF8()
            var iterator = text[first...].makeIterator()
            while true {
                let scalar: Unicode.Scalar
                switch decoder.decode(&iterator) {
                case .scalarValue(let value): scalar = value
                case .emptyInput:
                    guard pending == 0, sequences >= 3, String(validating: out, as: UTF8.self) != nil else { return nil }
                    return out
                case .error: return nil
                }
                if scalar.value < 0x80 {
                    if pending > 0 { return nil }
                    out.append(UInt8(scalar.value))
                    continue
                }
                guard let byte = byScalar[scalar.value] else { return nil }
                switch byte {
                case 0x80...0xBF:
                    if pending == 0 { return nil }
                    pending -= 1
                case 0xC2...0xDF where pending == 0:
                    pending = 1
                    sequences += 1
                case 0xE0...0xEF where pending == 0:
                    pending = 2
                    sequences += 1
                case 0xF0...0xF4 where pending == 0:
                    pending = 3
                    sequences += 1
                default: return nil
                }
                out.append(byte)
            }
        }
    }
}
