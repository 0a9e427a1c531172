import Bitcoin
import Case
import Ledger
import TestSupport
import Tracer

/// A small chain and an exchange's books, told with names instead of txids and addresses.
///
/// A holder is a key made from its name and its P2PKH address. A coin is an output with a name.
struct Story {
  private(set) var chain = ChainBuilder()
  var books = Books()
  private(set) var coins: [String: OutPoint] = [:]
  private var values: [OutPoint: Satoshi] = [:]
  private var holders: [OutPoint: String] = [:]
  private var pending: [Transaction] = []
  private var extra: UInt8 = 0

  // MARK: - Holders

  static func key(_ holder: String) -> SecretKey {
    var bytes = Digest.sha256(Array("key of \(holder)".utf8))
    while true {
      if let key = SecretKey(bytes: bytes) { return key }
      bytes = Digest.sha256(bytes)
    }
  }

  /// P2PKH; for a holder whose name begins with `bare` the key itself; for those that begin with
  /// `burnt` what nobody can spend: a hash of no bytes, or OP_RETURN.
  static func script(_ holder: String) -> ScriptPubKey {
    if holder == "burnt hash" { return ScriptPubKey([0x76, 0xa9, 0x00, 0x88, 0xac]) }
    if holder == "burnt return" { return ScriptPubKey([0x6a, 0x01, 0x2a]) }
    let key = key(holder).makePublicKey(compressed: true)
    return holder.hasPrefix("bare")
      ? .payToPublicKey(key) : .payToPublicKeyHash(key.computeHash160())
  }

  /// How the books name a holder's script.
  static func text(_ holder: String) -> String {
    let script = script(holder)
    return Address(script, network: .regtest)?.description ?? script.descriptor
  }

  static func address(_ holder: String) -> Address {
    guard let address = Address(script(holder), network: .regtest) else {
      preconditionFailure("a P2PKH script has an address")
    }
    return address
  }

  // MARK: - The chain

  /// The block that will be made next has this height.
  var nextHeight: Int { (chain.height(of: chain.tip) ?? 0) + 1 }

  /// Mines a block whose coinbase pays a holder all of the subsidy.
  mutating func mine(_ coin: String, for holder: String) {
    closeBlock(coinbase: [(coin, holder, chain.network.subsidy(at: nextHeight).rawValue)])
  }

  /// Spends coins, naming the new ones; what is left over is the fee. Stands in the next block.
  mutating func pay(_ spent: [String], _ paid: [(coin: String, holder: String, sat: Int64)]) {
    let transaction = ChainBuilder.transaction(
      spending: spent.map { coins[$0] ?? .null },
      paying: paid.map { (Satoshi($0.sat), Story.script($0.holder)) })
    name(paid, transaction)
    pending.append(transaction)
  }

  /// Mines what is pending.
  mutating func closeBlock(coinbase: [(coin: String, holder: String, sat: Int64)] = []) {
    extra &+= 1
    let outputs = coinbase.map {
      TxOut(value: Satoshi($0.sat), scriptPubKey: Story.script($0.holder))
    }
    let block = chain.addBlock(
      pending, coinbase: outputs.isEmpty ? nil : outputs, extra: [extra])
    name(coinbase, block.transactions[0])
    pending = []
  }

  private mutating func name(
    _ outputs: [(coin: String, holder: String, sat: Int64)], _ transaction: Transaction
  ) {
    for (vout, output) in outputs.enumerated() {
      let outPoint = transaction.outPoint(vout)
      coins[output.coin] = outPoint
      values[outPoint] = Satoshi(output.sat)
      holders[outPoint] = output.holder
    }
  }

  func outPoint(_ coin: String) -> OutPoint { coins[coin] ?? .null }

  func holder(of coin: String) -> String { holders[outPoint(coin)] ?? "" }

  /// The name of the transaction that made a coin.
  func txid(_ coin: String) -> Txid { outPoint(coin).txid }

  // MARK: - The books

  /// Names a holder's address in the books.
  mutating func own(_ holder: String, wallet: String = "hot", account: String? = nil) {
    books.addresses.append(
      Books.BookedAddress(
        address: Story.text(holder), wallet: wallet, account: account))
  }

  /// The entry that a coin deserves.
  func entry(_ coin: String, account: String = "c1") -> Books.Entry {
    let outPoint = outPoint(coin)
    return Books.Entry(
      time: UTCTime(blockTime: 1_300_000_000), account: account, outPoint: outPoint,
      address: Story.text(holders[outPoint] ?? ""),
      amount: values[outPoint] ?? .zero)
  }

  mutating func deposit(_ coin: String) { books.deposits.append(entry(coin)) }

  mutating func withdraw(_ coin: String) { books.withdrawals.append(entry(coin)) }

  /// Sets each account's balance to what its entries come to, the first one's to more.
  mutating func settle(excess: Int64 = 0) {
    var sums: [String: Int64] = ["c1": excess]
    for entry in books.deposits { sums[entry.account, default: 0] += entry.amount.rawValue }
    for entry in books.withdrawals { sums[entry.account, default: 0] -= entry.amount.rawValue }
    books.accounts = sums.sorted { $0.key < $1.key }.map {
      Books.Account(id: $0.key, country: "JP", balance: Satoshi($0.value))
    }
  }

  // MARK: - Asking

  func makeLedger() throws -> TestLedger { try chain.makeLedger() }

  /// The ledger after one more block with this transaction.
  mutating func makeLedger(adding transaction: Transaction) throws -> TestLedger {
    chain.addBlock([transaction])
    return try chain.makeLedger()
  }
}

extension Reconciliation {
  /// The lines that are not 0, without the first, by name.
  var amounts: [String: Int64] {
    var result: [String: Int64] = [:]
    for line in lines.dropFirst() where line.amount != .zero {
      result[line.name] = line.amount.rawValue
    }
    return result
  }
}
