import Foundation
import FuzzTargets
import Testing

/// One input that is kept in the repository.
struct FuzzFile: Sendable, CustomTestStringConvertible {
  let target: FuzzTarget
  let name: String
  let bytes: [UInt8]

  var testDescription: String { "\(target.rawValue)/\(name)" }

  /// `Fuzz/` of this package.
  private static let folder = URL(filePath: #filePath).appending(path: "../../../Fuzz")
    .standardizedFileURL

  /// What once broke a law.
  static let failCases = FuzzTarget.allCases.flatMap { files(of: $0, in: "FailCases") }

  /// What reaches as much of the code as the fuzzer ever reached.
  static func corpus(of target: FuzzTarget) -> [FuzzFile] { files(of: target, in: "Corpus") }

  private static func files(of target: FuzzTarget, in kind: String) -> [FuzzFile] {
    let folder = folder.appending(path: "\(kind)/\(target.rawValue)")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
    return names.sorted().compactMap { name in
      guard !name.hasPrefix("."), let data = try? Data(contentsOf: folder.appending(path: name))
      else { return nil }
      return FuzzFile(target: target, name: name, bytes: [UInt8](data))
    }
  }
}
