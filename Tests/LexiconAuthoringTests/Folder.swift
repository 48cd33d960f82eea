import Foundation
import LexiconAuthoring
import Lexicons

/// A temporary folder of lexicon files that goes with the value.
final class Folder {
    let path: String

    /// A sound lexicon of two groups and a theme, changed by `files` (nil takes a file away).
    init(_ files: [String: String?] = [:]) throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("mirob-\(UUID().uuidString)").path
        for (name, content) in Self.sound.merging(files, uniquingKeysWith: { $1 }) {
            guard let content else { continue }
            let file = URL(fileURLWithPath: path).appendingPathComponent(name)
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(content.utf8).write(to: file)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func read() throws -> LexiconDraft { try LexiconReader.read(folders: [path]) }

    /// What is wrong, as `file:line: message` with the folder's path left out.
    func errors() -> [String] {
        do {
            _ = try read()
            return []
        } catch let error as LexiconError {
            return error.diagnostics.filter { $0.severity == .error }.map { item in
                let file = item.file.hasPrefix(path + "/") ? String(item.file.dropFirst(path.count + 1)) : item.file == path ? "." : item.file
                return "\(file):\(item.line): \(item.message.replacingOccurrences(of: path + "/", with: ""))"
            }
        } catch { return ["another error: \(error)"] }
    }

    static let sound: [String: String?] = [
        "entities/group-a.yaml": """
        id: group-a
        name: Group A
        type: group
        class: violent
        sources: [one, two]
        names:
          tg:
            - { name: "Садои Ҳақиқат", strength: strong, verified: true, gloss: "Voice of Truth" }
          uz-Latn:
            - { name: "GA", kind: acronym, verified: true }
        """,
        "entities/person-b.yaml": """
        id: person-b
        name: Person B
        type: figure
        sources: [one]
        standing:
          - { is: leader, since: 2020-06, until: null }
        parent: group-a
        names:
          ru:
            - { name: "Иван Грозный" }
        """,
        "themes/release.yaml": """
        theme: release
        gloss: something new
        parts:
          new: a new thing
        rules:
          - { needs: [new, group], strength: 0.8, window: 20 }
        cues:
          tg:
            - { cue: "шумораи нав~", part: new, voice: own, gloss: "new issue" }
        """,
        "stance/reporting.yaml": """
        stance: reporting
        cues:
          ru:
            - { cue: "запрещённая … РФ", kind: boilerplate, strength: strong, gloss: "banned" }
        """,
        "guards.yaml": """
        guards:
          tg:
            - { phrase: "Садои мардум~", protects: "a newspaper" }
        """,
        "suffixes/tg.yaml": """
        language: tg
        slots:
          - [ҳо]
          - [ро, аш]
        endings: [иён]
        """,
        "refused.yaml": """
        refused:
          - { name: "Хизби Наҳзат", why: "a party in exile" }
        """,
        "ordinary.yaml": """
        ordinary:
          tg: [ҷиҳод, намоз]
        """,
        "weights.yaml": """
        weights:
          entity.group: 14
          stance.promoting: -2.5
        """,
    ]
}
