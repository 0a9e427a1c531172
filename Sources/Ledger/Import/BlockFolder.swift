public import Bitcoin
import Files
public import SystemPackage

/// A folder of `blk*.dat` files as Bitcoin Core writes it.
public struct BlockFolder: Equatable, Sendable {
  /// Where the folder is.
  public let path: FilePath
  /// The names of the block files, in ascending order.
  public let files: [String]
  /// What each byte is XORed with, by its position in its file; zeros where nothing is.
  let key: ObfuscationKey

  /// Lists the folder at `path` and reads its `xor.dat`.
  ///
  /// - Throws: `noBlockFiles`, `badKey`, `file`.
  public init(_ path: FilePath) throws(LedgerError) {
    let keyPath = path.appending("xor.dat")
    let (names, bytes) = try LedgerError.wrapping { () throws(FileError) in
      let names = try Folder.list(path)
      return (names, names.contains("xor.dat") ? try File.read(keyPath) : [])
    }
    let files = names.filter { BlockFolder.isBlockFile($0) }
    guard !files.isEmpty else { throw .noBlockFiles(path) }
    guard let key = ObfuscationKey(bytes) else { throw .badKey(keyPath, count: bytes.count) }
    self.path = path
    self.files = files
    self.key = key
  }

  /// The network whose magic the first file begins with; nil if it is none that is known.
  ///
  /// - Throws: `file`.
  public func detectNetwork() throws(LedgerError) -> Network? {
    try LedgerError.wrapping { () throws(FileError) in
      for name in files {
        let file = try OpenFile(path.appending(name))
        guard try file.readSize() >= 4 else { continue }
        var bytes: [UInt8] = []
        try file.read(into: &bytes, at: 0, count: 4)
        for index in bytes.indices { bytes[index] ^= key.byte(at: index) }
        if let network = Network.all.first(where: { $0.magic == bytes }) { return network }
      }
      return nil
    }
  }

  /// `blk`, five digits or more, `.dat`.
  private static func isBlockFile(_ name: String) -> Bool {
    guard name.hasPrefix("blk"), name.hasSuffix(".dat"), name.utf8.count >= 12 else { return false }
    return name.utf8.dropFirst(3).dropLast(4).allSatisfy { (48...57).contains($0) }
  }
}

/// The eight bytes that Bitcoin Core XORs its block files with (Core: `xor.dat`,
/// node/blockstorage.cpp `InitBlocksdirXorKey`).
struct ObfuscationKey: Equatable, Sendable {
  /// The key's bytes as a little-endian number.
  let word: UInt64

  /// The key of these bytes: eight, or none for no obfuscation.
  init?(_ bytes: [UInt8]) {
    guard bytes.count == 8 || bytes.isEmpty else { return nil }
    word = bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  var isZero: Bool { word == 0 }

  /// What the byte at `position` of a file is XORed with.
  func byte(at position: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: word >> (8 * UInt64(position & 7)))
  }

  /// Undoes the obfuscation of the first `count` bytes, which lie at `position` of their file.
  func remove(from bytes: inout [UInt8], count: Int, at position: Int) {
    if isZero { return }
    for index in 0..<count { bytes[index] ^= byte(at: position + index) }
  }
}
