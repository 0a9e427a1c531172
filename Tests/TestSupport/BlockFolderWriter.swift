public import Bitcoin
import Files
public import SystemPackage

/// Writes block files as a test wants them.
public enum BlockFolderWriter {
  /// What stands in a block file.
  public enum Piece: Sendable {
    /// A block as a record.
    case block(Block)
    /// Bytes as they are.
    case raw([UInt8])
  }

  /// Writes `files` as `blk00000.dat` and so on into a folder, obfuscated if a key is given.
  public static func write(
    _ files: [[Piece]], network: Network = .regtest, key: [UInt8] = [], to folder: FilePath
  ) throws {
    try Folder.create(folder)
    for (number, pieces) in files.enumerated() {
      var writer = ByteWriter()
      for piece in pieces {
        switch piece {
        case .block(let block):
          BlockFile.write(block.encoded(), network: network, into: &writer)
        case .raw(let bytes): writer.write(bytes)
        }
      }
      var bytes = writer.bytes
      if !key.isEmpty { for index in bytes.indices { bytes[index] ^= key[index % key.count] } }
      let digits = "\(number)"
      let name = "blk" + String(repeating: "0", count: 5 - digits.count) + digits + ".dat"
      try AtomicFile.write(bytes, to: folder.appending(name))
    }
    if !key.isEmpty { try AtomicFile.write(key, to: folder.appending("xor.dat")) }
  }
}

extension BlockFolderWriter {
  /// A block as a record.
  public static func record(_ block: Block, network: Network = .regtest) -> [UInt8] {
    record(block.encoded(), network: network)
  }

  /// Bytes that claim to be a block, as a record.
  public static func record(_ bytes: some Sequence<UInt8>, network: Network = .regtest) -> [UInt8] {
    var writer = ByteWriter()
    BlockFile.write(Array(bytes), network: network, into: &writer)
    return writer.bytes
  }
}
