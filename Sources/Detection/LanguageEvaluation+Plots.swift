// Two drawings in SVG, plain enough to be read as text: elements of one line, whole numbers of pixels, no style sheet, no script.

extension LanguageEvaluation {
    /// A reliability diagram: by length, the share of right answers over the confidence given, with its 95 % interval; on the dashed line confidence is true.
    public func reliabilityDiagram() -> String {
        let (left, top, side) = (60.0, 44.0, 400.0)
        var svg = Self.opening(width: 700, height: 510, title: "Confidence and right answers, by length")
        svg += Self.text(left, 24, "Right answers over confidence: \(outcomes.count) texts", size: 14)
        for step in 0...10 {
            let x = left + side * Double(step) / 10
            let y = top + side * (1 - Double(step) / 10)
            svg += Self.line(x, top, x, top + side, "#e4e4e4")
            svg += Self.line(left, y, left + side, y, "#e4e4e4")
            svg += Self.text(x - 8, top + side + 18, Self.decimal(Double(step) / 10, digits: 1), size: 11)
            svg += Self.text(left - 28, y + 4, Self.decimal(Double(step) / 10, digits: 1), size: 11)
        }
        svg += Self.line(left, top + side, left + side, top, "#888888", dashed: true)
        svg += Self.text(left + side / 2 - 30, top + side + 40, "confidence", size: 12)
        let colours = ["#b2182b", "#ef8a62", "#67a9cf", "#2166ac"]
        for (bucket, colour) in colours.enumerated() {
            let steps = reliability { Self.bucket(length: $0.length) == bucket }
            var path = ""
            for step in steps where step.share.count >= 10 {
                let x = left + side * step.confidence
                let y = top + side * (1 - step.share.value)
                let interval = step.share.interval
                svg += Self.line(x, top + side * (1 - interval.high), x, top + side * (1 - interval.low), colour)
                svg += "<circle cx=\"\(Self.decimal(x))\" cy=\"\(Self.decimal(y))\" r=\"4\" fill=\"\(colour)\"/>\n"
                path += "\(Self.decimal(x)),\(Self.decimal(y)) "
            }
            svg += "<polyline points=\"\(path)\" fill=\"none\" stroke=\"\(colour)\"/>\n"
            let y = top + 20 + 44 * Double(bucket)
            let count = steps.reduce(0) { $0 + $1.share.count }
            let error = calibrationError { Self.bucket(length: $0.length) == bucket }
            svg += "<circle cx=\"486\" cy=\"\(Self.decimal(y - 4))\" r=\"4\" fill=\"\(colour)\"/>\n"
            svg += Self.text(498, y, "\(Self.bucketNames[bucket]) characters", size: 12)
            svg += Self.text(498, y + 16, "\(count) texts, error \(Self.decimal(error, digits: 3))", size: 11)
        }
        svg += Self.text(480, top + 210, "points of fewer than 10 texts left out", size: 10)
        return svg + "</svg>\n"
    }

    /// A confusion matrix: a row for each supported label and for the others together, a column for each answer, in per cent of the row.
    public func confusionMatrix() -> String {
        let names = Self.supported.filter { tag in outcomes.contains { $0.expected == tag } } + ["other"]
        var counts = Array(repeating: Array(repeating: 0, count: names.count), count: names.count)
        for outcome in outcomes {
            // What counts as right for a label stands on the diagonal: `tg-Latn` for `tg`.
            let row = Self.place(outcome.expected, names)
            let column = outcome.isRight && Self.supported.contains(outcome.expected) ? row : Self.place(outcome.given, names)
            counts[row][column] += 1
        }
        let (left, top, cell) = (90.0, 80.0, 42.0)
        let side = cell * Double(names.count)
        var svg = Self.opening(width: Int(left + side + 70), height: Int(top + side + 30), title: "Languages taken for one another")
        svg += Self.text(left, 24, "Label (row) and answer (column), per cent of the row", size: 14)
        for (row, name) in names.enumerated() {
            let y = top + cell * Double(row)
            let total = counts[row].reduce(0, +)
            svg += Self.text(8, y + 26, name, size: 12)
            svg += Self.text(left + cell * Double(row) + 2, top - 8 - (row % 2 == 0 ? 0 : 16), name, size: 11)
            svg += Self.text(left + side + 6, y + 26, "\(total)", size: 11)
            for column in names.indices {
                let share = total == 0 ? 0 : Double(counts[row][column]) / Double(total)
                // Wrong answers are rare, so a hundredth of the row is already a clear colour.
                let strength = row == column ? share : min(1, share * 20)
                let colour = row == column ? Self.blend(0x21, 0x66, 0xAC, strength * 0.7) : Self.blend(0xB2, 0x18, 0x2B, strength)
                let x = left + cell * Double(column)
                svg +=
                    "<rect x=\"\(Self.decimal(x))\" y=\"\(Self.decimal(y))\" width=\"\(Int(cell))\" height=\"\(Int(cell))\" fill=\"\(colour)\" stroke=\"#ffffff\"/>\n"
                if counts[row][column] > 0 { svg += Self.text(x + 6, y + 26, Self.decimal(share * 100, digits: 1), size: 11) }
            }
        }
        return svg + "</svg>\n"
    }

    private static func place(_ tag: String, _ names: [String]) -> Int {
        names.firstIndex(of: tag) ?? names.firstIndex { $0 == tag.prefix { $0 != "-" } } ?? names.count - 1
    }

    private static func opening(width: Int, height: Int, title: String) -> String {
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\" height=\"\(height)\" font-family=\"sans-serif\">\n"
            + "<title>\(title)</title>\n<rect width=\"\(width)\" height=\"\(height)\" fill=\"#ffffff\"/>\n"
    }

    private static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ colour: String, dashed: Bool = false) -> String {
        "<line x1=\"\(decimal(x1))\" y1=\"\(decimal(y1))\" x2=\"\(decimal(x2))\" y2=\"\(decimal(y2))\" stroke=\"\(colour)\"\(dashed ? " stroke-dasharray=\"5 4\"" : "")/>\n"
    }

    private static func text(_ x: Double, _ y: Double, _ text: String, size: Int) -> String {
        let escaped = text.map { $0 == "<" ? "&lt;" : $0 == ">" ? "&gt;" : $0 == "&" ? "&amp;" : String($0) }.joined()
        return "<text x=\"\(decimal(x))\" y=\"\(decimal(y))\" font-size=\"\(size)\" fill=\"#222222\">\(escaped)</text>\n"
    }

    /// White to a colour.
    private static func blend(_ red: Int, _ green: Int, _ blue: Int, _ strength: Double) -> String {
        "#"
            + [red, green, blue].map { part in
                let value = String(255 - Int(Double(255 - part) * max(0, min(1, strength))), radix: 16)
                return value.count < 2 ? "0" + value : value
            }.joined()
    }

    /// A number with a fixed number of decimals, the same everywhere.
    private static func decimal(_ value: Double, digits: Int = 0) -> String {
        let factor = [1, 10, 100, 1000][digits]
        let whole = Int((abs(value) * Double(factor)).rounded())
        let sign = value < 0 && whole > 0 ? "-" : ""
        if digits == 0 { return sign + "\(whole)" }
        let part = String(whole % factor)
        return sign + "\(whole / factor)." + String(repeating: "0", count: digits - part.count) + part
    }
}
