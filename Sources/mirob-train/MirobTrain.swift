internal import ArgumentParser

/// Makes what the tool ships: so far the language model.
@main struct MirobTrain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mirob-train", abstract: "Train the models that mirob ships.", subcommands: [LanguageCommand.self, MeasureCommand.self])
}
