import ArgumentParser
import Bitcoin
import Ledger
import Tracer

/// `ledger shape`: what the chain's transactions look like.
struct LedgerShape: CaseCommand {
  static let configuration = CommandConfiguration(
    commandName: "shape",
    abstract: "Count what the chain's transactions look like.",
    discussion: """
      Inputs and outputs, reuse of addresses, amounts, fees, versions and lock times, and the sizes \
      of clusters under the multi-input rule. Coinbases are left out. docs/realism.md holds generated \
      chains against published figures of the real one with these counts.

      Example:
        trace-cli ledger shape my-case --json
      """)

  @OptionGroup var target: CaseArgument
  @OptionGroup var output: OutputOptions

  /// The quantiles that are printed (percent).
  private static let quantiles = [10, 25, 50, 75, 90, 99]

  func run(on console: Console) throws {
    let ledger = try OpenCase(target.folder).openLedger()
    let shape = ledger.shape()
    let clusters = ClusterShape(try Clusters.multiInput(ledger))
    if output.json {
      console.print(json(shape, clusters))
      return
    }
    for (name, value) in rows(shape, clusters) {
      console.print(name + String(repeating: " ", count: max(1, 26 - name.count)) + value)
    }
  }

  private func json(_ shape: ChainShape, _ clusters: ClusterShape) -> JSONText {
    .object([
      ("transactions", .count(shape.transactions)), ("inputs", .count(shape.inputs)),
      ("outputs", .count(shape.outputs)), ("oneToOne", .count(shape.oneToOne)),
      ("oneToTwo", .count(shape.oneToTwo)), ("oneToMany", .count(shape.oneToMany)),
      ("manyToOne", .count(shape.manyToOne)), ("manyToTwo", .count(shape.manyToTwo)),
      ("manyToMany", .count(shape.manyToMany)),
      ("outputsToKnownScripts", .count(shape.outputsToKnownScripts)),
      ("scripts", .count(shape.scripts)), ("scriptsPaidOnce", .count(shape.scriptsPaidOnce)),
      (
        "outputsByKind",
        .object(kinds(shape).map { ($0.name, .count(shape.outputsByKind[Int($0.rawValue)])) })
      ),
      ("values", quantiles(shape.values)), ("roundOutputs", .count(shape.roundOutputs)),
      ("fees", quantiles(shape.fees)), ("withoutFee", .count(shape.withoutFee)),
      ("version2", .count(shape.version2)), ("withLockTime", .count(shape.withLockTime)),
      ("replaceable", .count(shape.replaceable)),
      ("severalOutputs", .count(shape.withSeveralOutputs)),
      ("risingOutputs", .count(shape.risingOutputs)),
      (
        "clusters",
        .object([
          ("count", .count(clusters.count)), ("single", .count(clusters.single)),
          ("largest", .count(clusters.largest)), ("scripts", .count(clusters.scripts)),
          ("sizes", .object(clusters.sizes.map { ($0.name, .count($0.count)) })),
        ])
      ),
    ])
  }

  private func quantiles(_ amounts: AmountHistogram) -> JSONText {
    .object(
      LedgerShape.quantiles.map { percent in
        ("p\(percent)", .satoshi(Satoshi(amounts.quantile(percent: percent))))
      })
  }

  private func kinds(_ shape: ChainShape) -> [ScriptKind] {
    ScriptKind.allCases.filter { shape.outputsByKind[Int($0.rawValue)] > 0 }
  }

  private func rows(_ shape: ChainShape, _ clusters: ClusterShape) -> [(String, String)] {
    let all = shape.transactions
    var rows = [
      ("transactions", "\(all.grouped) (coinbases left out)"),
      ("inputs", average(shape.inputs, all)), ("outputs", average(shape.outputs, all)),
      ("1 input, 1 output", share(shape.oneToOne, all)),
      ("1 input, 2 outputs", share(shape.oneToTwo, all)),
      ("1 input, more", share(shape.oneToMany, all)),
      ("several inputs, 1 output", share(shape.manyToOne, all)),
      ("several inputs, 2 outputs", share(shape.manyToTwo, all)),
      ("several inputs, more", share(shape.manyToMany, all)),
      ("outputs to known scripts", share(shape.outputsToKnownScripts, shape.outputs)),
      ("scripts paid once", share(shape.scriptsPaidOnce, shape.scripts)),
    ]
    for kind in kinds(shape) {
      let count = shape.outputsByKind[Int(kind.rawValue)]
      rows.append(("  \(kind.name)", share(count, shape.outputs)))
    }
    rows += [
      ("outputs of round amounts", share(shape.roundOutputs, shape.outputs)),
      ("amounts", line(shape.values)), ("fees", line(shape.fees)),
      ("without a fee", share(shape.withoutFee, all)), ("version 2", share(shape.version2, all)),
      ("with a lock time", share(shape.withLockTime, all)),
      ("replaceable", share(shape.replaceable, all)),
      ("outputs rising", share(shape.risingOutputs, shape.withSeveralOutputs)),
      ("clusters", "\(clusters.count.grouped), the largest of \(clusters.largest.grouped)"),
      ("scripts alone", share(clusters.single, clusters.scripts)),
    ]
    return rows
  }

  private func line(_ amounts: AmountHistogram) -> String {
    LedgerShape.quantiles.map { percent in
      "p\(percent) \(Satoshi(amounts.quantile(percent: percent)))"
    }.joined(separator: ", ") + " BTC"
  }

  /// A part of a whole in percent with one decimal, and itself.
  private func share(_ part: Int, _ whole: Int) -> String {
    guard whole > 0 else { return "0" }
    let perMille = (part * 1_000 + whole / 2) / whole
    return "\(perMille / 10).\(perMille % 10) % (\(part.grouped))"
  }

  /// How many there are for each one, with two decimals.
  private func average(_ sum: Int, _ count: Int) -> String {
    guard count > 0 else { return "0" }
    let hundredths = (sum * 100 + count / 2) / count
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) each (\(sum.grouped))"
  }
}
