import Bitcoin
import Testing

@testable import ChainSim

/// Holds what the planner thinks that signature checks count against the scripts of the chain, by the
/// rule written again (Core: `GetTransactionSigOpCost`, consensus/tx_verify.cpp).
@Suite("Sigop cost")
struct SigopCostTests {
  @Test("the plan's count of each block is that of its bytes")
  func countsBlocks() throws {
    let played = try PlayedCase.scripts.get()
    let plan = try Planner.plan(played.scenario, seed: played.scenario.seed)
    var all = 0
    for (height, block) in played.blocks.enumerated().dropFirst() {
      let planned = plan.transactions(ofBlock: height).reduce(0) { $0 + plan.sigopCost(of: $1) }
      let counted = try block.transactions.reduce(0) { try $0 + cost(of: $1, played) }
      #expect(planned == counted, "block \(height)")
      all += counted
    }
    #expect(all > 5_000)
  }

  private func cost(of transaction: Transaction, _ played: PlayedCase) throws -> Int {
    var cost = transaction.outputs.reduce(0) {
      $0 + 4 * sigops($1.scriptPubKey.bytes, exact: false)
    }
    for input in transaction.inputs where !transaction.isCoinbase {
      cost += 4 * sigops(input.scriptSig.bytes, exact: false)
      let spent = try #require(played.output(input.prevout)).output.scriptPubKey
      let pushed = input.scriptSig.pushedItems?.last ?? []
      let isScriptHash = spent.classify() == .scriptHash
      if isScriptHash { cost += 4 * sigops(pushed, exact: true) }
      switch (isScriptHash ? ScriptPubKey(pushed) : spent).classify() {
      case .witnessV0KeyHash: cost += 1
      case .witnessV0ScriptHash: cost += sigops(input.witness.stack.last ?? [], exact: true)
      default: break
      }
    }
    return cost
  }

  /// One for a signature; for multisig the number before it, or 20 where that is not asked.
  private func sigops(_ script: [UInt8], exact: Bool) -> Int {
    var count = 0
    var last: UInt8 = 0
    var position = 0
    while position < script.count {
      let opcode = script[position]
      switch opcode {
      case 0x01...0x4b: position += Int(opcode)
      case 0x4c: position += 1 + (position + 1 < script.count ? Int(script[position + 1]) : 0)
      case 0xac, 0xad: count += 1
      case 0xae, 0xaf: count += exact && (0x51...0x60).contains(last) ? Int(last) - 0x50 : 20
      default: break
      }
      last = opcode
      position += 1
    }
    return count
  }
}
