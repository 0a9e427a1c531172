extension Opcode {
  /// Whether the opcode fails a script just by standing in it (Core: `EvalScript`; CVE-2010-5137).
  static func isDisabled(_ opcode: UInt8) -> Bool {
    switch opcode {
    case cat...right, invert...xor, multiply2, divide2, multiply...rightShift: true
    default: false
    }
  }

  /// Whether the opcode makes a tapscript succeed just by standing in it (BIP-0342: `OP_SUCCESSx`).
  static func isSuccess(_ opcode: UInt8) -> Bool {
    switch opcode {
    case reserved, ver, cat...right, invert...xor, reserved1...reserved2, multiply2...divide2,
      multiply...rightShift, 0xbb...0xfe:
      true
    default: false
    }
  }
}
