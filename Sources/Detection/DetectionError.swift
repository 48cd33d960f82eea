/// Why a language model could not be read.
public struct DetectionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was wrong.
    public enum Code: String, Sendable {
        /// The bytes are not a language model, or one of another version.
        case notAModel
        /// The bytes end before the model does, or go on after it.
        case wrongLength
        /// A field has a value no model has.
        case invalidField
    }

    /// What was wrong.
    public let code: Code
    /// The field and what was found in it.
    public let detail: String

    /// Makes an error.
    public init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    /// One sentence for a person.
    public var description: String {
        switch code {
        case .notAModel: "Not a language model of this version: \(detail)."
        case .wrongLength: "The language model has the wrong length: \(detail)."
        case .invalidField: "The language model is damaged: \(detail)."
        }
    }
}
