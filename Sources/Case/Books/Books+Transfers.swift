public import Bitcoin

extension Books {
  /// Coins that one account sent to another one of the same exchange, which no chain sees.
  public struct Transfer: Hashable, Sendable {
    /// When it was booked.
    public var time: UTCTime
    /// The account that paid.
    public var from: String
    /// The account that was paid.
    public var to: String
    /// The amount.
    public var amount: Satoshi

    /// A transfer.
    public init(time: UTCTime, from: String, to: String, amount: Satoshi) {
      self.time = time
      self.from = from
      self.to = to
      self.amount = amount
    }
  }

  static func readTransfers(
    _ reader: inout TableReader, file: String
  ) throws(TableError) -> [Transfer] {
    var rows: [Transfer] = []
    while let row = try reader.next() {
      var fields = RowFields(row, file: file)
      let time = try readTime(&fields)
      let from = try fields.readText("from")
      let to = try fields.readText("to")
      let amount = Satoshi(try fields.readWholeNumber("amount_sat", allowNegative: false))
      guard amount.isInMoneyRange else {
        throw fields.error(
          "amount_sat", String(amount.rawValue), kind: "an amount below 21 million BTC")
      }
      rows.append(Transfer(time: time, from: from, to: to, amount: amount))
    }
    return rows
  }
}
