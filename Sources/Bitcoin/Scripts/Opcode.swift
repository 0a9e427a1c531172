/// The opcodes of Script that have a name here (Core: `opcodetype`, script/script.h).
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
  /// Pushes the number 1; the numbers to 16 follow.
  public static let push1: UInt8 = 0x51
  /// Pushes the number 16, and is the last opcode that only pushes.
  public static let push16: UInt8 = 0x60
  /// Ends the script without success.
  public static let `return`: UInt8 = 0x6a
  /// Copies what is on top.
  public static let dup: UInt8 = 0x76
  /// Compares the two on top.
  public static let equal: UInt8 = 0x87
  /// Compares the two on top and fails if they differ.
  public static let equalVerify: UInt8 = 0x88
  /// Hashes what is on top to 20 bytes.
  public static let hash160: UInt8 = 0xa9
  /// Marks where the signed part of the script begins.
  public static let codeSeparator: UInt8 = 0xab
  /// Checks one signature.
  public static let checkSig: UInt8 = 0xac
  /// Checks m signatures by n keys.
  public static let checkMultisig: UInt8 = 0xae

  /// The number from 1 to 16 that an opcode pushes; nil for other opcodes.
  @inlinable
  public static func smallNumber(of opcode: UInt8) -> Int? {
    opcode >= push1 && opcode <= push16 ? Int(opcode) - Int(push1) + 1 : nil
  }
}
