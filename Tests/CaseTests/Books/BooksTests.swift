import Bitcoin
import Case
import Testing

@Suite("Books")
struct BooksTests {
  static let txid = String(repeating: "ab", count: 32)

  static func sample() throws -> Books {
    let outPoint = try #require(OutPoint("\(txid):3"))
    let time = try #require(UTCTime("2011-06-23T06:50:15Z"))
    return Books(
      accounts: [
        Books.Account(id: "c1", country: "JP", balance: Satoshi(12)),
        Books.Account(id: "Smith, \"Joe\"", country: "", balance: Satoshi(-5)),
        Books.Account(id: "zwei, drei", country: "DE", balance: .maxMoney),
      ],
      addresses: [
        Books.BookedAddress(address: "mkHS", wallet: "hot", account: "c1"),
        Books.BookedAddress(address: "mkHT", wallet: "hot"),
      ],
      deposits: [
        Books.Entry(
          time: time, account: "c1", outPoint: outPoint, address: "mkHS", amount: Satoshi(12))
      ],
      withdrawals: [],
      transfers: [Books.Transfer(time: time, from: "c1", to: "zwei, drei", amount: Satoshi(7))],
      requests: [
        Books.RequestCount(time: time, served: 12_000, refused: 9_000_000),
        Books.RequestCount(time: time, served: 0, refused: 0),
      ],
      timeline: [
        Books.TimelineEntry(
          time: time, who: "mtgox", what: "statement", text: "We have \"all\", or so we say.")
      ])
  }

  @Test("books come back as they were written, and are written again byte for byte")
  func roundTrip() throws {
    let books = try BooksTests.sample()
    var read = Books()
    for table in Books.Table.allCases {
      try read.decode(table, from: books.encode(table), file: table.fileName)
    }
    #expect(read == books)
    for table in Books.Table.allCases {
      #expect(read.encode(table) == books.encode(table))
    }
  }

  @Test("the bytes of the tables are the documented ones")
  func bytes() throws {
    let books = try BooksTests.sample()
    let expected: [Books.Table: String] = [
      .accounts: "id,country,balance_sat\nc1,JP,12\n\"Smith, \"\"Joe\"\"\",,-5\n"
        + "\"zwei, drei\",DE,2100000000000000\n",
      .addresses: "address,wallet,account\nmkHS,hot,c1\nmkHT,hot,\n",
      .deposits: "time,account,txid,vout,address,amount_sat\n"
        + "2011-06-23T06:50:15Z,c1,\(BooksTests.txid),3,mkHS,12\n",
      .withdrawals: "time,account,txid,vout,address,amount_sat\n",
      .requests: "time,served,refused\n2011-06-23T06:50:15Z,12000,9000000\n"
        + "2011-06-23T06:50:15Z,0,0\n",
      .timeline: "time,who,what,text\n2011-06-23T06:50:15Z,mtgox,statement,"
        + "\"We have \"\"all\"\", or so we say.\"\n",
      .transfers: "time,from,to,amount_sat\n2011-06-23T06:50:15Z,c1,\"zwei, drei\",7\n",
    ]
    for table in Books.Table.allCases {
      #expect(String(decoding: books.encode(table), as: UTF8.self) == expected[table])
    }
  }

  @Test("a byte order mark and CRLF, as a spreadsheet writes them, change nothing")
  func spreadsheet() throws {
    var books = Books()
    let text = "\u{feff}id,country,balance_sat\r\nc1,JP,12\r\n\"a b\",,0\r\n"
    try books.decode(.accounts, from: Array(text.utf8), file: "a.csv")
    #expect(books.accounts.map(\.id) == ["c1", "a b"])
  }

  struct Wrong: CustomTestStringConvertible, Sendable {
    let name: String
    var table = Books.Table.deposits
    let text: String
    let message: String
    var testDescription: String { name }

    /// A deposit row in which one field is another.
    static func row(_ name: String, _ field: Int, _ value: String, _ message: String) -> Wrong {
      var fields = ["2011-06-23T06:50:15Z", "c1", BooksTests.txid, "3", "mkHS", "12"]
      fields[field] = value
      let good = "2011-06-23,c2,\(BooksTests.txid),0,mkHS,1\n"
      return Wrong(
        name: name,
        text: Books.Table.deposits.header + "\n" + good + fields.joined(separator: ",") + "\n",
        message: "books/deposits.csv:3: " + message)
    }
  }

  static let entryHeader = Books.Table.deposits.header

