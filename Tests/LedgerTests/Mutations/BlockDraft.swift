import Bitcoin
import TestSupport

/// A block in the making, which a test may bend before its roots are computed and it is mined.
struct BlockDraft {
  var header: BlockHeader
  var coinbase: Transaction
  var transactions: [Transaction]
  /// Whether the coinbase commits to the witnesses; as a miner does where there are any.
  var commits: Bool
  /// Changes the commitment's output once it is there.
  var bendCommitment: (inout ScriptPubKey) -> Void = { _ in }

  init(_ shop: MutationShop, transactions: [Transaction]) {
    let below = shop.blocks[shop.blocks.count - 1].header
    header = BlockHeader(
      version: 0x2000_0000, previousBlock: below.computeHash(), merkleRoot: .zero,
      time: below.time + 600, bits: shop.network == .signet ? MutationShop.signetBits : 0x207f_ffff,
      nonce: 0)
    coinbase = Transaction(
      inputs: [TxIn(prevout: .null, scriptSig: shop.coinbaseScript)],
      outputs: [
        TxOut(
          value: shop.rules.network.subsidy(at: shop.height),
          scriptPubKey: TestLock.publicKeyHash(MutationShop.owner).script)
      ])
    self.transactions = transactions
    commits = transactions.contains(where: \.hasWitness)
  }

  /// The block with commitment, root and work.
  func finish() -> Block {
    var block = Block(header: header, transactions: [coinbase] + transactions)
    if commits {
      let reserved = Hash256.zero
      if block.transactions[0].inputs[0].witness.isEmpty {
        block.transactions[0].inputs[0].witness = Witness([reserved.bytes])
      }
      var script = Block.witnessCommitmentScript(
        block.computeWitnessCommitment(reservedValue: reserved))
      bendCommitment(&script)
      block.transactions[0].outputs.append(TxOut(value: .zero, scriptPubKey: script))
    }
    return block.sealed()
  }
}

extension Block {
  /// The same with the root of its transactions, mined.
  func sealed() -> Block {
    var block = self
    block.header.merkleRoot = block.computeMerkleRoot()
    block.remine()
    return block
  }

  /// Counts the nonce up until the header meets its target.
  mutating func remine() {
    guard CompactTarget.expand(header.bits) != nil else { return }
    guard header.bits == MutationShop.signetBits else { return mine() }
    let name = String(header.computeHash().description.prefix(16))
    header.nonce = Block.knownNonces[name] ?? 0
    if header.meetsTarget() { return }
    mine()
    print("nonce of a signet block: \"\(name)\": \(header.nonce),")
  }
}
