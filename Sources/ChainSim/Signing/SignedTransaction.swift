import Bitcoin

/// A finished transaction on its way into its block.
struct SignedTransaction: Sendable {
  /// Its txid.
  let txid: Txid
  /// Its wtxid, which without witness is the same hash.
  let wtxid: Wtxid
  /// Its bytes, witness included.
  let bytes: [UInt8]
  /// How many bytes it has without its witness.
  let strippedSize: Int
  /// The txid of the transaction that spends the same coins for the same and was not mined; nil
  /// where nobody changed it in flight.
  var otherTxid: Txid?

  /// Encodes and hashes a transaction.
  init(_ transaction: Transaction, using hasher: borrowing DoubleSHA256) {
    let encoded = transaction.encoded()
    bytes = encoded
    let whole = hasher.hash(encoded.span)
    wtxid = Wtxid(whole)
    if transaction.hasWitness {
      let stripped = transaction.encoded(includingWitness: false)
      txid = Txid(hasher.hash(stripped.span))
      strippedSize = stripped.count
    } else {
      txid = Txid(whole)
      strippedSize = encoded.count
    }
  }

  /// Hashes a transaction without witnesses.
  init(withoutWitness bytes: [UInt8], using hasher: borrowing DoubleSHA256) {
    self.bytes = bytes
    let hash = hasher.hash(bytes.span)
    txid = Txid(hash)
    wtxid = Wtxid(hash)
    strippedSize = bytes.count
  }

  /// The transaction's weight (Core: `GetTransactionWeight`, consensus/validation.h).
  var weight: Int { strippedSize * 3 + bytes.count }
}
