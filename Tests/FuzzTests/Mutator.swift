/// Changes inputs by chance, the same way for the same seed (SplitMix64).
struct Mutator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  private mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }

  /// A number below `bound`; 0 where there is none.
  mutating func below(_ bound: Int) -> Int {
    bound > 0 ? Int(next() % UInt64(bound)) : 0
  }

  /// A few changes to `bytes`: other bytes, pieces cut out, doubled, or taken from `other`.
  mutating func mutate(_ bytes: [UInt8], with other: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0...below(4) {
      let place = below(bytes.count)
      switch below(6) {
      case 0 where !bytes.isEmpty:
        bytes[place] = UInt8(truncatingIfNeeded: next())
      case 1 where !bytes.isEmpty:
        bytes[place] = [0, 1, 0x7f, 0x80, 0xfd, 0xfe, 0xff][below(7)]
      case 2 where !bytes.isEmpty:
        bytes[place] ^= 1 << UInt8(below(8))
      case 3:
        bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(8)))
      case 4:
        let start = below(other.count)
        bytes.insert(
          contentsOf: other[start..<min(other.count, start + 1 + below(40))], at: place)
      default:
        let end = min(bytes.count, place + 1 + below(16))
        bytes.insert(contentsOf: bytes[place..<end], at: place)
      }
    }
    return bytes
  }
}
