import Bitcoin

/// A value that is a line of one of the truth's files.
protocol TruthRow: Sendable {
  /// The file's name in the folder.
  static var fileName: String { get }
  /// The names of the columns.
  static var columns: [String] { get }
  /// Reads the fields of a line, which are as many as the columns.
  init(_ fields: TruthFields) throws(TruthFieldError)
  /// Writes the fields in the order of the columns.
  func write(into line: inout TruthLine)
}

extension TruthRow {
  static var header: String { columns.joined(separator: ",") }
}

/// A field that is not what its column wants.
struct TruthFieldError: Error {
  let column: String
  let text: String
  let expected: String
}

extension OutputTruth: TruthRow {
  static let fileName = "outputs.csv"
  static let columns = ["txid", "vout", "owner", "wallet", "role", "stolen_sat"]

  init(_ fields: TruthFields) throws(TruthFieldError) {
    outPoint = OutPoint(txid: try fields.txid(0), vout: try fields.vout(1))
    owner = try fields.name(2)
    wallet = fields.text(3)
    role = try fields.word(4)
    stolen = try fields.amount(5)
  }

  func write(into line: inout TruthLine) {
    line.add(outPoint.txid)
    line.add(Int64(outPoint.vout))
    line.add(owner)
    line.add(wallet)
    line.add(role.rawValue)
    line.add(stolen.rawValue)
  }
}

extension TransactionTruth: TruthRow {
  static let fileName = "transactions.csv"
  static let columns = ["txid", "motif"]

  init(_ fields: TruthFields) throws(TruthFieldError) {
    txid = try fields.txid(0)
    motif = try fields.word(1)
  }

  func write(into line: inout TruthLine) {
    line.add(txid)
    line.add(motif.rawValue)
  }
}

extension TheftTruth: TruthRow {
  static let fileName = "thefts.csv"
  static let columns = ["theft", "txid", "vout", "value_sat"]

  init(_ fields: TruthFields) throws(TruthFieldError) {
    theft = try fields.name(0)
    let txid = try fields.txid(1)
    place =
      fields.text(2).isEmpty
      ? .fee(txid) : .output(OutPoint(txid: txid, vout: try fields.vout(2)))
    value = try fields.amount(3)
  }

  func write(into line: inout TruthLine) {
    line.add(theft)
    switch place {
    case .output(let outPoint):
      line.add(outPoint.txid)
      line.add(Int64(outPoint.vout))
    case .fee(let txid):
      line.add(txid)
      line.add("")
    }
    line.add(value.rawValue)
  }
}

extension ConflictTruth: TruthRow {
  static let fileName = "conflicts.csv"
  static let columns = ["mined_txid", "other_txid", "reason"]

  init(_ fields: TruthFields) throws(TruthFieldError) {
    mined = try fields.txid(0)
    other = try fields.txid(1)
    reason = try fields.word(2)
  }

  func write(into line: inout TruthLine) {
    line.add(mined)
    line.add(other)
    line.add(reason.rawValue)
  }
}

extension HolderTruth: TruthRow {
  static let fileName = "holders.csv"
  static let columns = ["holder", "stolen_sat"]

  init(_ fields: TruthFields) throws(TruthFieldError) {
    holder = try fields.name(0)
    stolen = try fields.amount(1)
  }

  func write(into line: inout TruthLine) {
    line.add(holder)
    line.add(stolen.rawValue)
  }
}

extension ClaimTruth: TruthRow {
  static let fileName = "claims.csv"
  static let columns = ["claim", "is_true", "reason"]

  init(_ fields: TruthFields) throws(TruthFieldError) {
    claim = try fields.name(0)
    isTrue = try fields.boolean(1)
    reason = fields.text(2)
  }

  func write(into line: inout TruthLine) {
    line.add(claim)
    line.add(isTrue ? "true" : "false")
    line.add(reason)
  }
}

extension BacklogTruth: TruthRow {
  static let fileName = "backlog.csv"
  static let columns = ["height", "transactions", "weight", "lowest_rate_sat_per_kvb"]

  init(_ fields: TruthFields) throws(TruthFieldError) {
    height = try fields.count(0)
    transactions = try fields.count(1)
    weight = try fields.count(2)
    lowestRate = try fields.amount(3)
  }

  func write(into line: inout TruthLine) {
    line.add(Int64(height))
    line.add(Int64(transactions))
    line.add(Int64(weight))
    line.add(lowestRate.rawValue)
  }
}
