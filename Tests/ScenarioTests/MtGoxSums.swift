import Bitcoin
import Case
import ChainSim
import Ledger
import TestSupport
import Testing
import Tracer
import Truth

/// The sums of a played MtGox case by the place where each was found.
///
/// What stands under `chain` is added up from the ledger's rows here, without the tracer; of the truth
/// it takes whose the forgotten wallet is and which transactions were changed in flight, which the
/// blocks do not say.
struct MtGoxSums {
  /// By place.
  private(set) var found: [String: Satoshi] = [:]
  /// The books.
  let books: Books
  /// Whether the books and the chain meet.
  private(set) var isClosed = false
  /// How many addresses the offline wallets have coins on.
  private(set) var offlineAddresses = 0
  /// How many requests were refused each second while the flood lasted, in the mean.
  private(set) var refusedEachSecond: Int64 = 0
  /// The claims that hold.
  private(set) var proven: [String] = []

  private let truth: TruthFolder
  private let outputs: [OutputTruth]
  private let motifs: [Txid: Motif]

  /// Adds everything up.
  init(_ story: borrowing PlayedStory) throws {
    books = try story.folder.readBooks()
    truth = TruthFolder(story.folder.truth)
    outputs = try truth.readOutputs()
    let told = try truth.readTransactions().map { ($0.txid, $0.motif) }
    motifs = Dictionary(told, uniquingKeysWith: { first, _ in first })
    addBooks(story.chain.ledger)
    let close = try addTracer(story)
    try addTruth(close: close, story.chain.ledger)
    addTakings(story.chain.ledger)
    addBurnt(story.chain.ledger)
    try addProof(story.chain.ledger)
  }

  private mutating func add(_ amount: Satoshi, to place: String) {
    found[place, default: .zero] = found[place, default: .zero] + amount
  }
}

// MARK: - Books and tracer

extension MtGoxSums {
  private mutating func addBooks(_ ledger: borrowing ChainLedger) {
    for account in books.accounts where account.id != "reserve" {
      add(
        account.balance,
        to: "books: owed to " + (account.id == "company" ? "the company" : "customers"))
    }
    for entry in books.deposits + books.withdrawals where ledger.output(entry.outPoint) == nil {
      add(entry.amount, to: "books: entries whose txid the chain does not have")
    }
    let flooded = books.requests.filter { $0.refused > 0 }
    let refused = flooded.reduce(0) { $0 + $1.refused }
    refusedEachSecond = flooded.isEmpty ? 0 : refused / Int64(flooded.count) / 60
  }

  /// - Returns: the height at which the books close.
  private mutating func addTracer(_ story: borrowing PlayedStory) throws -> Int {
    let reconciliation = try Reconciliation.run(books: books, ledger: story.chain.ledger)
    isClosed = reconciliation.isClosed
    func amount(_ name: String) -> Satoshi {
      reconciliation.finding(named: name)?.amount ?? .zero
    }
    for name in ["missing", "forgotten", "unbooked", "paid-twice", "burnt", "overdrawn"] {
      found["tracer: " + name] = amount(name)
    }
    found["tracer: missing and not forgotten"] = amount("missing") - amount("forgotten")
    let claims = try story.folder.readClaims()
    for claim in claims where ["found-wallet", "moved-530000", "ledger-951000"].contains(claim.id) {
      found["claims: " + claim.id] = claim.amount
    }
    let sources = reconciliation.finding(named: "missing")?.sources ?? []
    let reports = ClaimVerification.run(claims, ledger: story.chain.ledger) { _ in sources }
    proven = reports.filter(\.verdict.isProven).map(\.claim.id)
    return try #require(reconciliation.closeHeight)
  }
}

// MARK: - Truth

extension MtGoxSums {
  private mutating func addTruth(close: Int, _ ledger: borrowing ChainLedger) throws {
    let kinds = [
      ("heist-", "truth: taken at one blow"), ("sweep-", "truth: swept with copied keys"),
      ("paid-again-", "truth: paid twice"), ("overdraft-", "truth: taken from another bank"),
    ]
    for theft in try truth.readThefts() {
      for (kind, place) in kinds where theft.theft.hasPrefix(kind) { add(theft.value, to: place) }
      guard theft.theft.hasPrefix("heist-"), case .output(let outPoint) = theft.place,
        let output = ledger.output(outPoint), ledger.isInUTXOSet(output)
      else { continue }
      add(theft.value, to: "truth: taken at one blow and never moved")
    }
    var addresses: Set<ScriptIndex> = []
    var movers: Set<Int> = []
    for row in outputs {
      guard let output = ledger.output(row.outPoint) else { continue }
      let value = ledger.outputValue[output.position]
      let transaction = ledger.transaction(ofOutput: output)
      if row.role == .burnt { add(value, to: "truth: burnt") }
      guard row.owner == "mtgox" else { continue }
      if row.wallet == "old", ledger.height(of: transaction) <= close,
        !isSpent(output, by: close, ledger)
      {
        add(value, to: "truth: in the old wallet at the close")
      }
      if row.wallet == "offline", ledger.isInUTXOSet(output) {
        add(value, to: "truth: in the offline wallets in the end")
        addresses.insert(ledger.outputScript[output.position])
        movers.insert(transaction.position)
      }
    }
    offlineAddresses = addresses.count
    add(.zero, to: "truth: fees of the moves there")
    for mover in movers { add(fee(TxIndex(mover), ledger), to: "truth: fees of the moves there") }
  }

