// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "coldtrace-benchmarks",
  dependencies: [
    .package(name: "coldtrace", path: ".."),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
  ],
  targets: [
    .executableTarget(
      name: "limits",
      dependencies: [
        .product(name: "Bitcoin", package: "coldtrace"),
        .product(name: "Ledger", package: "coldtrace"),
        .product(name: "Tracer", package: "coldtrace"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .treatAllWarnings(as: .error),
      ])
  ]
)
