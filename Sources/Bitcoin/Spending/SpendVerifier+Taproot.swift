extension SpendVerifier {
  /// What begins an annex (BIP-0341).
  private static let annexTag: UInt8 = 0x50
  /// Judges what satisfies a taproot output: one signature, or a script of its tree (BIP-0341).
  mutating func judgeTaproot(_ script: [UInt8], _ witness: Witness) throws(ScriptRule) {
    var items = witness.stack[...]
    interpreter.extra = TaprootSighashExtra()
    if items.count >= 2, let annex = items.last, annex.first == SpendVerifier.annexTag {
      interpreter.extra.annexHash = interpreter.checker.hashAnnex(annex)
      items.removeLast()
    }
    guard let last = items.popLast() else { throw .witnessProgramWitnessEmpty }
    guard let leaf = items.popLast() else {
      return try interpreter.checker.checkSchnorr(
        last.span, key: script.span.extracting(2..<34), interpreter.extra)
    }
    guard ControlBlock.hasValidSize(last.count) else { throw .taprootWrongControlSize }
    let version = last[0] & 0xfe
    let leafHash = hashLeaf(version, leaf)
    guard isCommitted(leafHash, control: last, script) else { throw .witnessProgramMismatch }
    guard version == TapLeaf.tapscriptVersion else {
      if flags.contains(.discourageUpgradableTaprootVersion) {
        throw .discourageUpgradableTaprootVersion
      }
      return
    }
    interpreter.extra.leafHash = leafHash
    interpreter.weightLeft = SpendVerifier.weight(witness) + ScriptLimits.weightOffset
    try judgeTapscript(leaf, items)
  }

  private mutating func judgeTapscript(
    _ script: [UInt8], _ items: ArraySlice<[UInt8]>
  ) throws(ScriptRule) {
    role = .tapscript
    var reader = ScriptReader(script.span)
    // Before anything else, even sizes, these opcodes decide.
    while let instruction = reader.next() {
      guard Opcode.isSuccess(instruction.opcode) else { continue }
      if flags.contains(.discourageOpSuccess) {
        interpreter.stand(at: instruction)
        throw .discourageOpSuccess
      }
      return
    }
    if reader.isMalformed {
      interpreter.stand(atMalformed: script.span, position: reader.position)
      throw .badOpcode
    }
    role = .witness
    guard items.count <= ScriptLimits.items else { throw .stackSize }
    try run(script, items, .tapscript, as: .tapscript)
  }
}

// MARK: - Commitments

extension SpendVerifier {
  /// BIP-0341: `TapLeaf`.
  private func hashLeaf(_ version: UInt8, _ script: [UInt8]) -> Hash256 {
    var writer = ByteWriter(capacity: script.count + 6)
    writer.write(byte: version)
    writer.write(counted: script)
    return interpreter.hasher.hash(.tapLeaf, writer.bytes.span)
  }

  /// Whether the output key commits to the leaf by way of the control block's path (Core:
  /// `VerifyTaprootCommitment`, script/interpreter.cpp).
  private func isCommitted(_ leafHash: Hash256, control: [UInt8], _ script: [UInt8]) -> Bool {
    var writer = ByteWriter(capacity: 64)
    var node = leafHash
    var path = ByteReader(control.span.extracting(ControlBlock.baseSize..<control.count))
    while let step = try? Hash256(from: &path) {
      writer.removeAll()
      let isFirst = SpendVerifier.isInOrder(node, step)
      writer.write(isFirst ? node : step)
      writer.write(isFirst ? step : node)
      node = interpreter.hasher.hash(.tapBranch, writer.bytes.span)
    }
    writer.removeAll()
    let internalKey = control.span.extracting(1..<ControlBlock.baseSize)
    writer.write(internalKey)
    writer.write(node)
    let tweak = interpreter.hasher.hash(.tapTweak, writer.bytes.span)
    return Curve.isTweaked(
      script.span.extracting(2..<34), from: internalKey, by: tweak, isOdd: control[0] & 1 == 1)
  }

  /// Whether two hashes stand in the order of their bytes, unlike that of the numbers they print as.
  private static func isInOrder(_ one: Hash256, _ other: Hash256) -> Bool {
    (one.word0.bigEndian, one.word1.bigEndian, one.word2.bigEndian, one.word3.bigEndian)
      < (other.word0.bigEndian, other.word1.bigEndian, other.word2.bigEndian, other.word3.bigEndian)
  }

  /// How many bytes a witness takes in a transaction (BIP-0342).
  private static func weight(_ witness: Witness) -> Int {
    witness.stack.reduce(CompactSize.encodedSize(of: witness.stack.count)) { sum, item in
      sum + CompactSize.encodedSize(of: item.count) + item.count
    }
  }
}
