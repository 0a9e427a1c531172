/// Why an input does not satisfy the spent output: the rule, and where it was broken.
public struct ScriptFailure: Hashable, Sendable {
  /// The rule that is broken.
  public let rule: ScriptRule
  /// The script in which it is broken.
  public let script: ScriptRole
  /// The opcode at which it is broken; nil where that is no one opcode.
  public let opcode: UInt8?
  /// The byte of the script at which that opcode stands.
  public let position: Int?

  /// A broken rule and its place.
  public init(
    rule: ScriptRule, script: ScriptRole, opcode: UInt8? = nil, position: Int? = nil
  ) {
    self.rule = rule
    self.script = script
    self.opcode = opcode
    self.position = position
  }
}

extension ScriptFailure: CustomStringConvertible {
  /// The rule, then the opcode and where it stands: `EQUALVERIFY at OP_EQUALVERIFY, byte 23 of the
  /// scriptPubKey`.
  public var description: String {
    guard let opcode, let position else { return "\(rule) in the \(script)" }
    return "\(rule) at \(Opcode.name(of: opcode)), byte \(position) of the \(script)"
  }
}
