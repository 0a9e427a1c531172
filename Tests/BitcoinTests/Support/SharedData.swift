import Foundation
import Testing

@testable import Bitcoin

/// Data that stands beside the package: official vectors and real blocks.
///
/// A run without them says so on stderr; with `CI=true` their absence is a failure.
enum SharedData {
  static let packageRoot: URL = {
    var folder = URL(filePath: #filePath).deletingLastPathComponent()
    while folder.path() != "/" {
      let manifest = folder.appending(path: "Package.swift")
      if FileManager.default.fileExists(atPath: manifest.path()) { return folder }
      folder.deleteLastPathComponent()
    }
    return folder
  }()

  static let vectors = folder(variable: "VECTORS", name: "vectors")
  static let realData = folder(variable: "REALDATA", name: "realdata")

  private static func folder(variable: String, name: String) -> URL? {
    let environment = ProcessInfo.processInfo.environment
    let folder =
      environment[variable].map { URL(filePath: $0) }
      ?? packageRoot.appending(path: "../shared/\(name)")
    if FileManager.default.fileExists(atPath: folder.path()) { return folder }
    say("left out: everything that reads \(folder.standardizedFileURL.path()), which is absent")
    return nil
  }

  static func say(_ text: String) {
    FileHandle.standardError.write(Data("BitcoinTests: \(text)\n".utf8))
  }

  /// Whether a folder is there; with `CI=true` its absence fails the test that asks.
  static func isPresent(_ folder: URL?) -> Bool {
    if folder == nil, ProcessInfo.processInfo.environment["CI"] == "true" {
      Issue.record("shared data is absent, and CI=true")
    }
    return folder != nil
  }

  /// The bytes of a file; nil where the whole folder is absent and may be.
  static func bytes(_ name: String, in folder: URL?) throws -> [UInt8]? {
    guard isPresent(folder), let folder else { return nil }
    return [UInt8](try Data(contentsOf: folder.appending(path: name)))
  }

  /// One of our own vector files, which are always there.
  static func own<Value: Decodable>(_ name: String, as type: Value.Type) -> [Value] {
    do {
      let file = packageRoot.appending(path: "Tests/BitcoinTests/Vectors/\(name)")
      return try JSONDecoder().decode([Value].self, from: Data(contentsOf: file))
    } catch {
      Issue.record("\(name): \(error)")
      return []
    }
  }

  /// The rows of a JSON file of arrays; shorter ones are comments.
  static func rows(_ name: String, atLeast count: Int = 2) -> [[Any]] {
    do {
      guard let bytes = try bytes(name, in: vectors) else { return [] }
      let value = try JSONSerialization.jsonObject(with: Data(bytes))
      return (value as? [[Any]] ?? []).filter { $0.count >= count }
    } catch {
      Issue.record("\(name): \(error)")
      return []
    }
  }
}

/// One row of a vector file, as an argument of a test.
struct VectorCase<Value: Sendable>: Sendable, CustomTestStringConvertible {
  let name: String
  let value: Value

  init(_ name: String, _ value: Value) {
    self.name = name
    self.value = value
  }

  var testDescription: String { name }
}

/// A generator that gives the same numbers for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }

  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
  }
}
