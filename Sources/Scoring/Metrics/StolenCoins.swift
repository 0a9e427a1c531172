import Bitcoin
import Ledger
import Tracer
import Truth

/// What was stolen in a simulated case, as sources of a trace, and who has it in the end.
struct StolenCoins {
  /// The sources, in the truth's order.
  private(set) var sources: [TaintSource] = []
  /// Theft -> the satoshis that it took.
  private(set) var theftValues: [Int128] = []
  /// Outputs that are no thief's, at which a trace of what is in the thieves' hands ends.
  private(set) var handovers: [OutputIndex] = []
  /// Holders who are thieves, by number.
  private(set) var thieves: Set<Int> = []
  /// The number of the holder of fees.
  let miners: Int
  /// Holder -> the stolen satoshis that the truth gives him.
  private(set) var trueValues: [Int128] = []

  /// All that was taken.
  var total: Int128 { theftValues.reduce(0, +) }

  /// Reads thefts and holders.
  init(
    _ truth: TruthFolder, _ index: inout TruthIndex, _ ledger: borrowing ChainLedger
  ) throws(ScoreError) {
    let thefts: [TheftTruth]
    let holders: [HolderTruth]
    do throws(TruthError) {
      thefts = try truth.readThefts()
      holders = try truth.readHolders()
    } catch { throw .truth(error) }
    var numbers: [String: Int] = [:]
    for theft in thefts {
      let number = numbers[theft.theft] ?? numbers.count
      numbers[theft.theft] = number
      if number == theftValues.count { theftValues.append(0) }
      theftValues[number] += Int128(theft.value.rawValue)
      sources.append(
        TaintSource(target: try StolenCoins.target(of: theft, ledger), label: "stolen"))
      if case .output(let outPoint) = theft.place, let output = ledger.output(outPoint),
        let holder = index.holder(of: output.position)
      {
        thieves.insert(holder)
      }
    }
    miners = index.holder(named: TruthIndex.miners)
    for row in holders { _ = index.holder(named: row.holder) }
    trueValues = Array(repeating: 0, count: index.holders.all.count)
    for row in holders {
      trueValues[index.holder(named: row.holder)] += Int128(row.stolen.rawValue)
    }
    guard trueValues.reduce(0, +) == total else { throw .unevenTruth }
    for output in 0..<ledger.outputCount {
      guard let holder = index.holder(of: output), !thieves.contains(holder) else { continue }
      handovers.append(OutputIndex(output))
    }
  }

  /// The source that a piece of a theft is; its value must be the ledger's.
  private static func target(
    of theft: TheftTruth, _ ledger: borrowing ChainLedger
  ) throws(ScoreError) -> TaintSource.Target {
    let target: TaintSource.Target
    let value: Int64
    switch theft.place {
    case .output(let outPoint):
      guard let output = ledger.output(outPoint) else { throw .unknownOutput(outPoint) }
      value = ledger.outputValue[output.position].rawValue
      target = .output(output)
    case .fee(let txid):
      guard let transaction = ledger.transaction(txid) else { throw .unknownTransaction(txid) }
      var fee: Int64 = 0
      for input in ledger.inputs(of: transaction) {
        fee += ledger.outputValue[ledger.inputPrevout[input].position].rawValue
      }
      for output in ledger.outputs(of: transaction) { fee -= ledger.outputValue[output].rawValue }
      value = fee
      target = .fee(transaction)
    }
    guard value == theft.value.rawValue else {
      throw .wrongValue(theft: theft.theft, truth: theft.value, ledger: Satoshi(value))
    }
    return target
  }
}
