import Bitcoin
import Files
import Ledger
import SystemPackage

/// A folder of block files as Bitcoin Core keeps them.
struct BlocksFolder {
  /// The folder.
  let path: FilePath
  /// The names of its block files, sorted.
  let files: [String]

  /// Lists the folder.
  ///
  /// - Throws: `Refusal` where there is no folder or no block file; `FileError`.
  init(_ path: FilePath) throws {
    guard Folder.exists(path) else { throw Refusal("there is no folder \(path)") }
    self.path = path
    files = try Folder.list(path).filter { $0.hasPrefix("blk") && $0.hasSuffix(".dat") }
    guard !files.isEmpty else { throw Refusal("no block file blk*.dat in \(path)") }
  }

  /// The network whose magic stands at the start of the first block file, behind the key of `xor.dat`
  /// or one that is worked out; nil where it is none that is known.
  ///
  /// - Throws: `LedgerError`.
  func detectNetwork() throws -> Network? { try BlockFolder(path).detectNetwork() }
}
