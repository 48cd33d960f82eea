import Detection
import Foundation
import Model
import Normalization

/// The model in Sources/CResources, read once.
enum ShippedModel {
    static let bytes: [UInt8] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources/CResources/langid.bin").standardized
        return (try? Data(contentsOf: file)).map(Array.init) ?? []
    }()
    static let detector: LanguageDetector? = (try? LanguageModel(bytes: bytes)).map(LanguageDetector.init)
    static let normalizer = Normalizer()

    static func form(_ text: String) -> NormalizedText {
        var form = NormalizedText()
        normalizer.normalize(UTF8Text(text), into: &form)
        return form
    }
}
