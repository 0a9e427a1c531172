import Bitcoin
import Files
import Foundation
import Ledger
import Synchronization
import SystemPackage
import TestSupport
import Testing

/// Readers and runs beside a run that puts one ledger in another's place.
@Suite("Ledgers that take each other's place")
struct SwapTests {
  /// Two chains from one block on, of other lengths.
  private static let chains: [[Block]] = {
    var builder = RandomChain(seed: 50, blockCount: 20, forks: false).builder
    let before = builder.blocks
    let fork = before[8].header.computeHash()
    for number in 0..<15 { builder.addBlock(on: number == 0 ? fork : nil, extra: [7]) }
    return [before, builder.blocks]
  }()

  private static func index(_ blocks: [Block], _ folder: FilePath) throws {
    try BlockFolderWriter.write([blocks.map { .block($0) }], to: folder.appending("blocks"))
    _ = try LedgerImport.run(
      blocks: folder.appending("blocks"), network: .regtest, into: folder.appending("ledger"),
      allowsLessWork: true, threads: 1)
  }

  @Test("are each whole to whoever opens or checks one", arguments: [true, false])
  func readers(canExchange: Bool) throws {
    let folder = try TemporaryFolder(inMemory: true)
    let path = folder.path
    let ledger = path.appending("ledger")
    try SwapTests.index(SwapTests.chains[0], path)
    let tips = Set(SwapTests.chains.map { $0[$0.count - 1].header.computeHash() })
    let state = SwapState()
    let watcher: DiskWatch.Watcher = { action, path throws(FileError) in
      guard action == .exchange else { return }
      state.swaps.wrappingAdd(1, ordering: .relaxed)
      if !canExchange { throw .refused(action, path: path, reason: .invalidArgument) }
    }
    let reader = Thread {
      while !state.isOver.load(ordering: .acquiring) {
        do {
          let open = try ChainLedger(opening: ledger)
          let findings = try ChainLedger.check(ledger, threads: 1).findings
          if !tips.contains(open.tip) { state.failures.withLock { $0.append("tip \(open.tip)") } }
          state.failures.withLock { $0 += findings }
        } catch {
          state.failures.withLock { $0.append("\(error)") }
        }
      }
    }
    try DiskWatch.watch(path, watcher) {
      reader.start()
      defer {
        state.isOver.store(true, ordering: .releasing)
        while !reader.isFinished { usleep(1_000) }
      }
      for number in 1...60 { try SwapTests.index(SwapTests.chains[number % 2], path) }
    }
    #expect(state.swaps.load(ordering: .relaxed) == 60)
    #expect(state.failures.withLock { Array($0.prefix(5)) } == [])
  }
}

private final class SwapState: Sendable {
  let swaps = Atomic<Int>(0)
  let isOver = Atomic<Bool>(false)
  let failures = Mutex<[String]>([])
}
