import Foundation
import Model
import Pipeline

/// The scanner that ships, with every post written out.
enum ShippedScanner {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    static let scanner = Result { try made() }

    private static func made() throws -> PostScanner {
        let (model, digest) = try Resources.model()
        var options = PostScanner.Options()
        options.writesAll = true
        return try PostScanner(lexicon: Resources.lexicon(), model: model, modelDigest: digest, options: options)
    }

    /// What the scanner makes of a text.
    static func alert(_ text: String) throws -> Alert? {
        var scratch = PostScanner.Scratch()
        return try scanner.get().scan(Post(id: "1", text: UTF8Text(text)), scratch: &scratch)
    }

    /// The files of a folder with an ending, in order, with their paths.
    static func files(_ folder: String, ending: String) throws -> [(name: String, path: String)] {
        try FileManager.default.contentsOfDirectory(atPath: root + "/" + folder).filter { $0.hasSuffix(ending) }.sorted()
            .map { (String($0.dropLast(ending.count)), "\(root)/\(folder)/\($0)") }
    }
}
