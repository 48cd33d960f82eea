// swift-tools-version: 6.2
import PackageDescription

// The folders of Sources/ are the pipeline: Ingestion → Normalization → Detection, Tagging → Scoring, joined by Pipeline.
// A stage imports Model and the C face it needs, never a sibling stage.

/// Instrumented for libFuzzer, as the package in `Fuzz/` wants it: never in an ordinary build.
let isFuzzing = Context.environment["MIROB_FUZZ"] != nil

/// Swift 6 mode with the upcoming rules that keep interfaces honest; a warning fails the build.
let settings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .strictMemorySafety(),
        .treatAllWarnings(as: .error),
    ] + (isFuzzing ? [.unsafeFlags(["-sanitize=fuzzer", "-parse-as-library"])] : [])
let cSettings: [CSetting] = isFuzzing ? [.unsafeFlags(["-fsanitize=fuzzer-no-link"])] : []

/// A stage and its tests, `Tests/<name>Tests`.
func stage(_ name: String, uses: [Target.Dependency] = [], tests: [Target.Dependency] = []) -> [Target] {
    [
        .target(name: name, dependencies: uses, swiftSettings: settings),
        .testTarget(name: name + "Tests", dependencies: [.target(name: name), "TestSupport"] + uses + tests, swiftSettings: settings),
    ]
}

let yaml = Target.Dependency.product(name: "Yams", package: "Yams")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "mirob",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "mirob", targets: ["mirob"]), .executable(name: "mirob-train", targets: ["mirob-train"]),
        // For the packages in Fuzz/.
        .library(name: "Ingestion", targets: ["Ingestion"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: stage("Model")
        + stage("ICUText", uses: ["CICU"])
        + stage("Hashing", uses: ["CHashing"])
        + stage("Ingestion", uses: ["Model", "Hashing", "ICUText", "CSimdjson", "CCompression", "CMarkup", "CSubprocess"], tests: ["FileOutput"])
        + stage("FileOutput")
        + stage("Normalization", uses: ["Model", "ICUText"])
        + stage("Detection", uses: ["Model"], tests: ["Normalization", "CResources"])
        + stage("LanguageTraining", uses: ["Model", "Detection", "Normalization"])
        + stage("Indicators", uses: ["Model", "Hashing"])
        + stage("Lexicons", uses: ["Hashing"])
        + stage("LexiconAuthoring", uses: ["Lexicons", "Model", "Normalization", yaml])
        + stage("Tagging", uses: ["Model", "Lexicons", "ICUText"], tests: ["Normalization", "LexiconAuthoring"])
        + stage("Scoring", uses: ["Model", "Lexicons"], tests: ["Normalization"])
        + stage(
            "Pipeline",
            uses: [
                "Model", "Ingestion", "Normalization", "Detection", "Indicators", "Tagging", "Scoring", "Lexicons", "LexiconAuthoring", "Hashing",
                "ICUText", "CResources",
            ])
        + stage("Evaluation", uses: ["Model"], tests: ["Ingestion", "Pipeline"])
        + [
            .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
            // The real binary in a fresh directory: standard output, standard error, files and exit status.
            .testTarget(name: "CommandTests", dependencies: ["mirob", "TestSupport"], swiftSettings: settings),
            // C faces. Each public header has plain C types only; the libraries' own headers are seen by the .c file alone.
            .target(name: "CICU", linkerSettings: [.linkedLibrary("icui18n"), .linkedLibrary("icuuc"), .linkedLibrary("icudata")]),
            .target(name: "CHashing", linkerSettings: [.linkedLibrary("crypto")]),
            .target(name: "CSimdjson", linkerSettings: [.linkedLibrary("simdjson")]),
            .target(
                name: "CCompression",
                linkerSettings: [
                    .linkedLibrary("z"), .linkedLibrary("zstd"), .linkedLibrary("bz2"), .linkedLibrary("lzma"), .linkedLibrary("archive"),
                ]),
            // libxml2's headers are not on the default path: a system library says where they are, and CMarkup is its one user.
            .systemLibrary(name: "CXML", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
            .target(name: "CMarkup", dependencies: ["CXML"], cSettings: cSettings),
            .target(name: "CSubprocess"),
            // The compiled lexicon and the language model, embedded so that a copied binary finds them.
            .target(name: "CResources", exclude: ["langid.bin", "lexicon.bin"]),
            .executableTarget(
                name: "mirob",
                dependencies: [
                    "Model", "Ingestion", "Detection", "FileOutput", "Lexicons", "LexiconAuthoring", "Scoring", "Pipeline", "Evaluation", arguments,
                ], swiftSettings: settings),
            .executableTarget(
                name: "mirob-train", dependencies: ["Model", "Detection", "LanguageTraining", "Normalization", arguments], swiftSettings: settings),
        ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
