import Bitcoin
import TestSupport

/// Where blocks with real signatures are made, right ones and wrong ones.
///
/// The chain below has 110 blocks on regtest, whose coinbases pay `MutationShop.owner`; those of the
/// first blocks are mature.
struct MutationShop: Sendable {
  let network: MutationNetwork
  let rules: ConsensusRules
  /// All blocks so far, genesis first.
  private(set) var blocks: [Block]
  /// Bytes in every coinbase that make this chain's blocks its own.
  private let tag: [UInt8]

  /// Who owns the coinbases.
  static let owner = TestKey(1)
  static let baseHeight = 110

  init(_ network: MutationNetwork, tag: String) {
    self.network = network
    self.tag = [UInt8](Digest.sha256(Array(tag.utf8)).prefix(8))
    rules = network.rules
    blocks =
      network == .signet ? [Block.genesis(of: rules.network)] : MutationShop.base
  }

  private init() {
    network = .regtest
    tag = []
    rules = network.rules
    blocks = [Block.genesis(of: .regtest)]
  }

  private static let base: [Block] = {
    var shop = MutationShop()
    for _ in 1...baseHeight { shop.add(shop.block()) }
    return shop.blocks
  }()

  /// The height of the next block.
  var height: Int { blocks.count }

  /// The median time of the blocks so far.
  var medianTimePast: UInt32 {
    let window = blocks.suffix(11).map(\.header.time).sorted()
    return window[window.count / 2]
  }

  // MARK: Blocks

  /// Adds a block that is right.
  mutating func add(_ block: Block) { blocks.append(block) }

  /// Adds empty blocks up to a height.
  mutating func addBlocks(upTo last: Int) {
    while height <= last { add(block()) }
  }

  /// A mined block on top of what is there; `edit` changes it before its roots are computed.
  func block(
    _ transactions: [Transaction] = [], _ edit: (inout BlockDraft) -> Void = { _ in }
  ) -> Block {
    var draft = BlockDraft(self, transactions: transactions)
    edit(&draft)
    return draft.finish()
  }

  /// The script of a coinbase at the next height.
  var coinbaseScript: ScriptSig { ScriptSig.coinbase(height: height, extra: tag) }

  // MARK: Coins

  /// The coinbase of the block at `height`, 50 BTC.
  func coinbase(_ height: Int) -> TestCoin {
    let transaction = blocks[height].transactions[0]
    return TestCoin(
      outPoint: transaction.outPoint(0), output: transaction.outputs[0],
      lock: .publicKeyHash(MutationShop.owner))
  }

  /// Adds a block that pays a coin to each lock, out of the coinbase of block 1.
  mutating func fund(_ locks: [TestLock], value: Int64 = 1_000_000) -> [TestCoin] {
    let transaction = spend(
      [coinbase(1)],
      to: locks.map { TxOut(value: Satoshi(value), scriptPubKey: $0.script) })
    add(block([transaction]))
    return locks.enumerated().map { place, lock in
      TestCoin(
        outPoint: transaction.outPoint(place), output: transaction.outputs[place], lock: lock)
    }
  }

  /// A signed transaction; without outputs it pays all but 1,000 sat to one key.
  func spend(
    _ coins: [TestCoin], to outputs: [TxOut] = [], version: UInt32 = 2,
    sequence: UInt32 = 0xffff_ffff, lockTime: UInt32 = 0
  ) -> Transaction {
    let sum = coins.reduce(Int64(0)) { $0 + $1.output.value.rawValue }
    let transaction = Transaction(
      version: version,
      inputs: coins.map { TxIn(prevout: $0.outPoint, sequence: sequence) },
      outputs: outputs.isEmpty ? [MutationShop.output(sum - 1_000)] : outputs,
      lockTime: lockTime)
    return sign(transaction, coins)
  }

  /// The transaction with every input satisfied.
  func sign(_ transaction: Transaction, _ coins: [TestCoin]) -> Transaction {
    var signed = transaction
    let spent = coins.map(\.output)
    for (input, coin) in coins.enumerated() {
      let satisfaction = coin.lock.satisfy(transaction, input, spent)
      signed.inputs[input].scriptSig = satisfaction.scriptSig
      signed.inputs[input].witness = satisfaction.witness
    }
    return signed
  }

  /// An output to a key.
  static func output(_ value: Int64) -> TxOut {
    TxOut(value: Satoshi(value), scriptPubKey: TestLock.publicKeyHash(TestKey(2)).script)
  }
}

/// An output that a test can spend.
struct TestCoin: Sendable {
  var outPoint: OutPoint
  var output: TxOut
  var lock: TestLock

  /// The same coin, satisfied in another way.
  func satisfied(by lock: TestLock) -> TestCoin {
    TestCoin(outPoint: outPoint, output: output, lock: lock)
  }
}
