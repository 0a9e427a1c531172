@testable import Bitcoin

/// Scripts as Bitcoin Core's vectors write them (Core: `ParseScript`, core_io.h).
enum CoreScript {
  /// The opcodes from OP_NOP, 0x61, on.
  private static let names = """
    NOP VER IF NOTIF VERIF VERNOTIF ELSE ENDIF VERIFY RETURN TOALTSTACK FROMALTSTACK 2DROP 2DUP \
    3DUP 2OVER 2ROT 2SWAP IFDUP DEPTH DROP DUP NIP OVER PICK ROLL ROT SWAP TUCK CAT SUBSTR LEFT \
    RIGHT SIZE INVERT AND OR XOR EQUAL EQUALVERIFY RESERVED1 RESERVED2 1ADD 1SUB 2MUL 2DIV NEGATE \
    ABS NOT 0NOTEQUAL ADD SUB MUL DIV MOD LSHIFT RSHIFT BOOLAND BOOLOR NUMEQUAL NUMEQUALVERIFY \
    NUMNOTEQUAL LESSTHAN GREATERTHAN LESSTHANOREQUAL GREATERTHANOREQUAL MIN MAX WITHIN RIPEMD160 \
    SHA1 SHA256 HASH160 HASH256 CODESEPARATOR CHECKSIG CHECKSIGVERIFY CHECKMULTISIG \
    CHECKMULTISIGVERIFY NOP1 CHECKLOCKTIMEVERIFY CHECKSEQUENCEVERIFY NOP4 NOP5 NOP6 NOP7 NOP8 NOP9 \
    NOP10 CHECKSIGADD
    """.split(separator: " ").map(String.init)

  /// The bytes; nil for a word that is not known.
  static func assemble(_ text: String) -> [UInt8]? {
    var writer = ByteWriter()
    for word in text.split(whereSeparator: \.isWhitespace) {
      let name = word.hasPrefix("OP_") ? String(word.dropFirst(3)) : String(word)
      if let number = Int(word) {
        write(number, to: &writer)
      } else if word.hasPrefix("0x") {
        guard let bytes = Hex.decode(word.dropFirst(2)) else { return nil }
        writer.write(bytes)
      } else if word.hasPrefix("'"), word.hasSuffix("'"), word.count >= 2 {
        writer.write(push: Array(word.dropFirst().dropLast().utf8))
      } else if name == "RESERVED" {
        writer.write(byte: 0x50)
      } else if let index = names.firstIndex(of: name) {
        writer.write(byte: 0x61 + UInt8(index))
      } else {
        return nil
      }
    }
    return writer.bytes
  }

  /// A number in its shortest form (Core: `CScript::push_int64`).
  private static func write(_ number: Int, to writer: inout ByteWriter) {
    switch number {
    case 0: writer.write(byte: 0)
    case -1: writer.write(byte: 0x4f)
    case 1...16: writer.write(byte: 0x50 + UInt8(number))
    default:
      var digits: [UInt8] = []
      var rest = number.magnitude
      while rest > 0 {
        digits.append(UInt8(rest & 0xff))
        rest >>= 8
      }
      let sign: UInt8 = number < 0 ? 0x80 : 0
      if digits[digits.count - 1] & 0x80 != 0 {
        digits.append(sign)
      } else {
        digits[digits.count - 1] |= sign
      }
      writer.write(push: digits)
    }
  }
}
