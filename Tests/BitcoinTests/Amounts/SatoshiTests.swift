import Testing

@testable import Bitcoin

@Suite("Satoshi")
struct SatoshiTests {
  @Test("the constants of consensus")
  func constants() {
    #expect(Satoshi.coin.rawValue == 100_000_000)
    #expect(Satoshi.maxMoney.rawValue == 21_000_000 * 100_000_000)
    #expect(Satoshi.maxMoney.isInMoneyRange && !Satoshi(2_100_000_000_000_001).isInMoneyRange)
    #expect(Satoshi.zero.isInMoneyRange && !Satoshi(-1).isInMoneyRange)
  }

  @Test(
    "text with eight decimals, and with commas",
    arguments: [
      (0, "0.00000000", "0.00000000 BTC"), (1, "0.00000001", "0.00000001 BTC"),
      (42_424_242_424_242, "424242.42424242", "424,242.42424242 BTC"),
      (100_000_000, "1.00000000", "1.00000000 BTC"),
      (99_900_000_000, "999.00000000", "999.00000000 BTC"),
      (100_000_000_000, "1000.00000000", "1,000.00000000 BTC"),
      (2_100_000_000_000_000, "21000000.00000000", "21,000,000.00000000 BTC"),
      (-1, "-0.00000001", "-0.00000001 BTC"),
      (-100_000_000_000, "-1000.00000000", "-1,000.00000000 BTC"),
      (.max, "92233720368.54775807", "92,233,720,368.54775807 BTC"),
      (.min, "-92233720368.54775808", "-92,233,720,368.54775808 BTC"),
    ] as [(Int64, String, String)])
  func text(_ value: Int64, _ plain: String, _ formatted: String) {
    #expect(Satoshi(value).description == plain)
    #expect(Satoshi(value).formatted == formatted)
  }

  @Test(
    "text that is an amount",
    arguments: [
      ("0", 0), ("750000", 75_000_000_000_000), ("199999.99", 19_999_999_000_000),
      ("0.00000001", 1), ("21000000", 2_100_000_000_000_000), ("007", 700_000_000),
      ("1.0", 100_000_000), ("20999999.99999999", 2_099_999_999_999_999),
    ] as [(String, Int64)])
  func read(_ text: String, _ value: Int64) {
    #expect(Satoshi(bitcoins: text) == Satoshi(value))
  }

  @Test(
    "text that is none",
    arguments: [
      "", ".", "1.", ".5", "-1", "+1", "1e3", "1,000", " 1", "1 ", "1.000000000", "0x1", "1.2.3",
      "21000000.00000001", "21000001", "99999999999999999", "9223372036854775808", "1_0", "١",
      "nan", "1.-1",
    ])
  func refused(_ text: String) {
    #expect(Satoshi(bitcoins: text) == nil)
  }

  @Test("what is printed is read back", .tags(.property))
  func roundTrip() {
    let seed: UInt64 = 21
    var random = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let bits = Int64.random(in: 0...51, using: &random)
      let amount = Satoshi(.random(in: 0...min(1 << bits, 2_100_000_000_000_000), using: &random))
      #expect(Satoshi(bitcoins: amount.description) == amount, "seed \(seed)")
    }
  }

  @Test("sums stay in the range of money or are nil")
  func sums() {
    #expect(Satoshi(1).addingInMoneyRange(Satoshi(2)) == Satoshi(3))
    #expect(Satoshi.maxMoney.addingInMoneyRange(.zero) == .maxMoney)
    #expect(Satoshi.maxMoney.addingInMoneyRange(Satoshi(1)) == nil)
    #expect(Satoshi(.max).addingInMoneyRange(Satoshi(.max)) == nil)
    #expect(Satoshi(-1).addingInMoneyRange(Satoshi(2)) == nil)
    #expect(Satoshi(5) - Satoshi(7) == Satoshi(-2))
    #expect(Satoshi(1) < Satoshi(2))
  }
}
