/// Takes an input apart into the parts of a structured case. It never fails: what is missing is zero
/// or empty, so that every input means something.
struct FuzzReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Whether everything has been taken.
  var isAtEnd: Bool { position >= bytes.count }

  /// The next byte; 0 at the end.
  mutating func byte() -> UInt8 {
    guard position < bytes.count else { return 0 }
    position += 1
    return bytes[position - 1]
  }

  /// The next two bytes as a number, little-endian.
  mutating func short() -> Int {
    let low = Int(byte())
    return Int(byte()) << 8 | low
  }

  /// The next four bytes as a number, little-endian.
  mutating func word() -> UInt32 {
    let low = UInt32(short())
    return UInt32(short()) << 16 | low
  }

  /// The next bytes, as many as there are of `count`.
  mutating func take(_ count: Int) -> [UInt8] {
    let end = min(bytes.count, position + count)
    defer { position = end }
    return [UInt8](bytes[position..<end])
  }

  /// All that is left.
  mutating func rest() -> [UInt8] { take(bytes.count) }
}
