internal import Foundation

/// Makes text from outside safe to show on a terminal: no control or escape characters, and no text that turns the line around it.
enum TerminalText {
    /// One line without control characters (C0, C1, line and paragraph separators, bidi controls), each shown as `·`.
    static func plain(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { isUnsafe($0) ? "·" : $0 }))
    }

    /// As `plain`, set apart by directional isolates, so that Arabic script does not reorder what stands beside it.
    static func isolated(_ text: String) -> String { "\u{2068}" + plain(text) + "\u{2069}" }

    /// Cut to a number of characters, with an ellipsis.
    static func cut(_ text: String, to width: Int) -> String {
        text.count <= width ? text : text.prefix(max(0, width - 1)) + "…"
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x61C, 0xFEFF, 0xE0000...0xE007F: true
        default: false
        }
    }
}

/// Colours, where standard output is a terminal and nobody said no.
struct Palette {
    let isOn: Bool

    init(noColor: Bool) {
        isOn = !noColor && ProcessInfo.processInfo.environment["NO_COLOR"] == nil && isatty(1) == 1
    }

    func bold(_ text: String) -> String { wrap("1", text) }
    func dim(_ text: String) -> String { wrap("2", text) }
    func red(_ text: String) -> String { wrap("31;1", text) }
    func yellow(_ text: String) -> String { wrap("33", text) }
    func green(_ text: String) -> String { wrap("32", text) }
    func cyan(_ text: String) -> String { wrap("36", text) }

    private func wrap(_ code: String, _ text: String) -> String { isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }
}
