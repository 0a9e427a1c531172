extension Transaction {
  /// Hashes what a signature in a witness of version 0 commits to (BIP-0143).
  ///
  /// `scriptCode` is for P2WPKH the P2PKH script of the same hash, for P2WSH the witness script after
  /// the last executed OP_CODESEPARATOR; `value` is the spent output's. Several inputs of one
  /// transaction share a `cache`; without one it is made for this call.
  ///
  /// ```
  /// version (4) | hash of prevouts (32) | hash of sequences (32) | prevout (36) | scriptCode, counted
  /// | value (8) | sequence (4) | hash of outputs (32) | lock time (4) | type (4)
  /// ```
  ///
  /// - Precondition: `input` is the place of an input.
  public func segwitV0Sighash(
    input: Int, scriptCode: [UInt8], value: Satoshi, type: SighashType,
    cache: SegwitSighashCache? = nil
  ) -> Hash256 {
    precondition(inputs.indices.contains(input), "no input at place \(input)")
    let cache = cache ?? SegwitSighashCache(self)
    var writer = ByteWriter(capacity: 170 + scriptCode.count)
    writer.write(version)
    (type.isAnyoneCanPay ? Hash256.zero : cache.prevouts).encode(into: &writer)
    let skipsSequences = type.isAnyoneCanPay || type.isSingle || type.isNone
    (skipsSequences ? Hash256.zero : cache.sequences).encode(into: &writer)
    inputs[input].prevout.encode(into: &writer)
    writer.write(counted: scriptCode)
    writer.write(value.rawValue)
    writer.write(inputs[input].sequence)
    outputsHash(input: input, type: type, cache: cache).encode(into: &writer)
    writer.write(lockTime)
    writer.write(type.rawValue)
    return Hash256(doubleSHA256: writer.bytes)
  }

  private func outputsHash(input: Int, type: SighashType, cache: SegwitSighashCache) -> Hash256 {
    if type.isNone { return .zero }
    guard type.isSingle else { return cache.outputs }
    guard outputs.indices.contains(input) else { return .zero }
    var writer = ByteWriter(capacity: 50)
    outputs[input].encode(into: &writer)
    return Hash256(doubleSHA256: writer.bytes)
  }
}
