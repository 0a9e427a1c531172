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
      every other command reads it. Block files may hold blocks in any order, stale blocks, zero \
      tails and an xor.dat; what is stepped over is said on stderr. Where the ledger is of the same \
      files already, nothing is written. The folder may be deleted and made anew at any time.

      Example:
        trace-cli index my-case
      """)

  @OptionGroup var target: CaseArgument
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var output: OutputOptions

  func run(on console: Console) throws {
    let opened = try OpenCase(target.folder)
    let report = try opened.index(threads: threads, on: console)
    if output.json {
      console.print(report.json)
    } else {
      console.print(
        "\(report.isUpToDate ? "up to date" : "indexed"): "
          + "\(report.blockCount.grouped) blocks, \(report.transactionCount.grouped) transactions, "
          + "\(report.outputCount.grouped) outputs, \(report.scriptCount.grouped) scripts")
      console.print("tip: height \(report.blockCount - 1), \(report.tip)")
    }
  }
}

extension OpenCase {
  /// Makes the ledger, and says on stderr what of the block files was left out.
  ///
  /// - Throws: `LedgerError`.
  func index(threads: ThreadOptions, on console: Console) throws -> ImportReport {
    let report = try LedgerImport.run(
      blocks: blocks, network: network, into: folder.ledger, threads: threads.count
    ) { progress in
      let stage =
        switch progress.stage {
        case .scan: "finding blocks"
        case .read: "reading blocks"
        case .write: "writing the ledger"
        }
      console.progress(stage, done: progress.done, of: progress.total)
    }
    console.endProgress()
    for line in report.remarks { console.note(line) }
    return report
  }
}

extension ImportReport {
  /// What of the block files is not in the ledger: three lines of each kind at most.
  var remarks: [String] {
    let stale = staleBlocks.map { "stale block \($0.hash) at height \($0.height) is left out" }
    // A zero tail is what every node's last file has.
    let others = skipped.filter { $0.reason != .zeroTail }.map { "left out: \($0)" }
    return [stale, others].flatMap { lines in
      lines.prefix(3) + (lines.count > 3 ? ["(+\(lines.count - 3) more)"] : [])
    }
  }

  /// The report for programs.
  var json: JSONText {
    .object([
      ("upToDate", .bool(isUpToDate)), ("height", .count(blockCount - 1)),
      ("tip", .string(tip.description)), ("blocks", .count(blockCount)),
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
    ])
  }
}
