import ArgumentParser
import Bitcoin
import Case
import Ledger

/// `index`: the ledger of a case's blocks.
struct IndexCommand: CaseCommand {
  static let configuration = CommandConfiguration(
    commandName: "index",
    abstract: "Read a case's block files into its ledger.",
    discussion: """
      The ledger is the best chain of the block files as memory-mapped columns, in CASE/ledger; \
      every other command reads it. Run it again whenever the block files have grown: only new blocks \
      are read, and where the chain was reorganised the ledger goes back to the fork. It may be ended \
      at any moment; the ledger is then what it was before. As long as the block files have all of its \
      blocks, the folder may be deleted and made anew, with the same bytes.

      The blocks may be a running node's: in any order, with stale blocks, zero tails, junk, records \
      cut off or with a wrong length, and an xor.dat, which is worked out where it is lost. What is \
      left out is said on stderr by file and byte. A block that is damaged or breaks a rule ends its \
      chain there; with --strict that, and anything else odd, is an error and nothing is written.

      Where block files are missing, so that what is left has less work than the ledger, or begins \
      above blocks that only the ledger has, the ledger stays as it is and the error says what is \
      missing; --allow-less-work takes what is left.

      Memory is bounded: past --memory the tables that are looked up at random become files beside the \
      ledger, and the system keeps of them in memory what it has room for. The ledger's bytes are the \
      same with any bound.

      --follow keeps the ledger up with a node that goes on writing: the folder is looked at every 5 \
      seconds (--every), new blocks are read, reorganisations rolled back, and each new tip is a line \
      on stdout. A record that is still being written is waited for. SIGINT (Ctrl-C) and SIGTERM end it \
      with exit status 0.

      Examples:
        trace-cli index my-case
        trace-cli index my-case --memory 2GB
        trace-cli index my-case --strict --json
        trace-cli index my-case --follow --every 10s
      """)

  @OptionGroup var target: CaseArgument
  @Flag(help: "Refuse block files in which anything is odd, in place of leaving it out.")
  var strict = false
  @Flag(
    help: """
      Take the best chain that is there, even if it has less work than the ledger or begins above \
      blocks that only the ledger has; with --follow at the first look.
      """)
  var allowLessWork = false

  @Option(
    help: ArgumentHelp(
      "How much memory to hold at most, such as 512MB or 4GiB. (default: a third of the machine's)",
      valueName: "size"))
  var memory: ByteSize?

  @Flag(help: "Go on, and keep the ledger up with block files that grow, until a signal ends it.")
  var follow = false

  @Option(
    help: ArgumentHelp(
      "With --follow: how long to wait between two looks, such as 500ms, 10s or 2m. (default: 5s)",
      valueName: "time"))
  var every: Interval?

  @OptionGroup var threads: ThreadOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if every != nil, !follow { throw ValidationError("--every is for --follow.") }
    if strict, follow {
      throw ValidationError(
        "--strict and --follow do not go together: a file that is being written has an odd end.")
    }
  }

  func run(on console: Console) throws {
    let opened = try OpenCase(target.folder)
    if follow {
      var follower = CaseFollower(
        opened, allowsLessWork: allowLessWork, threads: threads, memory: memory,
        isJSON: output.json,
        on: console)
      return try follower.run(every: every?.duration ?? .seconds(5))
    }
    let report = try opened.index(
      isStrict: strict, allowsLessWork: allowLessWork, threads: threads, memory: memory,
      on: console)
    if output.json {
      console.print(report.json)
    } else {
      console.print(
        "\(report.deed): \(report.blockCount.counted("block")), "
          + "\(report.transactionCount.counted("transaction")), "
          + "\(report.outputCount.counted("output")), \(report.scriptCount.counted("script"))")
      if report.firstHeight > 0 {
        console.print(
          "segment: from height \(report.firstHeight); what is spent from below is unknown")
      }
      console.print("tip: height \(report.tipHeight), \(report.tip)")
    }
  }
}

extension OpenCase {
  /// Makes the ledger, and says on stderr what of the block files was left out.
  ///
  /// - Throws: `LedgerError`.
  func index(
    isStrict: Bool = false, allowsLessWork: Bool = false, threads: ThreadOptions,
    memory: ByteSize? = nil,
    on console: Console
  ) throws -> ImportReport {
    let report = try LedgerImport.run(
      blocks: blocks, network: network, anchor: description.anchor, into: folder.ledger,
      isStrict: isStrict, allowsLessWork: allowsLessWork, threads: threads.count,
      memory: memory?.bytes
    ) { console.show($0) }
    console.endProgress()
    for line in report.remarks { console.note(line) }
    return report
  }
}

extension Console {
  /// Shows how far an import is.
  func show(_ progress: ImportProgress) {
    let stage =
      switch progress.stage {
      case .scan: "finding blocks"
      case .read: "reading blocks"
      case .write: "writing the ledger"
      }
    self.progress(stage, done: progress.done, of: progress.total)
  }
}

extension ImportReport {
  /// What was done, in a word or two.
  var deed: String {
    if isUpToDate { return "up to date" }
    if keptBlockCount == 0 { return "indexed" }
    let added = blockCount - keptBlockCount
    let back = replacedBlockCount > 0 ? "went back \(replacedBlockCount.grouped), " : ""
    return "\(back)added \(added.grouped)"
  }

  /// What of the block files is not in the ledger: three lines of each kind at most, the worst first.
  var remarks: [String] {
    let dropped = droppedLedger.map {
      ["all blocks were read anew: a ledger was there, but \($0)"]
    }
    let key = workedOutKey.map {
      ["xor.dat does not fit; its key \(Hex.encode($0.bytes)) is worked out from the first block"]
    }
    let stale = staleBlocks.map { "stale block \($0.hash) at height \($0.height) is left out" }
    var kinds: [[String]] = [[], [], [], []]
    for bytes in skipped {
      switch bytes.reason {
      case .damaged, .refused: kinds[0].append("left out: \(bytes)")
      case .unconnected: kinds[1].append("left out: \(bytes)")
      case .wrongLength, .otherWitnesses: kinds[2].append("odd: \(bytes)")
      // What every node's last file has.
      case .zeroTail: continue
      default: kinds[3].append("left out: \(bytes)")
      }
    }
    return [dropped ?? [], key ?? [], kinds[0], kinds[1], stale, kinds[2], kinds[3]].flatMap {
      lines in
      lines.prefix(3) + (lines.count > 3 ? ["(+\(lines.count - 3) more)"] : [])
    }
  }

  /// The report for programs.
  var json: JSONText {
    .object([
      ("upToDate", .bool(isUpToDate)), ("firstHeight", .count(firstHeight)),
      ("height", .count(tipHeight)),
      ("tip", .string(tip.description)), ("blocks", .count(blockCount)),
      ("keptBlocks", .count(keptBlockCount)), ("replacedBlocks", .count(replacedBlockCount)),
      ("transactions", .count(transactionCount)), ("inputs", .count(inputCount)),
      ("outputs", .count(outputCount)), ("scripts", .count(scriptCount)),
      (
        "stale",
        .array(
          staleBlocks.map {
            .object([("height", .count($0.height)), ("hash", .string($0.hash.description))])
          })
      ),
      ("skipped", .array(skipped.map { .string($0.description) })),
      ("droppedLedger", .optional(droppedLedger)),
      ("workedOutKey", workedOutKey.map { .string(Hex.encode($0.bytes)) } ?? .null),
    ])
  }
}
