import Testing

@testable import Bitcoin

/// A digest of btclib; those from before segwit of python-bitcoinlib too
/// (Tests/BitcoinTests/Vectors/make_sighash_vectors.py).
struct OwnSighashVector: Decodable, Sendable, CustomTestStringConvertible {
  struct Output: Decodable, Sendable {
    let value: Int64
    let script: String
  }

  let version: String
  let transaction: String
  let input: Int
  let type: UInt32
  let script: String
  let spent: [Output]
  let annex: String
  let leaf: String
  let separator: UInt32
  let digest: String

  var testDescription: String { "\(version), type \(type), input \(input), \(digest.prefix(8))" }
}

@Suite("Sighashes of other libraries")
struct OwnSighashTests {
  static let vectors = SharedData.own("sighashes.json", as: OwnSighashVector.self)

  @Test("the file holds what the script makes")
  func count() {
    #expect(OwnSighashTests.vectors.count { $0.version == "legacy" } == 120)
    #expect(OwnSighashTests.vectors.count { $0.version == "taproot" } == 80)
  }

  @Test("digests are the same", arguments: vectors)
  func isMet(_ vector: OwnSighashVector) throws {
    let transaction = try Transaction(decoding: try #require(Hex.decode(vector.transaction)))
    let type = SighashType(rawValue: vector.type)
    let digest: Hash256?
    if vector.version == "legacy" {
      digest = transaction.legacySighash(
        input: vector.input, scriptCode: try #require(Hex.decode(vector.script)), type: type)
    } else {
      let outputs = try vector.spent.map {
        TxOut(
          value: Satoshi($0.value),
          scriptPubKey: ScriptPubKey(try #require(Hex.decode($0.script))))
      }
      let annex = try #require(Hex.decode(vector.annex))
      digest = transaction.taprootSighash(
        input: vector.input, spentOutputs: outputs, type: type,
        annex: annex.isEmpty ? nil : annex,
        leafHash: Hash256(bytes: try #require(Hex.decode(vector.leaf))),
        codeSeparator: vector.separator)
    }
    #expect(digest.map { Hex.encode($0.bytes) } == vector.digest)
  }
}
