internal import Detection
internal import FileOutput
internal import Foundation
internal import Ingestion
internal import LexiconAuthoring
internal import Lexicons

/// The contract's exit codes; nothing else knows them.
enum ExitStatus: Int32, Error {
    case done = 0
    case failed = 1
    case someRejected = 2
    case usage = 64
    case configuration = 78

    /// The status of a failed operation.
    static func of(_ error: any Error) -> ExitStatus {
        error is LexiconError || error is LexiconFileError || error is DetectionError ? .configuration : .failed
    }
}

/// An error that prints as one clear sentence, with no post text in it.
protocol DescribedFailure: Error, CustomStringConvertible {}

extension LexiconError: DescribedFailure {}
extension LexiconFileError: DescribedFailure {}
extension DetectionError: DescribedFailure {}
extension FileOutputError: DescribedFailure {}
extension IngestionError: DescribedFailure {}

/// A failure of a command itself.
struct CommandFailure: DescribedFailure {
    var description: String
}

/// Standard error, a line at a time, with nothing raw in it that a terminal would obey.
enum ErrorOutput {
    static func line(_ text: String) {
        let safe = text.split(separator: "\n", omittingEmptySubsequences: false).map { TerminalText.plain(String($0)) }.joined(separator: "\n")
        FileHandle.standardError.write(Data(("mirob: " + safe + "\n").utf8))
    }
}
