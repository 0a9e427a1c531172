import Bitcoin
import Case
import Ledger

/// The outputs that a claim's coins stand for at its block, with what was wrong on the way.
struct ClaimedOutputs {
  /// The outputs that were made by the claim's block and not spent by then, in chain order, each
  /// once.
  private(set) var held: [OutputIndex] = []
  /// Outputs named by themselves that were spent by then, in chain order.
  private(set) var spentBefore: [OutputIndex] = []
  /// Addresses that had coins and had none left by then.
  private(set) var emptied: [(address: String, last: OutputIndex)] = []
  /// Why coins are not there.
  private(set) var absences: [String] = []
  /// What makes the list of coins no sense in itself.
  private(set) var flaws: [String] = []

  /// Finds a claim's coins as of a prefix of the chain.
  init(_ claim: Claim, prefix: ChainPrefix, _ ledger: borrowing ChainLedger) {
    var seen: Set<OutputIndex> = []
    var names: Set<ClaimedCoins> = []
    for coins in claim.coins {
      guard names.insert(coins).inserted else {
        flaws.append("it names \(coins) twice")
        continue
      }
      switch coins {
      case .outPoint(let outPoint): add(outPoint, prefix, &seen, ledger)
      case .address(let text): add(text, prefix, &seen, ledger)
      }
    }
    held.sort()
    spentBefore.sort()
  }

  private mutating func add(
    _ outPoint: OutPoint, _ prefix: ChainPrefix, _ seen: inout Set<OutputIndex>,
    _ ledger: borrowing ChainLedger
  ) {
    guard let output = ledger.output(outPoint) else {
      absences.append("\(outPoint) is not on the chain")
      return
    }
    guard prefix.has(output) else {
      let height = ledger.height(of: ledger.transaction(ofOutput: output))
      absences.append("\(outPoint) was made only in block \(height)")
      return
    }
    guard seen.insert(output).inserted else {
      flaws.append("it names \(outPoint) by itself and by its address")
      return
    }
    if prefix.isUnspent(output, ledger) { held.append(output) } else { spentBefore.append(output) }
  }

  private mutating func add(
    _ text: String, _ prefix: ChainPrefix, _ seen: inout Set<OutputIndex>,
    _ ledger: borrowing ChainLedger
  ) {
    let address: Address
    do {
      address = try Address(text, network: ledger.network)
    } catch {
      flaws.append("\(error)")
      return
    }
    var last: OutputIndex?
    var hasCoins = false
    if let script = ledger.script(address.scriptPubKey) {
      let outputs = ledger.outputs(of: script)
      for index in 0..<outputs.count where prefix.has(outputs[index]) {
        last = outputs[index]
        guard prefix.isUnspent(outputs[index], ledger) else { continue }
        hasCoins = true
        guard seen.insert(outputs[index]).inserted else {
          flaws.append(
            "it names \(ledger.outPoint(of: outputs[index])) by itself and by its address")
          continue
        }
        held.append(outputs[index])
      }
    }
    if let last, !hasCoins { emptied.append((text, last)) }
    if last == nil { absences.append("\(text) had never been paid") }
  }
}
