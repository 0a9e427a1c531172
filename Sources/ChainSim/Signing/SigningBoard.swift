import Bitcoin
import Synchronization

/// A finished transaction.
struct SignedTransaction: Sendable {
  /// Its txid.
  let txid: Txid
  /// Its bytes, witness included.
  let bytes: [UInt8]
  /// How many bytes it has without its witness.
  let strippedSize: Int
  /// The txid of the transaction that spends the same coins for the same and was not mined; nil
  /// where nobody changed it in flight.
  var otherTxid: Txid?

  /// Encodes and hashes a transaction.
  init(_ transaction: Transaction) {
    bytes = transaction.encoded()
    let stripped =
      transaction.hasWitness ? transaction.encoded(includingWitness: false) : bytes
    txid = Txid(Hash256(doubleSHA256: stripped))
    strippedSize = stripped.count
  }

  /// A place on the board that nothing stands on yet.
  fileprivate init() {
    txid = Txid(.zero)
    bytes = []
    strippedSize = 0
  }
}

/// What the signing threads share: finished transactions.
final class SigningBoard: Sendable {
  private struct State: Sendable {
    var signed: [SignedTransaction]
    var done = 0
  }

  private let state: Mutex<State>

  /// Room for so many transactions.
  init(count: Int) {
    state = Mutex(State(signed: Array(repeating: SignedTransaction(), count: count)))
  }

  /// The txids of finished transactions.
  func txids(of transactions: [Int]) -> [Txid] {
    state.withLock { state in transactions.map { state.signed[$0].txid } }
  }

  /// The bytes of finished transactions.
  func encoded(of transactions: [Int]) -> [[UInt8]] {
    state.withLock { state in transactions.map { state.signed[$0].bytes } }
  }

  /// Puts a finished transaction down and tells how many there are.
  func put(_ transaction: SignedTransaction, at number: Int) -> Int {
    state.withLock { state in
      state.signed[number] = transaction
      state.done += 1
      return state.done
    }
  }

  /// All transactions.
  func takeAll() -> [SignedTransaction] {
    state.withLock { $0.signed }
  }
}
