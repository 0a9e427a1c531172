import Bitcoin

/// The whole history before it is signed: transactions that refer to one another by plan number.
///
/// Columns only; a row of one table refers to rows of another by number. A transaction spends only
/// outputs of transactions with smaller numbers, and each block's transactions stand together in the
/// order of the block, except that its coinbase, which claims their fees, stands last.
struct Plan: Sendable {
  /// Each block's first transaction; element 0 (genesis) and 1 are both 0, one more at the end.
  var blockFirstTransaction: [UInt32] = [0]
  /// Each transaction's first input; one more at the end.
  var transactionFirstInput: [UInt32] = [0]
  /// Each transaction's first output; one more at the end.
  var transactionFirstOutput: [UInt32] = [0]
  /// Each transaction's height; `UInt32.max` while it waits for a block.
  var transactionHeight: [UInt32] = []
  /// Why each transaction was made.
  var transactionMotif: [PlannedMotif] = []
  /// Each transaction's version.
  var transactionVersion: [UInt8] = []
  /// Each transaction's lock time; 0 or a height below that of its block.
  var transactionLockTime: [UInt32] = []
  /// The sequence that all inputs of a transaction have; for a coinbase 0xffffffff.
  var transactionSequence: [UInt32] = []
  /// The output that each input spends.
  var inputSpent: [OutputNumber] = []
  /// Each output's amount (sat).
  var outputValue: [Int64] = []
  /// The key that each output pays.
  var outputKey: [KeyNumber] = []
  /// What each output is in its transaction.
  var outputRole: [PlannedRole] = []
  /// How many satoshis of each output are stolen ones in a thief's hands.
  var outputStolen: [Int64] = []
  /// The transaction that made each output.
  var outputTransaction: [UInt32] = []
  /// The transaction that spends each output; `UInt32.max`: unspent.
  var outputSpender: [UInt32] = []
  /// Each key's wallet.
  var keyWallet: [WalletNumber] = []
  /// Each key's place among the keys of its wallet.
  var keyPlace: [UInt32] = []
  /// How each key is written.
  var keyForm: [KeyForm] = []
  /// How third parties changed transactions in flight, by transaction: what is mined carries the
  /// change.
  var malleations: [Int: Malleation] = [:]
  /// How third parties tried to change transactions that were mined as their makers signed them.
  var failedMalleations: [Int: Malleation] = [:]
  /// Transactions that were signed and that no block of the best chain has.
  var lost: [LostTransaction] = []
  /// The branches that lose, in chain order.
  var staleBranches: [StaleBranch] = []
  /// Whether a thief's program grinds for a short R, for each transaction in which he signs with keys
  /// that are not his.
  var theftGrindsLowR: [Int: Bool] = [:]
  /// The wallets.
  var wallets: [PlannedWallet] = []
  /// What the books of the robbed exchange say.
  var books = PlannedBooks()
  /// What blocks left behind, for each block that left something.
  var backlogs: [PlannedBacklog] = []
  /// The thefts in the order in which they happened.
  var thefts: [PlannedTheft] = []
  /// What victims of ransomware paid, in the order in which they did.
  var ransoms: [PlannedTheft] = []
  /// What the scenario asks for by number, and how much of it there is.
  var tallies: [PlannedTally] = []
  /// Where the stolen satoshis ended.
  var holders: [StolenHolding] = []

  /// How many transactions are planned, coinbases among them.
  var transactionCount: Int { transactionMotif.count }
  /// The height of the last planned block.
  var tip: Int { blockFirstTransaction.count - 1 }

  /// The transactions of a block, its coinbase last.
  func transactions(ofBlock height: Int) -> Range<Int> {
    let end =
      height + 1 < blockFirstTransaction.count
      ? Int(blockFirstTransaction[height + 1]) : transactionCount
    return Int(blockFirstTransaction[height])..<end
  }

  /// A transaction's inputs as rows of the input columns.
  func inputs(of transaction: Int) -> Range<Int> {
    Int(transactionFirstInput[transaction])..<Int(transactionFirstInput[transaction + 1])
  }

  /// A transaction's outputs as rows of the output columns.
  func outputs(of transaction: Int) -> Range<Int> {
    Int(transactionFirstOutput[transaction])..<Int(transactionFirstOutput[transaction + 1])
  }

  /// What a transaction's inputs hold less what its outputs hold; for a coinbase 0.
  func fee(of transaction: Int) -> Int64 {
    let inputs = inputs(of: transaction)
    guard !inputs.isEmpty else { return 0 }
    let paid = inputs.reduce(0) { $0 + outputValue[inputSpent[$1].position] }
    return outputs(of: transaction).reduce(paid) { $0 - outputValue[$1] }
  }

  /// The form of the address that an output pays.
  func form(ofOutput output: Int) -> KeyForm { keyForm[outputKey[output].position] }

  /// How many signatures all inputs need, and how many of them are Schnorr signatures, or ground.
  func countSignatures() -> (all: Int, schnorr: Int, ground: Int) {
    var count = (all: 0, schnorr: 0, ground: 0)
    for transaction in 0..<transactionCount {
      for input in inputs(of: transaction) {
        let key = outputKey[inputSpent[input].position]
        let form = keyForm[key.position]
        let required = Int(form.required)
        count.all += required
        if form.script == .taprootKey || form.script == .taprootScript {
          count.schnorr += required
        } else if grindsLowR(key, in: transaction) {
          count.ground += required
        }
      }
    }
    return count
  }

  /// Whether whoever signs for a key in a transaction grinds for a short R: the key's wallet, unless
  /// a thief uses it.
  func grindsLowR(_ key: KeyNumber, in transaction: Int) -> Bool {
    theftGrindsLowR.isEmpty
      ? wallets[keyWallet[key.position].position].grindsLowR
      : theftGrindsLowR[transaction] ?? wallets[keyWallet[key.position].position].grindsLowR
  }

  /// How much the signature checks of a transaction count in its block.
  func sigopCost(of transaction: Int) -> Int {
    let spends = inputs(of: transaction).reduce(0) {
      $0 + form(ofOutput: inputSpent[$1].position).spendSigopCost
    }
    return outputs(of: transaction).reduce(spends) { $0 + form(ofOutput: $1).outputSigopCost }
  }

  /// The wallet that an output pays.
  func wallet(ofOutput output: Int) -> WalletNumber { keyWallet[outputKey[output].position] }
}

/// The row of an output in the plan.
struct OutputNumber: Hashable, Sendable {
  /// The row.
  let rawValue: UInt32
  /// The row as an array's index.
  var position: Int { Int(rawValue) }
  /// The output in row `position`.
  init(_ position: Int) { rawValue = UInt32(position) }
}

/// The row of a key in the plan.
struct KeyNumber: Hashable, Sendable {
  /// The row.
  let rawValue: UInt32
  /// The row as an array's index.
  var position: Int { Int(rawValue) }
  /// The key in row `position`.
  init(_ position: Int) { rawValue = UInt32(position) }
}

/// The row of a wallet in the plan.
struct WalletNumber: Hashable, Sendable {
  /// The row.
  let rawValue: UInt32
  /// The row as an array's index.
  var position: Int { Int(rawValue) }
  /// The wallet in row `position`.
  init(_ position: Int) { rawValue = UInt32(position) }
}
