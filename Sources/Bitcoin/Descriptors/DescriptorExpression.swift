/// What a descriptor says, as a tree of functions. Nothing in it nests deeper than `sh(wsh(…))`; a
/// script tree is a flat list.
indirect enum DescriptorExpression: Sendable {
  /// `pk(KEY)` (BIP-0381).
  case publicKey(KeyExpression)
  /// `pkh(KEY)` (BIP-0381).
  case publicKeyHash(KeyExpression)
  /// `wpkh(KEY)` (BIP-0382).
  case witnessKeyHash(KeyExpression)
  /// `combo(KEY)` (BIP-0384).
  case combo(KeyExpression)
  /// `multi(k,KEY,…)` and its like (BIP-0383, BIP-0387).
  case multisig(Multisig)
  /// `sh(SCRIPT)` (BIP-0381).
  case scriptHash(DescriptorExpression)
  /// `wsh(SCRIPT)` (BIP-0382).
  case witnessScriptHash(DescriptorExpression)
  /// `tr(KEY)` and `tr(KEY,TREE)` (BIP-0386).
  case taproot(KeyExpression, [Leaf])
  /// `rawtr(KEY)` (Core: doc/descriptors.md).
  case rawTaproot(KeyExpression)
  /// `addr(ADDR)` (BIP-0385).
  case address(Address)
  /// `raw(HEX)` (BIP-0385).
  case raw(ScriptPubKey)

  /// Keys of which some must sign.
  struct Multisig: Sendable {
    var required: Int
    var keys: [KeyExpression]
    var isSorted: Bool
    var isTaproot: Bool

    var name: String { (isSorted ? "sortedmulti" : "multi") + (isTaproot ? "_a" : "") }
  }

  /// A script of a tree.
  struct Leaf: Sendable {
    var depth: Int
    var script: DescriptorExpression
  }

  /// All keys, in the order of the text.
  var keys: [KeyExpression] {
    switch self {
    case .publicKey(let key), .publicKeyHash(let key), .witnessKeyHash(let key), .combo(let key),
      .rawTaproot(let key):
      [key]
    case .multisig(let multisig): multisig.keys
    case .scriptHash(let inner), .witnessScriptHash(let inner): inner.keys
    case .taproot(let key, let leaves): [key] + leaves.flatMap { $0.script.keys }
    case .address, .raw: []
    }
  }
}

extension DescriptorExpression {
  /// The same expression with each key normalised (BIP-0380).
  func normalized() throws(DescriptorError) -> DescriptorExpression {
    switch self {
    case .publicKey(let key): return .publicKey(try key.normalized())
    case .publicKeyHash(let key): return .publicKeyHash(try key.normalized())
    case .witnessKeyHash(let key): return .witnessKeyHash(try key.normalized())
    case .combo(let key): return .combo(try key.normalized())
    case .rawTaproot(let key): return .rawTaproot(try key.normalized())
    case .multisig(var multisig):
      for key in multisig.keys.indices {
        multisig.keys[key] = try multisig.keys[key].normalized()
      }
      return .multisig(multisig)
    case .scriptHash(let inner): return .scriptHash(try inner.normalized())
    case .witnessScriptHash(let inner): return .witnessScriptHash(try inner.normalized())
    case .taproot(let key, var leaves):
      for leaf in leaves.indices { leaves[leaf].script = try leaves[leaf].script.normalized() }
      return .taproot(try key.normalized(), leaves)
    case .address, .raw: return self
    }
  }
}

// MARK: - Text

extension DescriptorExpression {
  /// The expression as text, with secret keys only if `isRevealing`.
  func text(_ network: Network, isTaproot: Bool = false, isRevealing: Bool) -> String {
    func text(_ key: KeyExpression, isTaproot: Bool = isTaproot) -> String {
      key.text(network, isTaproot: isTaproot, isRevealing: isRevealing)
    }
    switch self {
    case .publicKey(let key): return "pk(\(text(key)))"
    case .publicKeyHash(let key): return "pkh(\(text(key)))"
    case .witnessKeyHash(let key): return "wpkh(\(text(key)))"
    case .combo(let key): return "combo(\(text(key)))"
    case .rawTaproot(let key): return "rawtr(\(text(key, isTaproot: true)))"
    case .multisig(let multisig):
      let keys = multisig.keys.map { text($0) }.joined(separator: ",")
      return "\(multisig.name)(\(multisig.required),\(keys))"
    case .scriptHash(let inner): return "sh(\(inner.text(network, isRevealing: isRevealing)))"
    case .witnessScriptHash(let inner):
      return "wsh(\(inner.text(network, isRevealing: isRevealing)))"
    case .taproot(let key, let leaves):
      let tree = DescriptorExpression.text(
        leaves.map {
          ($0.depth, $0.script.text(network, isTaproot: true, isRevealing: isRevealing))
        })
      return "tr(\(text(key, isTaproot: true))\(leaves.isEmpty ? "" : ",")\(tree))"
    case .address(let address): return "addr(\(address))"
    case .raw(let script): return "raw(\(Hex.encode(script.bytes)))"
    }
  }

  /// Leaves from left to right, with the braces that their depths ask for.
  private static func text(_ leaves: [(depth: Int, text: String)]) -> String {
    var result = ""
    // For each branch above the place in the text, whether its right side is being written.
    var branches: [Bool] = []
    for leaf in leaves {
      while branches.count < leaf.depth {
        result += "{"
        branches.append(false)
      }
      result += leaf.text
      while branches.last == true {
        result += "}"
        branches.removeLast()
      }
      guard let last = branches.indices.last else { break }
      branches[last] = true
      result += ","
    }
    return result
  }
}
