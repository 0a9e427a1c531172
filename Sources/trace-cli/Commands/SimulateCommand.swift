import ArgumentParser
import Bitcoin
import ChainSim
import SystemPackage

/// `simulate`: a scenario becomes a case with a signed chain.
struct SimulateCommand: CaseCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Play a scenario into a case folder with a signed regtest chain.",
    discussion: """
      The case has the blocks in Bitcoin Core's own format, the tags and books an investigator would \
      have, the claims that are made, and the truth. The same scenario and seed give the same bytes \
      on any number of threads. A scenario that keeps regtest's halving interval of 150 is accepted \
      by an unmodified Bitcoin Core node: see `make accept`.

      Examples:
        trace-cli simulate Scenarios/mtgox-small.yaml --out my-case
        trace-cli simulate Scenarios/mtgox.yaml --out other --seed 7
      """)

  @Argument(help: ArgumentHelp("The scenario, a YAML file.", valueName: "scenario"))
  var scenario: String

  @Option(
    help: ArgumentHelp("The case folder to make; it must be empty or not there.", valueName: "case")
  )
  var out: String

  @Option(
    help: ArgumentHelp(
      "The seed of all choices and keys. (default: the scenario's)", valueName: "n"))
  var seed: UInt64?

  @OptionGroup var variant: VariantOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var output: OutputOptions

  func run(on console: Console) throws {
    let played = try ScenarioReader.read(FilePath(scenario), as: variant.variant)
    let report = try Simulation.run(
      played, seed: seed, threads: threads.count, into: FilePath(out), progress: console.show)
    console.endProgress()
    if output.json {
      console.print(
        .object([
          ("case", .string(out)), ("title", .string(played.title)),
          ("seed", .string(String(seed ?? played.seed))), ("height", .count(report.height)),
          ("transactions", .count(report.transactions)), ("payments", .count(report.payments)),
          ("signatures", .count(report.signatures)), ("keys", .count(report.keys)),
          ("bytes", .count(report.transactionBytes)),
        ]))
    } else {
      console.print("simulated \(played.title) (seed \(seed ?? played.seed))")
      console.print(
        "\(report.height.grouped) blocks, \(report.transactions.grouped) transactions, "
          + "\(report.signatures.grouped) signatures, in \(out)")
      console.print("next: trace-cli index \(out)")
    }
  }
}

extension Console {
  /// Shows how far a simulation is.
  func show(_ simulation: Simulation.Progress) {
    switch simulation {
    case .planning: progress("planning the story", done: 0, of: 0)
    case .derivingKeys: progress("deriving keys", done: 0, of: 0)
    case .signing(let done, let total): progress("signing transactions", done: done, of: total)
    case .writingCase: progress("writing the case", done: 0, of: 0)
    }
  }
}
