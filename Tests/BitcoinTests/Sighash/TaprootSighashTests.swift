import Foundation
import Testing

@testable import Bitcoin

/// An input of the part of BIP-0341's wallet vectors that signs by the key.
struct TaprootSpendVector: Sendable {
  let transaction: Transaction
  let spentOutputs: [TxOut]
  let input: Int
  let secret: String
  let merkleRoot: String?
  let type: UInt32
  let tweakedSecret: String
  let message: String
  let digest: String
  let witness: String

  init?(_ row: [String: Any], _ transaction: Transaction, _ spentOutputs: [TxOut]) {
    guard let given = row["given"] as? [String: Any],
      let middle = row["intermediary"] as? [String: Any],
      let expected = row["expected"] as? [String: Any], let input = given["txinIndex"] as? Int,
      let secret = given["internalPrivkey"] as? String, let type = given["hashType"] as? UInt32,
      let tweakedSecret = middle["tweakedPrivkey"] as? String,
      let message = middle["sigMsg"] as? String, let digest = middle["sigHash"] as? String,
      let witness = (expected["witness"] as? [String])?.first
    else { return nil }
    self.transaction = transaction
    self.spentOutputs = spentOutputs
    self.input = input
    self.secret = secret
    merkleRoot = given["merkleRoot"] as? String
    self.type = type
    self.tweakedSecret = tweakedSecret
    self.message = message
    self.digest = digest
    self.witness = witness
  }
}

/// The whole of that part.
struct TaprootSpendFile: Sendable {
  var inputs: [VectorCase<TaprootSpendVector>] = []
  var hashes: [String: String] = [:]
  var signed: [UInt8] = []
  var unsigned: Transaction?
  var spentOutputs: [TxOut] = []

  init() {
    do {
      guard let bytes = try SharedData.bytes("bip341_wallet_vectors.json", in: SharedData.vectors)
      else { return }
      let file = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
      let parts = try #require(file?["keyPathSpending"] as? [[String: Any]])
      #expect(parts.count == 1)
      let given = try #require(parts[0]["given"] as? [String: Any])
      let raw = try #require((given["rawUnsignedTx"] as? String).flatMap { Hex.decode($0) })
      let transaction = try Transaction(decoding: raw)
      unsigned = transaction
      spentOutputs = try #require(given["utxosSpent"] as? [[String: Any]]).map { spent in
        let script = try #require((spent["scriptPubKey"] as? String).flatMap { Hex.decode($0) })
        return TxOut(
          value: Satoshi(try #require(spent["amountSats"] as? Int64)),
          scriptPubKey: ScriptPubKey(script))
      }
      hashes = try #require(parts[0]["intermediary"] as? [String: String])
      let auxiliary = try #require(parts[0]["auxiliary"] as? [String: String])
      signed = try #require(auxiliary["fullySignedTx"].flatMap { Hex.decode($0) })
      for row in try #require(parts[0]["inputSpending"] as? [[String: Any]]) {
        let vector = try #require(TaprootSpendVector(row, transaction, spentOutputs))
        inputs.append(VectorCase("input \(vector.input)", vector))
      }
    } catch {
      Issue.record("bip341_wallet_vectors.json: \(error)")
    }
  }
}

@Suite("Taproot sighash")
struct TaprootSighashTests {
  static let file = TaprootSpendFile()

  @Test("digest and signature are BIP-0341's", .tags(.vectors), arguments: file.inputs)
  func official(_ vector: VectorCase<TaprootSpendVector>) throws {
    let value = vector.value
    let type = SighashType(rawValue: value.type)
    let cache = TaprootSighashCache(value.transaction, spentOutputs: value.spentOutputs)
    for cache in [nil, cache] {
      let digest = try #require(
        value.transaction.taprootSighash(
          input: value.input, spentOutputs: value.spentOutputs, type: type, cache: cache))
      #expect(Hex.encode(digest.bytes) == value.digest)
    }
    let message = try #require(Hex.decode(value.message))
    #expect(Hex.encode(TaggedHash.tapSighash.hash(message).bytes) == value.digest)

