import Ledger

/// A walk from scripts to all that are spent together with them, breadth first, so that the evidence
/// for each is the shortest there is. Takes time and space by what it reaches, and a byte for each
/// script and transaction of the chain.
struct CoSpendingSearch {
  /// By script row.
  private(set) var ownership: [ExchangeScripts.Ownership]
  /// The scripts that were reached, in the order of the walk.
  private(set) var found: [ExchangeScripts.Evidence] = []
  private var isVisited: [Bool]
  private var rule = EqualOutputRule()
  private var queue: [(script: ScriptIndex, steps: Int)]

  /// A walk that begins with `start`, in this order.
  init(ledger: borrowing ChainLedger, start: [ScriptIndex]) {
    ownership = [ExchangeScripts.Ownership](repeating: .stranger, count: ledger.scriptCount)
    isVisited = [Bool](repeating: false, count: ledger.transactionCount)
    queue = start.map { ($0, 0) }
    for script in start { ownership[script.position] = .booked }
  }

  /// Walks to the end.
  mutating func run(_ ledger: borrowing ChainLedger) {
    var next = 0
    while next < queue.count {
      let (script, steps) = queue[next]
      next += 1
      let outputs = ledger.outputs(of: script)
      for index in 0..<outputs.count {
        let spender = ledger.outputSpender[outputs[index].position]
        guard !spender.isNone else { continue }
        let transaction = ledger.transaction(ofInput: spender)
        guard !isVisited[transaction.position] else { continue }
        isVisited[transaction.position] = true
        join(transaction, with: script, steps: steps + 1, ledger)
      }
    }
  }

  private mutating func join(
    _ transaction: TxIndex, with script: ScriptIndex, steps: Int, _ ledger: borrowing ChainLedger
  ) {
    let inputs = ledger.inputs(of: transaction)
    guard inputs.count > 1, !rule.matches(transaction.position, FlowColumns(ledger)) else { return }
    for input in inputs {
      let prevout = ledger.inputPrevout[input]
      // What lies outside the ledger is paid to a script that nobody knows.
      guard !prevout.isNone else { continue }
      let other = ledger.outputScript[prevout.position]
      guard ownership[other.position] == .stranger else { continue }
      ownership[other.position] = .forgotten
      found.append(
        ExchangeScripts.Evidence(
          script: other, transaction: transaction, joinedWith: script, steps: steps))
      queue.append((other, steps))
    }
  }
}
