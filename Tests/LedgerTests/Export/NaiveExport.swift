import Bitcoin
import TestSupport

/// The tables of a chain as JSON Lines, made from its blocks alone, as plainly as can be.
struct NaiveExport {
  /// An output with all that is told of it.
  private struct Coin {
    var txid: Txid
    var vout: Int
    var height: Int
    var output: TxOut
    var spentAt: Int?
  }

  private let blocks: [Block]
  private let network: Network
  /// All outputs in chain order.
  private var coins: [Coin] = []
  private var places: [OutPoint: Int] = [:]

  init(_ blocks: [Block], network: Network) {
    self.blocks = blocks
    self.network = network
    for (height, block) in blocks.enumerated() {
      for transaction in block.transactions {
        for input in transaction.inputs { places[input.prevout].map { coins[$0].spentAt = height } }
        let txid = transaction.computeTxid()
        for (vout, output) in transaction.outputs.enumerated() {
          places[OutPoint(txid: txid, vout: UInt32(vout))] = coins.count
          coins.append(Coin(txid: txid, vout: vout, height: height, output: output))
        }
      }
    }
  }

  /// A table's lines.
  func lines(_ table: String) -> [String] {
    switch table {
    case "blocks": blockLines()
    case "transactions": transactionLines()
    case "inputs": inputLines()
    case "outputs": coins.map(outputLine)
    default: addressLines()
    }
  }

  // MARK: - Tables

  private func blockLines() -> [String] {
    blocks.enumerated().map { height, block in
      let header = block.header
      let before = height == 0 ? "null" : "\"\(header.previousBlock)\""
      return "{\"hash\":\"\(header.computeHash())\",\"number\":\(height),"
        + "\"previous_block_hash\":\(before),"
        + "\"version\":\(Int32(bitPattern: header.version)),\"merkle_root\":\"\(header.merkleRoot)\","
        + "\"timestamp\":\"\(time(header.time))\",\"nonce\":\"\(String(header.nonce, radix: 16))\","
        + "\"bits\":\"\(String(header.bits, radix: 16))\","
        + "\"transaction_count\":\(block.transactions.count)}"
    }
  }

  private func transactionLines() -> [String] {
    eachTransaction { height, index, transaction in
      let isCoinbase = index == 0
      let paid = transaction.outputs.reduce(0) { $0 + $1.value.rawValue }
      let taken = spent(transaction).reduce(0) { $0 + $1.output.value.rawValue }
      return [
        "{\"hash\":\"\(transaction.computeTxid())\",\"block_number\":\(height),"
          + "\"block_timestamp\":\"\(time(blocks[height].header.time))\",\"index\":\(index),"
          + "\"version\":\(Int32(bitPattern: transaction.version)),"
          + "\"lock_time\":\(transaction.lockTime),\"is_coinbase\":\(isCoinbase),"
          + "\"input_count\":\(isCoinbase ? 0 : transaction.inputs.count),"
          + "\"output_count\":\(transaction.outputs.count),\"input_value\":\(taken),"
          + "\"output_value\":\(paid),\"fee\":\(isCoinbase ? 0 : taken - paid)}"
      ]
    }
  }

  private func inputLines() -> [String] {
    eachTransaction { height, index, transaction in
      guard index > 0 else { return [] }
      return zip(transaction.inputs, spent(transaction)).enumerated().map { place, pair in
        let (input, coin) = pair
        return "{\"transaction_hash\":\"\(transaction.computeTxid())\",\"index\":\(place),"
          + "\"block_number\":\(height),"
          + "\"block_timestamp\":\"\(time(blocks[height].header.time))\","
          + "\"spent_transaction_hash\":\"\(coin.txid)\",\"spent_output_index\":\(coin.vout),"
          + "\"sequence\":\(input.sequence),\"value\":\(coin.output.value.rawValue),"
          + "\"type\":\"\(coin.output.scriptPubKey.classify())\","
          + "\"address\":\(address(coin.output.scriptPubKey))}"
      }
    }
  }

  private func outputLine(_ coin: Coin) -> String {
    "{\"transaction_hash\":\"\(coin.txid)\",\"index\":\(coin.vout),"
      + "\"block_number\":\(coin.height),"
      + "\"block_timestamp\":\"\(time(blocks[coin.height].header.time))\","
      + "\"value\":\(coin.output.value.rawValue),"
      + "\"type\":\"\(coin.output.scriptPubKey.classify())\","
      + "\"address\":\(address(coin.output.scriptPubKey)),"
      + "\"script_hex\":\"\(Hex.encode(coin.output.scriptPubKey.bytes))\","
      + "\"in_utxo_set\":\(isCoin(coin)),"
      + "\"spent_block_number\":\(coin.spentAt.map { "\($0)" } ?? "null")}"
  }

  private func addressLines() -> [String] {
    var order: [ScriptPubKey] = []
    var paid: [ScriptPubKey: [Coin]] = [:]
    for coin in coins {
      let script = coin.output.scriptPubKey
      if paid[script] == nil { order.append(script) }
      paid[script, default: []].append(coin)
    }
    return order.map { script in
      let coins = paid[script] ?? []
      let balance = coins.filter(isCoin).reduce(0) { $0 + $1.output.value.rawValue }
      return "{\"address\":\(address(script)),\"type\":\"\(script.classify())\","
        + "\"script_hex\":\"\(Hex.encode(script.bytes))\",\"output_count\":\(coins.count),"
        + "\"total_received\":\(coins.reduce(0) { $0 + $1.output.value.rawValue }),"
        + "\"balance\":\(balance),\"first_block_number\":\(coins.first?.height ?? -1),"
        + "\"last_block_number\":\(coins.last?.height ?? -1)}"
    }
  }

  // MARK: - Parts

  private func eachTransaction(_ body: (Int, Int, Transaction) -> [String]) -> [String] {
    blocks.enumerated().flatMap { height, block in
      block.transactions.enumerated().flatMap { body(height, $0, $1) }
    }
  }

  /// What a transaction spends; a coinbase nothing.
  private func spent(_ transaction: Transaction) -> [Coin] {
    transaction.inputs.compactMap { input in places[input.prevout].map { coins[$0] } }
  }

  /// Whether a node has it in its UTXO set: unspent, not of genesis, and with a script that can be.
  private func isCoin(_ coin: Coin) -> Bool {
    coin.spentAt == nil && coin.height > 0 && !coin.output.scriptPubKey.isUnspendable
  }

  private func address(_ script: ScriptPubKey) -> String {
    Address(script, network: network).map { "\"\($0)\"" } ?? "null"
  }

  private func time(_ seconds: UInt32) -> String { NaiveTime.text(Int64(seconds)) }
}
