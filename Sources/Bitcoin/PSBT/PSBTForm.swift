/// The forms of scripts for which there is a rule how signatures satisfy them.
///
/// Before the form there may be time locks, `number OP_CHECKLOCKTIMEVERIFY OP_DROP` or with
/// OP_CHECKSEQUENCEVERIFY: they take nothing from the stack.
enum PSBTForm {
  /// `key OP_CHECKSIG`.
  case publicKey([UInt8])
  /// `OP_DUP OP_HASH160 hash OP_EQUALVERIFY OP_CHECKSIG`.
  case publicKeyHash([UInt8])
  /// `m key 1 … key n n OP_CHECKMULTISIG`.
  case multisig(required: Int, keys: [[UInt8]])
  /// In a leaf, signatures for any m of the keys: `key OP_CHECKSIG`, then `key OP_CHECKSIGADD …
  /// m OP_NUMEQUAL`, or all of them with OP_CHECKSIGVERIFY before the last.
  case leaf(required: Int, keys: [[UInt8]])

  /// The form of a script before taproot; nil for any other.
  init?(_ script: [UInt8]) {
    let start = PSBTForm.endOfTimeLocks(script)
    let body = [UInt8](script[start...])
    switch ScriptKind.classify(body.span) {
    case .publicKey:
      self = .publicKey([UInt8](body[1..<body.count - 1]))
    case .publicKeyHash:
      self = .publicKeyHash([UInt8](body[3..<23]))
    case .multisig:
      guard let form = MultisigForm(body.span) else { return nil }
      self = .multisig(required: form.required, keys: form.keys.map { [UInt8](body[$0]) })
    default:
      return nil
    }
  }

  /// The form of a leaf's script; nil for any other.
  init?(leaf script: [UInt8]) {
    let start = PSBTForm.endOfTimeLocks(script)
    let body = [UInt8](script[start...])
    var reader = ScriptReader(body.span)
    var keys: [[UInt8]] = []
    var checks: [UInt8] = []
    var required: Int?
    while let instruction = reader.next() {
      guard required == nil else { return nil }
      if instruction.operand.count == XOnlyPublicKey.size, let check = reader.next() {
        keys.append([UInt8](body[instruction.operand]))
        checks.append(check.opcode)
      } else {
        guard let number = PSBTForm.number(instruction, in: body),
          reader.next()?.opcode == Opcode.numEqual
        else { return nil }
        required = number
      }
    }
    guard reader.isAtEnd, !keys.isEmpty else { return nil }
    if let required {
      guard (1...keys.count).contains(required), checks[0] == Opcode.checkSig,
        checks.dropFirst().allSatisfy({ $0 == Opcode.checkSigAdd })
      else { return nil }
      self = .leaf(required: required, keys: keys)
    } else {
      guard checks.last == Opcode.checkSig,
        checks.dropLast().allSatisfy({ $0 == Opcode.checkSigVerify })
      else { return nil }
      self = .leaf(required: keys.count, keys: keys)
    }
  }

  /// Where the script goes on after the time locks at its front.
  private static func endOfTimeLocks(_ script: [UInt8]) -> Int {
    var reader = ScriptReader(script.span)
    var end = 0
    while let number = reader.next(), number.isPush, let lock = reader.next(),
      lock.opcode == Opcode.checkLockTimeVerify || lock.opcode == Opcode.checkSequenceVerify,
      reader.next()?.opcode == Opcode.drop
    {
      end = reader.position
    }
    return end
  }

  /// A pushed number from 1 to 999, the most keys that a leaf of ours has (Core:
  /// `MAX_PUBKEYS_PER_MULTI_A`, script/script.h).
  private static func number(_ instruction: ScriptInstruction, in script: [UInt8]) -> Int? {
    if let small = Opcode.smallNumber(of: instruction.opcode) { return small }
    guard (1...2).contains(instruction.operand.count), instruction.opcode <= 2 else { return nil }
    var number = 0
    for byte in script[instruction.operand].reversed() { number = number << 8 | Int(byte) }
    return (17...999).contains(number) ? number : nil
  }
}
