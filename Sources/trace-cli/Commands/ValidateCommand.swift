import ArgumentParser
import Bitcoin
import Case
import Files
import Ledger
import SystemPackage

/// `validate`: whether a chain keeps every rule of its network.
struct ValidateCommand: CaseCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check every block, script and signature of a chain.",
    discussion: """
      Holds the best chain of a case, or of a folder of block files such as a Bitcoin Core node's, \
      against every consensus rule, with an interpreter of its own: a second opinion beside your \
      node. Only the block files are read, no ledger. The verdict names the first block, transaction \
      and input that break a rule, the rule in Bitcoin Core's words, and for a script the opcode. \
      Exit status 1 where a rule is broken. That a block's time lies too far ahead is not judged, \
      since no clock is read.

      With --from the blocks below are only read for their coins, and their headers are checked. The \
      coins are held in memory.

      Examples:
        trace-cli validate my-case
        trace-cli validate ~/.bitcoin/blocks --from 300000
        trace-cli validate /data/regtest/blocks --halving 210000 --json
      """)

  @Argument(help: ArgumentHelp("The case folder, or a folder of block files.", valueName: "case"))
  var folder: String

  @Option(help: ArgumentHelp("The first height to judge. (default: 0)", valueName: "height"))
  var from: Int?

  @Option(help: ArgumentHelp("The last height to judge. (default: the tip)", valueName: "height"))
  var to: Int?

  @OptionGroup var choice: NetworkOptions

  @Option(
    help: ArgumentHelp(
      "Signet only: the challenge, where it is not the default signet's.", valueName: "hex"))
  var signetChallenge: String?

  @OptionGroup var threads: ThreadOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if let from, from < 0 { throw ValidationError("--from \(from) is below 0.") }
    if let to, to < 0 { throw ValidationError("--to \(to) is below 0.") }
    if let from, let to, to < from {
      throw ValidationError("--to \(to) is below --from \(from).")
    }
    guard let signetChallenge else { return }
    if let network = choice.network, network != Network.signet.name {
      throw ValidationError("--signet-challenge is for signet only, not for \(network).")
    }
    if Hex.decode(signetChallenge)?.isEmpty ?? true {
      throw ValidationError("--signet-challenge \(signetChallenge) is no script in hex.")
    }
  }

  func run(on console: Console) throws {
    let (blocks, network) = try findBlocks()
    let rules = try chooseRules(network)
    let clock = ContinuousClock()
    let start = clock.now
    let report = try ChainValidation.run(
      blocks: blocks, network: rules.network, rules: rules, from: from, to: to,
      threads: threads.count, progress: console.show)
    console.endProgress()
    console.note(report.pace(clock.now - start, threads: threads.count))
    if output.json {
      console.print(report.json)
    } else {
      for line in report.lines(console.dress) { console.print(line) }
    }
    guard report.isValid else { throw NegativeVerdict() }
  }

  /// Where the block files are, and of which network.
  private func findBlocks() throws -> (FilePath, Network) {
    let path = FilePath(folder)
    guard File.exists(CaseFolder(root: path).description) else {
      let blocks = try BlocksFolder(path)
      let isOwn = signetChallenge != nil && choice.network == nil
      return (path, isOwn ? .signet : try choice.choose(for: blocks))
    }
    guard choice.network == nil, choice.halving == nil else {
      throw Refusal(
        "--network and --halving are for a folder of block files; \(folder)/case.yaml says them")
    }
    let opened = try OpenCase(folder)
    if let anchor = opened.description.anchor {
      throw Refusal(
        "\(folder) begins at height \(anchor.height); validate needs every block from the network's "
          + "first on, since the coins that were made below are not known")
    }
    return (opened.blocks, opened.network)
  }

  private func chooseRules(_ network: Network) throws -> ConsensusRules {
    guard let challenge = signetChallenge.flatMap(Hex.decode) else {
      return ConsensusRules(network)
    }
    guard network.name == Network.signet.name else {
      throw Refusal("--signet-challenge is for signet only, not for \(network.name)")
    }
    return ConsensusRules(.signet(challenge: challenge), signetChallenge: challenge)
  }
}

extension Console {
  /// Shows how far a validation is.
  func show(_ validation: ValidationProgress) {
    let stage =
      switch validation.stage {
      case .scan: "finding blocks"
      case .validate: "validating blocks"
      }
    progress(stage, done: validation.done, of: validation.total)
  }
}
