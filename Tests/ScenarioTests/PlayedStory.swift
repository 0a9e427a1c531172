import Bitcoin
import Case
import ChainSim
import Files
import Ledger
import SystemPackage
import TestSupport
import Truth

/// A shipped scenario, played and indexed in a folder of its own.
struct PlayedStory: ~Copyable {
  /// The scenario.
  let scenario: Scenario
  /// What the simulation said.
  let report: Simulation.Report
  /// The case.
  let folder: CaseFolder
  /// Its chain, with the temporary folder that has all of it.
  let chain: TestLedger

  /// All shipped scenarios by the names of their files.
  static let names: [String] = {
    let path = TestData.packageRoot.appending("Scenarios")
    let files = (try? Folder.list(path)) ?? []
    return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
  }()

  /// A scenario as tests play it: with its setting `test` where it has one.
  ///
  /// - Parameters:
  ///   - isWhole: whether it is read without that setting.
  ///   - changes: single values that are others.
  static func read(
    _ name: String, isWhole: Bool = false, changes: [String] = []
  ) throws -> Scenario {
    let path = TestData.packageRoot.appending("Scenarios/\(name).yaml")
    let hasTest = try !isWhole && ScenarioReader.read(path).settings.contains("test")
    return try ScenarioReader.read(
      path, as: ScenarioVariant(setting: hasTest ? "test" : nil, changes: changes))
  }

  init(_ name: String, isWhole: Bool = false, changes: [String] = [], threads: Int = 2) throws {
    let scenario = try PlayedStory.read(name, isWhole: isWhole, changes: changes)
    let holder = try TemporaryFolder()
    let report = try Simulation.run(scenario, threads: threads, into: holder.path)
    let chain = try TestLedger(holder, network: scenario.network, threads: threads)
    self.scenario = scenario
    self.report = report
    self.folder = CaseFolder(root: holder.path)
    self.chain = chain
  }
}
