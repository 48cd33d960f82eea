import Foundation
import Ingestion

/// One reader under libFuzzer: `MIROB_FUZZ_FORMAT` says which (an `InputFormat`; `auto` is detection with all of them behind it).
///
/// What must hold of any bytes: no crash, no hang, and every record is a post, a rejection, blank or passed over for a reason.
private let options: BatchReader.Options = {
    let name = ProcessInfo.processInfo.environment["MIROB_FUZZ_FORMAT"] ?? "auto"
    guard let format = InputFormat(rawValue: name), format != .pdf else { fatalError("MIROB_FUZZ_FORMAT: \(name) is no format that can be fuzzed") }
    var options = BatchReader.Options(format: format, maxLine: 1 << 16)
    options.allowsPrivate = true
    return options
}()

@_cdecl("LLVMFuzzerTestOneInput") public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let contents = Array(UnsafeBufferPointer(start: start, count: count))
    // A PDF is another program's business.
    if contents.prefix(1100).firstRange(of: Array("%PDF-".utf8)) != nil { return 0 }
    let reader = BatchReader(contents: contents, name: "fuzz", options: options)
    let parser = PostParser(key: [1, 2, 3])
    var counts = LineCounts()
    var records: [ParsedRecord] = []
    while let item = reader.next() {
        guard case .batch(let batch) = item else { continue }
        counts += parser.parse(batch, into: &records)
    }
    var posts = 0
    for case .post in records { posts += 1 }
    precondition(counts.isConserved && counts.posts == posts, "no record is lost")
    return 0
}

@_silgen_name("LLVMFuzzerRunDriver") private func runDriver(
    _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

@_cdecl("fuzz_main") public func fuzzMain(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    var count = count
    var arguments = arguments
    return runDriver(&count, &arguments, testOneInput)
}
