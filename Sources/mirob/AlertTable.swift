internal import Model

/// Alerts as a table for people: severity, score, language, who, themes, why.
final class AlertTable {
    private var rows: [[String]] = []
    private var severities: [Severity] = []

    func append(_ alerts: [Alert]) {
        for alert in alerts {
            severities.append(alert.severity)
            rows.append(Self.row(of: alert))
        }
    }

    private static func row(of alert: Alert) -> [String] {
        var who: [String] = []
        for entity in alert.entities where !who.contains(entity.id) { who.append(entity.id) }
        var why: [String] = []
        for item in alert.themes.flatMap(\.evidence) where !why.contains(item.gloss) { why.append(item.gloss) }
        for indicator in alert.indicators.prefix(2) where indicator.kind.isPayment { why.append(indicator.kind.rawValue + " address") }
        return [
            "\(alert.severity.rawValue) \(alert.score)", alert.language.best.tag, TerminalText.plain(alert.post.id),
            TerminalText.cut(who.joined(separator: " "), to: 34), TerminalText.cut(alert.themes.map(\.id).joined(separator: " "), to: 30),
            alert.stance.label.rawValue, TerminalText.cut(why.joined(separator: "; "), to: 56),
        ]
    }

    func text(palette: Palette) -> String {
        let header = ["SEVERITY", "LANGUAGE", "POST", "WHO", "THEMES", "STANCE", "WHY"]
        guard !rows.isEmpty else { return "No alerts at this threshold." }
        let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
        func line(_ cells: [String]) -> [String] {
            cells.enumerated().map { $1 + String(repeating: " ", count: widths[$0] - $1.count) }
        }
        var lines = [palette.bold(line(header).joined(separator: "  "))]
        for (index, row) in rows.enumerated() {
            var cells = line(row)
            switch severities[index] {
            case .critical, .high: cells[0] = palette.red(cells[0])
            case .medium: cells[0] = palette.yellow(cells[0])
            case .low, .none: cells[0] = palette.dim(cells[0])
            }
            lines.append(cells.joined(separator: "  "))
        }
        return lines.joined(separator: "\n")
    }
}
