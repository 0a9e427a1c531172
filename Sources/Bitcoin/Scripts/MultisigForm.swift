/// The parts of a bare multisig script or of such a redeem script (Core: `MatchMultisig`,
/// script/solver.cpp).
///
/// ```
/// m | key 1 … key n, each pushed | n | OP_CHECKMULTISIG
/// ```
struct MultisigForm {
  /// How many signatures it takes.
  let required: Int
  /// Where the keys lie in the script.
  let keys: [Range<Int>]

  /// The most keys that OP_CHECKMULTISIG takes (Core: `MAX_PUBKEYS_PER_MULTISIG`, script/script.h).
  static let maxKeys = 20

  /// The parts of `script`; nil if it has another form.
  init?(_ script: Span<UInt8>) {
    var keys: [Range<Int>] = []
    guard let required = MultisigForm.match(script, onKey: { keys.append($0) }) else { return nil }
    self.required = required
    self.keys = keys
  }

  /// Whether a script has the form; allocates nothing.
  static func isMatched(by script: Span<UInt8>) -> Bool {
    match(script, onKey: { _ in }) != nil
  }

  private static func match(_ script: Span<UInt8>, onKey: (Range<Int>) -> Void) -> Int? {
    guard script.count >= 3, script[script.count - 1] == Opcode.checkMultisig else { return nil }
    var reader = ScriptReader(script)
    guard let first = reader.next(), let required = number(first, in: script) else { return nil }
    var count = 0
    while let instruction = reader.next() {
      if PublicKey.hasValidSize(script.extracting(instruction.operand)) {
        onKey(instruction.operand)
        count += 1
        continue
      }
      guard let total = number(instruction, in: script), total >= required, total == count,
        reader.position + 1 == script.count
      else { return nil }
      return required
    }
    return nil
  }

  /// A number from 1 to 20 in its shortest form; nil for anything else (Core: `GetScriptNumber`).
  private static func number(_ instruction: ScriptInstruction, in script: Span<UInt8>) -> Int? {
    if let small = Opcode.smallNumber(of: instruction.opcode) { return small }
    // 1 to 16 have opcodes of their own, so a pushed byte is the shortest form of 17 to 20 alone.
    guard instruction.opcode == 1 else { return nil }
    let value = Int(script[instruction.operand.lowerBound])
    return (17...maxKeys).contains(value) ? value : nil
  }
}
