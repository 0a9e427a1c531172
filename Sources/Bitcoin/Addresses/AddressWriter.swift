/// Writes the addresses of many scripts as text, one after the other, without allocating for each.
///
/// It writes what `Address.description` says; a test holds the two together. Not for two threads at
/// once: each makes its own.
public struct AddressWriter: ~Copyable {
  private let network: Network
  private let hasher = DoubleSHA256()
  private let bech32: Bech32Text

  /// A writer of the addresses of `network`.
  public init(network: Network) {
    self.network = network
    bech32 = Bech32Text(prefix: network.segwitPrefix)
  }

  /// Adds the address of `script` to the end of `text`.
  ///
  /// - Parameter kind: what `ScriptKind.classify` says of the script.
  /// - Returns: whether the script has an address; nothing is added where it has none.
  /// - Precondition: `kind` is the script's own.
  public func write(_ script: Span<UInt8>, _ kind: ScriptKind, to text: inout [UInt8]) -> Bool {
    switch kind {
    case .nonstandard, .publicKey, .multisig, .nullData: return false
    case .publicKeyHash: write(network.publicKeyHashPrefix, script.extracting(3..<23), to: &text)
    case .scriptHash: write(network.scriptHashPrefix, script.extracting(2..<22), to: &text)
    case .witnessV0KeyHash, .witnessV0ScriptHash, .witnessV1Taproot, .witnessUnknown:
      let version = Opcode.smallNumber(of: script[0]) ?? 0
      bech32.write(
        version: UInt8(version), program: script.extracting(2..<script.count), to: &text)
    }
    return true
  }

  /// Writes a version byte and 20 bytes in Base58Check.
  private func write(_ prefix: UInt8, _ hash: Span<UInt8>, to text: inout [UInt8]) {
    // Three zeros in front, so that the 25 bytes are seven words of 32 bits.
    var number = InlineArray<28, UInt8>(repeating: 0)
    number[3] = prefix
    for index in 0..<20 { number[4 + index] = hash[index] }
    let checksum = hasher.hash(number.span.extracting(3..<24)).word0
    for index in 0..<4 { number[24 + index] = UInt8(truncatingIfNeeded: checksum >> (8 * index)) }
    Base58Text.write(number, skipping: 3, to: &text)
  }
}

/// Base58 of numbers of 28 bytes.
private enum Base58Text {
  private static let alphabet: InlineArray<58, UInt8> = {
    var alphabet = InlineArray<58, UInt8>(repeating: 0)
    for (index, digit) in "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8
      .enumerated()
    { alphabet[index] = digit }
    return alphabet
  }()
  /// 58 to the fifth: five digits at a time are the remainder of one division.
  private static let fiveDigits: UInt64 = 656_356_768

  /// Writes the digits of a big-endian number; each zero byte at the front, those skipped left out,
  /// is a `1`.
  static func write(_ bytes: InlineArray<28, UInt8>, skipping: Int, to text: inout [UInt8]) {
    let alphabet = alphabet
    var words = InlineArray<7, UInt32>(repeating: 0)
    for index in 0..<28 { words[index / 4] = words[index / 4] << 8 | UInt32(bytes[index]) }
    // Digits of the number, least significant first.
    var digits = InlineArray<40, UInt8>(repeating: 0)
    var count = 0
    var first = 0
    while first < 7 {
      var rest: UInt64 = 0
      for index in first..<7 {
        let dividend = rest << 32 | UInt64(words[index])
        words[index] = UInt32(truncatingIfNeeded: dividend / fiveDigits)
        rest = dividend % fiveDigits
      }
      for _ in 0..<5 {
        digits[count] = UInt8(truncatingIfNeeded: rest % 58)
        rest /= 58
        count += 1
      }
      while first < 7, words[first] == 0 { first += 1 }
    }
    while count > 0, digits[count - 1] == 0 { count -= 1 }
    var zero = skipping
    while zero < 28, bytes[zero] == 0 {
      text.append(alphabet[0])
      zero += 1
    }
    while count > 0 {
      count -= 1
      text.append(alphabet[Int(digits[count])])
    }
  }
}

/// Segwit addresses under one prefix (BIP-0173, BIP-0350).
private struct Bech32Text {
  private let prefix: [UInt8]
  private let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
  /// What each value of the checksum's top five bits adds to the rest.
  private let table: [UInt32]
  /// The checksum after the prefix.
  private let start: UInt32

  init(prefix: String) {
    self.prefix = Array(prefix.utf8)
    let generator: [UInt32] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3]
    table = (0..<32).map { top in
      generator.indices.reduce(0) { $0 ^ (top >> $1 & 1 == 1 ? generator[$1] : 0) }
    }
    let table = table
    start = (self.prefix.map { $0 >> 5 } + [0] + self.prefix.map { $0 & 31 }).reduce(1) {
      Bech32Text.step($0, $1, table)
    }
  }

  func write(version: UInt8, program: Span<UInt8>, to text: inout [UInt8]) {
    text.append(contentsOf: prefix)
    text.append(UInt8(ascii: "1"))
    var checksum = start
    put(version, &checksum, &text)
    var bits: UInt32 = 0
    var bitCount: UInt32 = 0
    for index in 0..<program.count {
      bits = (bits << 8 | UInt32(program[index])) & 0xfff
      bitCount += 8
      while bitCount >= 5 {
        bitCount -= 5
        put(UInt8(bits >> bitCount & 31), &checksum, &text)
      }
    }
    if bitCount > 0 { put(UInt8(bits << (5 - bitCount) & 31), &checksum, &text) }
    for _ in 0..<6 { checksum = Bech32Text.step(checksum, 0, table) }
    let variant: Bech32.Variant = version == 0 ? .bech32 : .bech32m
    checksum ^= variant.rawValue
    for place in 0..<6 { text.append(alphabet[Int(checksum >> (5 * UInt32(5 - place)) & 31)]) }
  }

  private func put(_ value: UInt8, _ checksum: inout UInt32, _ text: inout [UInt8]) {
    checksum = Bech32Text.step(checksum, value, table)
    text.append(alphabet[Int(value)])
  }

  private static func step(_ checksum: UInt32, _ value: UInt8, _ table: [UInt32]) -> UInt32 {
    (checksum & 0x1ff_ffff) << 5 ^ UInt32(value) ^ table[Int(checksum >> 25)]
  }
}
