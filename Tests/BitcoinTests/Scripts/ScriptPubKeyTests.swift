import Testing

@testable import Bitcoin

@Suite("ScriptPubKey")
struct ScriptPubKeyTests {
  @Test(
    "what can never be spent, and what can never be satisfied",
    arguments: [
      ("", false, false), ("RETURN", true, true), ("RETURN 0x03 0xabcdef", true, true),
      ("NOP RETURN", false, false),
      ("DUP HASH160 0 EQUALVERIFY CHECKSIG", false, true),
      (
        "DUP HASH160 0x13 0x\(String(repeating: "11", count: 19)) EQUALVERIFY CHECKSIG", false, true
      ),
      (
        "DUP HASH160 0x14 0x\(String(repeating: "11", count: 20)) EQUALVERIFY CHECKSIG", false,
        false
      ),
      (
        "DUP HASH160 0x4c 0x14 0x\(String(repeating: "11", count: 20)) EQUALVERIFY CHECKSIG", false,
        false
      ),
      (
        "DUP HASH160 0x15 0x\(String(repeating: "11", count: 21)) EQUALVERIFY CHECKSIG", false, true
      ),
      ("DUP HASH160 5 EQUALVERIFY CHECKSIG", false, true),
      ("DUP HASH160 EQUALVERIFY CHECKSIG", false, false),
      ("DUP HASH160 NOP EQUALVERIFY CHECKSIG", false, false),
      ("DUP HASH160 0 NOP EQUALVERIFY CHECKSIG", false, false),
      ("DUP HASH160 0 EQUALVERIFY CHECKSIG NOP", false, false),
      ("HASH160 0 EQUAL", false, true), ("HASH160 EQUAL", false, false),
      ("HASH160 0x14 0x\(String(repeating: "11", count: 20)) EQUAL", false, false),
      // The push takes what looks like the end.
      ("DUP HASH160 0x02 EQUALVERIFY CHECKSIG", false, false),
    ] as [(String, Bool, Bool)])
  func spendability(_ text: String, _ isUnspendable: Bool, _ isUnsatisfiable: Bool) throws {
    let script = ScriptPubKey(try #require(CoreScript.assemble(text)))
    #expect(script.isUnspendable == isUnspendable)
    #expect(script.isProvablyUnsatisfiable == isUnsatisfiable)
  }

  @Test("over 10,000 bytes nothing can be spent")
  func size() {
    #expect(!ScriptPubKey([UInt8](repeating: 0x61, count: 10_000)).isUnspendable)
    #expect(ScriptPubKey([UInt8](repeating: 0x61, count: 10_001)).isUnspendable)
  }

  @Test("factories make scripts of their kind")
  func factories() throws {
    let key = try KeyTests.secret(1).makePublicKey(compressed: true)
    let full = key.converted(compressed: false)
    let hash = key.computeHash160()
    // Of the key whose secret is 1, as everyone knows it.
    #expect(hash.description == "751e76e8199196d454941c45d1b3a323f1433bd6")
    let scripts: [(ScriptPubKey, ScriptKind, Int)] = [
      (.payToPublicKey(key), .publicKey, 35), (.payToPublicKey(full), .publicKey, 67),
      (.payToPublicKeyHash(hash), .publicKeyHash, 25), (.payToScriptHash(hash), .scriptHash, 23),
      (.payToWitnessKeyHash(hash), .witnessV0KeyHash, 22),
      (.payToWitnessScriptHash(Hash256(1, 2, 3, 4)), .witnessV0ScriptHash, 34),
      (.payToWitnessScriptHash(of: WitnessScript([0x51])), .witnessV0ScriptHash, 34),
      (.multisig(1, [key]), .multisig, 37), (.multisig(2, [key, full, key]), .multisig, 137),
      (.multisig(16, Array(repeating: key, count: 16)), .multisig, 547),
      (.nullData([]), .nullData, 2), (.nullData([UInt8](repeating: 1, count: 80)), .nullData, 83),
      (.nullData([UInt8](repeating: 1, count: 256)), .nullData, 260),
      (.nullData([UInt8](repeating: 1, count: 65_536)), .nullData, 65_542),
    ]
    for (script, kind, count) in scripts {
      #expect(script.classify() == kind)
      #expect(script.bytes.count == count)
    }
  }

  @Test("a script without an address is written as a descriptor")
  func descriptor() throws {
    let key = try KeyTests.secret(1).makePublicKey(compressed: true)
    #expect(
      ScriptPubKey.payToPublicKey(key).descriptor
        == "pk(0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798)")
    let full = key.converted(compressed: false)
    #expect(ScriptPubKey.payToPublicKey(full).descriptor == "pk(\(full))")
    let hybrid = try #require(PublicKey(bytes: [6] + full.bytes.dropFirst()))
    #expect(ScriptPubKey.payToPublicKey(hybrid).descriptor == "raw(41\(hybrid)ac)")
    // The form of P2PK with what is no key.
    let none = ScriptPubKey([33, 2] + [UInt8](repeating: 0, count: 31) + [5, 0xac])
    #expect(none.classify() == .publicKey)
    #expect(none.descriptor == "raw(\(Hex.encode(none.bytes)))")
    #expect(ScriptPubKey([]).descriptor == "raw()")
    #expect(ScriptPubKey.multisig(1, [key]).descriptor == "raw(5121\(key)51ae)")
  }

  @Test(
    "a coinbase starts with its height and takes at least two bytes (BIP-0034)",
    arguments: [
      (0, "0000"), (1, "5100"), (16, "6000"), (17, "0111"), (127, "017f"), (128, "028000"),
      (255, "02ff00"), (256, "020001"), (32_767, "02ff7f"), (32_768, "03008000"),
      (227_836, "03fc7903"), (8_388_607, "03ffff7f"), (8_388_608, "0400008000"),
      (0x7fff_ffff, "04ffffff7f"),
    ] as [(Int, String)])
  func coinbase(_ height: Int, _ hex: String) {
    let script = ScriptSig.coinbase(height: height)
    #expect(Hex.encode(script.bytes) == hex)
    #expect(script.coinbaseHeight == height)
    let full = ScriptSig.coinbase(height: height, extra: [UInt8](repeating: 7, count: 90))
    #expect(full.bytes.count <= 100)
    #expect(full.coinbaseHeight == height)
  }

  @Test(
    "no height in other forms",
    arguments: ["", "61", "0101", "020100", "0180", "02ff80", "05ffffffff00", "03ffff", "4c0111"])
  func noHeight(_ hex: String) throws {
    #expect(ScriptSig(try #require(Hex.decode(hex))).coinbaseHeight == nil)
  }

  @Test("pushed items are told, and other scripts are none")
  func pushedItems() throws {
    let script = try #require(
      CoreScript.assemble("0 1 16 -1 0x02 0xabcd 0x4c 0x01 0x07 0x4d 0x0100 0x08"))
    #expect(
      ScriptSig(script).pushedItems == [[], [1], [16], [0x81], [0xab, 0xcd], [7], [8]])
    for text in ["NOP", "RESERVED", "1 DUP", "0x02 0xab", "0x4c", "0x4d 0x01", "0x4e 0xffffffff"] {
      #expect(ScriptSig(try #require(CoreScript.assemble(text))).pushedItems == nil)
    }
  }
}
