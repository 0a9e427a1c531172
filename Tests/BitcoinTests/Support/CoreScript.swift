@testable import Bitcoin

/// Scripts as Bitcoin Core's vectors write them (Core: `ParseScript`, core_io.h).
enum CoreScript {
  /// The bytes; nil for a word that is not known.
  static func assemble(_ text: some StringProtocol) -> [UInt8]? {
    var writer = ByteWriter()
    for word in text.split(whereSeparator: \.isWhitespace) {
      if let number = Int(word) {
        writer.write(scriptNumber: number)
      } else if word.hasPrefix("0x") {
        guard let bytes = Hex.decode(word.dropFirst(2)) else { return nil }
        writer.write(bytes)
      } else if word.hasPrefix("'"), word.hasSuffix("'"), word.count >= 2 {
        writer.write(push: Array(word.dropFirst().dropLast().utf8))
      } else if let opcode = Opcode.named(word), opcode > Opcode.push16 || opcode == 0x50 {
        writer.write(byte: opcode)
      } else {
        return nil
      }
    }
    return writer.bytes
  }
}
