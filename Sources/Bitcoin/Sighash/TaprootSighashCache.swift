/// What all inputs of a transaction share in their taproot sighashes (BIP-0341), so that signing many
/// inputs takes time in proportion to their count.
///
/// Good as long as the transaction's prevouts, sequences and outputs, and the spent outputs, stay as
/// they are; scriptSigs and witnesses may change.
public struct TaprootSighashCache: Hashable, Sendable {
  /// The SHA-256 of all prevouts.
  public let prevouts: Hash256
  /// The SHA-256 of all values that are spent.
  public let amounts: Hash256
  /// The SHA-256 of all scripts that are spent, each counted.
  public let scriptPubKeys: Hash256
  /// The SHA-256 of all sequences.
  public let sequences: Hash256
  /// The SHA-256 of all outputs.
  public let outputs: Hash256

  /// Hashes everything once.
  public init(_ transaction: Transaction, spentOutputs: [TxOut]) {
    let hasher = DoubleSHA256()
    var writer = ByteWriter(capacity: transaction.inputs.count * 36)
    for input in transaction.inputs { input.prevout.encode(into: &writer) }
    prevouts = hasher.hashOnce(writer.bytes.span)
    writer.removeAll()
    for spent in spentOutputs { writer.write(spent.value.rawValue) }
    amounts = hasher.hashOnce(writer.bytes.span)
    writer.removeAll()
    for spent in spentOutputs { writer.write(counted: spent.scriptPubKey.bytes) }
    scriptPubKeys = hasher.hashOnce(writer.bytes.span)
    writer.removeAll()
    for input in transaction.inputs { writer.write(input.sequence) }
    sequences = hasher.hashOnce(writer.bytes.span)
    writer.removeAll()
    for output in transaction.outputs { output.encode(into: &writer) }
    outputs = hasher.hashOnce(writer.bytes.span)
  }
}
