import Bitcoin
import Files
import Synchronization

/// A plan's transactions with their signatures.
struct SignedPlan: Sendable {
  /// Each transaction's txid.
  let txids: [Txid]
  /// Each transaction's bytes.
  let encoded: [[UInt8]]

  /// Signs a plan, each transaction as soon as what it spends is signed, since a legacy txid depends
  /// on the signatures in it.
  ///
  /// RFC 6979 nonces and low S, so the bytes do not depend on the order; no low R, which no wallet
  /// of the time ground.
  static func sign(
    _ plan: Plan, keys: KeyRing, coinbases: CoinbaseScripts, threads: Int,
    progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) -> SignedPlan {
    let count = plan.transactionCount
    var unresolved = [Int32](repeating: 0, count: count)
    for transaction in 0..<count {
      unresolved[transaction] = Int32(plan.inputs(of: transaction).count)
    }
    let board = Board(count: count)
    Workers.forEachReady(unresolved: unresolved, threads: threads) { transaction in
      plan.outputs(of: transaction).compactMap { output in
        let spender = plan.outputSpender[output]
        return spender == .max ? nil : Int(spender)
      }
    } _: { transaction in
      let signed = makeTransaction(
        transaction, plan: plan, keys: keys, coinbases: coinbases, board: board)
      let done = board.put(signed.txid, signed.bytes, at: transaction)
      if done.isMultiple(of: 1_024) || done == count { progress(done) }
    }
    let (txids, encoded) = board.takeAll()
    return SignedPlan(txids: txids, encoded: encoded)
  }

  private static func makeTransaction(
    _ number: Int, plan: Plan, keys: KeyRing, coinbases: CoinbaseScripts, board: Board
  ) -> (txid: Txid, bytes: [UInt8]) {
    let spent = plan.inputs(of: number).map { plan.inputSpent[$0] }
    let parents = board.txids(of: spent.map { Int(plan.outputTransaction[$0.position]) })
    var transaction = Transaction(inputs: [], outputs: [])
    for output in plan.outputs(of: number) {
      transaction.outputs.append(
        TxOut(
          value: Satoshi(plan.outputValue[output]),
          scriptPubKey: keys.script(of: plan.outputKey[output])))
    }
    if spent.isEmpty {
      let script = coinbases.script(
        height: Int(plan.transactionHeight[number]),
        finder: plan.wallet(ofOutput: plan.outputs(of: number).lowerBound))
      transaction.inputs = [TxIn(prevout: .null, scriptSig: script)]
    } else {
      transaction.inputs = zip(spent, parents).map { output, txid in
        let first = plan.transactionFirstOutput[Int(plan.outputTransaction[output.position])]
        return TxIn(prevout: OutPoint(txid: txid, vout: output.rawValue - first))
      }
      sign(&transaction, spent: spent, plan: plan, keys: keys)
    }
    let bytes = transaction.encoded()
    return (Txid(Hash256(doubleSHA256: bytes)), bytes)
  }

  private static func sign(
    _ transaction: inout Transaction, spent: [OutputNumber], plan: Plan, keys: KeyRing
  ) {
    var scratch = SighashScratch()
    // The sighash leaves the other inputs' scripts out, so they can be filled in as they come.
    for (index, output) in spent.enumerated() {
      let key = plan.outputKey[output.position]
      let digest = transaction.legacySighash(
        input: index, scriptCode: keys.script(of: key).bytes, type: .all, using: &scratch)
      let signature = keys.secret(of: key).sign(digest)
      transaction.inputs[index].scriptSig =
        keys.form(of: key) == .bareUncompressed
        ? .satisfyingPublicKey(signature)
        : .satisfyingPublicKeyHash(signature, key: keys.publicKey(of: key))
    }
  }
}

/// What the signing threads share: finished transactions.
private final class Board: Sendable {
  private struct State: Sendable {
    var txids: [Txid]
    var encoded: [[UInt8]]
    var done = 0
  }

  private let state: Mutex<State>

  /// Room for so many transactions.
  init(count: Int) {
    state = Mutex(
      State(
        txids: Array(repeating: Txid(.zero), count: count),
        encoded: Array(repeating: [], count: count)))
  }

  /// The txids of finished transactions.
  func txids(of transactions: [Int]) -> [Txid] {
    state.withLock { state in transactions.map { state.txids[$0] } }
  }

  /// Puts a finished transaction down and tells how many there are.
  func put(_ txid: Txid, _ bytes: [UInt8], at transaction: Int) -> Int {
    state.withLock { state in
      state.txids[transaction] = txid
      state.encoded[transaction] = bytes
      state.done += 1
      return state.done
    }
  }

  /// All txids and bytes.
  func takeAll() -> ([Txid], [[UInt8]]) {
    state.withLock { ($0.txids, $0.encoded) }
  }
}
