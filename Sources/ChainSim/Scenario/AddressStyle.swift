/// How a wallet makes its addresses: the scripts, and how public keys are written in them.
public struct AddressStyle: Hashable, Sendable {
  /// The scripts.
  public var script: Script
  /// How public keys are written; nil: as such scripts do unless told otherwise.
  public var keys: KeyChoice?
  /// How many of how many keys sign; nil: 2 of 3 for multisig, one key for all else.
  public var quorum: Quorum?

  /// A style.
  public init(
    _ script: Script = .publicKeyHash, keys: KeyChoice? = nil, quorum: Quorum? = nil
  ) {
    self.script = script
    self.keys = keys
    self.quorum = quorum
  }

  /// The scripts that a wallet can have; the raw values are the scenario's words.
  public enum Script: String, CaseIterable, Sendable {
    /// Pay to a public key in the open.
    case publicKey = "p2pk"
    /// Pay to public key hash.
    case publicKeyHash = "p2pkh"
    /// Pay to script hash, m of n keys (BIP-0016).
    case scriptHashMultisig = "p2sh-multisig"
    /// Pay to witness public key hash (BIP-0141).
    case witnessKeyHash = "p2wpkh"
    /// The same in pay to script hash (BIP-0141).
    case nestedWitnessKeyHash = "p2sh-p2wpkh"
    /// Pay to witness script hash, m of n keys (BIP-0141).
    case witnessScriptHash = "p2wsh"
    /// Pay to taproot, spent with the output key (BIP-0341).
    case taprootKey = "p2tr"
    /// Pay to taproot, spent with a script of the tree (BIP-0342).
    case taprootScript = "p2tr-script"
  }

  /// How public keys are written.
  public enum KeyChoice: String, CaseIterable, Sendable {
    /// 65 bytes, as all wallets before 2012 did.
    case uncompressed
    /// 33 bytes.
    case compressed
  }

  /// m of n.
  public struct Quorum: Hashable, Sendable {
    /// How many keys must sign.
    public var required: Int
    /// How many keys there are.
    public var count: Int

    /// So many of so many keys.
    public init(_ required: Int, of count: Int) {
      self.required = required
      self.count = count
    }

    /// How many keys a script of ours has at most: the numbers that have an opcode.
    public static let maxCount = 16
  }
}

extension AddressStyle.Script {
  /// Whether several keys can sign.
  public var takesQuorum: Bool {
    self == .scriptHashMultisig || self == .witnessScriptHash || self == .taprootScript
  }

  /// Whether public keys can be written in 65 bytes as well as in 33. Witnesses take compressed keys
  /// alone as a rule of relaying (BIP-0143); taproot's have 32 bytes (BIP-0341).
  public var takesKeyChoice: Bool {
    self == .publicKey || self == .publicKeyHash || self == .scriptHashMultisig
  }

  /// Whether what spends such an output is a witness.
  var isWitness: Bool {
    switch self {
    case .publicKey, .publicKeyHash, .scriptHashMultisig: false
    case .witnessKeyHash, .nestedWitnessKeyHash, .witnessScriptHash, .taprootKey, .taprootScript:
      true
    }
  }

  /// Whether there is a signed message of the kind `signmessage` for such an output: with the key of
  /// P2PKH, or with a key that stands in the open (Core: `signmessage` takes P2PKH addresses alone).
  var hasSignedMessage: Bool { self == .publicKey || self == .publicKeyHash }
}

extension AddressStyle {
  /// Why no wallet can have this style, and the key of the scenario that says so; nil if one can.
  public var flaw: (key: String, reason: String)? {
    if keys != nil, !script.takesKeyChoice {
      let reason =
        script == .taprootKey || script == .taprootScript
        ? "writes public keys in 32 bytes (BIP-0341)" : "takes compressed keys alone (BIP-0143)"
      return ("keys", "'\(script.rawValue)' \(reason); leave 'keys' out")
    }
    guard let quorum else { return nil }
    guard script.takesQuorum else {
      return (
        "multisig",
        "'\(script.rawValue)' has one key; p2sh-multisig, p2wsh and p2tr-script take several"
      )
    }
    guard (1...Quorum.maxCount).contains(quorum.count),
      (1...quorum.count).contains(quorum.required)
    else {
      return ("multisig", "\(quorum) is no m of n with 1 to n of at most \(Quorum.maxCount) keys")
    }
    // m | n keys, each after its length | n | OP_CHECKMULTISIG
    let size = 3 + quorum.count * (keys == .compressed ? 34 : 66)
    guard script != .scriptHashMultisig || size <= AddressStyle.maxRedeemScriptSize else {
      return (
        "multisig",
        "\(quorum) makes a redeem script of \(size) bytes, and P2SH takes "
          + "\(AddressStyle.maxRedeemScriptSize) (BIP-0016)"
      )
    }
    return nil
  }

  /// The longest script that an input of P2SH can push (Core: `MAX_SCRIPT_ELEMENT_SIZE`,
  /// script/script.h).
  private static let maxRedeemScriptSize = 520
}

extension AddressStyle.Quorum: CustomStringConvertible {
  /// `2 of 3`.
  public var description: String { "\(required) of \(count)" }

  /// The quorum that a text such as `2 of 3` says; nil for any other text.
  init?(_ text: String) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, words[1] == "of", let required = AddressStyle.Quorum.number(words[0]),
      let count = AddressStyle.Quorum.number(words[2]), required <= count,
      count <= AddressStyle.Quorum.maxCount
    else { return nil }
    self.init(required, of: count)
  }

  /// A number from 1 to 99 in plain decimal.
  private static func number(_ text: Substring) -> Int? {
    guard (1...2).contains(text.utf8.count), text.first != "0",
      text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    return Int(text)
  }
}
