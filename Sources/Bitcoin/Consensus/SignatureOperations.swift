/// Counts signature operations, of which a block may have so many
/// (Core: `CScript::GetSigOpCount`, script/script.cpp; BIP-0016, BIP-0141).
public enum SignatureOperations {
  /// The operations in a script, up to where it stops being readable.
  ///
  /// - Parameter isExact: Whether an OP_CHECKMULTISIG counts for the small number right before it,
  ///   as in redeem and witness scripts; else it counts for 20.
  public static func count(in script: Span<UInt8>, isExact: Bool) -> Int {
    if ScriptKind.isPublicKeyHash(script) { return 1 }
    var reader = ScriptReader(script)
    var count = 0
    var last: UInt8 = 0xff
    while let instruction = reader.next() {
      switch instruction.opcode {
      case Opcode.checkSig, Opcode.checkSig + 1:
        count += 1
      case Opcode.checkMultisig, Opcode.checkMultisig + 1:
        count += (isExact ? Opcode.smallNumber(of: last) : nil) ?? MultisigForm.maxKeys
      default:
        break
      }
      last = instruction.opcode
    }
    return count
  }

  /// The operations that stand in the transaction itself (Core: `GetLegacySigOpCount`,
  /// consensus/tx_verify.cpp).
  public static func legacyCount(in transaction: Transaction) -> Int {
    var sum = 0
    // By index: a copy of an input would count the references to its witness too.
    for index in transaction.inputs.indices {
      let script = transaction.inputs[index].scriptSig.bytes
      sum += count(in: script.span, isExact: false)
    }
    for index in transaction.outputs.indices {
      let script = transaction.outputs[index].scriptPubKey.bytes
      sum += count(in: script.span, isExact: false)
    }
    return sum
  }

  /// What a transaction's operations cost: four for each outside the witnesses, one for each within
  /// (Core: `GetTransactionSigOpCost`, consensus/tx_verify.cpp).
  ///
  /// - Parameters:
  ///   - spent: What the inputs spend, in their order; not looked at for a coinbase.
  ///   - countsScriptHash: Whether redeem scripts count (BIP-0016).
  ///   - countsWitness: Whether witness scripts count (BIP-0141).
  public static func cost(
    of transaction: Transaction, spent: [Coin], countsScriptHash: Bool, countsWitness: Bool
  ) -> Int {
    cost(
      of: PackedBlock(transaction), 0, spent: SpentColumns(spent), from: 0,
      countsScriptHash: countsScriptHash, countsWitness: countsWitness)
  }

  /// The same for a transaction of a block; what it spends begins at the row `first`.
  static func cost(
    of block: PackedBlock, _ place: Int, spent: SpentColumns, from first: Int,
    countsScriptHash: Bool, countsWitness: Bool
  ) -> Int {
    let transaction = block.transactions[place]
    var cost = ConsensusLimits.witnessScaleFactor * transaction.legacyOperations
    if transaction.isCoinbase { return cost }
    for row in first..<min(spent.rows.count, first + transaction.inputs.count) {
      let script = spent.bytes.span.extracting(spent.rows[row].script)
      let input = transaction.inputs.lowerBound + row - first
      if ScriptKind.isScriptHash(script) {
        let scriptSig = block[block.inputs[input].scriptSig]
        guard countsScriptHash, let last = lastPush(of: scriptSig) else { continue }
        let redeemScript = scriptSig.extracting(last)
        cost += ConsensusLimits.witnessScaleFactor * count(in: redeemScript, isExact: true)
        if countsWitness { cost += witnessCount(redeemScript, block, input) }
      } else if countsWitness, ScriptKind.witnessProgram(script) != nil {
        cost += witnessCount(script, block, input)
      }
    }
    return cost
  }

  /// The operations that a witness program of version 0 has; none for other scripts
  /// (Core: `WitnessSigOps`, script/interpreter.cpp).
  private static func witnessCount(
    _ script: Span<UInt8>, _ block: PackedBlock, _ input: Int
  ) -> Int {
    guard let (version, size) = ScriptKind.witnessProgram(script), version == 0 else { return 0 }
    if size == 20 { return 1 }
    guard size == 32, let witnessScript = block.witnessItems(of: input).last else { return 0 }
    return count(in: block[witnessScript], isExact: true)
  }

  /// Where the last thing lies that a script pushes as bytes, empty for a small number and for an
  /// empty script; nil if the script does not only push, or stops being readable.
  private static func lastPush(of script: Span<UInt8>) -> Range<Int>? {
    var reader = ScriptReader(script)
    var last = 0..<0
    while let instruction = reader.next() {
      guard instruction.isPush else { return nil }
      last = instruction.operand
    }
    return reader.isMalformed ? nil : last
  }
}
