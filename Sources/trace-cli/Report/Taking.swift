import Bitcoin
import Case
import Ledger
import Tracer

/// When coins were taken: the unbooked payments and their fees, quarter by quarter.
struct Taking {
  /// What was taken in one quarter of a year.
  struct Quarter {
    /// `2011 Q4`.
    let name: String
    /// How many transactions took it.
    var transactions: Int
    /// How much they took, fees included.
    var amount: Satoshi
  }

  /// When the first was in a block.
  let first: UTCTime
  /// When the last was in a block.
  let last: UTCTime
  /// How many transactions there are.
  let transactions: Int
  /// The quarters in which something was taken, in order.
  let quarters: [Quarter]

  /// Sorts sources by time; nil where there are none.
  init?(_ sources: [TaintSource], _ ledger: borrowing ChainLedger) {
    var amounts: [TxIndex: Satoshi] = [:]
    for source in sources {
      switch source.target {
      case .output(let output):
        amounts[ledger.transaction(ofOutput: output), default: .zero] +=
          ledger.outputValue[output.position]
      case .fee(let transaction):
        amounts[transaction, default: .zero] += ledger.computeFee(of: transaction)
      }
    }
    let rows = amounts.sorted { $0.key < $1.key }
    guard let earliest = rows.first, let latest = rows.last else { return nil }
    let times = ledger.blockTimes
    var quarters: [Quarter] = []
    for (transaction, amount) in rows {
      let name = Taking.quarter(of: UTCTime(blockTime: times[ledger.height(of: transaction)]))
      if quarters.last?.name == name {
        quarters[quarters.count - 1].transactions += 1
        quarters[quarters.count - 1].amount += amount
      } else {
        quarters.append(Quarter(name: name, transactions: 1, amount: amount))
      }
    }
    first = UTCTime(blockTime: times[ledger.height(of: earliest.key)])
    last = UTCTime(blockTime: times[ledger.height(of: latest.key)])
    transactions = rows.count
    self.quarters = quarters
  }

  /// `2011 Q4`, from the time as `2011-10-01T…`.
  private static func quarter(of time: UTCTime) -> String {
    let parts = time.description.split(separator: "-")
    let month = parts.count > 1 ? Int(parts[1]) ?? 1 : 1
    return "\(parts.first ?? "") Q\((month + 2) / 3)"
  }
}

extension ChainLedger {
  /// What a transaction's inputs are worth beyond its outputs; nothing for a coinbase.
  ///
  /// - Precondition: the ledger has that row, and all that is spent.
  func computeFee(of transaction: TxIndex) -> Satoshi {
    guard !isCoinbase(transaction) else { return .zero }
    var fee = Satoshi.zero
    for input in inputs(of: transaction) { fee += outputValue[inputPrevout[input].position] }
    for output in outputs(of: transaction) { fee -= outputValue[output] }
    return fee
  }
}
