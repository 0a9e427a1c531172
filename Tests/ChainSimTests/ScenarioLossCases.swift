import Testing

extension ScenarioReaderTests {
  /// Changes of the story `losses` after which its losses, halts or stories cannot be.
  static let wrongLosses: [Wrong] = [
    .loss(
      "losses that do not add up", "total: 1470.4901 BTC", "total: 1470.49 BTC",
      at: "owes: |{customers",
      "actors.mtgox.owes: customers and company are owed 8,500.00000000 BTC, but 799.56000000 BTC "
        + "taken at one blow and 5,670.49000000 BTC swept and 26.09000000 BTC burnt and "
        + "3.86000000 BTC paid twice and 1,999.99990000 BTC forgotten make 8,499.99990000 BTC: "
        + "0.00010000 BTC too little"),
    .loss(
      "a heist of another wallet", "heist: {by: early-thief, of: mtgox.hot",
      "heist: {by: early-thief, of: mtgox.old", at: "heist: {by: early-thief, of: |mtgox.old",
      "events[0].heist.of: 'mtgox.old' is not the wallet that customers are paid from; that is "
        + "'mtgox.hot', the first"),
    .loss(
      "a burn whose largest output is none", "largest: 3.67758 BTC", "largest: 1 BTC",
      at: "|1 BTC, transactions: 23",
      "events[7].burn.largest: 1.00000000 BTC are less than twice the mean of the others, "
        + "1.14045454 BTC"),
    .loss(
      "a flood that its payer cannot pay", "coins: 2 BTC", "coins: 0.1 BTC",
      at: "transactions: |120",
      "events[13].flood.transactions: 'flooders' has 0.10000000 BTC, and the dust and its fees "
        + "take up to 0.74620800 BTC"),
    .loss(
      "more passed on than was taken", "amount: 530 BTC", "amount: 5700 BTC", at: "|5700 BTC",
      "events[24].shuffle.amount: 'thief' has swept only 5,670.49010000 BTC by "
        + "2014-03-07T00:00:00Z, and 5,700.00000000 BTC are to move"),
    .loss(
      "a wallet found that the books know", "found: mtgox.old", "found: mtgox.hot",
      at: "found: |mtgox.hot",
      "events[23].found: the books know 'mtgox.hot': only a wallet with 'lastUsed' is found"),
    .loss(
      "coins moved before they are found", "at: 2014-03-07, found", "at: 2014-03-16, found",
      at: "move: {from: |mtgox.old, to: mtgox.offline",
      "events[26].move.from: 'mtgox.old' is found only on 2014-03-16T00:00:00Z"),
    .loss(
      "a site closed before the last halt", "at: 2014-02-25, closeSite",
      "at: 2014-02-20, closeSite", at: "|{at: 2014-02-24, haltDeposits",
      "events[18]: the site of 'mtgox' is closed by then, on 2014-02-20T00:00:00Z (events[19])"),
    .loss(
      "a flood that outlasts the filing", "at: 2014-02-28, filing", "at: 2014-02-09, filing",
      at: "|from: 2014-02-07\n    to: 2014-02-11",
      "events[13]: 'mtgox' has filed and takes and pays nothing by then, on 2014-02-09T00:00:00Z "
        + "(events[21])"),
    .loss(
      "an amount without coins or sum", "    amount: 9510 BTC\n", "", at: "coins: |none\n",
      "claims[6].coins: a claim without coins needs an 'amount'"),
    .loss(
      "coins passed on by somebody else", "shuffled: thief", "shuffled: early-thief",
      at: "shuffled: |early-thief",
      "claims[5].coins.shuffled: 'early-thief' has passed nothing on to himself by "
        + "2014-03-12T00:00:00Z"),
  ]

  @Test(
    "losses and halts that cannot be are named with line, path and values", arguments: wrongLosses)
  func refusesLosses(_ wrong: Wrong) throws {
    let (text, message) = try ScenarioReaderTests.expectation(wrong)
    #expect(ScenarioReaderTests.message(text) == message)
  }
}

extension ScenarioReaderTests.Wrong {
  fileprivate static func loss(
    _ name: String, _ old: String, _ new: String, at: String, _ message: String
  ) -> Self {
    Self(name, old, new, at: at, message, base: "losses")
  }
}
