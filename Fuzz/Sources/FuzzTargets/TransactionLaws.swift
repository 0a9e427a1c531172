import Bitcoin

/// Two readers find the same transaction or refuse it for the same reason, and it is written back as it
/// stood.
enum TransactionLaws {
  static func check(_ input: [UInt8]) throws(FuzzFinding) {
    let expected = decode(input)
    let found = walk(input)
    switch (expected, found) {
    case (.failure(let left), .failure(let right)):
      return try expect(left == right, "decoder refuses with \(left), walker with \(right)")
    case (.success((var transaction, let end)), .success((let walked, let position))):
      try expect(end == position, "decoder ends at \(end), walker at \(position)")
      let bytes = transaction.encoded()
      try expect(bytes == [UInt8](input[..<end]), "written back as \(Hex.encode(bytes))")
      try checkParts(transaction, bytes)
      for index in transaction.inputs.indices { transaction.inputs[index].witness = Witness() }
      try expect(transaction == walked, "decoder and walker differ")
    default:
      throw FuzzFinding("decoder \(expected), walker \(found)")
    }
  }

  private typealias Read = Result<(Transaction, position: Int), DecodingError>

  private static func decode(_ bytes: [UInt8]) -> Read {
    let span = bytes.span
    var reader = ByteReader(span)
    do throws(DecodingError) {
      return .success((try Transaction(from: &reader), reader.position))
    } catch {
      return .failure(error)
    }
  }

  private static func walk(_ bytes: [UInt8]) -> Read {
    let span = bytes.span
    do throws(DecodingError) {
      var walker = try TransactionWalker(span, at: 0)
      var transaction = Transaction(version: walker.version, inputs: [], outputs: [])
      while let input = try walker.nextInput() {
        transaction.inputs.append(
          TxIn(
            prevout: input.prevout, scriptSig: ScriptSig([UInt8](input.scriptSig)),
            sequence: input.sequence))
      }
      while let output = try walker.nextOutput() {
        transaction.outputs.append(
          TxOut(value: output.value, scriptPubKey: ScriptPubKey([UInt8](output.scriptPubKey))))
      }
      try walker.finish()
      transaction.lockTime = walker.lockTime
      return .success((transaction, walker.position))
    } catch {
      return .failure(error)
    }
  }

  private static func checkParts(
    _ transaction: Transaction, _ bytes: [UInt8]
  ) throws(FuzzFinding) {
    let stripped = transaction.encoded(includingWitness: false)
    try expect(transaction.computeSize() == bytes.count, "size \(transaction.computeSize())")
    try expect(
      transaction.computeStrippedSize() == stripped.count,
      "stripped size \(transaction.computeStrippedSize())")
    try expect(
      transaction.computeTxid().hash == Hash256(doubleSHA256: stripped), "txid of other bytes")
    try expect(
      transaction.hasWitness
        == (transaction.computeTxid().hash != transaction.computeWtxid().hash),
      "txid and wtxid")
    _ = transaction.isFinal(height: 500_000, cutoff: 1_600_000_000)
    _ = SignatureOperations.legacyCount(in: transaction)
    for output in transaction.outputs.prefix(50) { try checkScript(output.scriptPubKey) }
    for input in transaction.inputs.prefix(50) { _ = input.scriptSig.pushedItems }
    try checkSighashes(transaction)
  }

  private static func checkScript(_ script: ScriptPubKey) throws(FuzzFinding) {
    let kind = script.classify()
    try expect(kind != .nullData || script.isUnspendable, "data that could be spent")
    try expect(
      !script.isUnspendable || script.isProvablyUnsatisfiable, "unspendable, yet satisfiable")
    _ = script.descriptor
    guard let address = Address(script, network: .mainnet) else { return }
    let again = try? Address("\(address)", network: .mainnet)
    try expect(again?.scriptPubKey == script, "address \(address) stands for another script")
  }

  private static func checkSighashes(_ transaction: Transaction) throws(FuzzFinding) {
    guard let first = transaction.inputs.first, let last = transaction.inputs.indices.last else {
      return
    }
    let type = SighashType(rawValue: first.sequence)
    let cache = SegwitSighashCache(transaction)
    let code = first.scriptSig.bytes
    for input in Set([0, last]) {
      _ = transaction.legacySighash(input: input, scriptCode: code, type: type)
      let value = Satoshi(Int64(transaction.lockTime))
      let cached = transaction.segwitV0Sighash(
        input: input, scriptCode: code, value: value, type: type, cache: cache)
      let fresh = transaction.segwitV0Sighash(
        input: input, scriptCode: code, value: value, type: type)
      try expect(cached == fresh, "a cache changes the sighash of input \(input)")
    }
  }
}
