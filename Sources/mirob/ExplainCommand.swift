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
    let stages: PostScanner.Stages
    let lexicon: Lexicon
    let palette: Palette

    private struct Section {
        var title: String
        var lines: [String]
    }

    func text() -> String {
        let sections = [
            textSection, formSection, languageSection, nameSection, indicatorSection, themeSection, stanceSection, scoreSection, changeSection,
        ]
        let pages = sections.map { ([palette.bold($0.title)] + $0.lines.map { "  " + $0 }).joined(separator: "\n") }
        return pages.joined(separator: "\n\n") + "\n\n"
            + palette.dim("A triage aid: not an expert opinion, not evidence of intent. A person decides.")
    }

    private var textSection: Section {
        let lines = alert.post.text.string.split(separator: "\n", omittingEmptySubsequences: false)
        return Section(title: "Text", lines: lines.map { TerminalText.isolated(String($0)) })
    }

    private var formSection: Section {
        let form = stages.evidence.text
        // What is masked in the text must not stand here readable.
        let masked = alert.post.notes.contains("masked") ? alert.indicators.filter { $0.kind.isMasked && $0.field == nil }.map(\.range) : []
        let words = form.words.map { word in
            let range = form.range(of: word)
            let isMasked = masked.contains { range.start < $0.end && $0.start < range.end }
            return isMasked ? String(repeating: "•", count: word.count) : form.string(of: word)
        }
        return Section(title: "Matching form", lines: [palette.dim(TerminalText.isolated(TerminalText.cut(words.joined(separator: " "), to: 300)))])
    }

    private var languageSection: Section {
        var lines = [alert.scripts.map { "\($0.code) \(percent($0.share))" }.joined(separator: ", ")]
        lines.append(([alert.language.best] + alert.language.alternatives).map { "\($0.tag) \(percent($0.confidence))" }.joined(separator: ", "))
        if alert.language.segments.count > 1 {
            lines += alert.language.segments.prefix(12).map { "\($0.range.start)–\($0.range.end) \($0.tag)" }
        }
        return Section(title: "Script and language", lines: lines)
    }

    private var nameSection: Section {
        var lines = alert.entities.map { entity in
            shown(entity.range, entity.field) + "  \(entity.id), \(entity.role.rawValue)  "
                + palette.dim("\(entity.match.rawValue) match of \(TerminalText.isolated(entity.alias))")
        }
        if lines.isEmpty { lines.append("none that counts") }
        for guarded in stages.evidence.tags.guarded {
            lines.append(shown(guarded.range, guarded.field) + "  " + palette.green("ordinary: \(lexicon.patterns[guarded.pattern].gloss)"))
        }
        let counted = Set(alert.entities.map(\.range))
        for mention in stages.evidence.tags.mentions where !counted.contains(mention.range) {
            lines.append(
                shown(mention.range, mention.field) + "  "
                    + palette.dim("like \(lexicon.entities[mention.entity].id), but it lacks company and does not count"))
        }
        return Section(title: "Names", lines: lines)
    }

    private var indicatorSection: Section {
        let lines = alert.indicators.map { shown($0.range, $0.field) + "  \($0.kind.rawValue), checksum \($0.checksum.rawValue)" }
        return Section(title: "Indicators", lines: lines.isEmpty ? ["none"] : lines)
    }

    private var themeSection: Section {
        var lines: [String] = []
        for theme in alert.themes {
            lines.append("\(palette.cyan(theme.id)), strength \(percent(theme.strength))")
            lines += theme.evidence.map { "  " + shown($0.range, $0.field) + "  " + palette.dim($0.gloss) }
        }
        if lines.isEmpty { lines.append("none") }
        let used = Set(alert.themes.flatMap(\.evidence).map(\.range))
        let spare = stages.evidence.tags.themeCues.filter { !used.contains($0.range) }
        if !spare.isEmpty { lines.append(palette.dim("words of themes that were not needed or lack company:")) }
        var shownCues: Set<String> = []
        for cue in spare where shownCues.count < 12 {
            let key = "\(cue.range) \(lexicon.patterns.owner(cue.pattern)) \(lexicon.patterns.part(cue.pattern))"
            if !shownCues.insert(key).inserted { continue }
            let pattern = lexicon.patterns[cue.pattern]
            let theme = lexicon.themes[pattern.owner]
            lines.append("  " + shown(cue.range, cue.field) + "  " + palette.dim("\(theme.id), \(theme.parts[pattern.part]): \(pattern.gloss)"))
        }
        return Section(title: "Themes", lines: lines)
    }

    private var stanceSection: Section {
        var lines = ["\(alert.stance.label.rawValue), confidence \(percent(alert.stance.confidence))"]
        for cue in stages.evidence.tags.stanceCues.prefix(16) {
            let pattern = lexicon.patterns[cue.pattern]
            let strength = pattern.flags.contains(.strong) ? "strong" : "weak"
            lines.append(
                shown(cue.range, cue.field) + "  "
                    + palette.dim("\(Lexicon.stances[pattern.owner]), \(lexicon.stanceKinds[pattern.part]), \(strength): \(pattern.gloss)"))
        }
        return Section(title: "Stance", lines: lines)
    }

    private var scoreSection: Section {
        var lines = alert.contributions.map { contribution in
            let weight = String(format: "%+6.1f", Double(contribution.tenths) / 10)
            let shown = contribution.tenths < 0 ? palette.green(weight) : weight
            return shown + "  \(contribution.feature)  " + palette.dim(Plain.words(contribution.feature))
        }
        let verdict = "\(alert.score) of 100: \(alert.severity.rawValue)"
        lines.append("= " + (alert.severity >= .medium ? palette.red(verdict) : verdict))
        return Section(title: "Score", lines: lines)
    }

    private var changeSection: Section { Section(title: "What would change it", lines: [Plain.change(alert)]) }

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
