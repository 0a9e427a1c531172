import Bitcoin
import Case
import ChainSim
import Files
import Foundation
import SystemPackage
import TestSupport
import Testing

/// One SHA-256 over all files of the small case: the same on every machine, for every number of
/// threads. `make golden` writes it anew, for a change that is meant to change bytes.
@Suite("The small case's bytes")
struct GoldenCaseTests {
  private static let file = FilePath(#filePath).removingLastComponent()
    .appending("Golden/mtgox-small.sha256")

  /// SHA-256 over path, size and bytes of each file below `root`, in the order of the paths' bytes.
  static func hash(_ root: FilePath) throws -> String {
    var writer = ByteWriter()
    for path in try files(root, below: "") {
      let bytes = try File.read(root.appending(path))
      writer.write(counted: Array(path.utf8))
      writer.write(UInt64(bytes.count))
      writer.write(Digest.sha256(bytes))
    }
    return Hex.encode(Digest.sha256(writer.bytes))
  }

  private static func files(_ root: FilePath, below: String) throws -> [String] {
    var found: [String] = []
    for name in try Folder.list(root.appending(below)) {
      let path = below.isEmpty ? name : "\(below)/\(name)"
      if Folder.exists(root.appending(path)) {
        found += try files(root, below: path)
      } else {
        found.append(path)
      }
    }
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  @Test("they hash to what is committed")
  func isCommitted() throws {
    let hash = try GoldenCaseTests.hash(PlayedCase.small.get().folder.root)
    if ProcessInfo.processInfo.environment["REWRITE_GOLDEN"] == "1" {
      try AtomicFile.write(Array("\(hash)\n".utf8), to: GoldenCaseTests.file)
    }
    let committed = try String(decoding: File.read(GoldenCaseTests.file), as: UTF8.self)
    #expect(committed == "\(hash)\n", "make golden writes it anew, if the change is meant")
  }

  @Test("one thread and seven give the bytes of two", arguments: [1, 7])
  func anyThreads(threads: Int) throws {
    let again = try PlayedCase("mtgox-small", threads: threads)
    #expect(
      try GoldenCaseTests.hash(again.folder.root)
        == GoldenCaseTests.hash(PlayedCase.small.get().folder.root))
  }
}
