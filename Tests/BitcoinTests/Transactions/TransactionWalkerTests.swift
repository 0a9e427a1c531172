import Bitcoin
import Testing

@Suite("TransactionWalker")
struct TransactionWalkerTests {
  /// What a walk over all the bytes finds, put together again.
  private func walk(_ bytes: [UInt8], at start: Int = 0) throws(DecodingError) -> (
    Transaction, position: Int
  ) {
    let span = bytes.span
    var walker = try TransactionWalker(span, at: start)
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
    if !walker.isHashedWhole {
      #expect(
        Array(bytes[walker.inputsPosition..<walker.outputsEnd])
          == Array(transaction.encoded().dropFirst(4).dropLast(4)))
    }
    return (transaction, walker.position)
  }

  private func decode(_ bytes: [UInt8]) throws(DecodingError) -> (Transaction, position: Int) {
    let span = bytes.span
    var reader = ByteReader(span)
    let transaction = try Transaction(from: &reader)
    return (transaction, reader.position)
  }

  /// Both readers find the same or refuse for the same reason.
  private func expectAgreement(_ bytes: [UInt8], _ comment: Comment) {
    let expected: Result<(Transaction, position: Int), DecodingError>
    do throws(DecodingError) { expected = .success(try decode(bytes)) } catch {
      expected = .failure(error)
    }
    let found: Result<(Transaction, position: Int), DecodingError>
    do throws(DecodingError) { found = .success(try walk(bytes)) } catch {
      found = .failure(error)
    }
    switch (expected, found) {
    case (.success(var left), .success(let right)):
      #expect(left.position == right.position, comment)
      for index in left.0.inputs.indices { left.0.inputs[index].witness = Witness() }
      #expect(left.0 == right.0, comment)
    case (.failure(let left), .failure(let right)):
      #expect(left == right, comment)
    default:
      Issue.record("decoder \(expected), walker \(found), \(comment)")
    }
  }

  private func sample(_ random: inout SplitMix) -> Transaction {
    let inputs = (0..<random.below(4)).map { _ in
      TxIn(
        prevout: OutPoint(
          txid: Txid(Hash256(random.next(), random.next(), 0, 1)), vout: UInt32(random.below(9))),
        scriptSig: ScriptSig([UInt8](repeating: 1, count: random.below(300))),
        sequence: UInt32(random.below(1000)),
        witness: Witness(
          (0..<random.below(3)).map { [UInt8](repeating: 2, count: $0 * random.below(90)) }))
    }
    let outputs = (0..<random.below(4)).map { _ in
      TxOut(
        value: Satoshi(Int64(truncatingIfNeeded: random.next())),
        scriptPubKey: ScriptPubKey([UInt8](repeating: 3, count: random.below(300))))
    }
    return Transaction(inputs: inputs, outputs: outputs, lockTime: UInt32(random.below(1000)))
  }

  @Test("it finds what the decoder finds, and refuses what it refuses", arguments: 1...20)
  func agreement(seed: UInt64) {
    var random = SplitMix(state: seed)
    for _ in 0..<25 {
      let bytes = sample(&random).encoded()
      expectAgreement(bytes + [7, 7], "seed \(seed)")
      expectAgreement(Array(bytes.prefix(random.below(bytes.count))), "seed \(seed), cut")
      for _ in 0..<20 {
        var changed = bytes
        for _ in 0..<1 + random.below(3) {
          // Counts and markers stand in front, so that is where changes do most.
          let range = random.below(3) == 0 ? changed.count : min(changed.count, 60)
          changed[random.below(range)] = [0, 1, 2, 0xfd, 0xfe, 0xff][random.below(6)]
        }
        expectAgreement(changed, "seed \(seed), changed \(Hex.encode(changed))")
      }
    }
  }

  @Test("witness markers, unknown flags and counts that lie")
  func edges() {
    let version: [UInt8] = [1, 0, 0, 0]
    let input = [UInt8](repeating: 5, count: 36) + [0, 1, 1, 1, 1]
    let output: [UInt8] = [1, 0, 0, 0, 0, 0, 0, 0, 0]
    let end: [UInt8] = [9, 0, 0, 0]
    for middle: [UInt8] in [
      [0, 0], [0, 1], [0, 1, 0, 0], [0, 1, 1] + input + [1] + output + [0],
      [0, 1, 1] + input + [1] + output + [1, 0], [0, 2, 1] + input + [1] + output,
      [0, 3, 1] + input + [1] + output + [1, 0], [0, 255, 0, 0], [1] + input + [0],
      [1] + input + [0xfd, 1, 0], [0xfe, 0, 0, 0, 3], [0xff, 0, 0, 0, 0, 1, 0, 0, 0],
    ] {
      expectAgreement(version + middle + end, "\(Hex.encode(middle))")
      expectAgreement(version + middle, "\(Hex.encode(middle)), cut")
    }
  }

  @Test("pieces that are not asked for are stepped over")
  func skipping() throws {
    var random = SplitMix(state: 77)
    for _ in 0..<50 {
      let transaction = sample(&random)
      let bytes = [1, 2, 3] + transaction.encoded()
      let span = bytes.span
      var walker: TransactionWalker
      do { walker = try TransactionWalker(span, at: 3) } catch { continue }
      do {
        try walker.finish()
        #expect(walker.position == bytes.count)
        #expect(walker.lockTime == transaction.lockTime)
        #expect(walker.start == 3)
      } catch {
        #expect(throws: DecodingError.self) { try Transaction(decoding: Array(bytes.dropFirst(3))) }
      }
    }
  }

  private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var value = state
      value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
      value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
      return value ^ (value >> 31)
    }

    mutating func below(_ bound: Int) -> Int { bound == 0 ? 0 : Int(next() % UInt64(bound)) }
  }
}
