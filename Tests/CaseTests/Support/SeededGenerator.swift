/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers for the same seed.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    // Safe: the generator is defined modulo 2^64.
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// `bytes` with one to four bytes changed, left out, doubled or put in.
  mutating func mutate(_ bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    for _ in 0..<Int.random(in: 1...4, using: &self) {
      let place = Int.random(in: 0...result.count, using: &self)
      let interesting = Array("\"',:\n\r{}[]-#0 9\\u&*!\0\u{7f}".utf8) + [0x80, 0xff, 0xef]
      let byte = interesting.randomElement(using: &self) ?? 0
      switch Int.random(in: 0..<4, using: &self) {
      case 0 where place < result.count: result[place] = byte
      case 1 where place < result.count: result.remove(at: place)
      case 2 where place < result.count: result.insert(result[place], at: place)
      default: result.insert(byte, at: place)
      }
    }
    return result
  }
}
