internal import CSimdjson

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// A value of a parsed JSON text: a place on simdjson's tape (simdjson's doc/tape.md; words of an 8-bit type and a 56-bit payload).
///
/// Holds until its `JSONDocument` parses again, and is used nowhere but in the call that parsed it.
@safe struct JSONValue {
    private let tape: UnsafePointer<UInt64>
    private let strings: UnsafePointer<UInt8>
    private let index: Int

    fileprivate init(tape: UnsafePointer<UInt64>, strings: UnsafePointer<UInt8>, index: Int) {
        unsafe self.tape = unsafe tape
        unsafe self.strings = unsafe strings
        self.index = index
    }

    // The tape is well formed, being simdjson's: every index below stands on it.

    private func word(_ index: Int) -> UInt64 { unsafe tape[index] }
    private var kind: UInt8 { UInt8(truncatingIfNeeded: word(index) >> 56) }
    private func at(_ index: Int) -> JSONValue { unsafe JSONValue(tape: tape, strings: strings, index: index) }

    var isObject: Bool { kind == UInt8(ascii: "{") }
    var isArray: Bool { kind == UInt8(ascii: "[") }
    var isString: Bool { kind == UInt8(ascii: "\"") }
    var isNull: Bool { kind == UInt8(ascii: "n") }
    var isTrue: Bool { kind == UInt8(ascii: "t") }

    /// The index behind this value.
    private var next: Int {
        switch kind {
        case UInt8(ascii: "{"), UInt8(ascii: "["): Int(truncatingIfNeeded: word(index) & 0xFFFF_FFFF)
        case UInt8(ascii: "l"), UInt8(ascii: "u"), UInt8(ascii: "d"): index + 2
        default: index + 1
        }
    }

    /// The bytes of a string, to be used inside `body` only.
    private func withBytes<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
        // Four bytes of length in the machine's order, then the bytes and a NUL.
        let start = unsafe strings + Int(word(index) & 0x00FF_FFFF_FFFF_FFFF)
        let count = unsafe UnsafeRawPointer(start).loadUnaligned(as: UInt32.self)
        return unsafe body(UnsafeBufferPointer(start: start + 4, count: Int(count)))
    }

    /// A string's value; nil for every other type.
    var string: String? { isString ? unsafe withBytes { unsafe String(decoding: $0, as: UTF8.self) } : nil }

    /// A string's bytes; nil for every other type.
    var utf8: [UInt8]? { isString ? unsafe withBytes { unsafe Array($0) } : nil }

    /// Appends a string's bytes; nothing for every other type.
    func append(to text: inout [UInt8]) {
        if isString { unsafe withBytes { unsafe text.append(contentsOf: $0) } }
    }

    /// Whether this is a given string.
    func equals(_ expected: StaticString) -> Bool {
        guard isString else { return false }
        return unsafe withBytes { bytes in
            guard bytes.count == expected.utf8CodeUnitCount, let start = bytes.baseAddress else { return false }
            return unsafe memcmp(start, expected.utf8Start, bytes.count) == 0
        }
    }

    /// A whole number; also one in a string of digits.
    var integer: Int? {
        switch kind {
        case UInt8(ascii: "l"): Int(bitPattern: UInt(word(index + 1)))
        case UInt8(ascii: "u"): Int(exactly: word(index + 1))
        case UInt8(ascii: "d"): Int(exactly: Double(bitPattern: word(index + 1)))
        case UInt8(ascii: "\""): string.flatMap { Int($0) }
        default: nil
        }
    }

    /// A number.
    var number: Double? {
        switch kind {
        case UInt8(ascii: "l"): Double(Int(bitPattern: UInt(word(index + 1))))
        case UInt8(ascii: "u"): Double(word(index + 1))
        case UInt8(ascii: "d"): Double(bitPattern: word(index + 1))
        default: nil
        }
    }

    /// A string, or a whole number as its digits: what ids are.
    var identifier: String? {
        switch kind {
        case UInt8(ascii: "\""): string
        case UInt8(ascii: "u"): String(word(index + 1))
        default: integer.map { String($0) }
        }
    }

    /// Calls `body` with each key and value of an object in order, until it gives false.
    func forEachMember(_ body: (_ key: JSONValue, _ value: JSONValue) -> Bool) {
        guard isObject else { return }
        var index = self.index + 1
        let end = next - 1
        while index < end {
            let value = at(index + 1)
            if !body(at(index), value) { return }
            index = value.next
        }
    }

    /// The member of an object with a name: the first one.
    subscript(_ name: StaticString) -> JSONValue? {
        var found: JSONValue?
        forEachMember { key, value in
            if key.equals(name) { found = value }
            return found == nil
        }
        return found
    }

    /// Members of an object by name.
    func member(_ name: String) -> JSONValue? {
        var found: JSONValue?
        forEachMember { key, value in
            if key.string == name { found = value }
            return found == nil
        }
        return found
    }

    /// The elements of an array; none for every other type.
    var elements: [JSONValue] {
        guard isArray else { return [] }
        var elements: [JSONValue] = []
        var index = self.index + 1
        let end = next - 1
        while index < end {
            let value = at(index)
            elements.append(value)
            index = value.next
        }
        return elements
    }
}

/// Parses JSON values one after the other. Not thread-safe.
@safe final class JSONDocument {
    private let document: OpaquePointer

    init() {
        guard let document = unsafe mirob_document_new() else { preconditionFailure("there is memory for an empty parser") }
        unsafe self.document = unsafe document
    }

    deinit { unsafe mirob_document_free(document) }

    /// Calls `body` with the value of `bytes[start..<end]`, or with nil and what is wrong (`MIROB_LINE_…`).
    func parse<R>(_ bytes: [UInt8], from start: Int, to end: Int, _ body: (JSONValue?, Int32) -> R) -> R {
        precondition(0 <= start && start <= end && end <= bytes.count, "inside the bytes")
        return unsafe bytes.withUnsafeBufferPointer { buffer in
            var tape: UnsafePointer<UInt64>?
            var strings: UnsafePointer<UInt8>?
            let status = unsafe mirob_document_parse(
                document, buffer.baseAddress.map { unsafe $0 + start }, Int64(end - start), Int64(buffer.count - start), &tape, &strings)
            guard status == Int32(MIROB_LINE_OK), let tape = unsafe tape, let strings = unsafe strings else { return body(nil, status) }
            // Word 0 is the root; the value stands behind it.
            return unsafe body(JSONValue(tape: tape, strings: strings, index: 1), status)
        }
    }
}
