import ArgumentParser
import Case
import Ledger
import SystemPackage

/// `ledger check`: whether the ledger is what was once written.
struct LedgerCheck: CaseCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check that the ledger is whole and agrees with itself, and with the block files.",
    discussion: """
      Every column is held against its checksum, then against the others. With --blocks the block \
      files are read again, too: every transaction where the ledger says that it begins, with its \
      txid, inputs, amounts and scripts. The first difference is named. Exit status 1 where something \
      is wrong; the last line says what to do.

      Examples:
        trace-cli ledger check my-case
        trace-cli ledger check my-case --blocks --json
      """)

  @OptionGroup var target: CaseArgument
  @Flag(help: "Compare the ledger with the case's block files, transaction by transaction.")
  var blocks = false

  @OptionGroup var threads: ThreadOptions
  @OptionGroup var output: OutputOptions

  func run(on console: Console) throws {
    let opened = try OpenCase(target.folder)
    let folder = opened.folder.ledger
    console.progress("checking the ledger", done: 0, of: 0)
    var verdict = try ChainLedger.check(folder, threads: threads.count)
    console.endProgress()
    // What columns name means nothing where they are not what was written.
    let compares = blocks && verdict.isSound
    if compares { try compare(opened, &verdict, on: console) }
    if output.json {
      console.print(
        .object([
          ("sound", .bool(verdict.isSound)), ("findingCount", .count(verdict.findingCount)),
          ("findings", .array(verdict.findings.map { .string($0) })),
          ("comparedWithBlocks", .bool(compares)),
        ]))
    } else {
      tell(verdict, folder, compares ? opened.blocks : nil, on: console)
    }
    guard verdict.isSound else { throw NegativeVerdict() }
  }

  private func compare(
    _ opened: OpenCase, _ verdict: inout LedgerVerdict, on console: Console
  ) throws {
    let ledger = try opened.openLedger()
    let found = try ledger.findDifference(fromBlocksIn: opened.blocks, threads: threads.count) {
      console.progress("comparing with the blocks", done: $0.done, of: $0.total)
    }
    console.endProgress()
    if let found { verdict.note(found) }
  }

  private func tell(
    _ verdict: LedgerVerdict, _ folder: FilePath, _ blocks: FilePath?, on console: Console
  ) {
    if verdict.isSound {
      let also = blocks.map { " and says what the blocks in \($0) say" } ?? ""
      console.print(console.dress.good("\(folder) is sound\(also)"))
      return
    }
    for finding in verdict.findings { console.print("wrong: \(finding)") }
    let rest = verdict.findingCount - verdict.findings.count
    if rest > 0 { console.print("(+\(rest) more)") }
    let advice =
      blocks.map {
        "does not say what the blocks in \($0) say: one of the two was changed; delete it and run "
          + "trace-cli index \(target.folder), which makes it from these blocks"
      } ?? "is damaged; run trace-cli index \(target.folder), which makes it anew"
    console.print(console.dress.bad("\(folder) \(advice)"))
  }
}