    let secret = try #require(Hex.decode(value.secret).flatMap { SecretKey(bytes: $0) })
    let root = value.merkleRoot.flatMap { Hex.decode($0) }.flatMap { Hash256(bytes: $0) }
    #expect((root == nil) == (value.merkleRoot == nil))
    let tweaked = try #require(secret.tweakedForTaproot(merkleRoot: root))
    #expect(Hex.encode(tweaked.revealBytes()) == value.tweakedSecret)
    let digest = try #require(Hex.decode(value.digest).flatMap { Hash256(bytes: $0) })
    let signature = tweaked.signSchnorr(digest)
    let witness = Witness.satisfyingTaprootKey(signature, typeByte: type.byte)
    #expect(witness.stack.map { Hex.encode($0) } == [value.witness])
  }

  @Test("the hashes that all inputs share are BIP-0341's", .tags(.vectors))
  func shared() throws {
    guard SharedData.isPresent(SharedData.vectors) else { return }
    let file = TaprootSighashTests.file
    #expect(file.inputs.count == 7)
    let cache = TaprootSighashCache(
      try #require(file.unsigned), spentOutputs: file.spentOutputs)
    #expect(Hex.encode(cache.prevouts.bytes) == file.hashes["hashPrevouts"])
    #expect(Hex.encode(cache.amounts.bytes) == file.hashes["hashAmounts"])
    #expect(Hex.encode(cache.scriptPubKeys.bytes) == file.hashes["hashScriptPubkeys"])
    #expect(Hex.encode(cache.sequences.bytes) == file.hashes["hashSequences"])
    #expect(Hex.encode(cache.outputs.bytes) == file.hashes["hashOutputs"])
    // BIP-0143 has the hashes of three of these.
    let fresh = SegwitSighashCache(try #require(file.unsigned))
    #expect(SegwitSighashCache(cache, using: DoubleSHA256()) == fresh)
  }

  @Test("every input of BIP-0341's signed transaction is valid, and none with another amount")
  func signed() throws {
    guard SharedData.isPresent(SharedData.vectors) else { return }
    let file = TaprootSighashTests.file
    let transaction = try Transaction(decoding: file.signed)
    var spent = file.spentOutputs
    for index in transaction.inputs.indices {
      #expect(
        SpendVerifier.verify(transaction, input: index, spentOutputs: spent, flags: .standard)
          == .valid)
    }
    spent[2].value = Satoshi(1)
    let verdicts = transaction.inputs.indices.map {
      SpendVerifier.verify(transaction, input: $0, spentOutputs: spent) == .valid
    }
    // ALL|ANYONECANPAY, SINGLE|ANYONECANPAY and NONE|ANYONECANPAY look at their own input alone, and
    // so do the two that are no taproot.
    #expect(verdicts.count { $0 } == 5)
  }

  @Test("a type that BIP-0341 does not know has no digest, nor single without its output")
  func unknownTypes() throws {
    let input = TxIn(prevout: OutPoint(txid: Txid(Hash256(7, 7, 7, 7)), vout: 0))
    let output = TxOut(value: .coin, scriptPubKey: ScriptPubKey([0x51]))
    let transaction = Transaction(inputs: [input, input], outputs: [output])
    let spent = [output, output]
    func digest(_ input: Int, _ type: UInt32) -> Hash256? {
      transaction.taprootSighash(
        input: input, spentOutputs: spent, type: SighashType(rawValue: type))
    }
    let known = (0...0xff).filter { digest(0, $0) != nil }
    #expect(known == [0, 1, 2, 3, 0x81, 0x82, 0x83])
    #expect((0...0xff).filter { digest(1, $0) != nil } == [0, 1, 2, 0x81, 0x82])
    // The type itself is signed, so the default is not `all`.
    #expect(Set(known.map { digest(0, $0) }).count == known.count)
    let annexed = transaction.taprootSighash(input: 0, spentOutputs: spent, annex: [0x50])
    let leaf = transaction.taprootSighash(input: 0, spentOutputs: spent, leafHash: .zero)
    let later = transaction.taprootSighash(
      input: 0, spentOutputs: spent, leafHash: .zero, codeSeparator: 0)
    #expect(Set([digest(0, 0), annexed, leaf, later]).count == 4)
  }
}
