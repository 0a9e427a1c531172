/// What all inputs of a transaction share in their sighashes of witness version 0 (BIP-0143), so that
/// signing many inputs takes time in proportion to their count.
///
/// Good as long as the transaction's prevouts, sequences and outputs stay as they are; scriptSigs and
/// witnesses may change.
public struct SegwitSighashCache: Hashable, Sendable {
  let prevouts: Hash256
  let sequences: Hash256
  let outputs: Hash256

  /// Hashes prevouts, sequences and outputs once.
  public init(_ transaction: Transaction) {
    var scratch = SighashScratch()
    self.init(transaction, using: &scratch)
  }

  /// The same with a scratch that is used again.
  public init(_ transaction: Transaction, using scratch: inout SighashScratch) {
    scratch.writer.removeAll()
    for input in transaction.inputs { input.prevout.encode(into: &scratch.writer) }
    prevouts = scratch.hasher.hash(scratch.writer.bytes.span)
    scratch.writer.removeAll()
    for input in transaction.inputs { scratch.writer.write(input.sequence) }
    sequences = scratch.hasher.hash(scratch.writer.bytes.span)
    scratch.writer.removeAll()
    for output in transaction.outputs { output.encode(into: &scratch.writer) }
    outputs = scratch.hasher.hash(scratch.writer.bytes.span)
  }

  /// Hashes the hashes that taproot sighashes of the same transaction take (BIP-0341).
  init(_ taproot: TaprootSighashCache, using hasher: borrowing DoubleSHA256) {
    // The hash of a hash: what BIP-0143 commits to is SHA-256 twice.
    prevouts = hasher.hashOnce(taproot.prevouts)
    sequences = hasher.hashOnce(taproot.sequences)
    outputs = hasher.hashOnce(taproot.outputs)
  }
}

extension DoubleSHA256 {
  /// SHA-256 of the 32 bytes of a hash.
  borrowing func hashOnce(_ hash: Hash256) -> Hash256 {
    hashOnce(hash.bytes.span)
  }
}
