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
    var scratch = SighashScratch()
    return segwitV0Sighash(
      input: input, scriptCode: scriptCode.span, value: value, type: type,
      cache: cache ?? SegwitSighashCache(self), using: &scratch)
  }

  /// The same with a borrowed script code, and a scratch that is used again.
  ///
  /// - Precondition: `input` is the place of an input.
  public func segwitV0Sighash(
    input: Int, scriptCode: Span<UInt8>, value: Satoshi, type: SighashType,
    cache: SegwitSighashCache, using scratch: inout SighashScratch
  ) -> Hash256 {
    precondition(inputs.indices.contains(input), "no input at place \(input)")
    // The hash of one output comes first: it takes the same buffer.
    let outputsHash = outputsHash(input: input, type: type, cache: cache, using: &scratch)
    scratch.writer.removeAll()
    scratch.writer.write(version)
    scratch.writer.write(type.isAnyoneCanPay ? Hash256.zero : cache.prevouts)
    let skipsSequences = type.isAnyoneCanPay || type.isSingle || type.isNone
    scratch.writer.write(skipsSequences ? Hash256.zero : cache.sequences)
    inputs[input].prevout.encode(into: &scratch.writer)
    scratch.writer.write(compactSize: scriptCode.count)
    scratch.writer.write(scriptCode)
    scratch.writer.write(value.rawValue)
    scratch.writer.write(inputs[input].sequence)
    scratch.writer.write(outputsHash)
    scratch.writer.write(lockTime)
    scratch.writer.write(type.rawValue)
    return scratch.hasher.hash(scratch.writer.bytes.span)
  }

  private func outputsHash(
    input: Int, type: SighashType, cache: SegwitSighashCache, using scratch: inout SighashScratch
  ) -> Hash256 {
    if type.isNone { return .zero }
    guard type.isSingle else { return cache.outputs }
    guard outputs.indices.contains(input) else { return .zero }
    scratch.writer.removeAll()
    outputs[input].encode(into: &scratch.writer)
    return scratch.hasher.hash(scratch.writer.bytes.span)
  }
}
