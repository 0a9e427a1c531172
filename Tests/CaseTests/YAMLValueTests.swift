import Bitcoin
import Case
import Testing

@Suite("YAML values")
struct YAMLValueTests {
  func node(_ text: String) throws -> YAMLNode {
    let root = try YAMLDocument.read(text: "v: \(text)\n", file: "a")
    return try #require(try root.entries().first).value
  }

  @Test(
    "amounts are read to the satoshi",
    arguments: [
      ("750000 BTC", 75_000_000_000_000), ("\"750,000 BTC\"", 75_000_000_000_000),
      ("199999.99 BTC", 19_999_999_000_000), ("\"1,999.9999 BTC\"", 199_999_990_000),
      ("424242.42424242 BTC", 42_424_242_424_242), ("0", 0), ("0 BTC", 0), ("0.0005 BTC", 50_000),
      ("21000000 BTC", 2_100_000_000_000_000),
    ] as [(String, Int64)])
  func readsAmounts(text: String, satoshis: Int64) throws {
    #expect(try node(text).amount() == Satoshi(satoshis))
  }

  @Test(
    "other forms of an amount are refused",
    arguments: [
      "750000", "750000BTC", "750000 btc", "750000  BTC", "1.123456789 BTC", "-1 BTC", "1e3 BTC",
      "\"75,0000 BTC\"", "\"0,750 BTC\"", "\",750 BTC\"", "\"1,000,0 BTC\"", "010 BTC", ". BTC",
      "1. BTC", "21000000.00000001 BTC", "99999999999999999999 BTC", "٣ BTC", "BTC", "\" BTC\"",
    ])
  func refusesAmounts(text: String) throws {
    let value = try node(text)
    #expect(throws: YAMLError.self) { try value.amount() }
  }

  @Test("ranges of amounts are read, and refused when they run backwards")
  func readsRanges() throws {
    #expect(
      try node("200..600 BTC").amountRange() == Satoshi(20_000_000_000)...Satoshi(60_000_000_000))
    #expect(try node("0..0.0005 BTC").amountRange() == Satoshi.zero...Satoshi(50_000))
    for text in ["600..200 BTC", "200-600 BTC", "200..600", "200.. BTC", "1..2..3 BTC", "..1 BTC"] {
      let value = try node(text)
      #expect(throws: YAMLError.self) { try value.amountRange() }
    }
  }

  @Test(
    "dates are those of the calendar",
    arguments: [
      ("1970-01-01", 0), ("2011-02-02T23:16:42Z", 1_296_688_602), ("2012-02-29", 1_330_473_600),
      ("2011-06-23T06:50:15Z", 1_308_811_815), ("2000-02-29", 951_782_400),
      ("2106-02-07T06:28:15Z", 4_294_967_295), ("9999-12-31T23:59:59Z", 253_402_300_799),
    ] as [(String, Int64)])
  func readsTimes(text: String, seconds: Int64) throws {
    let time = try node(text).time()
    #expect(time.secondsSince1970 == seconds)
    #expect(text.hasPrefix(time.dayText))
    if text.utf8.count == 20 { #expect(time.description == text) }
  }

  @Test("a day that does not exist is named as such")
  func refusesDays() throws {
    for text in [
      "2011-02-31", "2011-02-29", "1900-02-29", "2011-13-01", "2011-00-10", "2011-01-00",
    ] {
      let value = try node(text)
      let expected = YAMLProblem.badValue(text, expected: "a day that the calendar has")
      #expect(throws: value.error(expected)) { try value.time() }
    }
    for text in [
      "2011-6-23", "2011/06/23", "23.06.2011", "2011-06-23 06:50:15", "2011-06-23T24:00:00Z",
      "2011-06-23T06:50:60Z", "2011-06-23T06:50:15+01:00", "20110623", "yesterday",
    ] {
      let value = try node(text)
      #expect(throws: YAMLError.self) { try value.time() }
    }
  }

  @Test("every day from 1970 to 2110 reads back as it is written, in order")
  func roundTripsDays() {
    for day in 0..<51_134 as Range<Int64> {
      let time = UTCTime(secondsSince1970: day * 86_400 + 86_399)
      #expect(UTCTime(time.description) == time)
    }
    #expect(UTCTime(secondsSince1970: -1).description == "1969-12-31T23:59:59Z")
    _ = UTCTime(secondsSince1970: .min).description
    _ = UTCTime(secondsSince1970: .max).description
  }

  @Test("durations have a unit and an end")
  func readsDurations() throws {
    #expect(try node("1m").duration() == 60)
    #expect(try node("2h").duration() == 7_200)
    #expect(try node("30s").duration() == 30)
    #expect(try node("7d").duration() == 604_800)
    for text in ["2", "0m", "-1m", "1.5h", "1 h", "h", "01m", "99999999999999999999d", "1w"] {
      let value = try node(text)
      #expect(throws: YAMLError.self) { try value.duration() }
    }
  }

  @Test("only true and false are booleans")
  func readsBooleans() throws {
    #expect(try node("true").boolean())
    #expect(try !node("false").boolean())
    for text in ["yes", "no", "True", "on", "1", "y"] {
      let value = try node(text)
      #expect(throws: YAMLError.self) { try value.boolean() }
    }
  }

  @Test("whole numbers are plain decimal")
  func readsIntegers() throws {
    #expect(try node("210000").integer() == 210_000)
    #expect(try node("-5").integer(in: -10...10) == -5)
    for text in ["010", "0x10", "1_000", "1e5", "+5", "5.0", "--5", "9999999999999999999999", "11"]
    {
      let value = try node(text)
      #expect(throws: YAMLError.self) { try value.integer(in: -10...10) }
    }
  }

  @Test("ranges of whole numbers have their lower end first")
  func readsIntegerRanges() throws {
    #expect(try node("1..6").integerRange(in: 0...10) == 1...6)
    #expect(try node("3").integerRange(in: 0...10) == 3...3)
    for text in ["6..1", "1-6", "1..11", "1..", "..6", "1...6", "01..6", "-1..6", "a", "1..2..3"] {
      let value = try node(text)
      #expect(throws: YAMLError.self) { try value.integerRange(in: 0...10) }
    }
  }

  @Test("percentages stay between 0 and 100")
  func readsPercents() throws {
    #expect(try node("12.5 %").percent() == 125_000)
    #expect(try node("100%").percent() == 1_000_000)
    #expect(try node("0").percent() == 0)
    #expect(try node("0.0001 %").percent() == 1)
    for text in [
      "100.0001 %", "101 %", "12.5", "-1 %", "1.23456 %", "'%'", "1. %", "999999999999 %",
    ] {
      let value = try node(text)
      #expect(throws: YAMLError.self) { try value.percent() }
    }
  }

  @Test("numbers are plain decimals within limits")
  func readsNumbers() throws {
    #expect(try node("2.3").number(in: 0...10) == 2.3)
    #expect(try node("-1").number(in: -1...1) == -1)
    for text in ["nan", "inf", "1e3", "0x1p3", ".5", "5.", "11", "1.2.3", "01"] {
      let value = try node(text)
      #expect(throws: YAMLError.self) { try value.number(in: 0...10) }
    }
  }
}
