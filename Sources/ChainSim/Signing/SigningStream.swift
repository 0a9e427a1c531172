import Bitcoin
import Files

/// Signs a plan's transactions on all threads in chain order, and lets go of each once it is in its
/// block and its block is written (docs/adr/0010).
struct SigningStream: Sendable {
  /// What makes the transactions.
  let desk: SigningDesk
  /// How many transactions may be signed and not yet in their block.
  var window = 2_048

  /// Signs and hands over all of it.
  ///
  /// A legacy txid depends on the signatures in it, so a transaction waits for those that it spends.
  /// Numbers are drawn in chain order, so these are signed or under way; coinbases, which need nothing
  /// of the others but their fees and perhaps their wtxids, are made as the block is closed.
  ///
  /// - Parameter progress: is told now and then how many are done.
  /// - Returns: the press after the last block.
  /// - Throws: what the press throws.
  func run(
    into press: consuming BlockPress, threads: Int, progress: @escaping @Sendable (Int) -> Void
  ) throws(ScenarioError) -> BlockPress {
    let desk = desk
    let count = desk.plan.transactionCount
    return try Workers.stream(
      count: count, threads: threads, window: window, state: press, tools: { SigningTools() },
      make: { number, tools, help -> Draft? in
        if desk.plan.inputs(of: number).isEmpty { return .coinbase }
        guard let signed = desk.makeTransaction(number, using: &tools, helping: help) else {
          return nil
        }
        desk.txids.publish(signed.txid, at: number)
        return .payment(signed)
      },
      take: { number, draft, press throws(ScenarioError) in
        switch draft {
        case .payment(let signed): press.add(signed, number)
        case .coinbase: try press.close(number, desk)
        }
        if (number + 1).isMultiple(of: 1_024) || number + 1 == count { progress(number + 1) }
      })
  }

  private enum Draft: Sendable {
    case coinbase
    case payment(SignedTransaction)
  }
}
