import Testing

@testable import Scoring

@Suite("Statistics")
struct StatisticsTests {
  private static func fraction(_ numerator: Int128, _ denominator: Int128) throws -> Fraction {
    try #require(Fraction(numerator, of: denominator))
  }

  @Test("fractions compare as shares")
  func comparesFractions() throws {
    let large = Int128.max
    let shares: [(Int128, Int128)] = [
      (-3, 2), (-1, 1), (-1, 3), (0, 7), (1, large), (1, 3), (333, 999 - 1), (large / 2, large),
      (2, 3), (large - 1, large), (1, 1), (large, large - 1), (7, 2),
    ]
    for (place, left) in shares.enumerated() {
      for (other, right) in shares.enumerated() {
        let one = try StatisticsTests.fraction(left.0, left.1)
        let two = try StatisticsTests.fraction(right.0, right.1)
        #expect((one < two) == (place < other), "\(left) \(right)")
        #expect((one == two) == (place == other), "\(left) \(right)")
      }
    }
    #expect(try StatisticsTests.fraction(1, 3) == StatisticsTests.fraction(5, 15))
    #expect(Fraction(1, of: 0) == nil)
  }

  @Test("fractions are written in millionths, rounded down")
  func writesFractions() throws {
    #expect("\(try StatisticsTests.fraction(2, 3))" == "0.666666")
    #expect("\(try StatisticsTests.fraction(7, 7))" == "1.000000")
    #expect("\(try StatisticsTests.fraction(501, 10))" == "50.100000")
    #expect("\(try StatisticsTests.fraction(.max - 1, .max))" == "0.999999")
  }

  /// A proportion with its interval by the textbook's formula, in millionths.
  struct Proportion: CustomTestStringConvertible {
    var successes: Int
    var trials: Int
    var low: Int128
    var high: Int128
    var testDescription: String { "\(successes) of \(trials)" }
  }

  @Test(
    "Wilson's interval is that of the formula, rounded outwards",
    arguments: [
      Proportion(successes: 1, trials: 4, low: 45_586, high: 699_359),
      Proportion(successes: 0, trials: 10, low: 0, high: 277_533),
      Proportion(successes: 10, trials: 10, low: 722_467, high: 1_000_000),
      Proportion(successes: 50, trials: 100, low: 403_831, high: 596_169),
      Proportion(successes: 1, trials: 1, low: 206_549, high: 1_000_000),
      Proportion(successes: 999_999, trials: 1_000_000, low: 999_994, high: 1_000_000),
    ])
  func wilson(proportion: Proportion) throws {
    let interval = try #require(
      Wilson.interval(proportion.successes, of: proportion.trials))
    #expect(abs(interval.low.numerator - proportion.low) <= 2)
    #expect(abs(interval.high.numerator - proportion.high) <= 2)
    #expect(interval.low.denominator == 1_000_000)
    #expect(Wilson.interval(0, of: 0) == nil)
  }

  @Test("the square root is the largest whose square is no larger")
  func squareRoot() {
    for number in Array(0...1_000) + [Int128.max, 1 << 100, (1 << 100) - 1] as [Int128] {
      let root = Wilson.squareRoot(number)
      #expect(root * root <= number)
      let (next, overflow) = (root + 1).multipliedReportingOverflow(by: root + 1)
      #expect(overflow || next > number)
    }
  }

  @Test("drawing units anew gives the same interval each time, around the share")
  func bootstrap() throws {
    let parts = (0..<200).map { (numerator: Int128($0 % 4 == 0 ? 1 : 0), denominator: Int128(1)) }
    let interval = try #require(Bootstrap.interval(ofRatio: parts))
    let again = try #require(Bootstrap.interval(ofRatio: parts))
    #expect(interval.low == again.low && interval.high == again.high)
    // A quarter, give or take two standard deviations of 0.0306.
    #expect(try interval.low > StatisticsTests.fraction(17, 100))
    #expect(try interval.low < StatisticsTests.fraction(21, 100))
    #expect(try interval.high > StatisticsTests.fraction(29, 100))
    #expect(try interval.high < StatisticsTests.fraction(33, 100))
    #expect(Bootstrap.interval(ofRatio: [(1, 2)]) == nil)
    let certain = try #require(
      Bootstrap.interval(ofRatio: Array(repeating: (3, 4), count: 5_000)))
    #expect(certain.low == certain.high)
  }
}
