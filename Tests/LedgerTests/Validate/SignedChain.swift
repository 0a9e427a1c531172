import Bitcoin
import TestSupport

/// A regtest chain whose payments are signed, random from a seed, with whatever a test wants wrong.
struct SignedChain {
  /// What is wrong with the n-th payment.
  enum Wrong {
    /// The signature of this input is over something else.
    case signature(input: Int)
    /// It spends what the payment before spent.
    case spentTwice
    /// It pays one satoshi more than it spends.
    case tooMuch
  }

  private(set) var builder = ChainBuilder()
  /// By payment: its height, its place in the block, and how many inputs it has.
  private(set) var payments: [(height: Int, place: Int, inputs: Int)] = []
  private var coins: [(outPoint: OutPoint, output: TxOut, spendableAt: Int)] = []
  private var lastSpent: [(OutPoint, TxOut)] = []
  private var generator: SeededGenerator

  /// Two keys, of which one is written in full.
  private static let secrets = (1...2).compactMap { SecretKey(Hash256($0, 2, 3, 4)) }
  private static let keys = secrets.enumerated().map {
    $0.element.makePublicKey(compressed: $0.offset == 0)
  }
  private static let scripts = keys.map { ScriptPubKey.payToPublicKeyHash($0.computeHash160()) }

  /// A chain with `blockCount` blocks of payments on 101 without.
  init(seed: UInt64, blockCount: Int, wrong: [Int: Wrong] = [:]) {
    generator = SeededGenerator(seed: seed)
    for _ in 0..<101 { addBlock([]) }
    for _ in 0..<blockCount {
      var transactions: [Transaction] = []
      for _ in 0..<Int.random(in: 0...4, using: &generator) {
        guard let payment = makePayment(place: transactions.count + 1, wrong: wrong) else { break }
        transactions.append(payment)
      }
      addBlock(transactions)
    }
  }

  /// The blocks, genesis first.
  var blocks: [Block] { builder.blocks }

  private var height: Int { builder.blocks.count }

  private mutating func addBlock(_ transactions: [Transaction]) {
    let height = height
    let block = builder.addBlock(
      transactions,
      coinbase: [TxOut(value: Satoshi(1_000_000_000), scriptPubKey: Self.scripts[height % 2])])
    coins.append((block.coinbaseOutPoint, block.transactions[0].outputs[0], height + 100))
  }

  private mutating func makePayment(place: Int, wrong: [Int: Wrong]) -> Transaction? {
    let number = payments.count
    var spent: [(OutPoint, TxOut)] = []
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let ready = coins.indices.filter { coins[$0].spendableAt <= height }
      guard let index = ready.randomElement(using: &generator) else { break }
      let coin = coins.remove(at: index)
      spent.append((coin.outPoint, coin.output))
    }
    guard !spent.isEmpty else { return nil }
    if case .spentTwice = wrong[number] { spent[spent.count - 1] = lastSpent[0] }
    lastSpent = spent
    let sum = spent.reduce(0) { $0 + $1.1.value.rawValue }
    var left = sum - min(500, sum / 10)
    if case .tooMuch = wrong[number] { left = sum + 1 }
    var outputs: [TxOut] = []
    for _ in 0..<Int.random(in: 1...5, using: &generator) {
      let value = outputs.count == 4 ? left : left / 3
      left -= value
      outputs.append(
        TxOut(
          value: Satoshi(value),
          scriptPubKey: Self.scripts.randomElement(using: &generator) ?? Self.scripts[0]))
    }
    outputs.append(TxOut(value: Satoshi(left), scriptPubKey: Self.scripts[0]))
    var badInput: Int?
    if case .signature(let input) = wrong[number] { badInput = min(input, spent.count - 1) }
    let payment = Self.sign(
      Transaction(inputs: spent.map { TxIn(prevout: $0.0) }, outputs: outputs), spent.map(\.1),
      badInput: badInput)
    payments.append((height, place, spent.count))
    for (vout, output) in outputs.enumerated() {
      coins.append((payment.outPoint(vout), output, height))
    }
    return payment
  }

  /// Signs all inputs.
  static func sign(
    _ unsigned: Transaction, _ spent: [TxOut], badInput: Int? = nil
  ) -> Transaction {
    var signed = unsigned
    for (index, output) in spent.enumerated() {
      let key = output.scriptPubKey == scripts[0] ? 0 : 1
      var digest = unsigned.legacySighash(
        input: index, scriptCode: output.scriptPubKey.bytes, type: .all)
      if index == badInput { digest = Hash256(1, 2, 3, 4) }
      signed.inputs[index].scriptSig = .satisfyingPublicKeyHash(
        secrets[key].sign(digest), key: keys[key])
    }
    return signed
  }

  /// The script that the first key can spend.
  static var script: ScriptPubKey { scripts[0] }
}
