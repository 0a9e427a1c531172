/// The eight characters after a descriptor that show whether it was copied right (BIP-0380).
enum DescriptorChecksum {
  /// How many characters a checksum has.
  static let size = 8

  private static let inputs = Array(
    ("0123456789()[],'/*abcdefgh@:$%{}" + "IJKLMNOPQRSTUVWXYZ&+-.;<=>?!^_|~"
      + "ijklmnopqrstuvwxyzABCDEFGH`#\"\\ ").utf8)
  private static let outputs = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
  private static let generator: [UInt64] = [
    0xf5_dee5_1989, 0xa9_fdca_3312, 0x1b_ab10_e32d, 0x37_06b1_677a, 0x64_4d62_6ffd,
  ]

  /// For each ASCII character its place among the inputs; 255 for what is none.
  private static let places: [UInt8] = {
    var table = [UInt8](repeating: 255, count: 256)
    for (place, character) in inputs.enumerated() { table[Int(character)] = UInt8(place) }
    return table
  }()

  /// Whether a character can stand in a descriptor.
  static func isAllowed(_ character: UInt8) -> Bool { places[Int(character)] != 255 }

  /// The checksum of a text whose characters are all allowed; one that is not counts as the last.
  static func make(_ text: some Sequence<UInt8>) -> String {
    var state: UInt64 = 1
    var groups: UInt64 = 0
    var groupCount = 0
    for character in text {
      let place = UInt64(places[Int(character)] & 127)
      feed(place & 31, &state)
      groups = groups * 3 + place >> 5
      groupCount += 1
      if groupCount == 3 {
        feed(groups, &state)
        (groups, groupCount) = (0, 0)
      }
    }
    if groupCount > 0 { feed(groups, &state) }
    for _ in 0..<size { feed(0, &state) }
    state ^= 1
    let characters = (0..<size).map { outputs[Int(state >> (5 * UInt64(size - 1 - $0)) & 31)] }
    return String(decoding: characters, as: UTF8.self)
  }

  private static func feed(_ symbol: UInt64, _ state: inout UInt64) {
    let top = state >> 35
    state = (state & 0x7_ffff_ffff) << 5 ^ symbol
    for bit in 0..<5 where top >> UInt64(bit) & 1 == 1 { state ^= generator[bit] }
  }
}
