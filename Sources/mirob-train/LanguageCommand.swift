internal import ArgumentParser
internal import Detection
internal import Foundation
internal import LanguageTraining

/// `mirob-train langid`: sentences by language in, a language model out.
struct LanguageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "langid", abstract: "Train the language identifier.",
        discussion: "The folder holds TAG.txt files, one sentence a line, and a folder `other` of the same for languages to be told apart from them.")

    @Option(help: "Folder of TAG.txt files; may be given several times.") var input: [String]
    @Option(help: "The model.") var out: String
    @Option(help: "Date for the model's metadata.") var date = "unknown"
    @Option(help: "Write the held-out lines here, as tag<TAB>text.") var heldOut: String?
    @Option(help: "Binary logarithm of the rows of each script.") var bits = LanguageTrainer.Parameters().bits
    @Option(help: "Passes.") var epochs = LanguageTrainer.Parameters().epochs
    @Option(help: "Pieces of each language in a pass.") var pieces = LanguageTrainer.Parameters().pieces
    @Option(help: "Pieces of each neighbour in a pass.") var neighbourPieces = LanguageTrainer.Parameters().neighbourPieces
    @Option(help: "Pieces of the class of all other languages in a pass.") var undeterminedPieces = LanguageTrainer.Parameters().undeterminedPieces
    @Option(help: "Rate of learning.") var rate = LanguageTrainer.Parameters().rate
    @Option(help: "Exponent of the length.") var exponent = LanguageTrainer.Parameters().exponent
    @Option(help: "Features kept of 256.") var keep = LanguageTrainer.Parameters().keep
    @Option(help: "Left of each weight after a pass.") var decay = LanguageTrainer.Parameters().decay
    @Option(parsing: .upToNextOption, help: "By round, texts whose own class is less probable than this are left out.") var doubts =
        LanguageTrainer.Parameters().doubts
    @Option(help: "Share of a class's own texts let go as too strange.") var strangeness = LanguageTrainer.Parameters().strangeness
    @Option(help: "Seed.") var seed = LanguageTrainer.Parameters().seed

    func run() throws {
        let corpus = try Self.read(input)
        var parameters = LanguageTrainer.Parameters()
        parameters.bits = bits
        parameters.epochs = epochs
        parameters.pieces = pieces
        parameters.neighbourPieces = neighbourPieces
        parameters.rate = rate
        parameters.undeterminedPieces = undeterminedPieces
        parameters.exponent = exponent
        parameters.keep = keep
        parameters.decay = decay
        parameters.seed = seed
        parameters.strangeness = strangeness
        parameters.doubts = doubts
        parameters.date = date
        let trainer = LanguageTrainer(parameters: parameters) { FileHandle.standardError.write(Data(($0 + "\n").utf8)) }
        let bytes = trainer.train(corpus).encoded()
        try Data(bytes).write(to: URL(fileURLWithPath: out))
        if let heldOut {
            var text = ""
            for source in corpus.sources {
                for line in source.lines where TrainingCorpus.part(of: line) == .heldOut { text += "\(source.tag)\t\(line)\n" }
            }
            try Data(text.utf8).write(to: URL(fileURLWithPath: heldOut))
        }
    }

    /// Reads a folder of `TAG.txt` files and its folder `other`.
    static func read(_ folders: [String]) throws -> TrainingCorpus {
        var sources: [TrainingCorpus.Source] = []
        for (path, isNeighbour) in folders.sorted().flatMap({ [($0, false), ($0 + "/other", true)] }) {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] where name.hasSuffix(".txt") {
                let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)), as: UTF8.self)
                let lines = text.split(separator: "\n").map(String.init)
                sources.append(TrainingCorpus.Source(tag: String(name.dropLast(4)), isNeighbour: isNeighbour, lines: lines))
            }
        }
        guard !sources.isEmpty else { throw ValidationError("no .txt files in \(folders.joined(separator: ", "))") }
        return TrainingCorpus(sources: sources)
    }
}
