internal import CResources
public import Detection
internal import Foundation
internal import Hashing
internal import LexiconAuthoring
public import Lexicons

/// Where the lexicon and the language model come from: `--lexicons`, then `MIROB_HOME`, then `share/mirob` beside the real executable, then the binary itself.
public enum Resources {
    /// The lexicon in use.
    ///
    /// - Parameter folders: Folders of lexicon files, compiled together; empty for the shipped lexicon.
    /// - Throws: `LexiconError` or `LexiconFileError`.
    public static func lexicon(folders: [String] = []) throws -> Lexicon {
        if !folders.isEmpty { return try LexiconCompiler.compile(LexiconReader.read(folders: folders)) }
        for home in homes() {
            let compiled = home + "/lexicon.bin"
            if let data = FileManager.default.contents(atPath: compiled) { return try LexiconFile.decode([UInt8](data)) }
        }
        return try LexiconFile.decode(embeddedLexicon())
    }

    /// The language model in use and its digest.
    ///
    /// - Throws: `DetectionError` when it cannot be read.
    public static func model() throws -> (model: LanguageModel, digest: String) {
        for home in homes() {
            if let data = FileManager.default.contents(atPath: home + "/langid.bin") { return try made([UInt8](data)) }
        }
        return try made(embeddedModel())
    }

    /// The bytes of the shipped compiled lexicon.
    public static func embeddedLexicon() -> [UInt8] {
        // A constant array of the C target: valid for the life of the process, of the length given beside it.
        unsafe Array(UnsafeBufferPointer(start: mirob_lexicon_data(), count: mirob_lexicon_size))
    }

    private static func embeddedModel() -> [UInt8] {
        unsafe Array(UnsafeBufferPointer(start: mirob_langid_data(), count: mirob_langid_size))
    }

    private static func made(_ bytes: [UInt8]) throws -> (model: LanguageModel, digest: String) {
        (try LanguageModel(bytes: bytes), "sha256:" + SHA256.hex(bytes))
    }

    private static func homes() -> [String] {
        var homes: [String] = []
        if let home = ProcessInfo.processInfo.environment["MIROB_HOME"], !home.isEmpty { homes.append(home) }
        if let executable = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
            let folder = URL(fileURLWithPath: executable).deletingLastPathComponent().deletingLastPathComponent().path
            homes.append(folder + "/share/mirob")
        }
        return homes
    }
}
