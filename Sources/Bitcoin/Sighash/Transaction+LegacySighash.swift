extension Transaction {
  /// Hashes what a signature of the kind before segwit commits to.
  ///
  /// `scriptCode` is the spent output's scriptPubKey, or the redeem script of P2SH.
  ///
  /// - Precondition: `input` is the place of an input.
  public func legacySighash(input: Int, scriptCode: [UInt8], type: SighashType) -> Hash256 {
    var scratch = SighashScratch()
    return legacySighash(input: input, scriptCode: scriptCode, type: type, using: &scratch)
  }

  /// The same with a scratch that is used again, for transactions with many inputs.
  ///
  /// ```
  /// version (4) | inputs, with scriptCode in the signed one alone | outputs | lock time (4) | type (4)
  /// ```
  /// OP_CODESEPARATOR is left out of the script code. Single without an output at the input's place
  /// gives the number 1 (Core: `SignatureHash`, script/interpreter.cpp).
  ///
  /// - Precondition: `input` is the place of an input.
  public func legacySighash(
    input: Int, scriptCode: [UInt8], type: SighashType, using scratch: inout SighashScratch
  ) -> Hash256 {
    legacySighash(input: input, scriptCode: scriptCode.span, type: type, using: &scratch)
  }

  /// The same with a borrowed script code.
  func legacySighash(
    input: Int, scriptCode: Span<UInt8>, type: SighashType, using scratch: inout SighashScratch
  ) -> Hash256 {
    precondition(inputs.indices.contains(input), "no input at place \(input)")
    if type.isSingle, input >= outputs.count { return Hash256(1, 0, 0, 0) }
    scratch.writer.removeAll()
    scratch.writer.write(version)
    if type.isAnyoneCanPay {
      scratch.writer.write(compactSize: 1)
      write(input, to: &scratch.writer, signed: input, scriptCode, type)
    } else {
      scratch.writer.write(compactSize: inputs.count)
      for index in inputs.indices {
        write(index, to: &scratch.writer, signed: input, scriptCode, type)
      }
    }
    writeOutputs(to: &scratch.writer, signed: input, type)
    scratch.writer.write(lockTime)
    scratch.writer.write(type.rawValue)
    return scratch.hasher.hash(scratch.writer.bytes.span)
  }

  private func write(
    _ index: Int, to writer: inout ByteWriter, signed: Int, _ scriptCode: Span<UInt8>,
    _ type: SighashType
  ) {
    inputs[index].prevout.encode(into: &writer)
    if index == signed {
      writer.write(scriptCode: scriptCode)
      writer.write(inputs[index].sequence)
    } else {
      writer.write(compactSize: 0)
      // Others may replace their inputs where not all outputs are signed.
      writer.write(type.isNone || type.isSingle ? 0 : inputs[index].sequence)
    }
  }

  private func writeOutputs(to writer: inout ByteWriter, signed: Int, _ type: SighashType) {
    if type.isNone { return writer.write(compactSize: 0) }
    guard type.isSingle else {
      writer.write(compactSize: outputs.count)
      for output in outputs { output.encode(into: &writer) }
      return
    }
    writer.write(compactSize: signed + 1)
    let blank = TxOut(value: Satoshi(-1), scriptPubKey: ScriptPubKey([]))
    for _ in 0..<signed { blank.encode(into: &writer) }
    outputs[signed].encode(into: &writer)
  }
}
