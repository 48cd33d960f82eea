internal import Yams

/// A mapping in a YAML file, read key by key; whatever is wrong is noted with its line and the rest is read on.
struct YAMLMapping {
    let file: String
    let line: Int
    private let pairs: [(key: Node, value: Node)]
    private let log: DiagnosticLog

    /// Nil (and an error) when the node is not a mapping, or has a key twice or an unknown one.
    init?(_ node: Node, file: String, allowed: [String], what: String, log: DiagnosticLog) {
        self.file = file
        line = node.mark?.line ?? 0
        self.log = log
        guard let mapping = node.mapping else {
            log.error(file, line, "\(what) must be a mapping")
            return nil
        }
        pairs = mapping.map { ($0.key, $0.value) }
        for pair in pairs {
            guard let key = pair.key.string else { continue }
            if !allowed.contains(key) {
                let hint = nearest(to: key, among: allowed).map { "; did you mean '\($0)'?" } ?? ""
                error("unknown key '\(key)' in \(what)\(hint)", at: pair.key)
            }
        }
    }

    /// The line of each key.
    var keyLines: [String: Int] {
        Dictionary(pairs.compactMap { pair in pair.key.string.map { ($0, pair.key.mark?.line ?? line) } }, uniquingKeysWith: { first, _ in first })
    }

    func error(_ message: String, at node: Node? = nil) {
        log.error(file, node?.mark?.line ?? line, message)
    }

    func warning(_ message: String) { log.warning(file, line, message) }

    func node(_ key: String) -> Node? {
        pairs.first { $0.key.string == key }.map(\.value).flatMap { $0.null == nil || $0.scalar?.style == .doubleQuoted ? $0 : nil }
    }

    func string(_ key: String) -> String? {
        guard let node = node(key) else { return nil }
        guard let value = node.scalar?.string else {
            error("'\(key)' must be a string", at: node)
            return nil
        }
        return value
    }

    func required(_ key: String, in what: String) -> String? {
        guard let value = string(key), !value.isEmpty else {
            error("\(what) has no '\(key)'")
            return nil
        }
        return value
    }

    func bool(_ key: String) -> Bool? {
        guard let node = node(key) else { return nil }
        guard let value = node.bool else {
            error("'\(key)' must be true or false", at: node)
            return nil
        }
        return value
    }

    func number(_ key: String) -> Double? {
        guard let node = node(key) else { return nil }
        guard let value = node.float ?? node.int.map(Double.init) else {
            error("'\(key)' must be a number", at: node)
            return nil
        }
        return value
    }

    func value<Value: RawRepresentable & CaseIterable>(_ key: String, as type: Value.Type) -> Value? where Value.RawValue == String {
        guard let raw = string(key) else { return nil }
        guard let value = Value(rawValue: raw) else {
            error("'\(key)' is '\(raw)', must be one of \(Value.allCases.map(\.rawValue).joined(separator: ", "))", at: node(key))
            return nil
        }
        return value
    }

    /// An ISO day, month or year: `2024-06-27`, `2024-06`, `2024`.
    func date(_ key: String) -> String? {
        guard let value = string(key) else { return nil }
        let parts = value.split(separator: "-", omittingEmptySubsequences: false)
        let bounds: [(digits: Int, range: ClosedRange<Int>)] = [(4, 1...9999), (2, 1...12), (2, 1...31)]
        let isDate =
            parts.count <= 3
            && zip(parts, bounds).allSatisfy { part, bound in
                part.utf8.count == bound.digits && part.utf8.allSatisfy { (0x30...0x39).contains($0) } && bound.range.contains(Int(part) ?? 0)
            }
        if !isDate { error("'\(key)' is '\(value)', must be a date: 2024-06-27, 2024-06 or 2024", at: node(key)) }
        return value
    }

    func sequence(_ key: String) -> [Node] {
        guard let node = node(key) else { return [] }
        guard let sequence = node.sequence else {
            error("'\(key)' must be a list", at: node)
            return []
        }
        return Array(sequence)
    }

    func strings(_ key: String) -> [String] {
        sequence(key).compactMap { item in
            if item.scalar == nil { error("'\(key)' must be a list of strings", at: item) }
            return item.scalar?.string
        }
    }

    /// The pairs of a mapping whose keys are not fixed (languages, part names).
    func entries(_ key: String) -> [(key: String, value: Node)] {
        guard let node = node(key) else { return [] }
        guard let mapping = node.mapping else {
            error("'\(key)' must be a mapping", at: node)
            return []
        }
        return mapping.compactMap { pair in pair.key.string.map { ($0, pair.value) } }
    }
}

/// The known word nearest to a mistyped one, if any is near (Levenshtein distance ≤ 2, or a third of its length).
package func nearest(to word: String, among known: [String]) -> String? {
    func distance(_ a: [Character], _ b: [Character]) -> Int {
        var row = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var previous = row[0]
            row[0] = i + 1
            for (j, y) in b.enumerated() {
                let next = min(row[j] + 1, row[j + 1] + 1, previous + (x == y ? 0 : 1))
                previous = row[j + 1]
                row[j + 1] = next
            }
        }
        return row[b.count]
    }
    let ranked = known.map { (distance(Array(word), Array($0)), $0) }.sorted { $0 < $1 }
    guard let best = ranked.first, best.0 <= max(2, word.count / 3) else { return nil }
    return best.1
}
