internal import Foundation
internal import Lexicons
internal import Yams

/// Reads a folder of lexicon files and checks all that can be checked before compiling.
///
/// `safeguards.md` 7 is enforced here, for any lexicon: an entity without sources, a person without standing, a refused name, or an ordinary religious
/// word as a strong name or a lone cue is an error.
public struct LexiconReader {
    private var folder = ""
    private let log = DiagnosticLog()
    private let folding = Folding()
    private var draft = LexiconDraft()
    private var refused: [String: String] = [:]
    private var ordinary: Set<String> = []
    private var keyLines: [String: [String: Int]] = [:]

    /// Reads folders in the layout of `docs/formats/lexicons.md` as one lexicon; a folder may have some of the parts only.
    ///
    /// - Throws: `LexiconError` with every error found, each with file and line.
    public static func read(folders: [String]) throws -> LexiconDraft {
        var reader = LexiconReader()
        return try reader.run(folders)
    }

    private init() {}

    private mutating func run(_ folders: [String]) throws -> LexiconDraft {
        for path in folders {
            folder = path
            var isFolder: ObjCBool = false
            guard unsafe FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
                throw LexiconError(diagnostics: [Diagnostic(severity: .error, file: folder, line: 0, message: "no such folder of lexicons")])
            }
            readWordLists()
        }
        for path in folders {
            folder = path
            for file in files(in: "entities") { readEntity(file) }
            for file in files(in: "themes") { readTheme(file) }
            for file in files(in: "stance") { readStance(file) }
            for file in files(in: "suffixes") { readSuffixes(file) }
            readGuards()
            readWeights()
        }
        if draft.weights.tenths.isEmpty { log.error(folders.first ?? "", 0, "no weights: there is no weights.yaml") }
        LexiconChecks(folder: folders.first ?? "", folding: folding, refused: refused, ordinary: ordinary, keyLines: keyLines, log: log).check(draft)
        draft.entities.sort { $0.entity.id < $1.entity.id }
        draft.themes.sort { (Theme.ids.firstIndex(of: $0.theme.id) ?? 99) < (Theme.ids.firstIndex(of: $1.theme.id) ?? 99) }
        draft.warnings = log.diagnostics.filter { $0.severity == .warning }
        let errors = log.diagnostics.filter { $0.severity == .error }
        if !errors.isEmpty { throw LexiconError(diagnostics: errors) }
        return draft
    }

    // MARK: - Files

    private func files(in name: String) -> [String] {
        let path = folder + "/" + name
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasSuffix(".yaml") }.sorted().map { path + "/" + $0 }
    }

    private func existing(_ name: String) -> String? {
        let path = folder + "/" + name
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }

    /// The root of a file as a mapping; nil with an error when it is not one.
    private func root(_ file: String, allowed: [String], what: String) -> YAMLMapping? {
        do {
            let text = try String(contentsOfFile: file, encoding: .utf8)
            guard let node = try Yams.compose(yaml: text) else {
                log.error(file, 0, "the file is empty")
                return nil
            }
            return mapping(node, file, allowed, what)
        } catch let error as YamlError {
            log.error(file, Self.line(of: error), "not valid YAML: \(Self.problem(of: error))")
            return nil
        } catch {
            log.error(file, 0, "cannot be read: \(error.localizedDescription)")
            return nil
        }
    }

    private static func line(of error: YamlError) -> Int {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        case .duplicatedKeysInMapping(_, let context): context.mark.line
        default: 0
        }
    }

    private static func problem(of error: YamlError) -> String {
        switch error {
        case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _): problem
        case .duplicatedKeysInMapping(let keys, _): "a key is given twice: \(keys.joined(separator: ", "))"
        default: "it cannot be parsed"
        }
    }

    private func mapping(_ node: Node, _ file: String, _ allowed: [String], _ what: String) -> YAMLMapping? {
        YAMLMapping(node, file: file, allowed: allowed, what: what, log: log)
    }

    // MARK: - Entities

    private mutating func readEntity(_ file: String) {
        let keys = ["id", "name", "type", "class", "parent", "affiliation", "standing", "date", "sources", "note", "names", "designations"]
        guard let root = root(file, allowed: keys, what: "an entity"), let id = root.required("id", in: "the entity"),
            let name = root.required("name", in: "entity '\(id)'"), root.required("type", in: "entity '\(id)'") != nil,
            let kind = root.value("type", as: Entity.Kind.self)
        else { return }
        keyLines[file] = root.keyLines
        var entity = Entity(id: id, name: name, kind: kind)
        entity.groupClass = root.value("class", as: Entity.Class.self)
        entity.affiliation = root.value("affiliation", as: Entity.Affiliation.self)
        entity.parent = root.string("parent")
        entity.date = root.date("date")
        entity.note = root.string("note")
        entity.sources = root.strings("sources")
        for node in root.sequence("standing") {
            guard let item = mapping(node, file, ["is", "since", "until", "source"], "a standing"),
                let value = item.value("is", as: Entity.Standing.Value.self)
            else { continue }
            entity.standing.append(Entity.Standing(value: value, since: item.date("since"), until: item.date("until")))
        }
        for node in root.sequence("designations") {
            let keys = ["jurisdiction", "list", "since", "until", "verified", "source", "note"]
            guard let item = mapping(node, file, keys, "a designation"), let jurisdiction = item.required("jurisdiction", in: "a designation"),
                let list = item.required("list", in: "a designation")
            else { continue }
            entity.designations.append(
                Entity.Designation(
                    jurisdiction: jurisdiction, list: list, since: item.date("since"), until: item.date("until"),
                    verified: item.bool("verified") ?? false, source: item.string("source")))
        }
        var names: [LexiconDraft.Name] = []
        for (language, list) in root.entries("names") {
            guard checkLanguage(language, file, list) else { continue }
            for node in items(of: list, language, file) { if let name = readName(node, language, file) { names.append(name) } }
        }
        draft.entities.append((entity, names, file))
    }

    private func readName(_ node: Node, _ language: String, _ file: String) -> LexiconDraft.Name? {
        let keys = ["name", "strength", "verified", "kind", "caps", "title", "inflect", "gloss", "source", "note"]
        guard let item = mapping(node, file, keys, "a name"), let text = item.required("name", in: "a name") else { return nil }
        let verified = item.bool("verified") ?? false
        let strength = item.string("strength") ?? (verified ? "strong" : "weak")
        if !["strong", "weak"].contains(strength) { item.error("'strength' is '\(strength)', must be strong or weak") }
        let kind = item.string("kind") ?? "full"
        if !["full", "acronym", "self", "translit"].contains(kind) { item.error("'kind' is '\(kind)', must be full, acronym, self or translit") }
        let letters = text.filter(\.isLetter)
        let isShortAcronym = kind == "acronym" && letters.count <= 4 && letters.contains { $0.isUppercase }
        return LexiconDraft.Name(
            text: text, language: language, isStrong: strength == "strong", isVerified: verified,
            needsCapitals: item.bool("caps") ?? isShortAcronym, needsTitle: item.bool("title") ?? false, inflects: item.bool("inflect") ?? true,
            gloss: item.string("gloss") ?? "", line: item.line)
    }

    private func checkLanguage(_ language: String, _ file: String, _ node: Node) -> Bool {
        if LexiconDraft.languages.contains(language) { return true }
        let hint = nearest(to: language, among: LexiconDraft.languages.sorted()).map { "; did you mean '\($0)'?" } ?? ""
        log.error(file, node.mark?.line ?? 0, "unknown language '\(language)'\(hint)")
        return false
    }

    /// The list under a language; anything but a list is an error.
    private func items(of list: Node, _ language: String, _ file: String) -> [Node] {
        if let sequence = list.sequence { return Array(sequence) }
        log.error(file, list.mark?.line ?? 0, "what stands under '\(language)' must be a list")
        return []
    }

    // MARK: - Cues

    private func readCue(_ node: Node, _ language: String, _ file: String, partKey: String, parts: [String]) -> LexiconDraft.Cue? {
        let keys = ["cue", partKey, "gloss", "voice", "exact", "caps", "strength"]
        guard let item = mapping(node, file, keys, "a cue"), let text = item.required("cue", in: "a cue"),
            let part = item.required(partKey, in: "cue '\(item.string("cue") ?? "")'"),
            let gloss = item.required("gloss", in: "cue '\(text)'")
        else { return nil }
        if !parts.contains(part) {
            let hint = nearest(to: part, among: parts).map { "; did you mean '\($0)'?" } ?? ""
            item.error("cue '\(text)' has the unknown \(partKey) '\(part)'\(hint)")
            return nil
        }
        if let problem = CueSyntax.problem(in: text) { item.error("cue '\(text)' \(problem)") }
        var flags: Pattern.Flags = []
        switch item.string("voice") {
        case nil: break
        case "own": flags.insert(.ownVoice)
        case "report": flags.insert(.reportVoice)
        case let other?: item.error("'voice' is '\(other)', must be own or report")
        }
        switch item.string("strength") {
        case nil, "weak": break
        case "strong": flags.insert(.strong)
        case let other?: item.error("'strength' is '\(other)', must be strong or weak")
        }
        if item.bool("caps") ?? false { flags.insert(.caps) }
        return LexiconDraft.Cue(
            text: text, language: language, part: part, gloss: gloss, flags: flags, isExact: item.bool("exact") ?? false, line: item.line)
    }

    private func readCues(_ root: YAMLMapping, _ file: String, partKey: String, parts: [String]) -> [LexiconDraft.Cue] {
        var cues: [LexiconDraft.Cue] = []
        for (language, list) in root.entries("cues") {
            guard checkLanguage(language, file, list) else { continue }
            for node in items(of: list, language, file) {
                if let cue = readCue(node, language, file, partKey: partKey, parts: parts) { cues.append(cue) }
            }
        }
        if cues.isEmpty { log.error(file, 0, "no cues in the file") }
        return cues
    }

    private mutating func readTheme(_ file: String) {
        guard let root = root(file, allowed: ["theme", "gloss", "parts", "rules", "cues"], what: "a theme"),
            let id = root.required("theme", in: "the theme")
        else { return }
        if !Theme.ids.contains(id) {
            root.error("unknown theme '\(id)'" + (nearest(to: id, among: Theme.ids).map { "; did you mean '\($0)'?" } ?? ""))
            return
        }
        let parts = root.entries("parts").map(\.key)
        let themeKinds = Set(Theme.ids.map { "theme:" + $0 })
        var rules: [Theme.Rule] = []
        for node in root.sequence("rules") {
            guard let item = mapping(node, file, ["needs", "strength", "window"], "a rule"), let strength = item.number("strength") else { continue }
            let needs = item.strings("needs")
            for need in needs where !parts.contains(need) && !Theme.otherKinds.contains(need) && !themeKinds.contains(need) {
                item.error("a rule of '\(id)' needs the unknown '\(need)'")
            }
            if needs.isEmpty { item.error("a rule of '\(id)' needs nothing") }
            if !(0...1).contains(strength) { item.error("'strength' must be between 0 and 1") }
            let window = Int(exactly: item.number("window") ?? 60) ?? 0
            if window < 1 { item.error("'window' must be a whole number of words, 1 or more") }
            rules.append(Theme.Rule(needs: needs, strength: strength, window: window))
        }
        if rules.isEmpty { root.error("theme '\(id)' has no rules") }
        let cues = readCues(root, file, partKey: "part", parts: parts)
        draft.themes.append((Theme(id: id, gloss: root.string("gloss") ?? id, parts: parts, rules: rules), cues, file))
    }

    private mutating func readStance(_ file: String) {
        guard let root = root(file, allowed: ["stance", "cues"], what: "a stance"), let stance = root.required("stance", in: "the stance") else {
            return
        }
        guard let kinds = LexiconDraft.stanceKinds[stance] else {
            root.error("unknown stance '\(stance)', must be one of \(Lexicon.stances.joined(separator: ", "))")
            return
        }
        draft.stances.append((stance, readCues(root, file, partKey: "kind", parts: kinds), file))
    }

    private mutating func readGuards() {
        guard let file = existing("guards.yaml"), let root = root(file, allowed: ["guards"], what: "guards") else { return }
        for (language, list) in root.entries("guards") {
            guard checkLanguage(language, file, list) else { continue }
            for node in items(of: list, language, file) {
                guard let item = mapping(node, file, ["phrase", "protects", "weakens"], "a guard"), let text = item.required("phrase", in: "a guard"),
                    let protects = item.required("protects", in: "guard '\(text)'")
                else { continue }
                if let problem = CueSyntax.problem(in: text) { item.error("guard '\(text)' \(problem)") }
                if folding.folded(text).isEmpty { item.error("guard '\(text)' has no letters: it can never match") }
                draft.guards.append(
                    LexiconDraft.Cue(
                        text: text, language: language, part: "", gloss: protects, flags: item.bool("weakens") == true ? .weakens : [],
                        isExact: false, line: item.line))
            }
        }
    }

    // MARK: - Tables

    private mutating func readSuffixes(_ file: String) {
        guard let root = root(file, allowed: ["language", "slots", "endings", "changes", "note"], what: "a suffix table"),
            let language = root.required("language", in: "the suffix table")
        else { return }
        if !LexiconDraft.languages.contains(language) { root.error("unknown language '\(language)'") }
        let slots = root.sequence("slots").map { slot in
            if slot.sequence == nil { root.error("a slot must be a list", at: slot) }
            return (slot.sequence ?? []).compactMap { $0.scalar?.string }
        }
        var changes: [LexiconDraft.Suffixes.Change] = []
        for node in root.sequence("changes") {
            guard let item = mapping(node, file, ["from", "endings"], "a change"), let from = item.required("from", in: "a change") else { continue }
            changes.append(LexiconDraft.Suffixes.Change(from: from, endings: item.strings("endings")))
        }
        draft.suffixes.append(LexiconDraft.Suffixes(language: language, slots: slots, endings: root.strings("endings"), changes: changes))
    }

    private mutating func readWeights() {
        guard let file = existing("weights.yaml"), let root = root(file, allowed: ["weights"], what: "weights") else { return }
        for (feature, node) in root.entries("weights") {
            guard let value = node.float ?? node.int.map(Double.init) else {
                log.error(file, node.mark?.line ?? 0, "the weight of '\(feature)' must be a number")
                continue
            }
            guard abs(value) <= 1000 else {
                log.error(file, node.mark?.line ?? 0, "the weight of '\(feature)' must be between -1000 and 1000")
                continue
            }
            let tenths = (value * 10).rounded()
            if abs(tenths - value * 10) > 1e-9 { log.error(file, node.mark?.line ?? 0, "the weight of '\(feature)' must be in whole tenths") }
            draft.weights.tenths[feature] = Int(tenths)
        }
    }

    private mutating func readWordLists() {
        if let file = existing("refused.yaml"), let root = root(file, allowed: ["refused"], what: "refused names") {
            for node in root.sequence("refused") {
                guard let item = mapping(node, file, ["name", "why", "language"], "a refused name"),
                    let name = item.required("name", in: "a refused name")
                else { continue }
                refused[folding.folded(name)] = item.string("why") ?? "refused"
            }
        }
        if let file = existing("ordinary.yaml"), let root = root(file, allowed: ["ordinary"], what: "ordinary words") {
            for (language, list) in root.entries("ordinary") {
                guard checkLanguage(language, file, list) else { continue }
                for node in items(of: list, language, file) { if let word = node.scalar?.string { ordinary.insert(folding.folded(word)) } }
            }
        }
    }
}
