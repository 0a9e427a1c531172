import Bitcoin

extension Books {
  /// One of the files of `books/`.
  public enum Table: String, CaseIterable, Sendable {
    /// Whom the exchange owes.
    case accounts
    /// The exchange's own addresses.
    case addresses
    /// What came in.
    case deposits
    /// What was paid out.
    case withdrawals
    /// What accounts sent to one another; may be left out.
    case transfers
    /// How many requests the site had; may be left out.
    case requests
    /// What was done and said in public; may be left out.
    case timeline

    /// Whether books without the table are books.
    public var isOptional: Bool {
      switch self {
      case .transfers, .requests, .timeline: true
      default: false
      }
    }

    /// The file's name, such as `deposits.csv`.
    public var fileName: String { rawValue + ".csv" }

    /// The first line of the file.
    public var header: String {
      switch self {
      case .accounts: "id,country,balance_sat"
      case .addresses: "address,wallet,account"
      case .deposits, .withdrawals: "time,account,txid,vout,address,amount_sat"
      case .requests: "time,served,refused"
      case .timeline: "time,who,what,text"
      case .transfers: "time,from,to,amount_sat"
      }
    }
  }

  // MARK: - Writing

  /// The bytes of one table, rows in their order.
  public func encode(_ table: Table) -> [UInt8] {
    var writer = TableWriter(header: table.header)
    switch table {
    case .accounts:
      for account in accounts {
        writer.write([account.id, account.country, String(account.balance.rawValue)])
      }
    case .addresses:
      for row in addresses {
        writer.write([row.address, row.wallet, row.account ?? ""])
      }
    case .deposits: Books.write(deposits, to: &writer)
    case .withdrawals: Books.write(withdrawals, to: &writer)
    case .requests:
      for row in requests {
        writer.write([row.time.description, String(row.served), String(row.refused)])
      }
    case .timeline:
      for row in timeline { writer.write([row.time.description, row.who, row.what, row.text]) }
    case .transfers:
      for row in transfers {
        writer.write([row.time.description, row.from, row.to, String(row.amount.rawValue)])
      }
    }
    return writer.bytes
  }

  /// Whether a table has no rows.
  func isEmpty(_ table: Table) -> Bool {
    switch table {
    case .accounts: accounts.isEmpty
    case .addresses: addresses.isEmpty
    case .deposits: deposits.isEmpty
    case .withdrawals: withdrawals.isEmpty
    case .requests: requests.isEmpty
    case .timeline: timeline.isEmpty
    case .transfers: transfers.isEmpty
    }
  }

  private static func write(_ entries: [Entry], to writer: inout TableWriter) {
    for entry in entries {
      writer.write([
        entry.time.description, entry.account, entry.outPoint.txid.description,
        String(entry.outPoint.vout), entry.address, String(entry.amount.rawValue),
      ])
    }
  }

  // MARK: - Reading

  /// Reads one table into these books, in place of what they held of it.
  ///
  /// - Parameter file: the name that errors give, such as `books/deposits.csv`.
  /// - Throws: a `TableError` for the first row that breaks the format, has an empty field other than
  ///   country and an address's account, or repeats an account's id or an address.
  public mutating func decode(_ table: Table, from bytes: [UInt8], file: String) throws(TableError)
  {
    var reader = try TableReader(bytes, file: file, header: table.header)
    switch table {
    case .accounts: accounts = try Books.readAccounts(&reader, file: file)
    case .addresses: addresses = try Books.readAddresses(&reader, file: file)
    case .deposits: deposits = try Books.readEntries(&reader, file: file)
    case .withdrawals: withdrawals = try Books.readEntries(&reader, file: file)
    case .requests: requests = try Books.readRequests(&reader, file: file)
    case .timeline: timeline = try Books.readTimeline(&reader, file: file)
    case .transfers: transfers = try Books.readTransfers(&reader, file: file)
    }
  }

  private static func readAccounts(
    _ reader: inout TableReader, file: String
  ) throws(TableError) -> [Account] {
    var rows: [Account] = []
    var firstLines: [String: Int] = [:]
    while let row = try reader.next() {
      var fields = RowFields(row, file: file)
      let id = try fields.readText("id")
      try fields.refuseRepeated("id", id, &firstLines)
      let country = try fields.readOptionalText("country") ?? ""
      let balance = try fields.readWholeNumber("balance_sat", allowNegative: true)
      guard Satoshi(balance).magnitudeIsInMoneyRange else {
        throw fields.error("balance_sat", String(balance), kind: "an amount below 21 million BTC")
      }
      rows.append(Account(id: id, country: country, balance: Satoshi(balance)))
    }
    return rows
  }

  private static func readAddresses(
    _ reader: inout TableReader, file: String
  ) throws(TableError) -> [BookedAddress] {
    var rows: [BookedAddress] = []
    var firstLines: [String: Int] = [:]
    while let row = try reader.next() {
      var fields = RowFields(row, file: file)
      let address = try fields.readText("address")
      try fields.refuseRepeated("address", address, &firstLines)
      let wallet = try fields.readText("wallet")
      let account = try fields.readOptionalText("account")
      rows.append(BookedAddress(address: address, wallet: wallet, account: account))
    }
    return rows
  }

  private static func readEntries(
    _ reader: inout TableReader, file: String
  ) throws(TableError) -> [Entry] {
    var rows: [Entry] = []
    while let row = try reader.next() {
      var fields = RowFields(row, file: file)
      let time = try readTime(&fields)
      let account = try fields.readText("account")
      let txidText = try fields.readText("txid")
      guard let txid = Txid(hex: txidText), txid.description == txidText else {
        throw fields.error("txid", txidText, kind: "64 lower-case hexadecimal digits")
      }
      let number = try fields.readWholeNumber("vout", allowNegative: false)
      guard let vout = UInt32(exactly: number) else {
        throw fields.error("vout", String(number), kind: "a 32-bit number")
      }
      let address = try fields.readText("address")
      let amount = Satoshi(try fields.readWholeNumber("amount_sat", allowNegative: false))
      guard amount.isInMoneyRange else {
        throw fields.error(
          "amount_sat", String(amount.rawValue), kind: "an amount below 21 million BTC")
      }
      rows.append(
        Entry(
          time: time, account: account, outPoint: OutPoint(txid: txid, vout: vout),
          address: address, amount: amount))
    }
    return rows
  }
}

extension Satoshi {
  /// Whether the amount without its sign lies between 0 and `maxMoney`.
  fileprivate var magnitudeIsInMoneyRange: Bool {
    rawValue.magnitude <= Satoshi.maxMoney.rawValue.magnitude
  }
}
