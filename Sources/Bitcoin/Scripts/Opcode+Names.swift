extension Opcode {
  /// The name in Bitcoin Core's form, such as `OP_CHECKSIG` (Core: `GetOpName`, script/script.cpp).
  ///
  /// Pushes by a length are `OP_PUSHBYTES_n`; what has no meaning is `OP_UNKNOWN_n` in decimal.
  public static func name(of opcode: UInt8) -> String {
    if opcode >= 1, opcode < pushData1 { return "OP_PUSHBYTES_\(opcode)" }
    if let number = smallNumber(of: opcode) { return "OP_\(number)" }
    if opcode >= nop, Int(opcode - nop) < names.count { return "OP_\(names[Int(opcode - nop)])" }
    return switch opcode {
    case push0: "OP_0"
    case pushData1: "OP_PUSHDATA1"
    case pushData2: "OP_PUSHDATA2"
    case pushData4: "OP_PUSHDATA4"
    case negate1: "OP_1NEGATE"
    case reserved: "OP_RESERVED"
    default: "OP_UNKNOWN_\(opcode)"
    }
  }

  /// The opcode of a name, with or without `OP_`; nil for an unknown one.
  public static func named(_ name: some StringProtocol) -> UInt8? {
    let full = name.hasPrefix("OP_") ? String(name) : "OP_\(name)"
    return numbers[full]
  }

  private static let numbers = Dictionary(
    uniqueKeysWithValues: (UInt8.min...UInt8.max).map { (Opcode.name(of: $0), $0) })

  /// The names from OP_NOP, 0x61, on.
  private static let names = [
    "NOP", "VER", "IF", "NOTIF", "VERIF", "VERNOTIF", "ELSE", "ENDIF", "VERIFY", "RETURN",
    "TOALTSTACK", "FROMALTSTACK", "2DROP", "2DUP", "3DUP", "2OVER", "2ROT", "2SWAP", "IFDUP",
    "DEPTH", "DROP", "DUP", "NIP", "OVER", "PICK", "ROLL", "ROT", "SWAP", "TUCK", "CAT", "SUBSTR",
    "LEFT", "RIGHT", "SIZE", "INVERT", "AND", "OR", "XOR", "EQUAL", "EQUALVERIFY", "RESERVED1",
    "RESERVED2", "1ADD", "1SUB", "2MUL", "2DIV", "NEGATE", "ABS", "NOT", "0NOTEQUAL", "ADD", "SUB",
    "MUL", "DIV", "MOD", "LSHIFT", "RSHIFT", "BOOLAND", "BOOLOR", "NUMEQUAL", "NUMEQUALVERIFY",
    "NUMNOTEQUAL", "LESSTHAN", "GREATERTHAN", "LESSTHANOREQUAL", "GREATERTHANOREQUAL", "MIN", "MAX",
    "WITHIN", "RIPEMD160", "SHA1", "SHA256", "HASH160", "HASH256", "CODESEPARATOR", "CHECKSIG",
    "CHECKSIGVERIFY", "CHECKMULTISIG", "CHECKMULTISIGVERIFY", "NOP1", "CHECKLOCKTIMEVERIFY",
    "CHECKSEQUENCEVERIFY", "NOP4", "NOP5", "NOP6", "NOP7", "NOP8", "NOP9", "NOP10", "CHECKSIGADD",
  ]
}
