import Testing

@testable import Bitcoin

/// A caller's mistake is a trap, and only that.
@Suite("Preconditions")
struct TrapTests {
  @Test("an input that is not there has no sighash")
  func sighash() async {
    await #expect(processExitsWith: .failure) {
      _ = Transaction(inputs: [], outputs: []).legacySighash(input: 0, scriptCode: [], type: .all)
    }
    await #expect(processExitsWith: .failure) {
      _ = Transaction(inputs: [], outputs: []).segwitV0Sighash(
        input: 0, scriptCode: [], value: .zero, type: .all)
    }
  }

  @Test("a multisig script has no more signatures than keys")
  func multisig() async {
    await #expect(processExitsWith: .failure) { _ = ScriptPubKey.multisig(1, []) }
  }

  @Test("a coinbase script takes 100 bytes")
  func coinbase() async {
    await #expect(processExitsWith: .failure) {
      _ = ScriptSig.coinbase(height: 1, extra: [UInt8](repeating: 0, count: 91))
    }
    await #expect(processExitsWith: .failure) { _ = ScriptSig.coinbase(height: -1) }
  }

  @Test("no subsidy before genesis or without halvings")
  func subsidy() async {
    await #expect(processExitsWith: .failure) { _ = Network.mainnet.subsidy(at: -1) }
    await #expect(processExitsWith: .failure) {
      var network = Network.regtest
      network.subsidyHalvingInterval = 0
      _ = network.subsidy(at: 0)
    }
  }
}
