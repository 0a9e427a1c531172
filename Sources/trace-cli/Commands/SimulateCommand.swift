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

      --list, --describe, --check and --schema write nothing: what scenarios there are, what one \
      tells, what it comes to, and what the format is.

      Examples:
        trace-cli simulate --list
        trace-cli simulate Scenarios/mtgox-small.yaml --out my-case
        trace-cli simulate Scenarios/mtgox.yaml --setting demo --out other --seed 7
        trace-cli simulate --check Scenarios/mtgox.yaml --set customers.count=500
      """)

  @Argument(
    help: ArgumentHelp(
      "The scenario, a YAML file; with --list a folder. (--list: Scenarios)",
      valueName: "scenario"))
  var scenario: String?

  @Flag(help: "List the scenarios of a folder.")
  var list = false

  @Flag(help: "Tell what the scenario tells: who, what, when, sums and settings.")
  var describe = false

  @Flag(help: "Plan the scenario without signing, and say what it comes to.")
  var check = false

  @Flag(help: "Print the JSON Schema of the scenario format.")
  var schema = false

  @Option(
    help: ArgumentHelp("The case folder to make; it must be empty or not there.", valueName: "case")
  )
  var out: String?

  @Option(
    help: ArgumentHelp(
      "The seed of all choices and keys. (default: the scenario's)", valueName: "n"))
  var seed: UInt64?

  @OptionGroup var variant: VariantOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var output: OutputOptions

  /// The folder that scenarios are shipped in.
  private static let shipped = "Scenarios"

  func validate() throws {
    let modes = [
      ("--list", list), ("--describe", describe), ("--check", check), ("--schema", schema),
    ].filter(\.1).map(\.0)
    if modes.count > 1 {
      throw ValidationError("\(modes[0]) and \(modes[1]) are two questions; ask one.")
    }
    if let out, FilePath(out).lastComponent?.kind != .regular {
      throw ValidationError(
        "--out '\(out)' names no folder: give the name of the case folder to make, such as my-case."
      )
    }
    if let mode = modes.first {
      if out != nil { throw ValidationError("\(mode) writes nothing; leave --out out.") }
      if scenario == nil, mode == "--describe" || mode == "--check" {
        throw ValidationError("\(mode) needs a scenario, a YAML file.")
      }
      try refuseUnused(by: mode)
      return
    }
    if scenario == nil { throw ValidationError("a scenario, a YAML file, is missing.") }
    if out == nil { throw ValidationError("--out is missing: the case folder to make.") }
  }

  /// Refuses what a question cannot use: the schema is of all scenarios, a list of each as it is, and
  /// what a scenario tells comes without a seed.
  private func refuseUnused(by mode: String) throws {
    if mode == "--schema", let scenario {
      throw ValidationError("--schema is of all scenarios; leave '\(scenario)' out.")
    }
    var unused: [(name: String, isGiven: Bool)] = []
    if mode == "--list" || mode == "--schema" {
      unused = [("--setting", variant.setting != nil), ("--set", !variant.changes.isEmpty)]
    }
    if mode != "--check" { unused.append(("--seed", seed != nil)) }
    if let option = unused.first(where: \.isGiven) {
      throw ValidationError("\(mode) has no use for \(option.name); leave it out.")
    }
  }

  func run(on console: Console) throws {
    if schema {
      console.print(text: ScenarioKeys.makeSchema())
    } else if list {
      let found = try ScenarioList(FilePath(scenario ?? SimulateCommand.shipped))
      if output.json {
        console.print(found.json)
      } else {
        for line in found.lines(console.dress) { console.print(line) }
      }
    } else if let scenario, describe {
      let story = try ScenarioStory(FilePath(scenario), as: variant.variant)
      if output.json {
        console.print(story.json)
      } else {
        for line in story.lines(console.dress) { console.print(line) }
      }
    } else if let scenario, check {
      let story = try ScenarioStory(FilePath(scenario), as: variant.variant)
      try checkSettings(of: story, FilePath(scenario))
      console.show(.planning)
      let rehearsal = try Simulation.rehearse(story.scenario, seed: seed)
      console.endProgress()
      if output.json {
        console.print(rehearsal.json(story))
      } else {
        for line in rehearsal.lines(story, console.dress) { console.print(line) }
      }
    } else if let scenario, let out {
      try play(scenario, into: out, on: console)
    }
  }

  /// Reads the scenario with each of its settings, so that a wrong one is found before it is played.
  private func checkSettings(of story: ScenarioStory, _ path: FilePath) throws {
    for setting in story.scenario.settings where setting != variant.setting {
      _ = try ScenarioReader.read(path, as: ScenarioVariant(setting: setting))
    }
  }

  private func play(_ scenario: String, into out: String, on console: Console) throws {
    let played = try ScenarioReader.read(FilePath(scenario), as: variant.variant)
    let report = try Simulation.run(
      played, seed: seed, threads: threads.count, into: FilePath(out), progress: console.show)
    console.endProgress()
    if output.json {
      console.print(
        .object([
          ("case", .string(out)), ("title", .string(played.title)),
          ("seed", .string(String(seed ?? played.seed))),
          ("setting", .optional(played.variant.setting)), ("height", .count(report.height)),
          ("transactions", .count(report.transactions)), ("payments", .count(report.payments)),
          ("signatures", .count(report.signatures)), ("keys", .count(report.keys)),
          ("bytes", .count(report.transactionBytes)),
        ]))
    } else {
      let setting = played.variant.setting.map { ", setting \($0)" } ?? ""
      console.print("simulated \(played.title) (seed \(seed ?? played.seed)\(setting))")
      console.print(
        // With the genesis block, as `index` counts them.
        "\((report.height + 1).counted("block")), "
          + "\((report.transactions + 1).counted("transaction")), "
          + "\(report.signatures.counted("signature")), in \(out)")
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
