/// Bytes as digits of base 58, without the characters that look alike (Core: base58.cpp).
public enum Base58 {
  private static let alphabet = Array(
    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)

  /// For each ASCII character the digit that it is; 255 for what is none.
  private static let digits: [UInt8] = {
    var table = [UInt8](repeating: 255, count: 256)
    for (digit, character) in alphabet.enumerated() { table[Int(character)] = UInt8(digit) }
    return table
  }()

  /// The digits; each zero byte at the front is a `1`. The work grows with the square of the count.
  public static func encode(_ bytes: [UInt8]) -> String {
    let zeros = bytes.prefix { $0 == 0 }.count
    // The number in words of 32 bits, the most significant first.
    let padding = (4 - bytes.count % 4) % 4
    var number = [UInt32](repeating: 0, count: (bytes.count + padding) / 4)
    for (place, byte) in bytes.enumerated() {
      number[(place + padding) / 4] = number[(place + padding) / 4] << 8 | UInt32(byte)
    }
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 138 / 100 + 6)
    var first = 0
    while true {
      while first < number.count, number[first] == 0 { first += 1 }
      guard first < number.count else { break }
      // Five digits at a time, the least significant first.
      var rest: UInt64 = 0
      for place in first..<number.count {
        let (quotient, remainder) = (rest << 32 | UInt64(number[place]))
          .quotientAndRemainder(dividingBy: 656_356_768)
        number[place] = UInt32(quotient)
        rest = remainder
      }
      for _ in 0..<5 {
        text.append(alphabet[Int(rest % 58)])
        rest /= 58
      }
    }
    while text.last == alphabet[0] { text.removeLast() }
    text.append(contentsOf: repeatElement(alphabet[0], count: zeros))
    text.reverse()
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes that the digits stand for; nil for any other character, white space too, and for
  /// more than `limit` bytes, which also bounds the work.
  public static func decode(_ text: String, limit: Int) -> [UInt8]? {
    let zeros = text.utf8.prefix { $0 == alphabet[0] }.count
    guard zeros <= limit else { return nil }
    // Bytes of the number, least significant first.
    var number: [UInt8] = []
    for character in text.utf8.dropFirst(zeros) {
      let digit = digits[Int(character)]
      guard digit != 255 else { return nil }
      var carry = Int(digit)
      for index in number.indices {
        carry += Int(number[index]) * 58
        number[index] = UInt8(carry & 0xff)
        carry >>= 8
      }
      if carry > 0 { number.append(UInt8(carry)) }
      guard zeros + number.count <= limit else { return nil }
    }
    return [UInt8](repeating: 0, count: zeros) + number.reversed()
  }

  // MARK: - With a checksum

  /// The digits of `bytes` and of the first four bytes of their double SHA-256.
  public static func encodeChecked(_ bytes: [UInt8]) -> String {
    encode(bytes + checksum(bytes))
  }

  /// The bytes before a right checksum, `limit` at most; nil for anything else.
  public static func decodeChecked(_ text: String, limit: Int) -> [UInt8]? {
    guard let all = decode(text, limit: limit + 4), all.count >= 4 else { return nil }
    let bytes = [UInt8](all[..<(all.count - 4)])
    return all.suffix(4).elementsEqual(checksum(bytes)) ? bytes : nil
  }

  private static func checksum(_ bytes: [UInt8]) -> [UInt8] {
    [UInt8](Hash256(doubleSHA256: bytes).bytes[..<4])
  }
}
