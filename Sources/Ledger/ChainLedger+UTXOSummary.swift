public import Bitcoin
import Files

/// The unspent outputs in one number, to be compared with a node's `gettxoutsetinfo`.
public struct UTXOSummary: Equatable, Sendable {
  /// How many outputs are unspent (Core: `txouts`).
  public let count: Int
  /// What they are worth together (Core: `total_amount`).
  public let amount: Satoshi
  /// The double SHA-256 over all of them (Core: `hash_serialized_3`).
  public let hash: Hash256
}

extension ChainLedger {
  /// Hashes the UTXO set as Bitcoin Core does (Core: `ComputeUTXOStats`, kernel/coinstats.cpp).
  ///
  /// ```
  /// by txid in internal order, then vout:
  /// txid (32) | vout (4, LE) | height * 2 + coinbase (4, LE) | value (8, LE) | script length (CompactSize) | scriptPubKey
  /// ```
  /// Of a segment these are the outputs that it made, and the hash is none that a node has.
  ///
  /// O(n log n) in the transactions that have an unspent output.
  public func utxoSummary() -> UTXOSummary {
    let hasher = DoubleSHA256()
    hasher.begin()
    var writer = ByteWriter(capacity: 1 << 17)
    var count = 0
    var amount = Satoshi.zero
    for transaction in transactionsInUTXOSet() {
      let txid = txids[transaction.position].hash
      let code = UInt32(2 * height(of: transaction) + (isCoinbase(transaction) ? 1 : 0))
      let outputs = outputs(of: transaction)
      for row in outputs where isInUTXOSet(OutputIndex(row)) {
        txid.encode(into: &writer)
        writer.write(UInt32(row - outputs.lowerBound))
        writer.write(code)
        writer.write(outputValue[row].rawValue)
        let script = scriptBytes(outputScript[row])
        writer.write(compactSize: script.count)
        writer.write(script)
        count += 1
        amount += outputValue[row]
      }
      if writer.bytes.count > 1 << 16 {
        hasher.update(writer.bytes.span)
        writer.removeAll()
      }
    }
    hasher.update(writer.bytes.span)
    return UTXOSummary(count: count, amount: amount, hash: hasher.finish())
  }

  /// Whether an output is unspent and in Bitcoin Core's UTXO set.
  ///
  /// - Precondition: the ledger has that row.
  public func isInUTXOSet(_ output: OutputIndex) -> Bool {
    outputSpender[output.position].isNone && !isOutsideUTXOSet(output)
  }

  /// The transactions with an unspent output, sorted by the bytes of their txids as a node's database
  /// has them, which is not the order in which txids are printed.
  private func transactionsInUTXOSet() -> [TxIndex] {
    var entries: [UTXOEntry] = []
    for row in 0..<transactionCount {
      let transaction = TxIndex(row)
      for output in outputs(of: transaction) where isInUTXOSet(OutputIndex(output)) {
        entries.append(UTXOEntry(key: txids[row].hash, transaction: transaction))
        break
      }
    }
    entries.sort()
    return entries.map(\.transaction)
  }
}

private struct UTXOEntry: Comparable {
  let key: Hash256
  let transaction: TxIndex

  static func < (left: UTXOEntry, right: UTXOEntry) -> Bool {
    let (a, b) = (left.key, right.key)
    if a.word0 != b.word0 { return a.word0.byteSwapped < b.word0.byteSwapped }
    if a.word1 != b.word1 { return a.word1.byteSwapped < b.word1.byteSwapped }
    if a.word2 != b.word2 { return a.word2.byteSwapped < b.word2.byteSwapped }
    if a.word3 != b.word3 { return a.word3.byteSwapped < b.word3.byteSwapped }
    // The same txid twice, both partly unspent, cannot be: the earlier one is overwritten.
    return left.transaction < right.transaction
  }
}
