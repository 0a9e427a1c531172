import Testing

@testable import Bitcoin

@Suite("ScriptKind")
struct ScriptKindTests {
  static let hash20 = "0x14 0x" + String(repeating: "ab", count: 20)
  static let hash32 = "0x20 0x" + String(repeating: "cd", count: 32)
  static let compressed = "0x21 0x02" + String(repeating: "11", count: 32)
  static let uncompressed = "0x41 0x04" + String(repeating: "11", count: 64)

  @Test(
    "forms as Core's Solver tells them",
    arguments: [
      ("", .nonstandard), ("DUP HASH160 \(hash20) EQUALVERIFY CHECKSIG", .publicKeyHash),
      ("DUP HASH160 \(hash20) EQUALVERIFY CHECKSIG NOP", .nonstandard),
      ("DUP HASH160 0x4c \(hash20) EQUALVERIFY CHECKSIG", .nonstandard),
      ("HASH160 \(hash20) EQUAL", .scriptHash), ("HASH160 0x4c \(hash20) EQUAL", .nonstandard),
      ("HASH160 \(hash32) EQUAL", .nonstandard),
      ("\(compressed) CHECKSIG", .publicKey), ("\(uncompressed) CHECKSIG", .publicKey),
      ("0x41 0x06\(String(repeating: "11", count: 64)) CHECKSIG", .publicKey),
      ("0x41 0x02\(String(repeating: "11", count: 64)) CHECKSIG", .nonstandard),
      ("0x21 0x04\(String(repeating: "11", count: 32)) CHECKSIG", .nonstandard),
      ("0x4c \(compressed) CHECKSIG", .nonstandard),
      ("0 \(hash20)", .witnessV0KeyHash), ("0 \(hash32)", .witnessV0ScriptHash),
      ("0 0x02 0xabcd", .nonstandard), ("0 0x01 0xab", .nonstandard),
      ("1 \(hash32)", .witnessV1Taproot), ("1 \(hash20)", .witnessUnknown),
      ("1 0x02 0x4e73", .witnessUnknown), ("16 0x02 0xabcd", .witnessUnknown),
      ("2 \(hash32)", .witnessUnknown), ("16 0x01 0xab", .nonstandard),
      ("16 0x28 0x\(String(repeating: "ab", count: 40))", .witnessUnknown),
      ("16 0x29 0x\(String(repeating: "ab", count: 41))", .nonstandard),
      ("-1 0x02 0xabcd", .nonstandard), ("1 0x4c 0x02 0xabcd", .nonstandard),
      ("RETURN", .nullData), ("RETURN 0x03 0xabcdef", .nullData),
      ("RETURN 0x03 0xabcd", .nonstandard),
      ("RETURN 0x4c 0x02 0xabcd 16 -1 RESERVED", .nullData), ("RETURN NOP", .nonstandard),
      ("1 \(compressed) 1 CHECKMULTISIG", .multisig),
      ("1 \(compressed) \(uncompressed) 2 CHECKMULTISIG", .multisig),
      ("2 \(compressed) \(uncompressed) 2 CHECKMULTISIG", .multisig),
      ("3 \(compressed) \(uncompressed) 2 CHECKMULTISIG", .nonstandard),
      ("0 \(compressed) 1 CHECKMULTISIG", .nonstandard), ("0 0 CHECKMULTISIG", .nonstandard),
      ("1 1 CHECKMULTISIG", .nonstandard), ("1 \(compressed) 2 CHECKMULTISIG", .nonstandard),
      ("1 \(compressed) 1 CHECKMULTISIG NOP", .nonstandard),
      ("1 \(compressed) 1 NOP CHECKMULTISIG", .nonstandard),
      ("1 \(compressed) CHECKMULTISIG", .nonstandard),
      // Numbers that have an opcode may not be pushed as bytes; those from 17 to 20 must be.
      ("0x01 0x01 \(compressed) 1 CHECKMULTISIG", .nonstandard),
      (
        "1 \(Array(repeating: compressed, count: 17).joined(separator: " ")) 17 CHECKMULTISIG",
        .multisig
      ),
      (
        "0x01 0x12 \(Array(repeating: compressed, count: 20).joined(separator: " ")) 0x01 0x14 CHECKMULTISIG",
        .multisig
      ),
      (
        "1 \(Array(repeating: compressed, count: 21).joined(separator: " ")) 21 CHECKMULTISIG",
        .nonstandard
      ),
      ("1 0x4c \(compressed) 1 CHECKMULTISIG", .multisig),
      (
        "1 \(Array(repeating: compressed, count: 17).joined(separator: " ")) 0x4c 0x01 0x11 CHECKMULTISIG",
        .nonstandard
      ),
      ("CHECKMULTISIG", .nonstandard), ("1", .nonstandard), ("CHECKSIG", .nonstandard),
    ] as [(String, ScriptKind)])
  func kind(_ text: String, _ kind: ScriptKind) throws {
    let script = ScriptPubKey(try #require(CoreScript.assemble(text)))
    #expect(script.classify() == kind)
    #expect(ScriptKind.classify(script.bytes.span) == kind)
    #expect((Address(script, network: .regtest) != nil) == ScriptKindTests.addressed.contains(kind))
  }

  static let addressed: Set<ScriptKind> = [
    .publicKeyHash, .scriptHash, .witnessV0KeyHash, .witnessV0ScriptHash, .witnessV1Taproot,
    .witnessUnknown,
  ]

  @Test("names and numbers stay as ledgers and Core have them")
  func names() {
    #expect(
      ScriptKind.allCases.map { "\($0.rawValue) \($0.name)" } == [
        "0 nonstandard", "1 pubkey", "2 pubkeyhash", "3 scripthash", "4 multisig", "5 nulldata",
        "6 witness_v0_keyhash", "7 witness_v0_scripthash", "8 witness_v1_taproot",
        "9 witness_unknown",
      ])
  }

  @Test("random scripts never trap, and addresses give back their script", .tags(.property))
  func random() throws {
    for seed: UInt64 in 0..<300 {
      var random = SeededGenerator(seed: seed)
      for _ in 0..<40 {
        var bytes = random.bytes(.random(in: 0...45, using: &random))
        // Often something that a form begins or ends with.
        let starts: [UInt8] = [0, 0x51, 0x60, 0x6a, 0x76, 0xa9, 0x21, 0x41]
        if !bytes.isEmpty, let start = starts.randomElement(using: &random) { bytes[0] = start }
        if bytes.count > 1, Bool.random(using: &random) { bytes[1] = UInt8(bytes.count - 2) }
        if bytes.count > 2, let end = ([0x87, 0xac, 0xae] as [UInt8]).randomElement(using: &random)
        {
          bytes[bytes.count - 1] = Bool.random(using: &random) ? end : bytes[bytes.count - 1]
        }
        let script = ScriptPubKey(bytes)
        let address = Address(script, network: .testnet4)
        #expect((address != nil) == ScriptKindTests.addressed.contains(script.classify()))
        if let address {
          #expect(try Address(address.description, network: .testnet4) == address, "seed \(seed)")
        }
        #expect(!script.descriptor.isEmpty)
        #expect(!script.isUnspendable || script.isProvablyUnsatisfiable)
        _ = ScriptSig(bytes).coinbaseHeight
        _ = ScriptSig(bytes).pushedItems
      }
    }
  }
}
