import Testing

extension ScenarioReaderTests {
  /// Changes of stories after which wallets are used before they are made, or pay what none of them
  /// ever had.
  static let wrongWallets: [Wrong] = [
    Wrong(
      "an event before its wallet exists", "addresses: 80}", "addresses: 80, since: 2014-03-20}",
      at: "from: mtgox.old, to: |mtgox.offline",
      "events[11].move.to: 'mtgox.offline' is made on 2014-03-20T00:00:00Z, after the event's "
        + "2014-03-14T00:00:00Z"),
    Wrong(
      "coins that go in a circle", "from: bank.hot, to: bank.vault",
      "from: bank.deep, to: bank.vault",
      at: "from: |bank.deep, to: bank.vault",
      "events[4].move.from: the coins go in a circle: 'bank.deep', 'bank.cold', 'bank.vault' have them "
        + "from one another alone; move some there from 'bank.hot' first", base: "scripts"),
    Wrong(
      "a heist before so much is mined", "at: 2011-03-01, heist", "at: 2011-02-03, heist",
      at: "amount: |799.56 BTC",
      "events[0].heist.amount: 799.56000000 BTC are needed by 2011-02-03T00:00:00Z, but at this pace "
        + "of blocks only 0.00000000 BTC can be mined and spent by then", base: "losses"),
  ]

  @Test(
    "wallets that cannot be used so are named with line, path and values", arguments: wrongWallets)
  func refusesWallets(_ wrong: Wrong) throws {
    let (text, message) = try ScenarioReaderTests.expectation(wrong)
    #expect(ScenarioReaderTests.message(text) == message)
  }
}
