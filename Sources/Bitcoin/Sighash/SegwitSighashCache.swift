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
    let hasher = DoubleSHA256()
    var writer = ByteWriter(capacity: transaction.inputs.count * 36)
    for input in transaction.inputs { input.prevout.encode(into: &writer) }
    prevouts = hasher.hash(writer.bytes.span)
    writer.removeAll()
    for input in transaction.inputs { writer.write(input.sequence) }
    sequences = hasher.hash(writer.bytes.span)
    writer.removeAll()
    for output in transaction.outputs { output.encode(into: &writer) }
    outputs = hasher.hash(writer.bytes.span)
  }
}
