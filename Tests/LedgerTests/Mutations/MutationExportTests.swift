import Bitcoin
import Files
import Foundation
import SystemPackage
import Testing

/// Writes the catalogue out for `scripts/accept-wrong.sh`, which lets a node judge it.
@Suite("The catalogue, for a node to judge")
struct MutationExportTests {
  private static let folder = ProcessInfo.processInfo.environment["WRONG_BLOCKS"]

  /// A folder for each network with `options`, `base` (a block a line, in hexadecimal), and
  /// `cases.tsv`: number, what the node must say, how many blocks lie between, and the name; beside
  /// it `NUMBER.below`, `NUMBER.wrong` and `NUMBER.right`.
  @Test("blocks and reasons are written", .enabled(if: folder != nil))
  func isWritten() throws {
    let folder = FilePath(try #require(MutationExportTests.folder))
    for network in MutationNetwork.allCases {
      let place = folder.appending(network.rawValue)
      let base = MutationShop(network, tag: "").blocks
      try write(network.options, to: place, "options")
      try write(base.dropFirst().map { $0.encoded() }, to: place, "base")
      var rows: [String] = []
      for (number, mutation) in Mutation.all.enumerated()
      where mutation.network == network && mutation.shows != .notBySubmitting {
        let (below, pair) = mutation.build()
        let between = below.dropFirst(base.count).map { $0.encoded() }
        let reason = reason(of: mutation, pair, on: network)
        rows.append("\(number)\t\(reason)\t\(between.count)\t\(mutation.name)")
        try write(between, to: place, "\(number).below")
        try write([pair.wrong], to: place, "\(number).wrong")
        try write([pair.right.encoded()], to: place, "\(number).right")
      }
      try write(rows.map { $0 + "\n" }.joined(), to: place, "cases.tsv")
    }
  }

  /// What Bitcoin Core must say, from the catalogue alone.
  private func reason(
    of mutation: Mutation, _ pair: Mutation.Pair, on network: MutationNetwork
  ) -> String {
    if mutation.rule == .failedScript, let script = mutation.script {
      return "\(mutation.rule.rawValue) (\(script.coreReason))"
    }
    guard mutation.rule == .outdatedVersion, let version = Hex.version(of: pair.wrong) else {
      return mutation.rule.rawValue
    }
    return "\(mutation.rule.rawValue)(0x\(version))"
  }

  private func write(_ blocks: [[UInt8]], to folder: FilePath, _ name: String) throws {
    try write(blocks.map { Hex.encode($0) + "\n" }.joined(), to: folder, name)
  }

  private func write(_ text: String, to folder: FilePath, _ name: String) throws {
    try Folder.create(folder)
    try AtomicFile.write(Array(text.utf8), to: folder.appending(name))
  }
}

extension Hex {
  /// The version at the front of a block as eight digits.
  fileprivate static func version(of block: [UInt8]) -> String? {
    block.count >= 4 ? encode(block[..<4].reversed()) : nil
  }
}
