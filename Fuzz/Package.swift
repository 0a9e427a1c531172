// swift-tools-version: 6.2
import PackageDescription

// The bodies of the targets stand in Sources/FuzzTargets, which the main package compiles too, so that
// its tests replay what was found. Here they are part of the one program, which `make fuzz` builds
// with libFuzzer and AddressSanitizer.
let package = Package(
  name: "coldtrace-fuzz",
  dependencies: [.package(name: "coldtrace", path: "..")],
  targets: [
    .systemLibrary(name: "LibFuzzer", path: "Sources/LibFuzzer"),
    .executableTarget(
      name: "fuzz",
      dependencies: ["LibFuzzer", .product(name: "Bitcoin", package: "coldtrace")],
      path: "Sources",
      exclude: ["LibFuzzer"],
      swiftSettings: [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .treatAllWarnings(as: .error),
      ]),
  ]
)
