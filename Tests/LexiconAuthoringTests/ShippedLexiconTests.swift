import Foundation
import LexiconAuthoring
import Lexicons
import Testing

/// The folder `Lexicons/` of this repository. Read and compiled once: seconds in a debug build.
struct ShippedLexiconTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    static let draft = Result { try LexiconReader.read(folders: [root + "/Lexicons"]) }
    static let lexicon = Result { try LexiconCompiler.compile(draft.get()) }

    static let groups = [
        "islamic-state", "iskp", "is-turkiye", "al-qaeda", "afghan-taliban", "jamaat-ansarullah", "tip", "ktj", "imu", "muhojir-tactical",
        "yurtugh-tactical", "musafeer-tactical", "malhama-tactical", "hizb-ut-tahrir", "yakyn-inkar", "tablighi-jamaat", "iju", "kib", "hts", "ttp",
    ]
    static let outlets = [
        "al-azaim", "voice-of-khorasan", "sadoi-khuroson", "khorasan-ghag", "al-naba", "al-hadid", "xuroson-ovozi", "risolat-media", "movarounnahr",
        "abu-zar-azzam-studio", "sadoi-mujahid", "towheed-tv", "idlib-bahori", "mubarizeen-media", "amaq", "al-hayat", "al-furqan", "islam-awazi",
    ]
    static let figures = [
        "shahab-al-muhajir", "abu-zar-al-burmi", "abu-muhammad-madani", "hoji-mirzo-ibronov", "abdulloh-zufar", "sadiq-samarqandi",
        "ustad-abdul-salam",
        "abdul-haq-turkistani", "abu-omar-kawthar", "shaykh-touba", "zahid-qari",
    ]
    static let events = ["crocus-city-hall-2024", "kerman-2024", "santa-maria-church-2024", "kandahar-kabul-bank-2024", "nimroz-governor-2024"]
    static let bannedNotViolent = ["hizb-ut-tahrir", "yakyn-inkar", "tablighi-jamaat"]

    @Test func `every id of the contract is there and of its kind`() throws {
        let entities = try Dictionary(uniqueKeysWithValues: Self.draft.get().entities.map { ($0.entity.id, $0.entity) })
        for (kind, ids) in [(Entity.Kind.group, Self.groups), (.outlet, Self.outlets), (.figure, Self.figures), (.event, Self.events)] {
            for id in ids { #expect(entities[id]?.kind == kind, "\(id)") }
        }
        let known = Set(Self.groups + Self.outlets + Self.figures + Self.events)
        for entity in entities.values where !known.contains(entity.id) {
            #expect(entity.kind == .official, "\(entity.id) is not an id of the contract")
        }
        for entity in entities.values where entity.kind == .group {
            #expect((entity.groupClass == .bannedNotViolent) == Self.bannedNotViolent.contains(entity.id), "\(entity.id)")
        }
    }

    @Test func `every theme of the contract is there with rules and cues in all main languages`() throws {
        let themes = try Self.draft.get().themes
        #expect(themes.map(\.theme.id) == Theme.ids)
        for theme in themes {
            let languages = Set(theme.cues.map(\.language))
            #expect(languages.isSuperset(of: ["tg", "uz-Cyrl", "uz-Latn", "ru", "fa"]), "\(theme.theme.id) has \(languages.sorted())")
            #expect(!theme.theme.rules.isEmpty)
            // A theme by a single word is allowed (a slur): the cap on a single kind of evidence holds it. But it must be a weak finding.
            for rule in theme.theme.rules where rule.needs.count < 2 && !["grievance", "turkistan"].contains(theme.theme.id) {
                #expect(rule.strength <= 0.6, "a rule of \(theme.theme.id) that a single word meets: \(rule.needs)")
            }
        }
    }

    @Test func `every part of a theme has a cue and is asked for by a rule`() throws {
        for theme in try Self.draft.get().themes {
            let used = Set(theme.cues.map(\.part))
            let asked = Set(theme.theme.rules.flatMap(\.needs))
            #expect(Set(theme.theme.parts).subtracting(used).isEmpty, "\(theme.theme.id): parts without a cue")
            #expect(used.subtracting(asked).isEmpty, "\(theme.theme.id): cues that no rule asks for")
        }
    }

    /// Names that differ only in hyphens or capitals stay, as researchers wrote them down.
    @Test func `there are no warnings but of names given twice`() throws {
        for warning in try Self.draft.get().warnings { #expect(warning.message.contains("is already on line"), "\(warning)") }
    }

    @Test func `no name alone reaches low and no cap lets its post out of its bound`() throws {
        let weights = try Self.draft.get().weights
        for (feature, tenths) in weights.tenths where feature.hasPrefix("entity.") { #expect(tenths < 200, "\(feature)") }
        #expect(weights["bound.single-kind"] < 200)
        for bound in ["bound.reporting", "bound.reporting-with-theme", "bound.countering", "bound.countering-with-theme", "bound.banned-not-violent"]
        {
            #expect(weights.tenths[bound] != nil && weights[bound] < 400, "\(bound) is above low")
        }
        #expect(weights["bound.unclear-language"] > 0 && weights["bound.unclear-language"] < 600, "never above medium")
        #expect(weights["bound.no-group"] < 400)
        #expect(weights["entity.banned"] == 0 && weights["entity.official"] == 0)
        #expect(weights["theme.grievance"] == 0 && weights["theme.turkistan"] == 0)
        for id in Theme.ids where !["grievance", "turkistan"].contains(id) { #expect(weights["theme." + id] > 0, "\(id)") }
    }

    @Test func `nobody stands in the lexicon without sources, and no person without standing`() throws {
        for entry in try Self.draft.get().entities {
            #expect(!entry.entity.sources.isEmpty, "\(entry.entity.id)")
            #expect(!entry.names.isEmpty, "\(entry.entity.id)")
            if entry.entity.isPerson { #expect(!entry.entity.standing.isEmpty, "\(entry.entity.id)") }
        }
    }

    @Test func `file names are ids`() throws {
        for entry in try Self.draft.get().entities { #expect(entry.file.hasSuffix("/entities/\(entry.entity.id).yaml")) }
        for entry in try Self.draft.get().themes { #expect(entry.file.hasSuffix("/themes/\(entry.theme.id).yaml")) }
        for entry in try Self.draft.get().stances { #expect(entry.file.hasSuffix("/stance/\(entry.stance).yaml")) }
        #expect(try Set(Self.draft.get().stances.map(\.stance)) == Set(Lexicon.stances))
    }

    @Test func `the shipped binary form is what the folder says`() throws {
        let shipped = try #require(FileManager.default.contents(atPath: Self.root + "/Sources/CResources/lexicon.bin"))
        let compiled = try LexiconFile.encode(Self.lexicon.get())
        // Not inside the macro: it would look for the difference of millions of bytes.
        let isSame = [UInt8](shipped) == compiled
        #expect(isSame, "run `make lexicon`")
    }

    @Test func `compiling twice gives the same bytes`() throws {
        let again = try LexiconCompiler.compile(Self.draft.get())
        let isSame = try LexiconFile.encode(again) == LexiconFile.encode(Self.lexicon.get())
        #expect(isSame)
        #expect(try again.digest == Self.lexicon.get().digest)
    }
}
