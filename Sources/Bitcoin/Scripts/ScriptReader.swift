/// One step of a script: an opcode and, for a push, where the pushed bytes lie.
public struct ScriptInstruction: Hashable, Sendable {
  /// The opcode; up to `Opcode.pushData4` it pushes `operand`.
  public let opcode: UInt8
  /// Where the opcode stands in the script.
  public let position: Int
  /// Where the pushed bytes lie in the script; empty for what is no push of bytes.
  public let operand: Range<Int>

  /// Whether the instruction does nothing but push (Core: `CScript::IsPushOnly`).
  public var isPush: Bool { opcode <= Opcode.push16 }
}

/// Walks over a script's instructions, front to back (Core: `GetScriptOp`, script/script.cpp).
public struct ScriptReader: ~Escapable {
  private let script: Span<UInt8>
  /// Where the next instruction begins.
  public private(set) var position = 0
  /// Whether the script ended within an instruction; then there is no next one.
  public private(set) var isMalformed = false
  /// Where reading gave up within that instruction: behind its opcode, or behind its length where
  /// that was whole (Core: `GetScriptOp` leaves its iterator there).
  private(set) var end = 0

  /// A reader that stands before the first instruction.
  @_lifetime(copy script)
  public init(_ script: Span<UInt8>) {
    self.script = script
  }

  /// Whether every byte has been read.
  public var isAtEnd: Bool { position == script.count }

  /// Steps over bytes without reading them as instructions.
  ///
  /// - Precondition: as many are left.
  mutating func skip(_ count: Int) {
    precondition(count <= script.count - position, "no bytes to step over")
    position += count
  }

  /// Reads the next instruction; nil at the end, and for a push of more bytes than are left.
  public mutating func next() -> ScriptInstruction? {
    guard position < script.count, !isMalformed else { return nil }
    let opcode = script[position]
    var start = position + 1
    var count = 0
    if opcode <= Opcode.pushData4 {
      let lengthSize =
        switch opcode {
        case Opcode.pushData1: 1
        case Opcode.pushData2: 2
        case Opcode.pushData4: 4
        default: 0
        }
      guard script.count - start >= lengthSize else { return giveUp(at: start) }
      if lengthSize == 0 { count = Int(opcode) }
      for index in 0..<lengthSize { count |= Int(script[start + index]) << (8 * index) }
      start += lengthSize
      guard script.count - start >= count else { return giveUp(at: start) }
    }
    defer { position = start + count }
    return ScriptInstruction(opcode: opcode, position: position, operand: start..<start + count)
  }

  @inline(never)
  private mutating func giveUp(at end: Int) -> ScriptInstruction? {
    isMalformed = true
    self.end = end
    return nil
  }
}
