public import Bitcoin
import Files
public import SystemPackage

/// A folder of `blk*.dat` files as Bitcoin Core writes it.
public struct BlockFolder: Equatable, Sendable {
  /// Where the folder is.
  public let path: FilePath
  /// The names of the block files, in ascending order.
  public let files: [String]
  /// What each byte is XORed with, by its position in its file.
  public let key: ObfuscationKey
  /// Whether `xor.dat` does not say the key, and it was worked out from the first block.
  public let isKeyWorkedOut: Bool

  /// Lists the folder at `path` and finds its key: what `xor.dat` says, none where the file is empty
  /// or missing. Where the first file then begins with no block, the key is worked out from the first
  /// block of `network` (nil: of any that is known), which stands there.
  ///
  /// - Throws: `noBlockFiles`, `badKey`, `file`.
  public init(_ path: FilePath, network: Network? = nil) throws(LedgerError) {
    let keyPath = path.appending("xor.dat")
    let (names, bytes) = try LedgerError.wrapping { () throws(FileError) in
      let names = try Folder.list(path)
      return (names, names.contains("xor.dat") ? try File.read(keyPath) : [])
    }
    let files = names.filter { BlockFolder.isBlockFile($0) }
    guard !files.isEmpty else { throw .noBlockFiles(path) }
    guard let said = ObfuscationKey(bytes) else { throw .badKey(keyPath, count: bytes.count) }
    let networks = network.map { [$0] } ?? Network.all
    let start = try BlockFolder.readStart(of: path.appending(files[0]))
    let workedOut =
      BlockFolder.network(of: start, said, among: networks) == nil
      ? networks.lazy.compactMap { ObfuscationKey(workedOutFrom: start, network: $0) }.first : nil
    self.path = path
    self.files = files
    self.key = workedOut ?? said
    self.isKeyWorkedOut = workedOut != nil
  }

  /// The network whose magic the first file begins with; nil if it is none that is known.
  ///
  /// - Throws: `file`.
  public func detectNetwork() throws(LedgerError) -> Network? {
    for name in files {
      let start = try BlockFolder.readStart(of: path.appending(name))
      if let network = BlockFolder.network(of: start, key, among: Network.all) { return network }
    }
    return nil
  }

  private static func network(
    of start: [UInt8], _ key: ObfuscationKey, among networks: [Network]
  ) -> Network? {
    guard start.count >= 4 else { return nil }
    let magic = (0..<4).map { start[$0] ^ key.byte(at: $0) }
    return networks.first { $0.magic == magic }
  }

  /// The bytes of a record's frame and header, or as many as there are.
  private static func readStart(of path: FilePath) throws(LedgerError) -> [UInt8] {
    try LedgerError.wrapping { () throws(FileError) in
      let file = try OpenFile(path)
      return try file.read(at: 0, count: min(8 + BlockHeader.encodedSize, file.readSize()))
    }
  }

  /// Whether the first file that a node writes is there: a pruned node has deleted it.
  var hasFirstFile: Bool {
    files[0].utf8.dropFirst(3).dropLast(4).allSatisfy { $0 == 48 }
  }

  /// `blk`, five digits or more, `.dat`.
  private static func isBlockFile(_ name: String) -> Bool {
    guard name.hasPrefix("blk"), name.hasSuffix(".dat"), name.utf8.count >= 12 else { return false }
    return name.utf8.dropFirst(3).dropLast(4).allSatisfy { (48...57).contains($0) }
  }
}
