extension ScriptPubKey {
  /// The longest script that can be run (Core: `MAX_SCRIPT_SIZE`, script/script.h).
  public static let maxSize = 10_000

  /// Whether Bitcoin Core never puts such an output into its UTXO set (Core: `IsUnspendable`,
  /// script/script.h): it starts with OP_RETURN or is over 10,000 bytes.
  public var isUnspendable: Bool { ScriptPubKey.isUnspendable(bytes.span) }

  /// Whether it can be told from the form alone that no input ever satisfies this script.
  ///
  /// True for what `isUnspendable` says, and for a script of the shape of P2PKH or P2SH whose
  /// pushed hash is not 20 bytes long, such as `76a90088ac` (mainnet, blocks 150,951 and later):
  /// OP_HASH160 gives 20 bytes, which never equal it. Bitcoin Core keeps the latter in its UTXO
  /// set. Any other script counts as satisfiable, also where a proof could be found.
  public var isProvablyUnsatisfiable: Bool { ScriptPubKey.isProvablyUnsatisfiable(bytes.span) }

  /// `isUnspendable` of borrowed bytes.
  public static func isUnspendable(_ script: Span<UInt8>) -> Bool {
    script.count > maxSize || (script.count > 0 && script[0] == Opcode.return)
  }

  /// `isProvablyUnsatisfiable` of borrowed bytes.
  public static func isProvablyUnsatisfiable(_ script: Span<UInt8>) -> Bool {
    if isUnspendable(script) { return true }
    guard script.count >= 3 else { return false }
    let last = script[script.count - 1]
    var reader: ScriptReader
    let tail: Int
    if script[0] == Opcode.dup, script[1] == Opcode.hash160, last == Opcode.checkSig,
      script[script.count - 2] == Opcode.equalVerify
    {
      reader = ScriptReader(script.extracting(2..<script.count))
      tail = 2
    } else if script[0] == Opcode.hash160, last == Opcode.equal {
      reader = ScriptReader(script.extracting(1..<script.count))
      tail = 1
    } else {
      return false
    }
    guard let push = reader.next(), push.isPush, push.opcode != 0x50 else { return false }
    let start = tail == 2 ? 2 : 1
    return reader.position + start + tail == script.count && push.operand.count != 20
  }
}
