import TestSupport
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
    let share = try StatisticsTests.fraction(
      Int128(proportion.successes), Int128(proportion.trials))
    let weights = [Int128](repeating: 7, count: proportion.trials)
    let interval = try #require(Wilson.interval(share, weights: weights))
    #expect(abs(interval.low.numerator - proportion.low) <= 2)
    #expect(abs(interval.high.numerator - proportion.high) <= 2)
    #expect(interval.low.denominator == 1_000_000)
  }

  @Test("units that weigh less count for less")
  func weighs() throws {
    let half = try StatisticsTests.fraction(1, 2)
    // (10 + 10)² / 200 = 2 units, and three more of no weight.
    let two = try #require(Wilson.interval(half, weights: [10, 10, 0, 0, 0]))
    let same = try #require(Wilson.interval(half, weights: [1, 1]))
    #expect(two.low == same.low && two.high == same.high)
    // 1,000² / 901,122 = 1.1 units.
    let uneven = try #require(
      Wilson.interval(half, weights: [949, 10, 10, 10, 10, 11]))
    #expect(uneven.low < two.low && uneven.high > two.high)
    #expect(Wilson.interval(half, weights: []) == nil)
    #expect(Wilson.interval(half, weights: [0, 0]) == nil)
    #expect(Wilson.interval(nil, weights: [1]) == nil)
    #expect(Wilson.interval(try StatisticsTests.fraction(3, 2), weights: [1]) == nil)
    #expect(Wilson.interval(half, weights: [.max, .max]) == nil)
  }

  @Test("an interval contains its share, whatever the share and the weights")
  func containsShare() throws {
    var generator = SeededGenerator(seed: 20_140_228)
    for round in 0..<20_000 {
      let bits = Int.random(in: 1...90, using: &generator)
      let denominator = Int128.random(in: 1...(1 << bits), using: &generator)
      let near = Int128.random(in: 0...min(3, denominator), using: &generator)
      let numerator =
        switch round % 3 {
        case 0: near
        case 1: denominator - near
        default: Int128.random(in: 0...denominator, using: &generator)
        }
      let largest = Int128(1) << Int.random(in: 0...100, using: &generator)
      let weights = (0..<Int.random(in: 1...30, using: &generator)).map { _ in
        Int128.random(in: 0...largest, using: &generator)
      }
      let share = try StatisticsTests.fraction(numerator, denominator)
      guard weights.contains(where: { $0 > 0 }) else { continue }
      let interval = try #require(Wilson.interval(share, weights: weights))
      #expect(interval.low <= share && share <= interval.high, "round \(round)")
      #expect(interval.low.numerator >= 0 && interval.high.numerator <= 1_000_000)
      #expect(interval.low < interval.high, "round \(round)")
    }
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
}
