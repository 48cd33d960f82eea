internal import CMarkup

/// Something in an XML or HTML document, in the order of the document.
enum MarkupEvent {
    /// An element begins. Names of HTML are lower case; an XML name is told apart by its namespace, "" without one.
    case start(name: String, space: String, attributes: [MarkupAttribute])
    /// An element ends.
    case end(name: String, space: String)
    /// Text, references undone; ill-formed UTF-8 repaired where it becomes a `String`.
    case text([UInt8])
}

struct MarkupAttribute {
    var name: String
    var space: String
    var value: String
}

extension [MarkupAttribute] {
    /// The value of an attribute, whatever its namespace.
    subscript(name: String) -> String? { first { $0.name == name }?.value }
}

/// Reads XML or HTML piece by piece through libxml2 (`CMarkup` says what it refuses). Input is UTF-8. Not thread-safe.
@safe final class MarkupParser {
    enum Language { case xml, html }

    /// Why a document was not read to its end.
    enum Problem {
        case declaresEntities
        case depth
        case broken
        case memory

        var sentence: String {
            switch self {
            case .declaresEntities: "it declares entities of its own, which is how readers are attacked"
            case .depth: "it is nested too deeply"
            case .broken: "it is not XML from here on"
            case .memory: "there is not enough memory to parse it"
            }
        }
    }

    /// Where the event just given stands, or ends.
    private(set) var line = 1
    private(set) var offset = 0

    private let markup: OpaquePointer

    init(_ language: Language) {
        guard let markup = unsafe mirob_markup_new(Int32(language == .xml ? MIROB_XML : MIROB_HTML)) else {
            preconditionFailure("there is memory for an empty parser")
        }
        unsafe self.markup = unsafe markup
    }

    deinit { unsafe mirob_markup_free(markup) }

    /// Line of the first error of an XML document, as far as it has been read.
    var errorLine: Int? {
        let line = unsafe mirob_markup_error_line(markup)
        return line == 0 ? nil : Int(line)
    }

    /// Parses the next piece and calls `body` with each event in it.
    func feed(_ bytes: ArraySlice<UInt8>, isLast: Bool, _ body: (MarkupEvent) -> Void) -> Problem? {
        // libxml2 keeps its own copy of a piece; all that is handed out is copied before the next call.
        let status = unsafe bytes.withUnsafeBufferPointer { unsafe mirob_markup_feed(markup, $0.baseAddress, Int64($0.count), isLast ? 1 : 0) }
        var count: Int64 = 0
        if let events = unsafe mirob_markup_events(markup, &count), let arena = unsafe mirob_markup_arena(markup) {
            let attributes = unsafe mirob_markup_attributes(markup)
            func bytes(_ start: Int64, _ count: Int64) -> UnsafeBufferPointer<UInt8> {
                unsafe UnsafeBufferPointer(start: arena + Int(start), count: Int(count))
            }
            func string(_ start: Int64, _ count: Int64) -> String {
                start < 0 || count <= 0 ? "" : unsafe String(decoding: bytes(start, count), as: UTF8.self)
            }
            for number in 0..<Int(count) {
                let event = unsafe events[number]
                line = Int(event.line)
                offset = Int(event.offset)
                switch event.kind {
                case Int32(MIROB_EVENT_TEXT): body(.text(unsafe Array(bytes(event.name, event.name_count))))
                case Int32(MIROB_EVENT_END): body(.end(name: string(event.name, event.name_count), space: string(event.space, event.space_count)))
                default:
                    var list: [MarkupAttribute] = []
                    if event.attributes > 0, let attributes = unsafe attributes {
                        for index in 0..<Int(event.attributes) {
                            let attribute = unsafe attributes[Int(event.first_attribute) + index]
                            var value = string(attribute.value, attribute.value_count)
                            // SAX2 leaves the ampersand of an attribute as this reference.
                            if value.contains("&#38;") { value = value.replacing("&#38;", with: "&") }
                            list.append(
                                MarkupAttribute(
                                    name: string(attribute.name, attribute.name_count), space: string(attribute.space, attribute.space_count),
                                    value: value))
                        }
                    }
                    body(
                        .start(name: string(event.name, event.name_count), space: string(event.space, event.space_count), attributes: list))
                }
            }
        }
        switch status {
        case Int32(MIROB_MARKUP_ENTITIES): return .declaresEntities
        case Int32(MIROB_MARKUP_DEPTH): return .depth
        case Int32(MIROB_MARKUP_BROKEN): return .broken
        case Int32(MIROB_MARKUP_MEMORY): return .memory
        default: return nil
        }
    }

    /// A whole document at once: libxml2 2.9's HTML parser, given pieces, stops handing out events after the first few until the last one has come.
    func parse(_ bytes: ArraySlice<UInt8>, _ body: (MarkupEvent) -> Void) -> Problem? { feed(bytes, isLast: true, body) }
}
