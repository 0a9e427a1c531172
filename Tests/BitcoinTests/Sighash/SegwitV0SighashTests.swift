import Testing

@testable import Bitcoin

/// A digest that Tests/BitcoinTests/Vectors/make_vectors.py had python-bitcoinlib make.
struct SegwitSighashVector: Decodable, Sendable, CustomTestStringConvertible {
  let transaction: String
  let txid: String
  let input: Int
  let script: String
  let amount: Int64
  let type: UInt32
  let digest: String

  var testDescription: String { "input \(input) of \(txid.prefix(8)), type \(type)" }
}

@Suite("Sighash of witness version 0")
struct SegwitV0SighashTests {
  static let vectors = SharedData.own("segwit_sighash.json", as: SegwitSighashVector.self)

  @Test("digests of python-bitcoinlib", arguments: vectors)
  func isMet(_ vector: SegwitSighashVector) throws {
    let bytes = try #require(Hex.decode(vector.transaction))
    let transaction = try Transaction(decoding: bytes)
    #expect(transaction.encoded() == bytes)
    #expect(transaction.computeTxid().description == vector.txid)
    let script = try #require(Hex.decode(vector.script))
    for cache in [nil, SegwitSighashCache(transaction)] {
      let digest = transaction.segwitV0Sighash(
        input: vector.input, scriptCode: script, value: Satoshi(vector.amount),
        type: SighashType(rawValue: vector.type), cache: cache)
      #expect(Hex.encode(digest.bytes) == vector.digest)
    }
  }

  @Test("the file holds what the script makes, single without its output too")
  func count() {
    #expect(SegwitV0SighashTests.vectors.count == 120)
    let lonely = SegwitV0SighashTests.vectors.filter { vector in
      guard vector.type & 0x1f == 3, let bytes = Hex.decode(vector.transaction) else {
        return false
      }
      return (try? Transaction(decoding: bytes)).map { vector.input >= $0.outputs.count } ?? false
    }
    #expect(!lonely.isEmpty)
  }

  @Test("the example of BIP-0143 for P2WPKH")
  func example() throws {
    let transaction = try Transaction(
      decoding: try #require(
        Hex.decode(
          "0100000002fff7f7881a8099afa6940d42d1e7f6362bec38171ea3edf433541db4e4ad969f00000000"
            + "00eeffffffef51e1b804cc89d182d279655c3aa89e815b1b309fe287d9b2b55d57b90ec68a01000000"
            + "00ffffffff02202cb206000000001976a9148280b37df378db99f66f85c95a783a76ac7a6d5988ac90"
            + "93510d000000001976a9143bde42dbee7e4dbe6a21b2d50ce2f0167faa815988ac11000000")))
    let digest = transaction.segwitV0Sighash(
      input: 1,
      scriptCode: try #require(
        Hex.decode("76a9141d0f172a0ecb48aee1be1f2687d2963ae33f71a188ac")),
      value: Satoshi(600_000_000), type: .all)
    #expect(
      Hex.encode(digest.bytes) == "c37af31116d1b27caf68aae9e3ac82f1477929014d5b917657d0eb49478cb670"
    )
  }
}
