import Testing

@testable import Bitcoin

struct LegacySighashCase: Sendable {
  let transaction: [UInt8]
  let script: [UInt8]
  let input: Int
  let type: Int32
  let expected: String
}

@Suite("Legacy sighash")
struct LegacySighashTests {
  static let official: [VectorCase<LegacySighashCase>] = SharedData.rows("sighash.json")
    .enumerated().compactMap { index, row in
      guard row.count == 5, let transaction = (row[0] as? String).flatMap({ Hex.decode($0) }),
        let script = (row[1] as? String).flatMap({ Hex.decode($0) }), let input = row[2] as? Int,
        let type = row[3] as? Int, let expected = row[4] as? String
      else {
        Issue.record("sighash.json row \(index) has another form")
        return nil
      }
      return VectorCase(
        "row \(index)",
        LegacySighashCase(
          transaction: transaction, script: script, input: input, type: Int32(type),
          expected: expected))
    }

  @Test("official digests", .tags(.vectors), arguments: official)
  func isMet(_ vector: VectorCase<LegacySighashCase>) throws {
    let value = vector.value
    let transaction = try Transaction(decoding: value.transaction)
    #expect(transaction.encoded() == value.transaction)
    let digest = transaction.legacySighash(
      input: value.input, scriptCode: value.script,
      type: SighashType(rawValue: UInt32(bitPattern: value.type)))
    #expect(digest.description == value.expected)
  }

  @Test("the official file has 500 digests", .tags(.vectors))
  func count() {
    guard SharedData.isPresent(SharedData.vectors) else { return }
    #expect(LegacySighashTests.official.count == 500)
  }

  @Test("a scratch that is used again gives what a fresh one gives", .tags(.vectors))
  func scratchIsReusable() throws {
    var scratch = SighashScratch()
    for vector in LegacySighashTests.official {
      let transaction = try Transaction(decoding: vector.value.transaction)
      let digest = transaction.legacySighash(
        input: vector.value.input, scriptCode: vector.value.script,
        type: SighashType(rawValue: UInt32(bitPattern: vector.value.type)), using: &scratch)
      #expect(digest.description == vector.value.expected)
    }
  }

  @Test(
    "of a script code that ends within a push, what comes after its length is not hashed",
    arguments: [
      // Script code; what Bitcoin Core writes of it behind its length (interpreter.cpp,
      // `SerializeScriptCode`; script.cpp, `GetScriptOp`).
      ([0x51, 0x05, 1, 2], 4, [0x51, 0x05]),
      ([0x51, 0x4c], 2, [0x51, 0x4c]),
      ([0x4c, 3, 1, 2], 4, [0x4c, 3]),
      ([0x4d, 9], 2, [0x4d]),
      ([0x4d, 9, 0, 1], 4, [0x4d, 9, 0]),
      ([0x4e, 9, 0, 0, 0, 1], 6, [0x4e, 9, 0, 0, 0]),
      ([0x51, 0xab, 0x05, 1, 2], 4, [0x51, 0x05]),
      ([0xab, 0x02, 0xab, 0xab, 0xab, 0x02, 1], 5, [0x02, 0xab, 0xab, 0x02]),
    ] as [([UInt8], UInt8, [UInt8])])
  func malformedScriptCode(script: [UInt8], count: UInt8, written: [UInt8]) {
    let transaction = Transaction(
      inputs: [TxIn(prevout: OutPoint(txid: Txid(Hash256(1, 2, 3, 4)), vout: 5))],
      outputs: [TxOut(value: Satoshi(7), scriptPubKey: ScriptPubKey([0x51]))])
    var writer = ByteWriter()
    writer.write(UInt32(1))
    writer.write(byte: 1)
    transaction.inputs[0].prevout.encode(into: &writer)
    writer.write(byte: count)
    writer.write(written)
    writer.write(UInt32.max)
    writer.write(byte: 1)
    transaction.outputs[0].encode(into: &writer)
    writer.write(UInt32(0))
    writer.write(UInt32(1))
    let digest = transaction.legacySighash(input: 0, scriptCode: script, type: .all)
    #expect(digest == Hash256(doubleSHA256: writer.bytes))
    var template = LegacySighashTemplate()
    template.fill(transaction)
    var scratch = SighashScratch()
    #expect(template.hash(input: 0, scriptCode: script.span, type: .all, using: &scratch) == digest)
  }

  @Test("single without an output at the input's place is the number 1")
  func singleBug() {
    let input = TxIn(prevout: OutPoint(txid: Txid(Hash256(7, 7, 7, 7)), vout: 0))
    let transaction = Transaction(
      inputs: [input, input], outputs: [TxOut(value: .coin, scriptPubKey: ScriptPubKey([]))])
    let one = String(repeating: "0", count: 63) + "1"
    #expect(
      transaction.legacySighash(input: 1, scriptCode: [], type: .single).description == one)
    #expect(
      transaction.legacySighash(input: 0, scriptCode: [], type: .single).description != one)
  }

  @Test("a template gives what hashing the whole transaction gives", .tags(.vectors))
  func template() throws {
    var scratch = SighashScratch()
    var template = LegacySighashTemplate()
    var served = 0
    for vector in LegacySighashTests.official {
      let transaction = try Transaction(decoding: vector.value.transaction)
      let type = SighashType(rawValue: UInt32(bitPattern: vector.value.type))
      guard LegacySighashTemplate.serves(type) else { continue }
      template.fill(transaction)
      let digest = template.hash(
        input: vector.value.input, scriptCode: vector.value.script.span, type: type,
        using: &scratch)
      #expect(digest.description == vector.value.expected)
      served += 1
    }
    guard SharedData.isPresent(SharedData.vectors) else { return }
    #expect(served > 200)
  }

  @Test("a template serves every input, script and type of its kind")
  func templateOfOwn() {
    var generator = SeededGenerator(seed: 11)
    var scratch = SighashScratch()
    var template = LegacySighashTemplate()
    for count in [1, 2, 3, 252, 253, 300] {
      let inputs = (0..<count).map {
        TxIn(
          prevout: OutPoint(txid: Txid(Hash256(UInt64($0), 2, 3, 4)), vout: UInt32($0)),
          scriptSig: ScriptSig(generator.bytes(5)),
          sequence: UInt32.random(in: 0...9, using: &generator))
      }
      let output = TxOut(value: .coin, scriptPubKey: ScriptPubKey(generator.bytes(30)))
      let transaction = Transaction(inputs: inputs, outputs: [output, output], lockTime: 5)
      template.fill(transaction)
      for input in [0, count / 2, count - 1] {
        for type: UInt32 in [0, 1, 4, 0x41, 0x61] {
          // Separators, also one that ends up within a push that is not whole.
          let script: [UInt8] = [0xab, 0x51, 0xab, 0x02, 0xab, 0xab, 0xab] + generator.bytes(20)
          let type = SighashType(rawValue: type)
          #expect(
            template.hash(input: input, scriptCode: script.span, type: type, using: &scratch)
              == transaction.legacySighash(input: input, scriptCode: script, type: type))
        }
      }
    }
  }
}
