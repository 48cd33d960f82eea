import ArgumentParser
internal import Foundation
internal import Lexicons
internal import Model
internal import Pipeline
internal import Scoring

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Every stage for one text: what was seen, what each piece weighed, what would have made it no alert.",
        discussion: """
            EXAMPLES
              mirob explain "Шумораи 2-и маҷаллаи «Садои Хуросон» нашр шуд"
              mirob explain - < post.txt
              mirob explain --json "…"
            """)

    @Argument(help: "The text; - reads standard input.")
    var text = "-"

    @OptionGroup var analysis: AnalysisOptions

    @Flag(name: .long, help: "The alert as JSON, whatever its severity.")
    var json = false

    func run() throws {
        let content = text == "-" ? UTF8Text(repairing: [UInt8](FileHandle.standardInput.readDataToEndOfFile())) : UTF8Text(text)
        let scanner = try analysis.scanner(all: true)
        let post = Post(id: "explain", text: content)
        let stages = scanner.stages(of: post)
        let alert = scanner.alert(of: post, stages)
        if json {
            var writer = JSONWriter()
            alert.writeLine(to: &writer)
            print(String(decoding: writer.bytes, as: UTF8.self), terminator: "")
        } else {
            print(ExplainPage(alert: alert, stages: stages, lexicon: scanner.lexicon, palette: Palette(noColor: analysis.noColor)).text())
        }
    }
}

/// The page that `explain` prints, in the order of the stages.
struct ExplainPage {
    let alert: Alert
    let stages: Scanner.Stages
    let lexicon: Lexicon
    let palette: Palette

    func text() -> String {
        var lines: [String] = []
        func title(_ text: String) {
            if !lines.isEmpty { lines.append("") }
            lines.append(palette.bold(text))
        }
        title("Text")
        for line in alert.post.text.string.split(separator: "\n", omittingEmptySubsequences: false) { lines.append("  " + TerminalText.isolated(String(line))) }
        let form = stages.evidence.text
        title("Matching form")
        lines.append("  " + palette.dim(TerminalText.isolated(TerminalText.cut(form.string(0, form.count), to: 300))))
        title("Script and language")
        lines.append("  " + alert.scripts.map { "\($0.code) \(percent($0.share))" }.joined(separator: ", "))
        let guesses = [alert.language.best] + alert.language.alternatives
        lines.append("  " + guesses.map { "\($0.tag) \(percent($0.confidence))" }.joined(separator: ", "))
        if alert.language.segments.count > 1 {
            for segment in alert.language.segments.prefix(12) {
                lines.append("  \(segment.range.start)–\(segment.range.end) \(segment.tag)")
            }
        }
        evidence(&lines, title)
        title("Stance")
        lines.append("  \(alert.stance.label.rawValue), confidence \(percent(alert.stance.confidence))")
        for item in alert.stance.evidence { lines.append("  " + shown(item.range, item.field) + "  " + palette.dim(item.gloss)) }
        title("Score")
        for contribution in alert.contributions {
            let weight = unsafe String(format: "%+6.1f", Double(contribution.tenths) / 10)
            lines.append("  " + (contribution.tenths < 0 ? palette.green(weight) : weight) + "  \(contribution.feature)  " + palette.dim(Plain.words(contribution.feature)))
        }
        let verdict = "\(alert.score) of 100: \(alert.severity.rawValue)"
        lines.append("  = " + (alert.severity >= .medium ? palette.red(verdict) : verdict))
        title("What would change it")
        lines.append("  " + Plain.change(alert))
        lines.append("")
        lines.append(palette.dim("A triage aid: not an expert opinion, not evidence of intent. A person decides."))
        return lines.joined(separator: "\n")
    }

