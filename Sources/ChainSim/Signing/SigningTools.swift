import Bitcoin

/// What a thread signs with, used again for each transaction.
struct SigningTools: ~Copyable {
  /// Buffer and hasher of sighashes.
  var scratch = SighashScratch()
  /// The transaction that is being signed, as its legacy sighashes see it; empty until one is needed.
  var template = LegacySighashTemplate()
  /// Hashes finished transactions.
  let hasher = DoubleSHA256()
}
