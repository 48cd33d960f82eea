/// Something wrong, or doubtful, in the files that people edit.
public struct Diagnostic: Hashable, Sendable, CustomStringConvertible {
    /// How bad it is.
    public enum Severity: String, Sendable { case error, warning }
    /// How bad it is.
    public var severity: Severity
    /// Path of the file.
    public var file: String
    /// 1-based line; 0 for the file as a whole.
    public var line: Int
    /// One sentence.
    public var message: String

    /// As compilers print it.
    public var description: String { "\(file):\(line): \(severity.rawValue): \(message)" }
}

/// A lexicon that cannot be loaded, with everything that is wrong in it.
public struct LexiconError: Error, CustomStringConvertible {
    /// At least one error.
    public var diagnostics: [Diagnostic]
    /// One line each.
    public var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}

/// Collects diagnostics while a folder is read. One reader, one thread.
final class DiagnosticLog {
    private(set) var diagnostics: [Diagnostic] = []

    func error(_ file: String, _ line: Int, _ message: String) {
        diagnostics.append(Diagnostic(severity: .error, file: file, line: line, message: message))
    }

    func warning(_ file: String, _ line: Int, _ message: String) {
        diagnostics.append(Diagnostic(severity: .warning, file: file, line: line, message: message))
    }
}
