import ArgumentParser
import Bitcoin
import Case
import Ledger
import Scoring
import Tracer
import Truth

/// `score`: how right the tracer was about a simulated case.
struct ScoreCommand: CaseCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Hold traces and clusters against the truth of a simulated case.",
    discussion: """
      The only command that reads CASE/truth. It says how many of the stolen satoshis each policy \
      places with the holder that has them, and how precise and complete the clusters are, each with \
      a 95 % confidence interval where one can be told. docs/scoring.md defines every metric. --json \
      prints one object a metric and line.

      Example:
        trace-cli score my-case
      """)

  @OptionGroup var target: CaseArgument
  @OptionGroup var output: OutputOptions

  func run(on console: Console) throws {
    let opened = try OpenCase(target.folder)
    let ledger = try opened.openWholeLedger(for: "score")
    console.progress("scoring", done: 0, of: 0)
    let score = try Score.run(ledger, truth: TruthFolder(opened.folder.truth))
    console.endProgress()
    if output.json {
      for row in score.rows { console.print(row.json) }
      return
    }
    console.print(console.dress.heading("How right the tracer was (95 % intervals)"))
    console.print()
    for line in score.table.plain() { console.print(line) }
    console.print()
    console.print(console.dress.heading("With whom the stolen coins are placed"))
    console.print()
    for line in score.holderTable.plain() { console.print(line) }
  }
}

extension ScoreRow {
  /// `{metric, value, low, high}`.
  var json: JSONText {
    func number(_ share: Fraction?) -> JSONText { share.map { .number($0.description) } ?? .null }
    return .object([
      ("metric", .string(metric)), ("value", number(value)), ("low", number(low)),
      ("high", number(high)),
    ])
  }
}

extension Score {
  /// The metrics with their intervals.
  var table: TextTable {
    var table = TextTable([
      ("metric", .left), ("value", .right), ("low", .right), ("high", .right),
    ])
    for row in rows {
      table.add(
        row.metric, row.value?.description ?? "-", row.low?.description ?? "-",
        row.high?.description ?? "-")
    }
    return table
  }

  /// What each policy places with each holder, beside what the holder truly has.
  var holderTable: TextTable {
    var table = TextTable([
      ("holder", .left), ("truth", .right), ("policy", .left), ("scope", .left), ("placed", .right),
    ])
    for row in holders {
      table.add(
        row.holder, row.truth.plain, row.policy.rawValue, row.scope.rawValue, row.placed.plain)
    }
    return table
  }
}
