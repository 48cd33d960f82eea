import FileOutput
import Foundation
import Testing

struct FileOutputTests {
    let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "mirob-output-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    func contents(_ path: String) -> String? { FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } }

    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } }

    @Test func `lines arrive in order whatever their size`() throws {
        let pipe = Pipe()
        let lines = (0..<200).map { String(repeating: "\($0) ", count: $0 * 7 % 101) + "\n" }
        let descriptor = pipe.fileHandleForWriting.fileDescriptor
        // A descriptor that does not block, and a pipe smaller than what is sent: partial writes.
        let flags = fcntl(descriptor, F_GETFL)
        _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK)
        let writer = pipe.fileHandleForWriting
        Thread.detachNewThread {
            var sink = LineSink(descriptor: writer.fileDescriptor, capacity: 256)
            for line in lines { try? sink.write(Array(line.utf8)) }
            try? sink.write([UInt8](repeating: 65, count: 300_000))
            try? sink.flush()
            try? writer.close()
        }
        let read = try #require(try pipe.fileHandleForReading.readToEnd())
        #expect(read == Data(lines.joined().utf8) + Data(repeating: 65, count: 300_000))
    }

    @Test func `a reader that goes away is a quiet end`() throws {
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        var sink = LineSink(descriptor: pipe.fileHandleForWriting.fileDescriptor)
        try sink.write(Array("a\n".utf8))
        #expect(sink.status == .open)
        try sink.flush()
        #expect(sink.status == .readerGone)
        try sink.write([UInt8](repeating: 1, count: 100_000))
        try sink.flush()
    }

    @Test func `a full disk is an error`() throws {
        guard let full = FileHandle(forWritingAtPath: "/dev/full") else { return }
        var sink = LineSink(descriptor: full.fileDescriptor, name: "/dev/full")
        try sink.write(Array("a\n".utf8))
        var caught: FileOutputError?
        do { try sink.flush() } catch { caught = error }
        #expect(caught == FileOutputError(file: "/dev/full", operation: .write, code: ENOSPC))
        #expect(caught?.isFullDisk == true)
        #expect(caught?.description == "cannot write to /dev/full: No space left on device")
        var file = try AtomicFile(path: "/dev/full")
        try file.write(Array("a\n".utf8))
        caught = nil
        do { try file.commit() } catch { caught = error }
        #expect(caught?.isFullDisk == true)
    }

    @Test func `a file appears whole or not at all`() throws {
        let path = folder + "/out.jsonl"
        try Data("before".utf8).write(to: URL(fileURLWithPath: path))
        do {
            var file = try AtomicFile(path: path)
            try file.write([UInt8](repeating: 65, count: 200_000))
            try file.flush()
            #expect(contents(path) == "before")
            #expect(try names.count == 2)
        }
        #expect(contents(path) == "before")
        #expect(try names == ["out.jsonl"])
        var file = try AtomicFile(path: path)
        try file.write(Array("after".utf8))
        try file.commit()
        #expect(contents(path) == "after")
        #expect(try names == ["out.jsonl"])
    }

    @Test func `a new file is its owner's, and a link is followed`() throws {
        let path = folder + "/new"
        var file = try AtomicFile(path: path)
        try file.write([1])
        try file.commit()
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        let link = folder + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        var linked = try AtomicFile(path: link)
        try linked.write(Array("x".utf8))
        try linked.commit()
        #expect(contents(path) == "x")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == path)
    }

    @Test func `rejects are appended`() throws {
        let path = folder + "/rejects.jsonl"
        for text in ["a\n", "b\n"] {
            var file = try AtomicFile(path: path, mode: .appending)
            try file.write(Array(text.utf8))
            try file.commit()
        }
        #expect(contents(path) == "a\nb\n")
    }

    @Test func `a folder that isn't there is an error`() {
        #expect(throws: FileOutputError(file: "/no/such/out", operation: .create, code: ENOENT)) {
            _ = try AtomicFile(path: "/no/such/out")
        }
        #expect(throws: FileOutputError.self) { _ = try AtomicFile(path: folder) }
    }

    @Test func `a device is written to as it is`() throws {
        var file = try AtomicFile(path: "/dev/null")
        try file.write([1, 2])
        try file.commit()
        #expect(FileManager.default.fileExists(atPath: "/dev/null"))
    }
}
