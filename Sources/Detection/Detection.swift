public import Model
public struct DetectionError: Error, CustomStringConvertible { public var description: String }
public struct LanguageModel: Sendable { public init(bytes: [UInt8]) throws {} }
public struct LanguageDetector: Sendable { public init(model: LanguageModel) {}
 public func identify(_ text: borrowing NormalizedText) -> LanguageIdentification { LanguageIdentification(best: LanguageGuess(tag: "xx", confidence: 1), segments: [LanguageSpan(range: ScalarRange(0, text.scalarCount), tag: "xx")]) } }
