/// The numbers of Script: little-endian, the last byte's highest bit being the sign (Core:
/// `CScriptNum`, script/script.h).
public enum ScriptNumber {
  /// How many bytes a number that is calculated with may take.
  static let defaultSize = 4
  /// How many bytes a lock time may take (BIP-0065).
  static let lockTimeSize = 5

  /// The number that these bytes are.
  ///
  /// - Throws: `unknownError` for more than `maxSize` bytes (8 at most), and for a form that is not
  ///   the shortest where `isMinimal` asks for it.
  static func decode(
    _ bytes: Span<UInt8>, isMinimal: Bool, maxSize: Int = defaultSize
  ) throws(ScriptRule) -> Int64 {
    guard bytes.count <= maxSize else { throw .unknownError }
    guard bytes.count > 0 else { return 0 }
    let last = bytes[bytes.count - 1]
    if isMinimal, last & 0x7f == 0 {
      // Only a sign that found no room in the byte before may stand alone.
      guard bytes.count > 1, bytes[bytes.count - 2] & 0x80 != 0 else { throw .unknownError }
    }
    var magnitude: UInt64 = 0
    for index in 0..<bytes.count - 1 { magnitude |= UInt64(bytes[index]) << UInt64(8 * index) }
    magnitude |= UInt64(last & 0x7f) << UInt64(8 * (bytes.count - 1))
    let value = Int64(bitPattern: magnitude)
    return last & 0x80 == 0 ? value : -value
  }

  /// The bytes of a number in shortest form; none for 0.
  public static func encode(_ value: Int64) -> [UInt8] {
    var bytes: [UInt8] = []
    append(value, to: &bytes)
    return bytes
  }

  /// Adds the bytes of a number in shortest form.
  static func append(_ value: Int64, to bytes: inout [UInt8]) {
    guard value != 0 else { return }
    var rest = value.magnitude
    while rest > 0xff {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
    let sign: UInt8 = value < 0 ? 0x80 : 0
    if rest & 0x80 == 0 {
      bytes.append(UInt8(rest) | sign)
    } else {
      bytes.append(UInt8(rest))
      bytes.append(sign)
    }
  }
}

extension ByteWriter {
  /// Writes a push of a number, by an opcode of its own where there is one (Core:
  /// `CScript::push_int64`, script/script.h).
  public mutating func write(scriptNumber value: Int) {
    switch value {
    case 0: write(byte: Opcode.push0)
    case -1: write(byte: Opcode.negate1)
    case 1...16: write(byte: Opcode.push1 + UInt8(value - 1))
    default: write(push: ScriptNumber.encode(Int64(value)))
    }
  }
}
