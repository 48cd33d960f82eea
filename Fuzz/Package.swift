// swift-tools-version: 6.2
import PackageDescription

// Fuzzing of the readers with libFuzzer: `make fuzz`. A package of its own, since the instrumentation takes unsafe flags; MIROB_FUZZ must be set, so that
// mirob's own modules are instrumented too. The target is called `fuzz` because SwiftPM renames its entry point after it.
let package = Package(
    name: "mirob-fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "mirob", path: "..")],
    targets: [
        .executableTarget(
            name: "fuzz", dependencies: [.product(name: "Ingestion", package: "mirob")],
            swiftSettings: [.unsafeFlags(["-sanitize=fuzzer", "-parse-as-library"])], linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])])
    ],
    swiftLanguageModes: [.v6]
)
