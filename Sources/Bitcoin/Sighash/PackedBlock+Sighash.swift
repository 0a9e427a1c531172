extension SegwitSighashCache {
  /// Hashes what the inputs of a transaction of a block share.
  init(_ block: PackedBlock, _ place: Int, using scratch: inout SighashScratch) {
    let transaction = block.transactions[place]
    scratch.writer.removeAll()
    for input in transaction.inputs { block.inputs[input].prevout.encode(into: &scratch.writer) }
    prevouts = scratch.hasher.hash(scratch.writer.bytes.span)
    scratch.writer.removeAll()
    for input in transaction.inputs { scratch.writer.write(block.inputs[input].sequence) }
    sequences = scratch.hasher.hash(scratch.writer.bytes.span)
    let count = CompactSize.encodedSize(of: transaction.outputs.count)
    outputs = scratch.hasher.hash(
      block[transaction.outputsPosition + count..<transaction.outputsEnd])
  }
}

extension PackedBlock {
  /// Hashes what a P2WPKH input's signature over all inputs and outputs commits to (BIP-0143); `input`
  /// is the row of the input.
  func segwitV0Sighash(
    _ place: Int, input: Int, keyHash: Hash160, value: Satoshi, cache: SegwitSighashCache,
    using scratch: inout SighashScratch
  ) -> Hash256 {
    scratch.writer.removeAll()
    scratch.writer.write(transactions[place].version)
    scratch.writer.write(cache.prevouts)
    scratch.writer.write(cache.sequences)
    inputs[input].prevout.encode(into: &scratch.writer)
    scratch.writer.write(byte: 25)
    scratch.writer.write(byte: Opcode.dup)
    scratch.writer.write(byte: Opcode.hash160)
    scratch.writer.write(byte: 20)
    keyHash.encode(into: &scratch.writer)
    scratch.writer.write(byte: Opcode.equalVerify)
    scratch.writer.write(byte: Opcode.checkSig)
    scratch.writer.write(value.rawValue)
    scratch.writer.write(inputs[input].sequence)
    scratch.writer.write(cache.outputs)
    scratch.writer.write(transactions[place].lockTime)
    scratch.writer.write(SighashType.all.rawValue)
    return scratch.hasher.hash(scratch.writer.bytes.span)
  }
}

extension LegacySighashTemplate {
  /// Writes a transaction of a block.
  mutating func fill(_ block: PackedBlock, _ place: Int) {
    let transaction = block.transactions[place]
    begin(version: transaction.version, inputCount: transaction.inputs.count)
    for input in transaction.inputs {
      add(block.inputs[input].prevout, sequence: block.inputs[input].sequence)
    }
    end(
      outputs: block[transaction.outputsPosition..<transaction.outputsEnd],
      lockTime: transaction.lockTime)
  }
}
