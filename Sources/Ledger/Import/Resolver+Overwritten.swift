import Bitcoin
import Files

extension Resolver {
  /// Makes way for a transaction with the txid of an earlier one: that is allowed once all of the
  /// earlier outputs are spent, and to coinbases always (BIP-0030; Core: `AddCoins`, coins.cpp).
  ///
  /// Whether the chain may have such a coinbase at all is for validation to say: on mainnet it has
  /// two, at heights 91,842 and 91,880 (Core: `IsBIP30Repeat`, validation.cpp).
  mutating func overwrite(
    _ earlier: Int, _ txid: Txid, isCoinbase: Bool
  ) throws(BlockFlaw) {
    var hasUnspent = false
    for output in Int(firstOutput[earlier])..<Int(firstOutput[earlier + 1])
    where spenders[output].isNone && !isOutside(output) {
      hasUnspent = true
    }
    guard hasUnspent else { return }
    let earlierIsCoinbase = firstInput[earlier] == firstInput[earlier + 1]
    guard isCoinbase, earlierIsCoinbase else { throw .repeatedTxid(txid) }
    let place = SortedRows.firstIndex(notBelow: UInt32(earlier), in: overwritten.span)
    overwritten.insert(UInt32(earlier), at: place)
  }

  /// Whether an output is none that can be spent, though nothing has spent it.
  func isOutside(_ output: Int) -> Bool {
    let isUnspendable =
      output < earlierScripts.count
      ? firstHeight == 0 && output < Int(firstOutput[1])
        || ScriptPubKey.isUnspendable(scripts.script(at: earlierScripts[output].position))
      : outside[output - earlierScripts.count]
    return isUnspendable || (!overwritten.isEmpty && isOverwritten(output))
  }

  private func isOverwritten(_ output: Int) -> Bool {
    var low = 0
    var high = overwritten.count
    while low < high {
      let middle = (low + high) / 2
      if firstOutput[Int(overwritten[middle])] <= UInt64(output) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low > 0 && UInt64(output) < firstOutput[Int(overwritten[low - 1]) + 1]
  }
}