  static let wrong: [Wrong] = [
    .row("amount with a unit", 5, "12x", "amount_sat '12x' is not a whole number"),
    .row("amount with a point", 5, "1.5", "amount_sat '1.5' is not a whole number"),
    .row("negative amount", 5, "-1", "amount_sat '-1' is not a whole number"),
    .row("amount with a plus", 5, "+1", "amount_sat '+1' is not a whole number"),
    .row("amount with zeros in front", 5, "007", "amount_sat '007' is not a whole number"),
    .row("amount with a space", 5, " 7", "amount_sat ' 7' is not a whole number"),
    .row(
      "amount beyond 64 bits", 5, "99999999999999999999",
      "amount_sat '99999999999999999999' is not a whole number"),
    .row(
      "more money than there is", 5, "2100000000000001",
      "amount_sat '2100000000000001' is not an amount below 21 million BTC"),
    .row("no amount", 5, "", "amount_sat is empty"),
    .row("no account", 1, "", "account is empty"),
    .row("no address", 4, "", "address is empty"),
    .row("place beyond 32 bits", 3, "4294967296", "vout '4294967296' is not a 32-bit number"),
    .row(
      "short txid", 2, "abcd", "txid 'abcd' is not 64 lower-case hexadecimal digits"),
    .row(
      "upper-case txid", 2, String(repeating: "AB", count: 32),
      "txid '\(String(repeating: "AB", count: 32))' is not 64 lower-case hexadecimal digits"),
    .row(
      "a day that is none", 0, "2011-02-31",
      "time '2011-02-31' is not a UTC time such as 2011-06-23T06:50:15Z"),
    .row(
      "direction of text turned", 5, "1\u{202e}2",
      "amount_sat '1\\u{202e}2' is not one line of characters that are shown as themselves"),
    Wrong(
      name: "refused requests below zero", table: .requests,
      text: "time,served,refused\n2014-02-07,1,-1\n",
      message: "books/requests.csv:2: refused '-1' is not a whole number"),
    Wrong(
      name: "a statement without words", table: .timeline,
      text: "time,who,what,text\n2014-02-07,mtgox,statement,\n",
      message: "books/timeline.csv:2: text is empty"),
    Wrong(
      name: "other header", text: "time,account\n",
      message: "books/deposits.csv:1: the header is 'time,account', not '\(entryHeader)'"),
    Wrong(
      name: "empty file", text: "",
      message: "books/deposits.csv:1: the header is '', not '\(entryHeader)'"),
    Wrong(
      name: "too few fields", text: entryHeader + "\na,b\n",
      message: "books/deposits.csv:2: 2 fields where 6 belong"),
    Wrong(
      name: "empty line", text: entryHeader + "\n\n",
      message: "books/deposits.csv:2: 1 fields where 6 belong"),
    Wrong(
      name: "cut in the middle of a line", text: entryHeader + "\na,b",
      message: "books/deposits.csv:2: the last line has no line end; the file may have been cut"),
    Wrong(
      name: "quote that is not closed", text: entryHeader + "\na,\"b\n\n",
      message: "books/deposits.csv:2: a quoted field is not closed"),
    Wrong(
      name: "quote in a field without quotes", text: entryHeader + "\na,b\"c\n",
      message: "books/deposits.csv:2: a quote inside a field that is not quoted, "
        + "or text after a closing quote"),
    Wrong(
      name: "carriage return alone", text: entryHeader + "\na\rb\n",
      message: "books/deposits.csv:2: a carriage return without a line feed"),
    Wrong(
      name: "the same account twice", table: .accounts,
      text: "id,country,balance_sat\na,,1\nb,,1\na,,1\n",
      message: "books/accounts.csv:4: id 'a' stands on line 2 already"),
    Wrong(
      name: "the same address twice", table: .addresses,
      text: "address,wallet,account\nm1,hot,\nm1,cold,\n",
      message: "books/addresses.csv:3: address 'm1' stands on line 2 already"),
    Wrong(
      name: "an address without a wallet", table: .addresses,
      text: "address,wallet,account\nm1,,\n",
      message: "books/addresses.csv:2: wallet is empty"),
    Wrong(
      name: "an account on two lines", table: .accounts,
      text: "id,country,balance_sat\nb,,1\n\"a\n\n\",,1\n",
      message: "books/accounts.csv:3: id 'a\\u{a}\\u{a}' is not one line of characters that are "
        + "shown as themselves"),
    Wrong(
      name: "lines inside quotes are counted", table: .accounts,
      text: "id,country,balance_sat\n\"a\n\n\",,1,\nb,,x\n",
      message: "books/accounts.csv:2: 4 fields where 3 belong"),
    Wrong(
      name: "a wallet whose name moves the cursor", table: .addresses,
      text: "address,wallet,account\nm1,\u{1b}[2J,\n",
      message: "books/addresses.csv:2: wallet '\\u{1b}[2J' is not one line of characters that are "
        + "shown as themselves"),
  ]

  @Test("a table that is wrong is refused with file, line, column and reason", arguments: wrong)
  func refusal(_ wrong: Wrong) {
    var books = Books()
    #expect {
      try books.decode(
        wrong.table, from: Array(wrong.text.utf8), file: "books/\(wrong.table.fileName)")
    } throws: { error in
      "\(error)" == wrong.message
    }
  }

  @Test("bytes that are not UTF-8 are refused with their line")
  func notUTF8() {
    var books = Books()
    let bytes = Array("id,country,balance_sat\na,,1\n".utf8) + [0xff, 0x2c, 0x2c, 0x31, 0x0a]
    #expect(throws: TableError(file: "a.csv", line: 3, reason: .notUTF8)) {
      try books.decode(.accounts, from: bytes, file: "a.csv")
    }
  }

  @Test("mutated tables are refused or read, and what is read is written again the same")
  func mutations() throws {
    let books = try BooksTests.sample()
    var generator = SeededGenerator(seed: 2)
    for round in 0..<20_000 {
      let table = Books.Table.allCases[round % Books.Table.allCases.count]
      let bytes = generator.mutate(books.encode(table))
      var first = Books()
      guard (try? first.decode(table, from: bytes, file: "x")) != nil else { continue }
      var second = Books()
      try second.decode(table, from: first.encode(table), file: "x")
      #expect(first == second, "round \(round)")
    }
  }
}
