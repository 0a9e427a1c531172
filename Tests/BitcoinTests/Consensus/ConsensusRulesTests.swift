import Bitcoin
import Testing

@Suite("ConsensusRules")
struct ConsensusRulesTests {
  private static let old: ScriptFlags = [.p2sh, .witness, .taproot]

  @Test(
    "each rule of scripts begins at its height",
    arguments: [
      (0, old), (363_724, old), (363_725, old.union(.derSignatures)),
      (388_380, old.union(.derSignatures)),
      (388_381, old.union([.derSignatures, .checkLockTimeVerify])),
      (419_327, old.union([.derSignatures, .checkLockTimeVerify])),
      (419_328, old.union([.derSignatures, .checkLockTimeVerify, .checkSequenceVerify])),
      (481_823, old.union([.derSignatures, .checkLockTimeVerify, .checkSequenceVerify])),
      (481_824, ScriptFlags.consensus), (709_632, ScriptFlags.consensus),
    ])
  func rulesBegin(height: Int, flags: ScriptFlags) {
    let rules = ConsensusRules(.mainnet)
    #expect(rules.scriptFlags(height: height, blockHash: BlockHash(.zero)) == flags)
  }

  @Test("two blocks of mainnet and one of testnet3 broke rules that came later")
  func exceptionsHold() throws {
    let p2sh = try #require(
      BlockHash(hex: "00000000000002dc756eebf4f49723ed8d30cc28a5f108eb94b1ba88ac4f9c22"))
    let taproot = try #require(
      BlockHash(hex: "0000000000000000000f14c35b2d841e986ab5441de8c585d5ffe55ea1e395ad"))
    let testnet = try #require(
      BlockHash(hex: "00000000dd30457c001f4095d208cc1296b0eed002427aa599874af7a432b105"))
    let main = ConsensusRules(.mainnet)
    #expect(main.scriptFlags(height: 170_060, blockHash: p2sh) == [])
    #expect(
      main.scriptFlags(height: 692_261, blockHash: taproot)
        == ScriptFlags.consensus.subtracting(.taproot))
    #expect(ConsensusRules(.testnet3).scriptFlags(height: 394, blockHash: testnet) == [])
    #expect(
      ConsensusRules(.testnet3).scriptFlags(height: 394, blockHash: p2sh) == ConsensusRulesTests.old
    )
  }

  @Test(
    "networks that began with the rules have them all from block 1",
    arguments: [Network.testnet4, .signet, .regtest])
  func youngNetworksHaveAllRules(_ network: Network) {
    let rules = ConsensusRules(network)
    #expect(rules.scriptFlags(height: 1, blockHash: BlockHash(.zero)) == .consensus)
    #expect(rules.bip34Hash == nil)
    #expect((rules.signetChallenge != nil) == (network == .signet))
  }

  @Test("reasons are Bitcoin Core's words")
  func reasonsAreWords() {
    #expect(Set(BlockRule.allCases.map(\.rawValue)).count == BlockRule.allCases.count)
    let failure = ScriptFailure(rule: .sigDer, script: .scriptPubKey)
    #expect(
      BlockViolation.failedScript(failure, transaction: 3, input: 1).reason
        == "block-script-verify-flag-failed (Non-canonical DER signature)")
    let missing = BlockViolation.missingCoin(.null, transaction: 2, input: 0)
    #expect(missing.reason == "bad-txns-inputs-missingorspent")
    #expect(missing.description.hasSuffix("is missing or spent, transaction 2, input 0"))
  }
}
