import Bitcoin
import Files
import Ledger
import SystemPackage
import TestSupport
import Testing

@Suite("Appends that go wrong")
struct AppendFaultTests {
  private let folder: TemporaryFolder
  private var ledger: FilePath { folder.path.appending("ledger") }

  init() throws { folder = try TemporaryFolder() }

  private func index(_ blocks: [Block]) throws -> ImportReport {
    let path = folder.path.appending("blocks")
    try BlockFolderWriter.write([blocks.map { .block($0) }], to: path)
    return try LedgerImport.run(blocks: path, network: .regtest, into: ledger, threads: 2)
  }

  @Test(
    "does not go on from look-up tables that are made up", arguments: ["tx.table", "script.table"])
  func forgedTable(name: String) throws {
    var builder = RandomChain(seed: 42, blockCount: 12, forks: false).builder
    let before = builder.blocks
    builder.addBlock()
    for word in [UInt64.max, 1 << 39, 1] {
      try Folder.remove(ledger)
      _ = try index(before)
      var bytes = try File.read(ledger.appending(name))
      // Rows that are not there, or one row in every slot, so that none is free.
      for place in bytes.indices {
        bytes[place] = UInt8(truncatingIfNeeded: word >> (8 * (place % 8)))
      }
      try AtomicFile.write(bytes, to: ledger.appending(name))
      try reseal(ledger, name, bytes)
      #expect(throws: LedgerError.self) { _ = try ChainLedger(opening: ledger) }
      let report = try index(builder.blocks)
      #expect(report.keptBlockCount == 0)
      guard case .damaged = report.droppedLedger else {
        Issue.record("\(String(describing: report.droppedLedger))")
        continue
      }
      #expect(try ChainLedger.check(ledger).findings == [])
    }
  }

  @Test("that fails gives the disk its room back")
  func room() throws {
    var builder = RandomChain(seed: 43, blockCount: 12, forks: false).builder
    _ = try index(builder.blocks)
    func contents() throws -> [String: [UInt8]] {
      var found: [String: [UInt8]] = [:]
      for name in try Folder.list(ledger) { found[name] = try File.read(ledger.appending(name)) }
      return found
    }
    let before = try contents()
    for _ in 0..<5 { builder.addBlock() }
    #expect(throws: LedgerError.self) {
      try DiskWatch.watch(folder.path) { action, path throws(FileError) in
        guard action == .create, path.lastComponent?.string == "manifest" else { return }
        throw .refused(action, path: path, reason: .noSpace)
      } while: {
        _ = try index(builder.blocks)
      }
    }
    #expect(try contents() == before)
  }
}
