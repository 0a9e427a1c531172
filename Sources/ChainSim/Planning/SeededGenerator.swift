import Bitcoin

/// A deterministic source of random numbers: xoshiro256** (Blackman and Vigna, 2018), seeded by
/// SHA-256 over a scenario's seed and a key that names actor and purpose.
///
/// A key of its own for each purpose keeps the draws of one actor where they are when another one is
/// added. All draws are integer arithmetic, so every machine makes the same ones. Not for secrets.
struct SeededGenerator: Sendable {
  private var state0: UInt64
  private var state1: UInt64
  private var state2: UInt64
  private var state3: UInt64

  /// The generator for `key`, such as `thief/sales`.
  init(seed: UInt64, key: String) {
    let digest = Digest.sha256(Array("coldtrace generator \(seed) \(key)".utf8))
    func word(_ index: Int) -> UInt64 {
      digest[index * 8..<index * 8 + 8].reduce(0) { $0 << 8 | UInt64($1) }
    }
    state0 = word(0)
    state1 = word(1)
    state2 = word(2)
    // The state must not be all zero; no SHA-256 of a known text is, but the bit costs nothing.
    state3 = word(3) | 1
  }

  /// The next 64 random bits.
  mutating func next() -> UInt64 {
    // Safe: xoshiro256** is defined modulo 2^64.
    let product = state1 &* 5
    let result = (product << 7 | product >> 57) &* 9
    let shifted = state1 << 17
    state2 ^= state0
    state3 ^= state1
    state1 ^= state2
    state0 ^= state3
    state2 ^= shifted
    state3 = state3 << 45 | state3 >> 19
    return result
  }

  /// A number from 0 up to but not including `bound`, each equally likely.
  ///
  /// - Precondition: `bound` is positive.
  mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "a draw needs a positive bound, not \(bound)")
    let range = UInt64(bound)
    let limit = UInt64.max - UInt64.max % range
    while true {
      let bits = next()
      if bits < limit { return Int(bits % range) }
    }
  }

  /// A number of the range, each equally likely.
  mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.upperBound - range.lowerBound + 1)
  }

  /// An amount of the range, each satoshi equally likely.
  mutating func within(_ range: ClosedRange<Satoshi>) -> Int64 {
    Int64(within(Int(range.lowerBound.rawValue)...Int(range.upperBound.rawValue)))
  }

  /// A time from `from` up to but not including `to`; `from` where that is no time at all, as when
  /// the block in which somebody plans comes later than what is planned.
  mutating func time(from: UInt32, to: UInt32) -> UInt32 {
    to > from ? from + UInt32(below(Int(to - from))) : from
  }

  /// True `perMille` times in a thousand.
  mutating func chance(perMille: Int) -> Bool {
    below(1_000) < perMille
  }
}
