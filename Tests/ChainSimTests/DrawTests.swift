import Testing

@testable import ChainSim

/// The numbers of the first two tests come from an independent implementation in Python.
@Suite("Draws")
struct DrawTests {
  @Test("the generator is xoshiro256** over a SHA-256 seed")
  func knownAnswers() {
    var generator = ChainSim.SeededGenerator(seed: 2014, key: "thief")
    let expected: [UInt64] = [
      0x7727_52a4_506b_4899, 0x75e2_d494_248e_c56d, 0x136b_0d36_5baf_c8a3, 0xa9b6_cedb_d919_a109,
    ]
    #expect((0..<4).map { _ in generator.next() } == expected)
  }

  @Test("lognormal draws in integers follow the law to a ten-thousandth")
  func lognormal() {
    var generator = ChainSim.SeededGenerator(seed: 7, key: "lognormal")
    let law = Lognormal(median: 40_000_000, sigmaPerMille: 2_300)
    let expected = [
      37_652_915.9, 105_350_913.6, 57_765_779.1, 50_681_531.9, 75_468_609.0, 60_165_974.9,
    ]
    for value in expected {
      let drawn = Double(law.draw(&generator))
      #expect(abs(drawn / value - 1) < 0.0001, "\(drawn) is not \(value)")
    }
  }

  @Test("half of all lognormal draws are below the median, and the largest stays in bounds")
  func medianAndTail() {
    var generator = ChainSim.SeededGenerator(seed: 1, key: "tail")
    let law = Lognormal(median: 1 << 37, sigmaPerMille: 6_000)
    let draws = (0..<10_000).map { _ in law.draw(&generator) }
    let below = draws.filter { $0 < 1 << 37 }.count
    #expect((4_800...5_200).contains(below))
    #expect(draws.allSatisfy { (1...Lognormal.largest).contains($0) })
    #expect(draws.contains(Lognormal.largest))
  }

  @Test("a key of its own gives each purpose numbers of its own")
  func split() {
    var one = ChainSim.SeededGenerator(seed: 1, key: "a")
    var other = ChainSim.SeededGenerator(seed: 1, key: "b")
    var again = ChainSim.SeededGenerator(seed: 1, key: "a")
    let first = one.next()
    #expect(first == again.next())
    #expect(first != other.next())
  }

  @Test("bounded draws reach both ends of a range and nothing beyond")
  func bounds() {
    var generator = ChainSim.SeededGenerator(seed: 3, key: "bounds")
    let draws = (0..<2_000).map { _ in generator.within(-3...3) }
    #expect(Set(draws) == Set(-3...3))
  }

  @Test("shares add up to the unit and go by weight", arguments: 0..<40)
  func shares(seed: Int) {
    var generator = ChainSim.SeededGenerator(seed: UInt64(seed), key: "shares")
    let weights = (0..<generator.within(1...200)).map { _ in Int64(generator.below(1 << 38)) }
    let total = Int64(generator.below(2_100_000_000_000_000))
    let shares = Shares.split(total, by: weights)
    #expect(shares.reduce(0, +) == total, "seed \(seed)")
    let sum = weights.reduce(0, +)
    for (share, weight) in zip(shares, weights) {
      let exact = Double(total) * Double(weight) / Double(sum)
      #expect(abs(Double(share) - exact) < 2, "seed \(seed)")
    }
  }

  @Test("what rounding leaves goes to the largest remainders, the first of equals first")
  func remainders() {
    #expect(Shares.split(10, by: [1, 1, 1]) == [4, 3, 3])
    #expect(Shares.split(100, by: [1, 2, 4]) == [14, 29, 57])
    #expect(Shares.split(5, by: [0, 0]) == [0, 0])
    #expect(Shares.split(0, by: [3, 4]) == [0, 0])
  }
}
