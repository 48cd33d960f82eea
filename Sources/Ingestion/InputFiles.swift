#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Files, folders and globs as a list of files in a stable order.
///
/// `unsafe` here: `readdir` and `glob` hand out memory that is copied at once.
public enum InputFiles {
    /// The files behind some paths.
    ///
    /// A file stays as it is. A folder gives its readable files and those of its folders, names in natural order (`messages2.html` before
    /// `messages10.html`); of an export of Telegram Desktop only the messages, not what was attached to them. A glob (`*`, `?`, `[…]`) that isn't a
    /// file's name gives what it matches, in natural order. What matches nothing stays, so that opening it says so.
    ///
    /// - Returns: The files, and how many in folders were passed over since they are of no kind that is read.
    public static func expand(_ paths: [String]) -> (files: [String], passedOver: Int) {
        var files: [String] = []
        var passedOver = 0
        for path in paths {
            if path == "-" || kind(of: path) == .file {
                files.append(path)
            } else if kind(of: path) == .folder {
                walk(path, depth: 0, into: &files, &passedOver)
            } else if path.contains(where: { "*?[".contains($0) }), case let matches = glob(path), !matches.isEmpty {
                for match in matches.sorted(by: isBefore) {
                    if kind(of: match) == .folder { walk(match, depth: 0, into: &files, &passedOver) } else { files.append(match) }
                }
            } else {
                files.append(path)
            }
        }
        return (files, passedOver)
    }

    /// Size of all files in bytes; nil where one of them has none (a pipe).
    public static func totalSize(_ paths: [String]) -> Int? {
        var total = 0
        for path in paths {
            var status = stat()
            guard path != "-", unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
            total += Int(status.st_size)
        }
        return total
    }

    /// Whether a file in a folder or an archive is of a kind that is read, by its name.
    static func isReadable(_ path: String) -> Bool {
        guard let name = path.split(separator: "/").last?.lowercased(), !name.hasPrefix("."), !path.contains("__MACOSX/") else { return false }
        var rest = name[...]
        for suffix in FormatDetection.compressions where rest.hasSuffix(suffix) { rest.removeLast(suffix.count) }
        let kinds = [
            ".jsonl", ".ndjson", ".json", ".txt", ".text", ".csv", ".tsv", ".html", ".htm", ".xhtml", ".xml", ".rss", ".atom", ".rdf", ".warc",
            ".pdf",
            ".zip", ".tar", ".tgz",
        ]
        return kinds.contains { rest.hasSuffix($0) }
    }

    private enum Kind { case file, folder, nothing }

    private static func kind(of path: String) -> Kind {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return .nothing }
        return status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
    }

    private static func walk(_ folder: String, depth: Int, into files: inout [String], _ passedOver: inout Int) {
        // Links may lead in circles.
        guard depth < 64, let names = entries(of: folder) else { return }
        let prefix = folder.hasSuffix("/") ? folder : folder + "/"
        // An export: pages and attachments side by side. With both kinds of export in it, JSON, which says more.
        let pages = names.filter { $0.hasPrefix("messages") && $0.hasSuffix(".html") }
        let isExport =
            names.contains("messages.html")
            || names.contains("result.json") && names.contains { ["photos", "files", "video_files", "chats", "stickers"].contains($0) }
        let wanted = isExport ? (names.contains("result.json") ? ["result.json"] : pages) : names
        if isExport { passedOver += names.count { !wanted.contains($0) && kind(of: prefix + $0) == .file } }
        for name in wanted.sorted(by: isBefore) {
            let path = prefix + name
            switch kind(of: path) {
            case .folder: walk(path, depth: depth + 1, into: &files, &passedOver)
            case .file: if isReadable(name) { files.append(path) } else { passedOver += 1 }
            case .nothing: break
            }
        }
        // A whole account as pages: one folder a chat.
        if isExport, !names.contains("result.json") {
            for name in names.sorted(by: isBefore) where name == "chats" && kind(of: prefix + name) == .folder {
                walk(prefix + name, depth: depth + 1, into: &files, &passedOver)
            }
        }
    }

    private static func entries(of folder: String) -> [String]? {
        guard let directory = unsafe opendir(folder) else { return nil }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }

    private static func glob(_ pattern: String) -> [String] {
        var result = unsafe glob_t()
        defer { unsafe globfree(&result) }
        #if canImport(Glibc)
            guard unsafe Glibc.glob(pattern, 0, nil, &result) == 0 else { return [] }
        #else
            guard unsafe Darwin.glob(pattern, 0, nil, &result) == 0 else { return [] }
        #endif
        return (0..<Int(unsafe result.gl_pathc)).compactMap { index in unsafe result.gl_pathv[index].map { unsafe String(cString: $0) } }
    }

    /// Runs of digits by their number, all else by its bytes; what is equal so far goes by its bytes alone.
    static func isBefore(_ one: String, _ other: String) -> Bool {
        let (left, right) = (Array(one.utf8), Array(other.utf8))
        var (i, j) = (0, 0)
        func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
        while i < left.count, j < right.count {
            if isDigit(left[i]), isDigit(right[j]) {
                let a = left[i...].prefix { isDigit($0) }.drop { $0 == UInt8(ascii: "0") }
                let b = right[j...].prefix { isDigit($0) }.drop { $0 == UInt8(ascii: "0") }
                if a.count != b.count { return a.count < b.count }
                if !a.elementsEqual(b) { return a.lexicographicallyPrecedes(b) }
                while i < left.count, isDigit(left[i]) { i += 1 }
                while j < right.count, isDigit(right[j]) { j += 1 }
            } else {
                if left[i] != right[j] {
                    // `messages.html` before `messages2.html`.
                    return left[i] < right[j]
                }
                i += 1
                j += 1
            }
        }
        if left.count - i != right.count - j { return left.count - i < right.count - j }
        return left.lexicographicallyPrecedes(right)
    }
}
