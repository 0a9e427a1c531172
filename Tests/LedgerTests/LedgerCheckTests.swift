import Bitcoin
import Files
import Ledger
import SystemPackage
import TestSupport
import Testing

@Suite("Opening and checking a ledger")
struct LedgerCheckTests {
  @Test("a flipped bit anywhere is found, when it is opened and when it is checked")
  func flippedBits() throws {
    var generator = SeededGenerator(seed: 11)
    let world = try RandomChain(seed: 11, blockCount: 30).builder.makeLedger()
    let folder = world.ledger.folder
    #expect(try ChainLedger.check(folder).findings == [])
    for name in try Folder.list(folder) {
      let path = folder.appending(name)
      let bytes = try File.read(path)
      for _ in 0..<(Seeds.isLong ? 200 : 12) where !bytes.isEmpty {
        var changed = bytes
        let bit = Int.random(in: 0..<8 * bytes.count, using: &generator)
        changed[bit / 8] ^= 1 << (bit % 8)
        try AtomicFile.write(changed, to: path)
        let verdict = try? ChainLedger.check(folder)
        #expect(verdict?.isSound != true, "bit \(bit) of \(name)")
        if name != "sources" {
          #expect(throws: LedgerError.self, "bit \(bit) of \(name)") {
            try ChainLedger(opening: folder).blockCount
          }
        }
      }
      try AtomicFile.write(bytes, to: path)
    }
    #expect(try ChainLedger.check(folder).findings == [])
  }

  @Test("a finding names the column")
  func namedColumn() throws {
    let world = try RandomChain(seed: 12, blockCount: 5).builder.makeLedger()
    let path = world.ledger.folder.appending("output.value")
    var bytes = try File.read(path)
    bytes[0] ^= 1
    try AtomicFile.write(bytes, to: path)
    #expect(
      try ChainLedger.check(world.ledger.folder).findings
        == ["wrong checksum of column output.value in bytes 0 to \(bytes.count - 1)"])
    let folder = world.ledger.folder
    let damaged = LedgerError.damaged(
      folder, reason: "wrong checksum of column output.value in bytes 0 to \(bytes.count - 1)")
    #expect(throws: damaged) { try ChainLedger(opening: folder).blockCount }
    try File.remove(path)
    #expect(
      try ChainLedger.check(world.ledger.folder).findings == ["column output.value is missing"])
    let error = #expect(throws: LedgerError.self) { try ChainLedger(opening: folder).blockCount }
    #expect(
      error.map { "\($0)" }
        == "damaged ledger: column output.value is missing in \(folder); "
        + "run trace-cli index \(folder.removingLastComponent()), which makes it anew")
  }

  @Test("a finding says in which mebibyte, and what is appended is found, too")
  func chunks() throws {
    var builder = ChainBuilder()
    func extend(_ builder: inout ChainBuilder) {
      for _ in 0..<20 {
        let script = ScriptPubKey([UInt8](repeating: UInt8(builder.blocks.count), count: 60_000))
        builder.addBlock(coinbase: [TxOut(value: .zero, scriptPubKey: script)])
      }
    }
    extend(&builder)
    let world = try builder.makeLedger()
    let folder = world.ledger.folder
    for _ in 0..<2 {
      extend(&builder)
      let blocks = world.folder.path.appending("blocks")
      try BlockFolderWriter.write([builder.blocks.map { .block($0) }], to: blocks)
      let report = try LedgerImport.run(blocks: blocks, network: .regtest, into: folder)
      #expect(report.keptBlockCount == builder.blocks.count - 20)
      let fresh = try builder.makeLedger()
      #expect(try differences(folder, fresh.ledger.folder) == [])
    }
    let path = folder.appending("script.bytes")
    var bytes = try File.read(path)
    #expect(bytes.count > 3 << 20)
    for place in [0, (1 << 20) - 1, 1 << 20, 5 << 19, bytes.count - 1] {
      bytes[place] ^= 16
      try AtomicFile.write(bytes, to: path)
      let start = (place >> 20) << 20
      let end = min(bytes.count, start + (1 << 20)) - 1
      #expect(
        try ChainLedger.check(folder).findings
          == ["wrong checksum of column script.bytes in bytes \(start) to \(end)"])
      bytes[place] ^= 16
    }
  }

  @Test("a column that is cut short is damaged, and no trap")
  func cutColumn() throws {
    let world = try RandomChain(seed: 13, blockCount: 5).builder.makeLedger()
    let folder = world.ledger.folder
    for name in try Folder.list(folder) {
      let path = folder.appending(name)
      let bytes = try File.read(path)
      for count in Set([0, 1, bytes.count / 2, bytes.count - 1]) where 0..<bytes.count ~= count {
        try AtomicFile.write(Array(bytes[..<count]), to: path)
        #expect(try !ChainLedger.check(folder).isSound, "\(name) cut to \(count)")
      }
      try AtomicFile.write(bytes, to: path)
    }
  }

  @Test("columns that were sealed again with wrong contents are found", arguments: Seeds.of(1...40))
  func resealed(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let world = try RandomChain(seed: 14, blockCount: 12).builder.makeLedger()
    let folder = world.ledger.folder
    // No other column says what these should be, only the blocks do.
    let free: Set<String> = [
      "block.file", "block.position", "block.size", "tx.version", "tx.lockTime", "tx.offset",
      "input.sequence",
      "output.value", "checksums", "manifest", "sources",
    ]
    let names = try Folder.list(folder).filter { !free.contains($0) }
    let name = names[Int.random(in: 0..<names.count, using: &generator)]
    var bytes = try File.read(folder.appending(name))
    if bytes.isEmpty { return }
    let bit = Int.random(in: 0..<8 * bytes.count, using: &generator)
    bytes[bit / 8] ^= 1 << (bit % 8)
    try AtomicFile.write(bytes, to: folder.appending(name))
    try reseal(folder, name, bytes)
    let verdict = try ChainLedger.check(folder)
    #expect(!verdict.isSound, "bit \(bit) of \(name), seed \(seed)")
    #expect(verdict.findings.allSatisfy { !$0.contains("checksum") }, "\(verdict.findings)")
  }

  @Test(
    "a ledger made up to end the program is refused or read",
    arguments: [
      "block.firstTransaction", "tx.firstInput", "tx.firstOutput", "tx.overwritten", "tx.table",
      "input.prevout", "output.value", "output.script", "output.spender", "script.kind",
      "script.firstByte", "script.firstOutput", "script.outputs", "script.table",
    ])
  func hostile(name: String) throws {
    var generator = SeededGenerator(seed: 15)
    let world = try RandomChain(seed: 15, blockCount: 12).builder.makeLedger()
    let folder = world.ledger.folder
    let sound = try File.read(folder.appending(name))
    var refusals = 0
    let words: [UInt64] = [.max, .max / 2, 0, 1 << 40, 21_000_000 * 100_000_000]
    for word in words where sound.count >= 8 {
      var bytes = sound
      let start = Int.random(in: 0..<sound.count / 8, using: &generator) * 8
      for index in 0..<8 { bytes[start + index] = UInt8(truncatingIfNeeded: word >> (8 * index)) }
      try AtomicFile.write(bytes, to: folder.appending(name))
      try reseal(folder, name, bytes)
      do throws(LedgerError) {
        try readAll(ChainLedger(opening: folder))
      } catch {
        refusals += 1
        guard case .damaged = error else {
          Issue.record("\(error)")
          continue
        }
      }
    }
    let isLookup = ["tx.overwritten", "tx.table", "script.kind", "script.table"].contains(name)
    #expect(isLookup || refusals >= 3, "\(refusals) of \(words.count) refused")
  }

  /// Looks at whatever rows say of each other.
  private func readAll(_ ledger: borrowing ChainLedger) {
    _ = ledger.utxoSummary()
    for row in 0..<ledger.transactionCount {
      let transaction = TxIndex(row)
      _ = ledger.transaction(ledger.txids[row])
      for input in ledger.inputs(of: transaction) {
        _ = ledger.outPoint(of: ledger.inputPrevout[input])
      }
      for output in ledger.outputs(of: transaction) {
        _ = ledger.isUnspendable(OutputIndex(output))
        let spender = ledger.outputSpender[output]
        if !spender.isNone { _ = ledger.transaction(ofInput: spender) }
        _ = ledger.script(ledger.scriptPubKey(ledger.outputScript[output]))
      }
    }
    for script in 0..<ledger.scriptCount {
      let outputs = ledger.outputs(of: ScriptIndex(script))
      for place in outputs.indices { _ = ledger.outputValue[outputs[place].position] }
    }
  }

  @Test("a missing ledger says how to make one")
  func missing() throws {
    let folder = try TemporaryFolder()
    let path = folder.path.appending("ledger")
    let error = #expect(throws: LedgerError.noLedger(path)) {
      try ChainLedger(opening: path).blockCount
    }
    #expect(
      error.map { "\($0)" }
        == "no ledger in \(path); run trace-cli index \(folder.path)")
    #expect(throws: LedgerError.noLedger(path)) { try ChainLedger.check(path) }
  }

  @Test("a ledger of another format version says so")
  func version() throws {
    let world = try ChainBuilder().makeLedger()
    let folder = world.ledger.folder
    try AtomicFile.write("coldtrace-ledger 9\n", to: folder.appending("manifest"))
    let error = #expect(throws: LedgerError.unsupportedVersion(folder, found: "9")) {
      try ChainLedger(opening: folder).blockCount
    }
    #expect(
      error.map { "\($0)" }
        == "ledger in \(folder) has format version 9, this program reads 4; "
        + "run trace-cli index \(folder.removingLastComponent()), which makes it anew")
  }
}
