import Bitcoin
import Files
import Ledger
import SystemPackage
import TestSupport
import Testing

@Suite("Obfuscated block files")
struct ObfuscationTests {
  private static let keys: [[UInt8]] = [
    [1, 2, 3, 4, 5, 6, 7, 8], [255, 0, 0, 0, 0, 0, 0, 1], [0xfa, 0xbf, 0xb5, 0xda, 0, 0, 0, 0],
  ]

  /// Writes a copy of `blocks` whose bytes are XORed with `key`, but for a tail that a node allocates
  /// ahead; `xor.dat` has what `said` says, nil for none.
  static func hide(
    _ blocks: FilePath, _ key: [UInt8], said: [UInt8]?, tail: Int = 0, in folder: TemporaryFolder
  ) throws {
    let copy = folder.path.appending("blocks")
    try Folder.create(copy)
    for name in try Folder.list(blocks) where name.hasPrefix("blk") {
      var bytes = try File.read(blocks.appending(name))
      for index in bytes.indices { bytes[index] ^= key[index % 8] }
      try AtomicFile.write(bytes + [UInt8](repeating: 0, count: tail), to: copy.appending(name))
    }
    if let said { try AtomicFile.write(said, to: copy.appending("xor.dat")) }
  }

  @Test(
    "give the plain files' ledger byte for byte, whether xor.dat is there, zero, empty or lost",
    arguments: keys)
  func sameBytes(key: [UInt8]) throws {
    let plain = try RandomChain(seed: 5, blockCount: 40).builder.makeLedger()
    for said in [key, [UInt8](repeating: 0, count: 8), [], nil] {
      let folder = try TemporaryFolder()
      try ObfuscationTests.hide(
        plain.folder.path.appending("blocks"), key, said: said, in: folder)
      let world = try TestLedger(folder, network: .regtest, isStrict: true)
      #expect(try differences(plain.ledger.folder, world.ledger.folder) == [])
      #expect(world.report.workedOutKey?.bytes == (said == key ? nil : key))
      #expect(try BlockFolder(folder.path.appending("blocks")).detectNetwork() == .regtest)
    }
  }

  @Test("end in zeros as they lie on disk, which decode to the key's bytes")
  func rawTail() throws {
    let plain = try RandomChain(seed: 5, blockCount: 10).builder.makeLedger()
    let folder = try TemporaryFolder()
    let key = ObfuscationTests.keys[0]
    try ObfuscationTests.hide(
      plain.folder.path.appending("blocks"), key, said: key, tail: 5_000, in: folder)
    let world = try TestLedger(folder, network: .regtest, isStrict: true)
    #expect(world.report.skipped.map(\.reason) == [.zeroTail])
    #expect(world.report.skipped.map(\.count) == [5_000])
    #expect(try differences(plain.ledger.folder, world.ledger.folder) == ["sources"])
  }

  @Test("of mainnet, with junk, a duplicate and a zero tail, give the clean files' ledger")
  func realFiles() throws {
    guard let data = TestData.realBlocks(leavingOut: "obfuscated copies of mainnet 0-599") else {
      #expect(!TestData.mustBeComplete)
      return
    }
    let clean = try ObfuscationTests.copy(
      data, ["nbitcoin_blk00000.dat", "nbitcoin_blk00001.dat"])
    let odd = try ObfuscationTests.copy(
      data, ["nbitcoin_blk00000.dat", "nbitcoin_incompleteblk.dat"])
    let expected = try TestLedger(clean, network: .mainnet)
    for key in ObfuscationTests.keys {
      for said in [key, nil] {
        let folder = try TemporaryFolder()
        try ObfuscationTests.hide(clean.path.appending("blocks"), key, said: said, in: folder)
        let world = try TestLedger(folder, network: .mainnet, isStrict: true)
        #expect(try differences(expected.ledger.folder, world.ledger.folder) == [])
      }
      // The tail of zeros is the file's own here, so it is hidden with the rest.
      let folder = try TemporaryFolder()
      try ObfuscationTests.hide(odd.path.appending("blocks"), key, said: nil, in: folder)
      let world = try TestLedger(folder, network: .mainnet)
      #expect(try differences(expected.ledger.folder, world.ledger.folder) == ["sources"])
      #expect(
        world.report.skipped.map(\.description).prefix(2) == [
          "blk00001.dat: 1 byte of junk at byte 70449",
          "blk00001.dat: duplicate block \(world.ledger.blockHashes[598]) at byte 70450",
        ])
    }
  }

  /// A folder whose `blocks` has these files of the real data.
  static func copy(_ data: FilePath, _ names: [String]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try Folder.create(folder.path.appending("blocks"))
    for (number, name) in names.enumerated() {
      try AtomicFile.write(
        try File.read(data.appending(name)),
        to: folder.path.appending("blocks/blk0000\(number).dat"))
    }
    return folder
  }
}
