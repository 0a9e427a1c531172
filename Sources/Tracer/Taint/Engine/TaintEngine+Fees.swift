import Bitcoin
import Ledger

/// The fees of one block that carry taint, until its coinbase is dealt.
struct PendingFees {
  /// The transactions, in block order, and where the runs of each begin.
  private(set) var fees: [(transaction: Int, firstRun: Int)] = []
  /// The fewest hops that one of the fees lies from the sources.
  private(set) var nearest = UInt32.max
  /// The runs of all, one fee after the other.
  private(set) var runs = RunBuffer()

  /// Whether no fee carries taint.
  var isEmpty: Bool { fees.isEmpty }

  /// Forgets all.
  mutating func removeAll() {
    fees.removeAll(keepingCapacity: true)
    runs.removeAll()
    nearest = UInt32.max
  }

  /// Keeps the runs of a fee that carries taint and lies `hops` from the sources.
  mutating func append(_ feeRuns: borrowing RunBuffer, of transaction: Int, hops: UInt32) {
    nearest = min(nearest, hops)
    fees.append((transaction, runs.count))
    for place in 0..<feeRuns.count { runs.append(feeRuns[place]) }
  }

  /// The runs of the fee at place `index`.
  func runs(at index: Int) -> Range<Int> {
    fees[index].firstRun..<(index + 1 < fees.count ? fees[index + 1].firstRun : runs.count)
  }
}

extension TaintEngine {
  /// Books or keeps what stands in `feeRuns`, the fee of a transaction.
  mutating func passFee(of transaction: Int, fee: Int64) {
    while feeSourcesPassed < feeSources.count,
      feeSources[feeSourcesPassed].transaction < transaction
    {
      feeSourcesPassed += 1
    }
    if feeSourcesPassed < feeSources.count,
      feeSources[feeSourcesPassed].transaction == transaction
    {
      supersededTally.add(feeRuns, of: fee, policy)
      feeRuns.removeAll()
      feeRuns.append(length: fee, label: feeSources[feeSourcesPassed].label)
      hops.startTransaction()
    }
    switch fees {
    case .sink:
      feeTally.add(feeRuns, of: fee, policy)
    case .follow:
      if feeRuns.tainted > 0 {
        if keepsPassage { feePassage.append(transaction, feeRuns) }
        pending.append(feeRuns, of: transaction, hops: hops.here)
      }
    }
  }

  /// Deals the coinbase of a block, whose inputs are the subsidy and the fees, all in block order.
  mutating func dealCoinbase(
    of height: Int, fees blockFees: [Int64], _ columns: borrowing FlowColumns
  ) throws(TaintFault) {
    let transactions = columns.transactions(of: height)
    let coinbase = transactions.lowerBound
    let outputs = columns.outputs(of: coinbase)
    let subsidy = columns.network.subsidy(at: height).rawValue
    let claimed = try TaintEngine.sum(of: outputs, coinbase, columns)
    incoming.removeAll()
    overhang.removeAll()
    pool.removeAll()
    feeRuns.removeAll()

    var reward = subsidy
    for fee in blockFees { reward = try TaintEngine.add(fee, to: reward, coinbase) }
    guard claimed <= reward else {
      throw .coinbaseExceedsReward(height: height, outputs: claimed, reward: reward)
    }
    let isSubsidyFirst = policy == .poison || policy == .haircut
    if isSubsidyFirst { incoming.append(length: subsidy, label: Run.clean) }
    var position = isSubsidyFirst ? subsidy : 0
    var pendingAt = 0
    for (index, fee) in blockFees.enumerated() {
      let start = position
      position += fee
      guard pendingAt < pending.fees.count,
        pending.fees[pendingAt].transaction == coinbase + 1 + index
      else {
        incoming.append(length: fee, label: Run.clean)
        continue
      }
      let runs = pending.runs(at: pendingAt)
      pendingAt += 1
      if policy == .poison {
        let unclaimed = max(0, min(fee, start + fee - claimed))
        overhang.removeAll()
        for run in runs {
          pool.add(fee, label: pending.runs[run].label)
          overhang.append(Run(length: unclaimed, label: pending.runs[run].label))
        }
        if unclaimed > 0 { unclaimedTally.add(unclaimed, labels: overhang) }
      } else {
        for run in runs {
          incoming.append(length: pending.runs[run].length, label: pending.runs[run].label)
        }
      }
    }
    hops.beginTransaction()
    hops.come(after: pending.nearest)
    pending.removeAll()
    if !isSubsidyFirst { incoming.append(length: subsidy, label: Run.clean) }
    var tainted: Int64 = 1
    if policy != .poison {
      incoming.cut(to: claimed, overhang: &overhang)
      unclaimedTally.add(overhang)
      tainted = incoming.tainted
      if policy == .haircut {
        for place in 0..<incoming.count where incoming[place].label != Run.clean {
          pool.add(incoming[place].length, label: incoming[place].label)
        }
      }
    }
    pool.sort()
    guard tainted > 0, claimed > 0 else { return }
    let nextInput = Int(columns.txFirstInput[transactions.upperBound])
    do {
      // The pool is as long as the outputs are, so there is no fee.
      _ = try deal(
        claimed, tainted: tainted, to: outputs, of: coinbase, nextInput: nextInput, columns)
    } catch .spentBeforeMade(let output) {
      throw .immatureCoinbase(output: output)
    }
    firstInput = frontier.first() ?? .max
  }

  /// What a transaction pays as a fee; nil where an input is unknown.
  static func fee(
    of transaction: Int, _ columns: borrowing FlowColumns
  ) throws(TaintFault) -> Int64? {
    var valueIn: Int64 = 0
    for input in columns.inputs(of: transaction) {
      let prevout = columns.inputPrevout[input]
      guard prevout != .none else { return nil }
      let value = columns.outputValue[prevout.position].rawValue
      valueIn = try add(value, to: valueIn, transaction)
    }
    let fee = try valueIn - sum(of: columns.outputs(of: transaction), transaction, columns)
    guard fee >= 0 else { throw .outputsExceedInputs(transaction: transaction) }
    return fee
  }

  /// Books the fees of a block as stopped, because another fee in it is unknown, and with it where
  /// each of them stands in the coinbase.
  mutating func bookPendingAsStopped() {
    for index in 0..<pending.fees.count {
      dealt.removeAll()
      for place in pending.runs(at: index) { dealt.append(pending.runs[place]) }
      outsideTally.add(dealt, of: dealt.length(at: 0), policy)
    }
    pending.removeAll()
  }
}
