import Bitcoin
import Testing

/// A seeded generator (SplitMix64).
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}

@Suite("AddressWriter")
struct AddressWriterTests {
  @Test("writes what Address says, for every kind and network", arguments: Network.all)
  func agrees(network: Network) {
    var generator = SplitMix(state: 2014)
    let writer = AddressWriter(network: network)
    for _ in 0..<2_000 {
      let script = Self.script(using: &generator)
      var text = Array("before ".utf8)
      let isThere = writer.write(script.bytes.span, script.classify(), to: &text)
      let expected = Address(script, network: network).map { "\($0)" }
      #expect(isThere == (expected != nil), "\(Hex.encode(script.bytes))")
      #expect(
        String(decoding: text, as: UTF8.self) == "before " + (expected ?? ""),
        "\(Hex.encode(script.bytes))")
    }
  }

  private static func script(using generator: inout some RandomNumberGenerator) -> ScriptPubKey {
    func bytes(_ count: Int) -> [UInt8] {
      // Hashes with zeros at the front have ones there in Base58.
      let zeros = Int.random(in: 0...3, using: &generator) == 0 ? min(count, 3) : 0
      return (0..<count).map { $0 < zeros ? 0 : UInt8.random(in: 0...255, using: &generator) }
    }
    func program(_ version: UInt8, _ count: Int) -> ScriptPubKey {
      ScriptPubKey([version == 0 ? 0 : 0x50 + version, UInt8(count)] + bytes(count))
    }
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: return ScriptPubKey([0x76, 0xa9, 20] + bytes(20) + [0x88, 0xac])
    case 1: return ScriptPubKey([0xa9, 20] + bytes(20) + [0x87])
    case 2: return program(0, 20)
    case 3: return program(0, 32)
    case 4: return program(1, 32)
    case 5:
      return program(
        UInt8.random(in: 1...16, using: &generator), Int.random(in: 2...40, using: &generator))
    case 6: return ScriptPubKey([0x6a, 4] + bytes(4))
    default: return ScriptPubKey(bytes(Int.random(in: 0...30, using: &generator)))
    }
  }
}
