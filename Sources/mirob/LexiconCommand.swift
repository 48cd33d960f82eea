import ArgumentParser
internal import FileOutput
internal import Foundation
internal import LexiconAuthoring
internal import Lexicons
internal import Model
internal import Pipeline
internal import Scoring

struct LexiconCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lexicon",
        abstract: "Checks, lists, shows and compiles what mirob knows.",
        discussion: "EXAMPLE\n  mirob lexicon show iskp",
        subcommands: [Check.self, List.self, Show.self, Hits.self, Compile.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Reads folders of lexicon files and names every mistake with file and line.",
            discussion: "Exit status: 0 sound · 1 mistakes found.\n\nEXAMPLE\n  mirob lexicon check Lexicons")

        @Argument(help: "Folders, read together.")
        var folders: [String]

        func run() throws {
            do {
                let draft = try LexiconReader.read(folders: folders)
                for warning in draft.warnings { print(warning) }
                let names = draft.entities.reduce(0) { $0 + $1.names.count }
                let cues = draft.themes.reduce(0) { $0 + $1.cues.count } + draft.stances.reduce(0) { $0 + $1.cues.count }
                print("\(draft.entities.count) entities, \(names) names, \(cues) cues, \(draft.guards.count) guards: sound")
            } catch let error as LexiconError {
                print(error)
                throw ExitStatus.failed
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Every entity, a line each.", discussion: "EXAMPLE\n  mirob lexicon list --json")

        @Option(name: .long, help: ArgumentHelp("Folder of lexicon files; repeatable. Default: the shipped lexicon.", valueName: "dir"))
        var lexicons: [String] = []

        @Flag(name: .long, help: "JSON for programs.")
        var json = false

        func run() throws {
            let lexicon = try Resources.lexicon(folders: lexicons)
            var counts = [Int](repeating: 0, count: lexicon.entities.count)
            for index in 0..<lexicon.patterns.count where lexicon.patterns.kind(index) == .alias { counts[lexicon.patterns.owner(index)] += 1 }
            if json {
                var writer = JSONWriter()
                for (index, entity) in lexicon.entities.enumerated() {
                    writer.beginObject()
                    writer.key("id")
                    writer.string(entity.id)
                    writer.key("name")
                    writer.string(entity.name)
                    writer.key("type")
                    writer.string(entity.kind.rawValue)
                    writer.key("forms")
                    writer.integer(counts[index])
                    writer.endObject()
                    writer.newline()
                }
                print(String(decoding: writer.bytes, as: UTF8.self), terminator: "")
                return
            }
            let width = lexicon.entities.map(\.id.count).max() ?? 0
            for (index, entity) in lexicon.entities.enumerated() {
                let id = entity.id.padding(toLength: width, withPad: " ", startingAt: 0)
                print("\(id)  \(entity.kind.rawValue.padding(toLength: 8, withPad: " ", startingAt: 0))  \(counts[index]) forms  \(entity.name)")
            }
            print("lexicon \(lexicon.digest)")
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "One entity: every form and where it came from.", discussion: "EXAMPLE\n  mirob lexicon show iskp")

        @Argument(help: "The entity's id.")
        var id: String

        @Option(name: .long, help: ArgumentHelp("Folder of lexicon files; repeatable. Default: the shipped lexicon.", valueName: "dir"))
        var lexicons: [String] = []

        func run() throws {
            let lexicon = try Resources.lexicon(folders: lexicons)
            guard let index = lexicon.entities.firstIndex(where: { $0.id == id }) else {
                let hint = nearest(to: id, among: lexicon.entities.map(\.id)).map { "; did you mean '\($0)'?" } ?? ""
                throw CommandFailure(description: "no entity '\(id)' in the lexicon\(hint)")
            }
            let entity = lexicon.entities[index]
            print("\(entity.id): \(entity.name) (\(entity.kind.rawValue)\(entity.groupClass.map { ", " + $0.rawValue } ?? ""))")
            if let parent = entity.parent { print("part of \(parent)") }
            for standing in entity.standing {
                print("standing: \(standing.value.rawValue), \(standing.since ?? "?") to \(standing.until ?? "now")")
            }
            if let note = entity.note { print(note) }
            print("sources: \(entity.sources.joined(separator: "; "))")
            for fact in entity.designations {
                let until = fact.until.map { " until \($0)" } ?? ""
                print("listed: \(fact.jurisdiction) \(fact.list) since \(fact.since ?? "?")\(until)\(fact.verified ? "" : " (not verified)")")
            }
            var lines: [String] = []
            var generated: [String] = []
            for number in 0..<lexicon.patterns.count where lexicon.patterns.kind(number) == .alias && lexicon.patterns.owner(number) == index {
                let pattern = lexicon.patterns[number]
                var notes = [pattern.flags.contains(.strong) ? "strong" : "weak"]
                notes.append(pattern.flags.contains(.verified) ? "seen in a source" : "not verified")
                if pattern.flags.contains(.caps) { notes.append("capitals") }
                if pattern.flags.contains(.title) { notes.append("capital or quotation marks") }
                if !pattern.gloss.isEmpty { notes.append("“\(pattern.gloss)”") }
                lines.append("\(pattern.language)  \(TerminalText.isolated(pattern.text))  \(notes.joined(separator: ", "))")
                let made = GeneratedSpellings.spellings(
                    of: pattern.text, isStrong: pattern.flags.contains(.strong), needsCapitals: pattern.flags.contains(.caps))
                generated += made.map { "\(TerminalText.isolated($0.text))  generated from \(TerminalText.isolated(pattern.text)): \($0.scheme)" }
            }
            for line in lines.sorted() + generated { print(line) }
        }
    }

    struct Compile: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "compile", abstract: "Compiles folders of lexicon files to the one binary form.",
            discussion: "EXAMPLE\n  mirob lexicon compile Lexicons --out Sources/CResources/lexicon.bin")

        @Argument(help: "Folders, compiled together.")
        var folders: [String]

        @Option(name: .long, help: ArgumentHelp("Where to write it, whole or not at all.", valueName: "file"))
        var out: String

        func run() throws {
            let lexicon = try LexiconCompiler.compile(LexiconReader.read(folders: folders))
            var file = try AtomicFile(path: out)
            try file.write(try LexiconFile.encode(lexicon))
            try file.commit()
            print("\(lexicon.patterns.count) patterns, \(lexicon.vocabulary.wordCount) words, \(lexicon.digest)")
        }
    }

    struct Hits: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "hits", abstract: "Which names are found in ordinary text, and how often: for finding names that collide with words.",
            discussion: "EXAMPLE\n  mirob lexicon hits sentences.txt | head -20")

        @Argument(help: "Files of plain text, a sentence a line.")
        var files: [String]

        @Option(name: .long, help: ArgumentHelp("Folder of lexicon files; repeatable. Default: the shipped lexicon.", valueName: "dir"))
        var lexicons: [String] = []

        func run() throws {
            let (model, digest) = try Resources.model()
            let scanner = PostScanner(lexicon: try Resources.lexicon(folders: lexicons), model: model, modelDigest: digest)
            var counts: [String: Int] = [:]
            var lines = 0
            for file in files {
                guard let data = FileManager.default.contents(atPath: file) else { throw CommandFailure(description: "\(file) cannot be read") }
                for line in String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline) {
                    lines += 1
                    let post = Post(id: "line", text: UTF8Text(String(line)))
                    for mention in scanner.stages(of: post).evidence.tags.mentions {
                        let strength = mention.isStrong ? "strong" : "weak"
                        let surface = TerminalText.plain(post.surface(mention.range, nil))
                        counts["\(lexicon(scanner, mention))  \(strength)  \(mention.match.rawValue)  \(surface)", default: 0] += 1
                    }
                }
            }
            for (what, count) in counts.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) { print("\(count)  \(what)") }
            print("\(lines) lines")
        }

        private func lexicon(_ scanner: PostScanner, _ mention: Mention) -> String { scanner.lexicon.entities[mention.entity].id }
    }
}