    private func evidence(_ lines: inout [String], _ title: (String) -> Void) {
        title("Names")
        if alert.entities.isEmpty { lines.append("  none that counts") }
        for entity in alert.entities {
            lines.append(
                "  " + shown(entity.range, entity.field)
                    + "  \(entity.id), \(entity.role.rawValue)  " + palette.dim("\(entity.match.rawValue) match of \(TerminalText.isolated(entity.alias))"))
        }
        for guarded in stages.evidence.tags.guarded {
            let pattern = lexicon.patterns[guarded.pattern]
            lines.append("  " + shown(guarded.range, guarded.field) + "  " + palette.green("ordinary: \(pattern.gloss)"))
        }
        title("Indicators")
        if alert.indicators.isEmpty { lines.append("  none") }
        for indicator in alert.indicators {
            lines.append("  " + shown(indicator.range, indicator.field) + "  \(indicator.kind.rawValue), checksum \(indicator.checksum.rawValue)")
        }
        title("Themes")
        if alert.themes.isEmpty { lines.append("  none") }
        for theme in alert.themes {
            lines.append("  \(palette.cyan(theme.id)), strength \(percent(theme.strength))")
            for item in theme.evidence { lines.append("    " + shown(item.range, item.field) + "  " + palette.dim(item.gloss)) }
        }
        if alert.themes.isEmpty && !stages.evidence.tags.themeCues.isEmpty {
            lines.append(palette.dim("  words of themes that lack company:"))
            for cue in stages.evidence.tags.themeCues.prefix(8) {
                let pattern = lexicon.patterns[cue.pattern]
                lines.append("    " + shown(cue.range, cue.field) + "  " + palette.dim("\(lexicon.themes[pattern.owner].id): \(pattern.gloss)"))
            }
        }
    }

    private func shown(_ range: ScalarRange, _ field: String?) -> String {
        let place = (field.map { $0 + " " } ?? "") + "\(range.start)–\(range.end)"
        return "\(palette.yellow(TerminalText.isolated(alert.post.surface(range, field)))) \(palette.dim("[\(place)]"))"
    }

    private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}

/// Features in words for a lay reader.
enum Plain {
    static func words(_ feature: String) -> String {
        switch feature {
        case _ where feature.hasPrefix("entity.group"): "a violent group is named"
        case _ where feature.hasPrefix("entity.outlet"): "an outlet of a violent group is named"
        case _ where feature.hasPrefix("entity.figure"): "a leader or ideologue is named"
        case _ where feature.hasPrefix("entity.weak"): "a name that may mean something else, in company"
        case _ where feature.hasPrefix("entity.event"): "an attack is named"
        case "stance.promoting": "it speaks in the group's own voice"
        case "cap.single-kind": "one kind of evidence alone never raises an alert"
        case "cap.no-group": "no violent group's voice"
        case "cap.stance.reporting": "it reports: news, research, courts"
        case "cap.stance.countering": "it condemns or refutes"
        case "cap.banned-not-violent": "a movement that is banned but not violent"
        case "cap.unclear-language": "the language can't be told"
        case "protective.threat-report": "a report of a threat: protective information"
        case _ where feature.contains("+"): "two things that belong together"
        case _ where feature.hasPrefix("theme."): "what the post does"
        default: ""
        }
    }

    /// The smallest thing that would take the post below the alert line, or what it lacks.
    static func change(_ alert: Alert) -> String {
        let weights = Dictionary(alert.contributions.map { ($0.feature, $0.tenths) }, uniquingKeysWith: +)
        guard alert.severity >= .medium else {
            if let cap = alert.contributions.first(where: { $0.tenths < 0 }) { return "It is held down because \(words(cap.feature))." }
            return alert.entities.isEmpty && alert.themes.isEmpty
                ? "Nothing of a violent group was seen in it." : "It lacks a second, independent kind of evidence."
        }
        var parts: [String] = []
        if weights.keys.contains(where: { $0.hasPrefix("entity.") }) { parts.append("without the name of a group or outlet") }
        if let theme = alert.themes.first { parts.append("without the words of \(theme.id)") }
        parts.append("with a reporter's or a critic's frame")
        return "It would be no alert " + parts.joined(separator: ", or ") + "."
    }
}
