import Foundation
import Testing

/// The small MtGox case, made and indexed once for all tests that only read it.
enum SmallCase {
  private static let made: Result<ScratchFolder, any Error> = Result {
    let scratch = try ScratchFolder()
    // What is static is never let go of.
    atexit { if case .success(let scratch) = SmallCase.made { scratch.remove() } }
    let simulated = try Program.run([
      "simulate", "Scenarios/mtgox-small.yaml", "--out", scratch.path("case"), "--quiet",
    ])
    try #require(simulated.status == 0, "\(simulated.stderr)")
    let indexed = try Program.run(["index", scratch.path("case"), "--quiet"])
    try #require(indexed.status == 0, "\(indexed.stderr)")
    return scratch
  }

  /// The case folder; only to be read.
  static func path() throws -> String {
    try made.get().path("case")
  }

  /// A copy of the case folder that a test may spoil.
  static func copy(into scratch: ScratchFolder) throws -> String {
    try FileManager.default.copyItem(atPath: path(), toPath: scratch.path("case"))
    return scratch.path("case")
  }
}

/// JSON as tests look at it.
enum JSON {
  /// One object.
  static func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  /// One object a line.
  static func lines(_ text: String) throws -> [[String: Any]] {
    try text.split(separator: "\n").map { try object(String($0)) }
  }
}
