extension Transaction {
  /// Hashes what a Schnorr signature of a taproot spend commits to (BIP-0341, BIP-0342); nil where the
  /// BIP has no digest: for a type that it does not know, and for single without an output at the
  /// input's place.
  ///
  /// `spentOutputs` are those of all inputs. A key path has no `leafHash`; a script path has its
  /// leaf's, and the place of the last executed OP_CODESEPARATOR, counted in opcodes. Several inputs
  /// of one transaction share a `cache`; without one it is made for this call.
  ///
  /// ```
  /// epoch 00 | type (1) | version (4) | lock time (4)
  /// | [hashes of prevouts, amounts, scriptPubKeys, sequences (4 x 32)] | [hash of outputs (32)]
  /// | spend type (1) | input's place (4), or prevout (36), value (8), script, sequence (4)
  /// | [hash of annex (32)] | [hash of the output (32)]
  /// | [leaf hash (32) | key version 00 | code separator (4)]
  /// ```
  ///
  /// - Precondition: `input` is the place of an input, and there is a spent output for each.
  public func taprootSighash(
    input: Int, spentOutputs: [TxOut], type: SighashType = .taprootDefault,
    annex: [UInt8]? = nil, leafHash: Hash256? = nil, codeSeparator: UInt32 = .max,
    cache: TaprootSighashCache? = nil
  ) -> Hash256? {
    precondition(spentOutputs.count == inputs.count, "a spent output for each input")
    var scratch = SighashScratch()
    let cache = cache ?? TaprootSighashCache(self, spentOutputs: spentOutputs)
    let extra = TaprootSighashExtra(
      annexHash: annex.map { scratch.hashAnnex($0) }, leafHash: leafHash,
      codeSeparator: codeSeparator)
    return taprootSighash(
      input: input, spentOutput: spentOutputs[input], type: type, extra: extra, cache: cache,
      using: &scratch)
  }

  /// The same with a scratch that is used again.
  func taprootSighash(
    input: Int, spentOutput: TxOut, type: SighashType, extra: TaprootSighashExtra,
    cache: TaprootSighashCache, using scratch: inout SighashScratch
  ) -> Hash256? {
    precondition(inputs.indices.contains(input), "no input at place \(input)")
    guard type.isKnownToTaproot else { return nil }
    // The one output comes first: its hash takes the same buffer.
    var outputHash: Hash256?
    if type.isSingle {
      guard outputs.indices.contains(input) else { return nil }
      scratch.writer.removeAll()
      outputs[input].encode(into: &scratch.writer)
      outputHash = scratch.hasher.hashOnce(scratch.writer.bytes.span)
    }
    scratch.writer.removeAll()
    scratch.writer.write(byte: 0)
    scratch.writer.write(byte: type.byte)
    scratch.writer.write(version)
    scratch.writer.write(lockTime)
    if !type.isAnyoneCanPay {
      scratch.writer.write(cache.prevouts)
      scratch.writer.write(cache.amounts)
      scratch.writer.write(cache.scriptPubKeys)
      scratch.writer.write(cache.sequences)
    }
    if !type.isNone, !type.isSingle { scratch.writer.write(cache.outputs) }
    scratch.writer.write(
      byte: (extra.leafHash == nil ? 0 : 2) + (extra.annexHash == nil ? 0 : 1))
    if type.isAnyoneCanPay {
      inputs[input].prevout.encode(into: &scratch.writer)
      spentOutput.encode(into: &scratch.writer)
      scratch.writer.write(inputs[input].sequence)
    } else {
      scratch.writer.write(UInt32(input))
    }
    if let annexHash = extra.annexHash { scratch.writer.write(annexHash) }
    if let outputHash { scratch.writer.write(outputHash) }
    if let leafHash = extra.leafHash {
      scratch.writer.write(leafHash)
      scratch.writer.write(byte: 0)
      scratch.writer.write(extra.codeSeparator)
    }
    scratch.hasher.begin(.tapSighash)
    scratch.hasher.update(scratch.writer.bytes.span)
    return scratch.hasher.finishOnce()
  }
}

/// What a taproot sighash commits to beside the transaction: annex, leaf and code separator.
struct TaprootSighashExtra {
  /// The SHA-256 of the annex with its size before it; nil without annex.
  var annexHash: Hash256?
  /// The hash of the leaf that is run; nil on the key path.
  var leafHash: Hash256?
  /// The opcode position of the last executed OP_CODESEPARATOR.
  var codeSeparator: UInt32 = .max
}

extension SighashScratch {
  /// The SHA-256 of an annex with its size before it.
  mutating func hashAnnex(_ annex: [UInt8]) -> Hash256 {
    writer.removeAll()
    writer.write(counted: annex)
    return hasher.hashOnce(writer.bytes.span)
  }
}
