import Bitcoin
import Files
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

  /// The network whose magic stands at the start of the first block file, behind the key of
  /// `xor.dat` where there is one (Core: node/blockstorage.cpp, `InitBlocksdirXorKey`); nil where it
  /// is none that is known.
  func detectNetwork() throws -> Network? {
    let keyFile = path.appending("xor.dat")
    let key = File.exists(keyFile) ? try File.read(keyFile) : []
    guard let first = files.first else { return nil }
    let file = try MappedFile(path.appending(first))
    guard file.count >= 4 else { return nil }
    let magic = (0..<4).map { file.bytes[$0] ^ (key.count == 8 ? key[$0] : 0) }
    return Network.all.first { $0.magic == magic }
  }
}
