import ArgumentParser
import Case
import Ledger

/// `ledger check`: whether the ledger is what was once written.
struct LedgerCheck: CaseCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check that the ledger is whole and agrees with itself.",
    discussion: """
      Every column is held against its checksum, then against the others. Exit status 1 where \
      something is wrong; delete the ledger folder then, and run `trace-cli index` again.

      Example:
        trace-cli ledger check my-case
      """)

  @OptionGroup var target: CaseArgument
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var output: OutputOptions

  func run(on console: Console) throws {
    let folder = try OpenCase(target.folder).folder.ledger
    console.progress("checking the ledger", done: 0, of: 0)
    let verdict = try ChainLedger.check(folder, threads: threads.count)
    console.endProgress()
    if output.json {
      console.print(
        .object([
          ("sound", .bool(verdict.isSound)), ("findingCount", .count(verdict.findingCount)),
          ("findings", .array(verdict.findings.map { .string($0) })),
        ]))
    } else if verdict.isSound {
      console.print(console.dress.good("\(folder) is sound"))
    } else {
      for finding in verdict.findings { console.print("wrong: \(finding)") }
      let rest = verdict.findingCount - verdict.findings.count
      if rest > 0 { console.print("(+\(rest) more)") }
      console.print(console.dress.bad("\(folder) is damaged; delete it and run trace-cli index"))
    }
    guard verdict.isSound else { throw NegativeVerdict() }
  }
}
