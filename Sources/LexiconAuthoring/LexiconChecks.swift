internal import Lexicons

/// Checks that need the whole lexicon: ids, parents, names that two entities share, and who may be in one at all (`safeguards.md` 7).
struct LexiconChecks {
    let folder: String
    let folding: Folding
    let refused: [String: String]
    let ordinary: Set<String>
    /// Lines of an entity's keys, by file.
    let keyLines: [String: [String: Int]]
    let log: DiagnosticLog

    func check(_ draft: LexiconDraft) {
        if draft.entities.isEmpty { log.error(folder, 0, "no entities: a lexicon with nothing in it is a mistake") }
        if draft.themes.isEmpty { log.error(folder, 0, "no themes") }
        checkIds(draft)
        for entry in draft.entities { check(entry.entity, entry.names, entry.file) }
        checkSharedNames(draft)
        for theme in draft.themes { checkCues(theme.cues, theme.file) }
        for stance in draft.stances { checkCues(stance.cues, stance.file) }
    }

    private func line(of key: String, _ file: String) -> Int { keyLines[file]?[key] ?? 1 }

    private func checkIds(_ draft: LexiconDraft) {
        var seen: [String: String] = [:]
        for entry in draft.entities {
            if let other = seen[entry.entity.id] {
                log.error(entry.file, line(of: "id", entry.file), "id '\(entry.entity.id)' is used in \(other) too")
            }
            seen[entry.entity.id] = entry.file
        }
        for entry in draft.entities {
            if let parent = entry.entity.parent, seen[parent] == nil {
                log.error(entry.file, line(of: "parent", entry.file), "unknown parent '\(parent)'")
            }
        }
        var themes: Set<String> = []
        for theme in draft.themes where !themes.insert(theme.theme.id).inserted {
            log.error(theme.file, 1, "theme '\(theme.theme.id)' is given twice")
        }
    }

    private func check(_ entity: Entity, _ names: [LexiconDraft.Name], _ file: String) {
        if names.isEmpty { log.error(file, 1, "entity '\(entity.id)' has no names") }
        if entity.sources.isEmpty {
            log.error(file, 1, "entity '\(entity.id)' has no sources: an entity needs a listing or two independent public sources")
        }
        if entity.isPerson && entity.standing.isEmpty {
            log.error(file, 1, "'\(entity.id)' is a person without standing: private persons, suspects and the arrested are never in a lexicon")
        }
        if entity.kind == .group && entity.groupClass == nil { log.error(file, 1, "group '\(entity.id)' has no class") }
        // A listing by one state alone is no ground: the UN's and the EU's are those of many.
        let listings = Set(entity.designations.map(\.jurisdiction))
        let isListedByMany = listings.count >= 2 || !listings.isDisjoint(with: ["UN", "EU"])
        if entity.kind == .group, !isListedByMany, entity.sources.count < 2 {
            log.error(file, 1, "group '\(entity.id)' is on no list of several states and has fewer than two sources")
        }
        var seen: [String: Int] = [:]
        for name in names {
            let folded = folding.folded(name.text)
            if folded.isEmpty { log.error(file, name.line, "the name '\(name.text)' has no letters: it can never match") }
            if let why = refused[folded] { log.error(file, name.line, "the name '\(name.text)' is refused: \(why)") }
            if ordinary.contains(folded) && name.isStrong {
                log.error(file, name.line, "'\(name.text)' is an ordinary religious or political word: it cannot be a strong name")
            }
            let key = name.language + " " + folded
            if let line = seen[key] { log.warning(file, name.line, "the name '\(name.text)' is already on line \(line)") }
            seen[key] = name.line
        }
    }

    private func checkSharedNames(_ draft: LexiconDraft) {
        var owners: [String: (id: String, file: String, line: Int)] = [:]
        for entry in draft.entities {
            for name in entry.names {
                let key = name.language + " " + folding.folded(name.text) + (name.needsCapitals ? " caps" : "")
                if let other = owners[key], other.id != entry.entity.id {
                    log.error(entry.file, name.line, "'\(name.text)' is a name of '\(other.id)' too (\(other.file):\(other.line))")
                }
                owners[key] = (entry.entity.id, entry.file, name.line)
            }
        }
    }

    private func checkCues(_ cues: [LexiconDraft.Cue], _ file: String) {
        for cue in cues {
            let folded = folding.folded(cue.text)
            if folded.isEmpty { log.error(file, cue.line, "the cue '\(cue.text)' has no letters: it can never match") }
            if ordinary.contains(folded) {
                log.error(file, cue.line, "'\(cue.text)' is an ordinary religious or political word: it cannot be a cue by itself")
            }
        }
    }
}
