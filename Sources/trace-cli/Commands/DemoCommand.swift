import ArgumentParser
import Bitcoin
import Case
import ChainSim
import Files
import Ledger
import SystemPackage
import Tracer

/// `demo`: the whole job on one scenario.
struct DemoCommand: CaseCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Play a scenario, trace it, account for it, judge its claims, and tell the story.",
    discussion: """
      Runs the whole job: simulate, index, validate, reconcile, trace, account, claims, score, report. \
      The case stays in the folder and can be asked further. An earlier demo in the same folder is replaced; \
      any other folder with something in it is refused. A scenario that has a setting 'demo' is played \
      with it: the same story and the same sums with fewer people; --whole plays all of it.

      Examples:
        trace-cli demo
        trace-cli demo --scenario Scenarios/mtgox-small.yaml --out /tmp/small
      """)

  @Option(help: ArgumentHelp("The scenario, a YAML file.", valueName: "scenario"))
  var scenario = "Scenarios/mtgox.yaml"

  @Option(
    help: ArgumentHelp(
      "The folder for the case. (default: out/ and the scenario's name)", valueName: "dir"))
  var out: String?

  @OptionGroup var variant: VariantOptions

  @Flag(help: "Play the whole scenario where it has a setting for demos.")
  var whole = false

  @OptionGroup var threads: ThreadOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if whole, variant.setting != nil {
      throw ValidationError("--whole plays the scenario without a setting; leave --setting out.")
    }
  }

  /// The setting that scenarios have for demos.
  private static let setting = "demo"

  /// The scenario as it is to be played: with its setting for demos unless told otherwise.
  private func read() throws -> Scenario {
    var variant = variant.variant
    let played = try ScenarioReader.read(FilePath(scenario), as: variant)
    guard !whole, variant.setting == nil, played.settings.contains(DemoCommand.setting) else {
      return played
    }
    variant.setting = DemoCommand.setting
    return try ScenarioReader.read(FilePath(scenario), as: variant)
  }

  /// Marks a folder as a demo's own, so that the next demo may replace it.
  private static let marker = "made-by-demo.txt"

  func run(on console: Console) throws {
    let clock = ContinuousClock()
    let start = clock.now
    let played = try read()
    let name = FilePath(scenario).lastComponent?.stem ?? "demo"
    let path = FilePath(out ?? "out/\(name)")
    if File.exists(path.appending(DemoCommand.marker)) { try Folder.remove(path) }
    let setting = played.variant.setting.map { " with its setting '\($0)'" } ?? ""
    console.note("demo: playing \(scenario)\(setting) into \(path)")
    try Simulation.run(played, threads: threads.count, into: path, progress: console.show)
    let words = "Made by `trace-cli demo`; the next demo in this place replaces this folder.\n"
    try AtomicFile.write(words, to: path.appending(DemoCommand.marker))
    console.endProgress()

    let opened = try OpenCase(path.string)
    console.note("demo: reading the blocks")
    _ = try opened.index(threads: threads, on: console)
    console.note("demo: checking every block, script and signature")
    let validation = try validate(opened, on: console)
    console.note("demo: tracing, accounting, judging the claims, scoring")
    let report = try CaseReport(opened, opened.openLedger(), on: console)
    try report.write(to: opened.folder)
    console.note("demo: done in \(DemoCommand.seconds(clock.now - start)) s")
    if output.json {
      console.print(report.json(with: validation))
    } else {
      console.print(page: report.page.lines)
      console.print()
      console.print(console.dress.heading("The chain by every rule"))
      for line in validation.lines(console.dress) { console.print("  " + line) }
      tellWhatNext(opened, report, on: console)
    }
    guard validation.isValid, report.study.isClosed else { throw NegativeVerdict() }
  }

  private func validate(_ opened: OpenCase, on console: Console) throws -> ValidationReport {
    let clock = ContinuousClock()
    let start = clock.now
    let found = try ChainValidation.run(
      blocks: opened.blocks, network: opened.network, rules: ConsensusRules(opened.network),
      threads: threads.count, progress: console.show)
    console.endProgress()
    console.note("demo: " + found.pace(clock.now - start, threads: threads.count))
    return found
  }

  private func tellWhatNext(_ opened: OpenCase, _ report: CaseReport, on console: Console) {
    let folder = opened.folder
    console.print()
    console.print(console.dress.heading("Written"))
    console.print("  this page            \(report.path(in: folder))")
    console.print("  the case             \(folder.root)")
    console.print("  blocks for any node  \(folder.blocks)")
    console.print()
    console.print(console.dress.heading("Try next"))
    let program = CommandLine.arguments.first ?? "trace-cli"
    let claim = report.study.claims.first { !$0.verdict.isProven }?.claim.id
    var commands = [
      "\(program) account \(folder.root)",
      "\(program) trace \(folder.root) --source reconcile:unbooked --policy fifo,haircut",
    ]
    if let claim { commands.append("\(program) claim verify \(folder.root) --claim \(claim)") }
    commands += ["\(program) cluster \(folder.root)", "\(program) --help"]
    for command in commands { console.print("  \(command)") }
  }

  private static func seconds(_ duration: Duration) -> Int64 {
    duration.components.seconds
      + (duration.components.attoseconds >= 500_000_000_000_000_000 ? 1 : 0)
  }
}
