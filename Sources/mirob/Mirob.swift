import ArgumentParser
internal import Foundation
internal import Pipeline

/// The command line. One file per subcommand, no logic here: options in, calls to the modules, output and exit status out.
@main
struct Mirob: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mirob",
        abstract: "Finds the few public posts of violent groups in Central Asian languages that deserve a look, and says why.",
        discussion: """
            A triage aid for researchers and trust-and-safety analysts: not an expert opinion, not evidence of intent, never a judgement of a person.

            EXAMPLES
              mirob scan posts.jsonl                     alerts as JSON Lines
              zstdcat dump.zst | mirob scan - --jobs 2   from a pipe
              mirob scan --summary posts.jsonl           a table for people
              mirob convert ChatExport_2024-06-01        an export as JSON Lines of posts
              mirob explain "…"                          every stage for one text
              mirob detect lines.txt                     language of each line
              mirob lexicon show iskp                    what is known of an entity
            """,
        version: Version.text,
        subcommands: [
            ScanCommand.self, ConvertCommand.self, DetectCommand.self, ExplainCommand.self, LexiconCommand.self, EvaluateCommand.self,
        ])

    static func main() {
        // A reader that went away is a quiet end for every command: writing to it fails, it does not kill.
        _ = signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let status as ExitStatus {
            Foundation.exit(status.rawValue)
        } catch {
            // ArgumentParser prints help, usage errors (64) and completions itself; a failed operation is one line on standard error.
            if error is any DescribedFailure {
                ErrorOutput.line("\(error)")
                Foundation.exit(ExitStatus.of(error).rawValue)
            }
            exit(withError: error)
        }
    }
}

/// What `--version` prints: everything that bears on a result.
enum Version {
    static let text = "mirob \(PostScanner.engine) (ICU \(Versions.icu))"
}
