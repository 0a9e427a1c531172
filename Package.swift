// swift-tools-version: 6.2
import PackageDescription

/// What every target of this package is compiled with (CONTRIBUTING.md says why).
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableExperimentalFeature("Lifetimes"),
  .treatAllWarnings(as: .error),
]

/// A library target of the house, with the targets it may import.
func room(_ name: String, imports: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: imports, swiftSettings: settings + [.strictMemorySafety()])
}

/// The tests of one target. Test targets go without strict memory safety.
/// `data` are folders of theirs that are no source.
func tests(_ name: String, imports: [Target.Dependency], data: [String] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: imports, exclude: data, swiftSettings: settings)
}

let system: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

let package = Package(
  name: "coldtrace",
  products: [
    .library(name: "Files", targets: ["Files"]),
    .library(name: "Bitcoin", targets: ["Bitcoin"]),
    .library(name: "Case", targets: ["Case"]),
    .library(name: "Truth", targets: ["Truth"]),
    .library(name: "Ledger", targets: ["Ledger"]),
    .library(name: "Tracer", targets: ["Tracer"]),
    .library(name: "ChainSim", targets: ["ChainSim"]),
    .library(name: "Scoring", targets: ["Scoring"]),
    .executable(name: "trace-cli", targets: ["trace-cli"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(
      name: "CSecp256k1", pkgConfig: "libsecp256k1", providers: [.apt(["libsecp256k1-dev"])]),
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),

    room("Files", imports: ["CZstd", system]),
    room("Bitcoin", imports: ["CSecp256k1", "COpenSSL"]),
    room("Case", imports: ["Bitcoin", "Files", yams, system]),
    room("Truth", imports: ["Bitcoin", "Files", system]),
    room("Ledger", imports: ["Bitcoin", "Files", system]),
    room("Tracer", imports: ["Bitcoin", "Files", "Case", "Ledger"]),
    room("ChainSim", imports: ["Bitcoin", "Files", "Case", "Truth", yams, system]),
    room(
      "Scoring", imports: ["Bitcoin", "Files", "Case", "Truth", "Ledger", "Tracer", system]),
    .executableTarget(
      name: "trace-cli",
      dependencies: [
        "Bitcoin", "Files", "Case", "Truth", "Ledger", "Tracer", "ChainSim", "Scoring", system,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings + [.strictMemorySafety()]),

    // What is fuzzed; Fuzz/Package.swift makes the program of it, these tests replay it.
    .target(
      name: "FuzzTargets", dependencies: ["Bitcoin"], path: "Fuzz/Sources/FuzzTargets",
      swiftSettings: settings),
    tests("Fuzz", imports: ["FuzzTargets", "TestSupport"]),
    tests("Bitcoin", imports: ["Bitcoin"], data: ["Vectors"]),
    tests("Case", imports: ["Case", "Bitcoin", "Files", system]),
    tests("TraceCLI", imports: ["trace-cli", "TestSupport", system]),
    .target(
      name: "TestSupport", dependencies: ["Bitcoin", "Files", "Ledger", system],
      path: "Tests/TestSupport", swiftSettings: settings),
    tests("Files", imports: ["Files", "TestSupport", system]),
    tests("Ledger", imports: ["Ledger", "Bitcoin", "Files", "TestSupport", system]),
    tests(
      "Scoring",
      imports: ["Scoring", "Bitcoin", "Files", "Ledger", "Tracer", "Truth", "TestSupport", system]),
    tests("Tracer", imports: ["Tracer", "Bitcoin", "Files", "Case", "Ledger", "TestSupport"]),
    tests("Truth", imports: ["Truth", "Bitcoin", "Files", system]),
    tests(
      "Scenario",
      imports: [
        "ChainSim", "Bitcoin", "Files", "Case", "Truth", "Ledger", "Tracer", "TestSupport", system,
        yams,
      ]),
    tests(
      "ChainSim",
      imports: ["ChainSim", "Bitcoin", "Files", "Case", "Truth", "TestSupport", system],
      data: ["Golden", "Stories"]),
  ]
)
