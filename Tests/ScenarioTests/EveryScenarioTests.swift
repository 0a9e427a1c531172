import Bitcoin
import Case
import ChainSim
import Files
import Ledger
import SystemPackage
import TestSupport
import Testing
import Tracer
import Truth

/// What holds of every scenario that is shipped.
@Suite("Every shipped scenario")
struct EveryScenarioTests {
  @Test("is small enough to be played in tests, as it stands or by its setting 'test'")
  func areSmall() throws {
    #expect(PlayedStory.names.count >= 4)
    for name in PlayedStory.names {
      let size = try Simulation.rehearse(PlayedStory.read(name))
      #expect(
        size.transactions <= 70_000,
        "\(name).yaml has \(size.transactions) transactions: give it a setting 'test'")
    }
  }

  @Test("can be read with each of its settings", arguments: PlayedStory.names)
  func readsSettings(name: String) throws {
    let path = TestData.packageRoot.appending("Scenarios/\(name).yaml")
    for setting in try ScenarioReader.read(path).settings {
      let scenario = try ScenarioReader.read(path, as: ScenarioVariant(setting: setting))
      #expect(scenario.variant.setting == setting)
    }
  }

  @Test(
    "breaks no rule, has one owner for each output, and books that close",
    arguments: PlayedStory.names)
  func holds(name: String) throws {
    let story = try PlayedStory(name)
    let verdict = try ChainValidation.run(
      blocks: story.folder.blocks, network: story.scenario.network,
      rules: ConsensusRules(story.scenario.network), threads: 2)
    #expect(verdict.isValid)
    let tip = story.chain.ledger.tipHeight
    let height = story.report.height
    #expect(tip == height)
    try checkOwners(story.folder, story.chain.ledger)
    try checkBooks(story.folder, story.chain.ledger)
  }

  /// Each output has one owner, in the order of the chain; what owners have is the UTXO set.
  private func checkOwners(_ folder: CaseFolder, _ ledger: borrowing ChainLedger) throws {
    let truth = TruthFolder(folder.truth)
    let rows = try truth.readOutputs()
    let first = Int(ledger.txFirstOutput[1])
    var row = first
    var sums: [String: Int64] = [:]
    var isInOrder = true
    for owned in rows {
      guard let output = ledger.output(owned.outPoint) else {
        Issue.record("no output \(owned.outPoint) on the chain")
        continue
      }
      // Blocks that lost are told of too, and are not in the ledger.
      if output.position != row { isInOrder = false }
      row = output.position + 1
      let value = ledger.outputValue[output.position]
      #expect(!owned.owner.isEmpty && owned.stolen >= .zero && owned.stolen <= value)
      if ledger.isInUTXOSet(output) { sums[owned.owner, default: 0] += value.rawValue }
    }
    #expect(isInOrder)
    let count = ledger.outputCount - first
    let unspent = ledger.utxoSummary().amount.rawValue
    #expect(rows.count == count)
    #expect(sums.values.reduce(0, +) == unspent)
  }

  /// Where there are books, the equation closes at their close and at every hundredth height.
  private func checkBooks(_ folder: CaseFolder, _ ledger: borrowing ChainLedger) throws {
    guard Folder.exists(folder.books) else { return }
    let books = try folder.readBooks()
    let scripts = try ExchangeScripts(books: books, ledger: ledger)
    let close = try Reconciliation.run(books: books, ledger: ledger, scripts: scripts)
    #expect(close.isClosed)
    for height in stride(from: 0, through: ledger.tipHeight, by: 100) {
      let found = try Reconciliation.run(
        books: books, ledger: ledger, scripts: scripts, until: height)
      #expect(found.isClosed, "height \(height)")
    }
  }

  @Test("gives the same bytes on one thread and on three", arguments: PlayedStory.names)
  func isDeterministic(name: String) throws {
    let scenario = try PlayedStory.read(name)
    let holder = try TemporaryFolder()
    var folders: [[String: [UInt8]]] = []
    for threads in [1, 3] {
      let path = holder.path.appending("\(threads)")
      try Simulation.run(scenario, threads: threads, into: path)
      folders.append(try EveryScenarioTests.files(path))
    }
    #expect(folders[0].count > 5)
    #expect(folders[0] == folders[1])
  }

  /// All files below a folder, with their bytes.
  private static func files(_ path: FilePath) throws -> [String: [UInt8]] {
    var all: [String: [UInt8]] = [:]
    for name in try Folder.list(path) {
      let inside = path.appending(name)
      if Folder.exists(inside) {
        for (file, bytes) in try files(inside) { all["\(name)/\(file)"] = bytes }
      } else {
        all[name] = try File.read(inside)
      }
    }
    return all
  }
}
