// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

/// A program that imports these rooms of the house.
func program(
  _ name: String, imports rooms: [String], and others: [Target.Dependency] = []
) -> Target {
  .executableTarget(
    name: name,
    dependencies: ["Racing"] + others + rooms.map { .product(name: $0, package: "coldtrace") } + [
      .product(name: "SystemPackage", package: "swift-system")
    ],
    swiftSettings: settings)
}

let package = Package(
  name: "coldtrace-benchmarks",
  dependencies: [
    .package(name: "coldtrace", path: ".."),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
  ],
  targets: [
    .target(
      name: "Racing",
      dependencies: [
        .product(name: "Bitcoin", package: "coldtrace"),
        .product(name: "Ledger", package: "coldtrace"),
      ], swiftSettings: settings),
    .target(name: "CWalk"),
    program("imports", imports: ["Bitcoin", "Case", "Files", "Ledger"]),
    program("limits", imports: ["Bitcoin", "Ledger", "Tracer"]),
    program("lookups", imports: ["Bitcoin", "Ledger"]),
    program("simulation", imports: ["Bitcoin", "ChainSim", "Files"]),
    program("validation", imports: ["Bitcoin", "Case", "Files", "Ledger"]),
    program("walks", imports: ["Files", "Ledger"], and: ["CWalk"]),
  ]
)
