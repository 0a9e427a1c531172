extension DescriptorExpression {
  /// The outputs at an index: one, and for `combo` two or four.
  func derive(at index: UInt32) throws(DescriptorError) -> [DerivedScripts] {
    var keys: [DerivedKey] = []
    switch self {
    case .combo(let key):
      return DescriptorExpression.combination(of: try key.derive(at: index))
    case .scriptHash(.witnessScriptHash(let inner)):
      let script = WitnessScript(try inner.script(at: index, &keys))
      let redeemScript = RedeemScript(ScriptPubKey.payToWitnessScriptHash(of: script).bytes)
      return [
        DerivedScripts(
          .payToScriptHash(of: redeemScript), redeemScript: redeemScript, witnessScript: script,
          keys: keys)
      ]
    case .scriptHash(let inner):
      let script = RedeemScript(try inner.script(at: index, &keys))
      return [DerivedScripts(.payToScriptHash(of: script), redeemScript: script, keys: keys)]
    case .witnessScriptHash(let inner):
      let script = WitnessScript(try inner.script(at: index, &keys))
      return [
        DerivedScripts(.payToWitnessScriptHash(of: script), witnessScript: script, keys: keys)
      ]
    case .taproot(let key, let leaves):
      return [try DescriptorExpression.taproot(key, leaves, at: index)]
    case .rawTaproot(let key):
      let key = try key.derive(at: index)
      return [DerivedScripts(.payToTaproot(key.xOnly), keys: [key])]
    case .address(let address):
      return [DerivedScripts(address.scriptPubKey)]
    case .raw(let script):
      return [DerivedScripts(script)]
    case .publicKey, .publicKeyHash, .witnessKeyHash, .multisig:
      let script = ScriptPubKey(try script(at: index, &keys))
      return [DerivedScripts(script, keys: keys)]
    }
  }

  /// All usual outputs of one key (BIP-0384).
  private static func combination(of key: DerivedKey) -> [DerivedScripts] {
    let hash = key.publicKey.computeHash160()
    var outputs = [
      DerivedScripts(.payToPublicKey(key.publicKey), keys: [key]),
      DerivedScripts(.payToPublicKeyHash(hash), keys: [key]),
    ]
    if key.publicKey.isCompressed {
      let program = ScriptPubKey.payToWitnessKeyHash(hash)
      let redeemScript = RedeemScript(program.bytes)
      outputs.append(DerivedScripts(program, keys: [key]))
      outputs.append(
        DerivedScripts(
          .payToScriptHash(of: redeemScript), redeemScript: redeemScript, keys: [key]))
    }
    return outputs
  }

  private static func taproot(
    _ key: KeyExpression, _ leaves: [Leaf], at index: UInt32
  ) throws(DescriptorError) -> DerivedScripts {
    let internalKey = try key.derive(at: index)
    var keys = [internalKey]
    var entries: [TaprootTree.Entry] = []
    for leaf in leaves {
      var found: [DerivedKey] = []
      let script = TapLeaf(script: try leaf.script.script(at: index, isTaproot: true, &found))
      for key in found.indices { found[key].leafHashes = [script.leafHash] }
      keys += found
      entries.append(TaprootTree.Entry(depth: leaf.depth, leaf: script))
    }
    let tree = TaprootTree(entries)
    guard tree != nil || entries.isEmpty,
      let output = TaprootOutput(internalKey: internalKey.xOnly, tree: tree)
    else { throw DescriptorError(.noKey, at: key.position) }
    return DerivedScripts(output.scriptPubKey, taproot: output, keys: keys)
  }

  // MARK: - Scripts

  /// The bytes of a script that a hash or a tree can name; its keys are added to `keys`.
  private func script(
    at index: UInt32, isTaproot: Bool = false, _ keys: inout [DerivedKey]
  ) throws(DescriptorError) -> [UInt8] {
    switch self {
    case .publicKey(let key):
      let key = try key.derive(at: index)
      keys.append(key)
      return isTaproot
        ? [32] + key.xOnly.bytes + [Opcode.checkSig]
        : ScriptPubKey.payToPublicKey(key.publicKey).bytes
    case .publicKeyHash(let key):
      let key = try key.derive(at: index)
      keys.append(key)
      let bytes = isTaproot ? key.xOnly.bytes : key.publicKey.bytes
      return ScriptPubKey.payToPublicKeyHash(Hash160(hashing: bytes)).bytes
    case .witnessKeyHash(let key):
      let key = try key.derive(at: index)
      keys.append(key)
      return ScriptPubKey.payToWitnessKeyHash(key.publicKey.computeHash160()).bytes
    case .multisig(let multisig):
      return try multisig.script(at: index, &keys)
    case .combo, .scriptHash, .witnessScriptHash, .taproot, .rawTaproot, .address, .raw:
      // The reader lets none of these stand inside another.
      return try derive(at: index).first?.scriptPubKey.bytes ?? []
    }
  }
}

extension DescriptorExpression.Multisig {
  /// The bytes of the script; the keys are added to `keys` in the order of the descriptor.
  func script(
    at index: UInt32, _ keys: inout [DerivedKey]
  ) throws(DescriptorError) -> [UInt8] {
    var pushed: [[UInt8]] = []
    for key in self.keys {
      let key = try key.derive(at: index)
      keys.append(key)
      pushed.append(isTaproot ? key.xOnly.bytes : key.publicKey.bytes)
    }
    if isSorted { pushed.sort { $0.lexicographicallyPrecedes($1) } }
    var writer = ByteWriter(capacity: 8 + pushed.reduce(0) { $0 + $1.count + 2 })
    if !isTaproot { writer.write(scriptNumber: required) }
    for (number, key) in pushed.enumerated() {
      writer.write(push: key)
      if isTaproot { writer.write(byte: number == 0 ? Opcode.checkSig : Opcode.checkSigAdd) }
    }
    writer.write(scriptNumber: isTaproot ? required : pushed.count)
    writer.write(byte: isTaproot ? Opcode.numEqual : Opcode.checkMultisig)
    return writer.bytes
  }
}
