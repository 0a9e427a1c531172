import Bitcoin

/// What a thread signs with, used again for each transaction.
struct SigningTools: ~Copyable {
  /// Buffer and hasher of sighashes.
  var scratch = SighashScratch()
  /// The transaction that is being signed, as its legacy sighashes see it; empty until one is needed.
  var template = LegacySighashTemplate()
  /// A script that is being looked at.
  var script = ByteWriter(capacity: 80)
  /// The outputs of the transaction that is being signed.
  var outputs = ByteWriter(capacity: 160)
  /// What its inputs push, one after the other.
  var scriptSigs = ByteWriter(capacity: 320)
  /// Where each of these ends.
  var scriptSigEnds: [Int] = []
  /// Hashes finished transactions.
  let hasher = DoubleSHA256()
}
