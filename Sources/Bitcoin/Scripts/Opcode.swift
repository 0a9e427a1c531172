/// The opcodes of Script (Core: `opcodetype`, script/script.h).
public enum Opcode {
  /// Pushes an empty byte string.
  public static let push0: UInt8 = 0x00
  /// The next byte is the length of what is pushed; 1 to 75 are such lengths themselves.
  public static let pushData1: UInt8 = 0x4c
  /// The next two bytes, little-endian, are the length.
  public static let pushData2: UInt8 = 0x4d
  /// The next four bytes, little-endian, are the length.
  public static let pushData4: UInt8 = 0x4e
  /// Pushes the number -1.
  public static let negate1: UInt8 = 0x4f
  /// Has no meaning; fails if it is run.
  public static let reserved: UInt8 = 0x50
  /// Pushes the number 1; the numbers to 16 follow.
  public static let push1: UInt8 = 0x51
  /// Pushes the number 16, and is the last opcode that only pushes.
  public static let push16: UInt8 = 0x60
  /// Does nothing.
  public static let nop: UInt8 = 0x61
  /// Has no meaning; fails if it is run.
  public static let ver: UInt8 = 0x62
  /// Runs what follows if the top is true.
  public static let `if`: UInt8 = 0x63
  /// Runs what follows if the top is false.
  public static let notIf: UInt8 = 0x64
  /// Has no meaning; fails even if it is not run.
  public static let verIf: UInt8 = 0x65
  /// Has no meaning; fails even if it is not run.
  public static let verNotIf: UInt8 = 0x66
  /// Turns the last OP_IF around.
  public static let `else`: UInt8 = 0x67
  /// Ends the last OP_IF.
  public static let endIf: UInt8 = 0x68
  /// Fails if the top is false.
  public static let verify: UInt8 = 0x69
  /// Ends the script without success.
  public static let `return`: UInt8 = 0x6a
  /// Moves the top to the alternative stack.
  public static let toAltStack: UInt8 = 0x6b
  /// Moves the top back from the alternative stack.
  public static let fromAltStack: UInt8 = 0x6c
  /// Removes two.
  public static let drop2: UInt8 = 0x6d
  /// Copies the two on top.
  public static let dup2: UInt8 = 0x6e
  /// Copies the three on top.
  public static let dup3: UInt8 = 0x6f
  /// Copies the third and fourth to the top.
  public static let over2: UInt8 = 0x70
  /// Moves the fifth and sixth to the top.
  public static let rotate2: UInt8 = 0x71
  /// Exchanges the two on top with the two below.
  public static let swap2: UInt8 = 0x72
  /// Copies the top if it is true.
  public static let ifDup: UInt8 = 0x73
  /// Pushes how many there are.
  public static let depth: UInt8 = 0x74
  /// Removes the top.
  public static let drop: UInt8 = 0x75
  /// Copies what is on top.
  public static let dup: UInt8 = 0x76
  /// Removes the second.
  public static let nip: UInt8 = 0x77
  /// Copies the second to the top.
  public static let over: UInt8 = 0x78
  /// Copies the one that lies n deep.
  public static let pick: UInt8 = 0x79
  /// Moves the one that lies n deep.
  public static let roll: UInt8 = 0x7a
  /// Moves the third to the top.
  public static let rotate: UInt8 = 0x7b
  /// Exchanges the two on top.
  public static let swap: UInt8 = 0x7c
  /// Copies the top below the second.
  public static let tuck: UInt8 = 0x7d
  /// Switched off (CVE-2010-5137).
  public static let cat: UInt8 = 0x7e
  /// Switched off (CVE-2010-5137).
  public static let substring: UInt8 = 0x7f
  /// Switched off (CVE-2010-5137).
  public static let left: UInt8 = 0x80
  /// Switched off (CVE-2010-5137).
  public static let right: UInt8 = 0x81
  /// Pushes how long the top is.
  public static let size: UInt8 = 0x82
  /// Switched off (CVE-2010-5137).
  public static let invert: UInt8 = 0x83
  /// Switched off (CVE-2010-5137).
  public static let and: UInt8 = 0x84
  /// Switched off (CVE-2010-5137).
  public static let or: UInt8 = 0x85
  /// Switched off (CVE-2010-5137).
  public static let xor: UInt8 = 0x86
  /// Compares the two on top.
  public static let equal: UInt8 = 0x87
  /// Compares the two on top and fails if they differ.
  public static let equalVerify: UInt8 = 0x88
  /// Has no meaning; fails if it is run.
  public static let reserved1: UInt8 = 0x89
  /// Has no meaning; fails if it is run.
  public static let reserved2: UInt8 = 0x8a
  /// Adds 1.
  public static let add1: UInt8 = 0x8b
  /// Subtracts 1.
  public static let subtract1: UInt8 = 0x8c
  /// Switched off (CVE-2010-5137).
  public static let multiply2: UInt8 = 0x8d
  /// Switched off (CVE-2010-5137).
  public static let divide2: UInt8 = 0x8e
  /// Turns the sign around.
  public static let negate: UInt8 = 0x8f
  /// Takes the sign away.
  public static let abs: UInt8 = 0x90
  /// 1 for 0, else 0.
  public static let not: UInt8 = 0x91
  /// 0 for 0, else 1.
  public static let notEqual0: UInt8 = 0x92
  /// Adds.
  public static let add: UInt8 = 0x93
  /// Subtracts the top from the second.
  public static let subtract: UInt8 = 0x94
  /// Switched off (CVE-2010-5137).
  public static let multiply: UInt8 = 0x95
  /// Switched off (CVE-2010-5137).
  public static let divide: UInt8 = 0x96
  /// Switched off (CVE-2010-5137).
  public static let modulo: UInt8 = 0x97
  /// Switched off (CVE-2010-5137).
  public static let leftShift: UInt8 = 0x98
  /// Switched off (CVE-2010-5137).
  public static let rightShift: UInt8 = 0x99
  /// Whether both are not 0.
  public static let boolAnd: UInt8 = 0x9a
  /// Whether one is not 0.
  public static let boolOr: UInt8 = 0x9b
  /// Whether two numbers are equal.
  public static let numEqual: UInt8 = 0x9c
  /// Fails unless two numbers are equal.
  public static let numEqualVerify: UInt8 = 0x9d
  /// Whether two numbers differ.
  public static let numNotEqual: UInt8 = 0x9e
  /// Whether the second is less than the top.
  public static let lessThan: UInt8 = 0x9f
  /// Whether the second is greater than the top.
  public static let greaterThan: UInt8 = 0xa0
  /// Whether the second is not greater than the top.
  public static let lessThanOrEqual: UInt8 = 0xa1
  /// Whether the second is not less than the top.
  public static let greaterThanOrEqual: UInt8 = 0xa2
  /// The lesser one.
  public static let min: UInt8 = 0xa3
  /// The greater one.
  public static let max: UInt8 = 0xa4
  /// Whether the third is at least the second and less than the top.
  public static let within: UInt8 = 0xa5
  /// Hashes what is on top by RIPEMD-160.
  public static let ripemd160: UInt8 = 0xa6
  /// Hashes what is on top by SHA-1.
  public static let sha1: UInt8 = 0xa7
  /// Hashes what is on top by SHA-256.
  public static let sha256: UInt8 = 0xa8
  /// Hashes what is on top to 20 bytes.
  public static let hash160: UInt8 = 0xa9
  /// Hashes what is on top by SHA-256 twice.
  public static let hash256: UInt8 = 0xaa
  /// Marks where the signed part of the script begins.
  public static let codeSeparator: UInt8 = 0xab
  /// Checks one signature.
  public static let checkSig: UInt8 = 0xac
  /// Checks one signature and fails if it does not fit.
  public static let checkSigVerify: UInt8 = 0xad
  /// Checks m signatures by n keys.
  public static let checkMultisig: UInt8 = 0xae
  /// Checks m signatures by n keys and fails if they do not fit.
  public static let checkMultisigVerify: UInt8 = 0xaf
  /// Does nothing yet.
  public static let nop1: UInt8 = 0xb0
  /// Fails unless the transaction waits for this time (BIP-0065).
  public static let checkLockTimeVerify: UInt8 = 0xb1
  /// Fails unless the input waits for this long (BIP-0112).
  public static let checkSequenceVerify: UInt8 = 0xb2
  /// Does nothing yet; so do those up to OP_NOP10.
  public static let nop4: UInt8 = 0xb3
  /// Does nothing yet, and is the last that does.
  public static let nop10: UInt8 = 0xb9
  /// Adds 1 if a signature fits; in tapscripts (BIP-0342).
  public static let checkSigAdd: UInt8 = 0xba

  /// The number from 1 to 16 that an opcode pushes; nil for other opcodes.
  @inlinable
  public static func smallNumber(of opcode: UInt8) -> Int? {
    opcode >= push1 && opcode <= push16 ? Int(opcode) - Int(push1) + 1 : nil
  }
}
