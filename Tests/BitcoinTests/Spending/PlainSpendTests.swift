import Testing

@testable import Bitcoin

/// Inputs of the usual forms, changed at random: judged without scripts and by them.
@Suite("PlainSpendVerifier")
struct PlainSpendTests {
  private static let forms = ["P2PK", "P2PKH", "P2WPKH"]

  /// A transaction whose inputs are all signed for outputs of one form.
  private func signed(
    _ form: String, _ random: inout SeededGenerator,
    types: [SighashType] = [
      .all, .all, .all, .none, .single, .all.anyoneCanPay, .init(rawValue: 0x00),
      .init(rawValue: 0x04), .init(rawValue: 0x41),
    ]
  ) throws -> (Transaction, [TxOut]) {
    let count = Int.random(in: 1...7, using: &random)
    var transaction = Transaction(
      version: UInt32.random(in: 1...2, using: &random),
      inputs: (0..<count).map { place in
        TxIn(
          prevout: OutPoint(txid: Txid(Hash256(random.next(), 2, 3, 4)), vout: UInt32(place)),
          sequence: UInt32.random(in: 0...3, using: &random))
      },
      outputs: (0..<Int.random(in: 1...3, using: &random)).map {
        TxOut(value: Satoshi(Int64($0)), scriptPubKey: ScriptPubKey([0x51]))
      })
    let secrets = try (0..<count).map { try KeyTests.secret(UInt8($0 + 1)) }
    let keys = secrets.map {
      $0.makePublicKey(compressed: form == "P2WPKH" || Bool.random(using: &random))
    }
    let spent = keys.map { key in
      let script: ScriptPubKey =
        switch form {
        case "P2PK": .payToPublicKey(key)
        case "P2PKH": .payToPublicKeyHash(key.computeHash160())
        default: .payToWitnessKeyHash(key.computeHash160())
        }
      let value = Satoshi(Int64.random(in: 0...9_999, using: &random))
      return TxOut(value: value, scriptPubKey: script)
    }
    for place in 0..<count {
      let type = types.randomElement(using: &random) ?? .all
      if form == "P2WPKH" {
        let code = ScriptPubKey.payToPublicKeyHash(keys[place].computeHash160()).bytes
        let digest = transaction.segwitV0Sighash(
          input: place, scriptCode: code, value: spent[place].value, type: type)
        transaction.inputs[place].witness = Witness([
          secrets[place].sign(digest).der + [type.byte], keys[place].bytes,
        ])
        continue
      }
      let digest = transaction.legacySighash(
        input: place, scriptCode: spent[place].scriptPubKey.bytes, type: type)
      let signature = secrets[place].sign(digest)
      transaction.inputs[place].scriptSig =
        form == "P2PK"
        ? .satisfyingPublicKey(signature, type: type)
        : .satisfyingPublicKeyHash(signature, type: type, key: keys[place])
    }
    return (transaction, spent)
  }

  /// Changes, takes away, adds or doubles a byte.
  private func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let place = Int.random(in: 0...bytes.count, using: &random)
    let byte = [UInt8.random(in: .min ... .max, using: &random), 0x00, 0x30, 0x4c][
      Int.random(in: 0..<4, using: &random)]
    switch Int.random(in: 0..<4, using: &random) {
    case 0: bytes.insert(byte, at: place)
    case 1 where place < bytes.count: bytes.remove(at: place)
    case 2 where place < bytes.count: bytes[place] = byte
    case 3 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    default: bytes += bytes[place...]
    }
  }

  private func mutate(
    _ transaction: inout Transaction, _ spent: inout [TxOut], _ random: inout SeededGenerator
  ) {
    let place = transaction.inputs.indices.randomElement(using: &random) ?? 0
    switch Int.random(in: 0..<8, using: &random) {
    case 0...2: mutate(&transaction.inputs[place].scriptSig.bytes, &random)
    case 3: mutate(&spent[place].scriptPubKey.bytes, &random)
    case 4 where !transaction.inputs[place].witness.isEmpty:
      let item = transaction.inputs[place].witness.stack.indices.randomElement(using: &random)
      mutate(&transaction.inputs[place].witness.stack[item ?? 0], &random)
    case 4, 5: transaction.inputs[place].witness.stack.append([1])
    case 6: spent[place].value = Satoshi(7)
    default: transaction.outputs[0].value = Satoshi(77)
    }
  }

  @Test("what is plainly valid is valid by its scripts, with as many signatures", arguments: forms)
  func agreement(_ form: String) throws {
    var (plainly, doubted, invalid) = (0, 0, 0)
    for seed in 0..<300 {
      var random = SeededGenerator(seed: UInt64(seed))
      var (transaction, spent) = try signed(form, &random)
      for _ in 0..<Int.random(in: 0...2, using: &random) { mutate(&transaction, &spent, &random) }
      let flags =
        switch seed % 4 {
        case 0: ScriptFlags.consensus
        case 1: ScriptFlags.standard
        case 2: ScriptFlags()
        default: ScriptFlags.random(using: &random).filled
        }
      let block = PackedBlock(transaction)
      var plain = PlainSpendVerifier()
      for input in transaction.inputs.indices {
        let script = spent[input].scriptPubKey.bytes
        let before = plain.signatureChecks
        let isPlain = plain.isValid(
          block, 0, input: input, spending: script.span, spent[input].value, flags)
        #expect(plain.signatureChecks == before + (isPlain ? 1 : 0))
        var verifier = SpendVerifier(transaction, spentOutputs: spent, flags: flags)
        let verdict = verifier.verify(input: input)
        if isPlain {
          plainly += 1
          #expect(verdict == .valid, "seed \(seed), input \(input), flags \(flags)")
          #expect(verifier.signatureChecks == 1, "seed \(seed), input \(input)")
        } else if verdict == .valid {
          doubted += 1
        } else {
          invalid += 1
        }
      }
    }
    // All three are met often.
    #expect(
      plainly > 200 && doubted > 20 && invalid > 50, "\(plainly), \(doubted), \(invalid) of them")
  }

  @Test("the usual forms are plainly valid", arguments: forms)
  func usualForms(_ form: String) throws {
    for seed: UInt64 in 0..<20 {
      var random = SeededGenerator(seed: seed)
      let (transaction, spent) = try signed(form, &random, types: [.all])
      let block = PackedBlock(transaction)
      var plain = PlainSpendVerifier()
      for input in transaction.inputs.indices {
        let script = spent[input].scriptPubKey.bytes
        let isPlain = plain.isValid(
          block, 0, input: input, spending: script.span, spent[input].value, .standard)
        #expect(isPlain, "seed \(seed), input \(input)")
      }
      #expect(plain.signatureChecks == transaction.inputs.count)
    }
  }
}