  private func isSpent(
    _ output: OutputIndex, by height: Int, _ ledger: borrowing ChainLedger
  ) -> Bool {
    guard !ledger.isInUTXOSet(output) else { return false }
    let spender = ledger.transaction(ofInput: ledger.outputSpender[output.position])
    return ledger.height(of: spender) <= height
  }

  private func fee(_ transaction: TxIndex, _ ledger: borrowing ChainLedger) -> Satoshi {
    var fee = Satoshi.zero
    for input in ledger.inputs(of: transaction) {
      fee = fee + ledger.outputValue[ledger.inputPrevout[input].position]
    }
    for output in ledger.outputs(of: transaction) { fee = fee - ledger.outputValue[output] }
    return fee
  }
}

// MARK: - Chain

extension MtGoxSums {
  /// What left the exchange in transactions that no entry of the books explains.
  private mutating func addTakings(_ ledger: borrowing ChainLedger) {
    let known = Set(books.addresses.map(\.address))
    let forgotten = Set(
      outputs.filter { $0.owner == "mtgox" && $0.wallet == "old" }.map(\.outPoint))
    let booked = Set(books.withdrawals.map(\.outPoint))
    let place = "chain: without an entry, fees of the taking included"
    for row in 0..<ledger.transactionCount {
      let transaction = TxIndex(row)
      let txid = ledger.txids[row]
      guard motifs[txid] != .malleated else { continue }
      var left = Satoshi.zero
      for input in ledger.inputs(of: transaction) {
        let output = ledger.inputPrevout[input]
        guard !output.isNone else { continue }
        if isOwn(output, known, forgotten, ledger) {
          left = left + ledger.outputValue[output.position]
        }
      }
      guard left > .zero else { continue }
      var isExplained = true
      var hasEntry = false
      for (vout, output) in ledger.outputs(of: transaction).enumerated() {
        if isOwn(OutputIndex(output), known, forgotten, ledger) {
          left = left - ledger.outputValue[output]
        } else if booked.contains(OutPoint(txid: txid, vout: UInt32(vout))) {
          hasEntry = true
        } else if ledger.scriptPubKey(ledger.outputScript[output]).bytes != MtGoxSums.burntScript {
          isExplained = false
        }
      }
      if !isExplained, !hasEntry { add(left, to: place) }
    }
  }

  private func isOwn(
    _ output: OutputIndex, _ known: Set<String>, _ forgotten: Set<OutPoint>,
    _ ledger: borrowing ChainLedger
  ) -> Bool {
    if let address = ledger.address(of: ledger.outputScript[output.position]),
      known.contains(address.description)
    {
      return true
    }
    return forgotten.contains(ledger.outPoint(of: output))
  }

  /// OP_DUP OP_HASH160 OP_0 OP_EQUALVERIFY OP_CHECKSIG.
  private static let burntScript: [UInt8] = [0x76, 0xa9, 0x00, 0x88, 0xac]

  private mutating func addBurnt(_ ledger: borrowing ChainLedger) {
    var largest = Satoshi.zero
    for output in 0..<ledger.outputCount {
      let script = ledger.scriptPubKey(ledger.outputScript[output])
      guard script.bytes == MtGoxSums.burntScript else { continue }
      add(ledger.outputValue[output], to: "chain: to 76a90088ac")
      largest = max(largest, ledger.outputValue[output])
    }
    found["chain: the largest of these"] = largest
  }

  /// The proof transfer by its time, and what of the offline coins hangs on it: everything that some
  /// input leads back to it.
  private mutating func addProof(_ ledger: borrowing ChainLedger) throws {
    let time = try #require(UTCTime("2011-06-23T06:50:15Z")?.blockTime)
    var first = 0
    while first < ledger.tipHeight, ledger.blockTimes[first] < time { first += 1 }
    let found = ledger.blockTimes[first]
    #expect(found == time)
    var proofs: [Int] = []
    let rows = ledger.transactions(at: first)
    for row in rows where motifs[ledger.txids[row]] == .proof { proofs.append(row) }
    #expect(proofs.count == 1)
    let proof = TxIndex(try #require(proofs.first))
    for input in ledger.inputs(of: proof) {
      let value = ledger.outputValue[ledger.inputPrevout[input].position]
      add(value, to: "chain: inputs of the proof transfer")
    }
    var reached = [Bool](repeating: false, count: ledger.outputCount)
    for (index, output) in ledger.outputs(of: proof).enumerated() {
      let name = index == 0 ? "first" : "second"
      add(ledger.outputValue[output], to: "chain: \(name) output of the proof transfer")
      reached[output] = true
    }
    for row in rows.upperBound..<ledger.transactionCount {
      var isReached = false
      for input in ledger.inputs(of: TxIndex(row)) {
        let output = ledger.inputPrevout[input]
        if !output.isNone, reached[output.position] { isReached = true }
      }
      guard isReached else { continue }
      for output in ledger.outputs(of: TxIndex(row)) { reached[output] = true }
    }
    for row in outputs where row.owner == "mtgox" && row.wallet == "offline" {
      guard let output = ledger.output(row.outPoint), ledger.isInUTXOSet(output),
        reached[output.position]
      else { continue }
      add(
        ledger.outputValue[output.position],
        to: "chain: reached from the proof transfer, and offline")
    }
  }
}
