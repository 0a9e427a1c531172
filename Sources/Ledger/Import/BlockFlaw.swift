public import Bitcoin

/// What makes a block of the best chain unacceptable.
public enum BlockFlaw: Error, Equatable, Sendable {
  /// The header names another merkle root.
  case merkleRoot(expected: Hash256, found: Hash256)
  /// Transactions are repeated so that the merkle root stays the same (CVE-2012-2459).
  case mutated
  /// There is no transaction.
  case empty
  /// The coinbase commits to other witnesses (BIP-0141), which another record of the block has.
  case otherWitnesses
  /// The first transaction is no coinbase, or another one is.
  case coinbasePlace(transaction: Int)
  /// A transaction has no inputs.
  case noInputs(Txid)
  /// A transaction has no outputs.
  case noOutputs(Txid)
  /// An output's value, or the sum of a transaction's outputs, leaves the money range.
  case valueRange(OutPoint, Satoshi)
  /// An input refers to an output that is not there, or that cannot be spent.
  case missingPrevout(OutPoint, by: Txid)
  /// An input refers to an output that was spent before.
  case spentPrevout(OutPoint, by: Txid, first: Txid)
  /// A transaction's outputs are worth more than its inputs.
  case outputsExceedInputs(Txid, inputs: Satoshi, outputs: Satoshi)
  /// The coinbase takes more than subsidy and fees.
  case coinbaseValue(Txid, taken: Satoshi, allowed: Satoshi, halvingInterval: Int)
  /// A txid repeats an earlier one that still has unspent outputs (BIP-0030).
  case repeatedTxid(Txid)
}

extension BlockFlaw: CustomStringConvertible {
  /// What is wrong, with the value.
  public var description: String {
    switch self {
    case .merkleRoot(let expected, let found):
      "merkle root \(found) computed, \(expected) in its header"
    case .mutated:
      "transactions repeated under the same merkle root"
    case .otherWitnesses:
      "other witnesses than its coinbase commits to"
    case .empty:
      "no transaction"
    case .coinbasePlace(let transaction):
      transaction == 0
        ? "transaction 0 is no coinbase" : "transaction \(transaction) is a second coinbase"
    case .noInputs(let txid):
      "transaction \(txid) has no inputs"
    case .noOutputs(let txid):
      "transaction \(txid) has no outputs"
    case .valueRange(let outPoint, let value):
      "value \(value) out of range at output \(outPoint)"
    case .missingPrevout(let outPoint, let spender):
      "missing prevout \(outPoint) spent by transaction \(spender)"
    case .spentPrevout(let outPoint, let spender, let first):
      "prevout \(outPoint) spent by transaction \(spender) was spent before by transaction \(first)"
    case .outputsExceedInputs(let txid, let inputs, let outputs):
      "transaction \(txid) pays \(outputs) out of \(inputs)"
    case .coinbaseValue(let txid, let taken, let allowed, let interval):
      "coinbase \(txid) takes \(taken), subsidy and fees allow \(allowed) (subsidyHalvingInterval \(interval))"
    case .repeatedTxid(let txid):
      "transaction \(txid) repeats one that has unspent outputs"
    }
  }
}
