import Bitcoin

/// How the script of an address and its public keys are written.
struct KeyForm: Hashable, Sendable {
  /// The script.
  let script: AddressStyle.Script
  /// Whether public keys have 33 bytes; those of taproot, which have 32, count as such.
  let isCompressed: Bool
  /// How many keys must sign.
  let required: UInt8
  /// How many keys there are.
  let count: UInt8
  /// Whether the script names no key at all, though it looks as if it did: `76a90088ac`, P2PKH with
  /// nothing where the hash belongs, which nobody can spend.
  private(set) var isBurnt = false

  /// One key.
  init(_ script: AddressStyle.Script, isCompressed: Bool) {
    self.script = script
    self.isCompressed = isCompressed
    required = 1
    count = 1
  }

  /// The form of a wallet's addresses.
  ///
  /// - Precondition: the style has no flaw.
  init(_ style: AddressStyle) {
    precondition(style.flaw == nil, "a wallet's style was not checked")
    script = style.script
    isCompressed = style.keys == .compressed || !style.script.takesKeyChoice
    let isMultisig = script == .scriptHashMultisig || script == .witnessScriptHash
    let quorum = style.quorum ?? (isMultisig ? .init(2, of: 3) : .init(1, of: 1))
    required = UInt8(quorum.required)
    count = UInt8(quorum.count)
  }

  /// P2PKH with nothing where the hash belongs.
  static let burnt: KeyForm = {
    var form = KeyForm(.publicKeyHash, isCompressed: false)
    form.isBurnt = true
    return form
  }()

  /// Pay to public key hash, 33 bytes.
  static let hashedCompressed = KeyForm(.publicKeyHash, isCompressed: true)
  /// Pay to public key hash, 65 bytes.
  static let hashedUncompressed = KeyForm(.publicKeyHash, isCompressed: false)
  /// Pay to public key, 65 bytes, as the pools' coinbases of 2011.
  static let bareUncompressed = KeyForm(.publicKey, isCompressed: false)

  /// Whether the form has an address; a key in the open has none (Core: `ExtractDestination`,
  /// addresstype.cpp).
  var hasAddress: Bool { script != .publicKey && !isBurnt }
}

// MARK: - Sizes

extension KeyForm {
  /// How many bytes a public key has.
  var keySize: UInt8 {
    UInt8(isCompressed ? PublicKey.compressedSize : PublicKey.uncompressedSize)
  }
}

// MARK: - Sigops

extension KeyForm {
  /// How much an output counts for the checks that its script names itself
  /// (Core: `GetTransactionSigOpCost`, consensus/tx_verify.cpp; outside witnesses each counts as
  /// `WITNESS_SCALE_FACTOR`, 4).
  var outputSigopCost: Int { script == .publicKey || script == .publicKeyHash ? 4 : 0 }

  /// How much an input counts for the checks of the script that it reveals; those of tapscript have
  /// a budget of their own (BIP-0342).
  var spendSigopCost: Int {
    switch script {
    case .publicKey, .publicKeyHash: 0
    case .scriptHashMultisig: 4 * Int(count)
    case .witnessKeyHash, .nestedWitnessKeyHash: 1
    case .witnessScriptHash: Int(count)
    case .taprootKey, .taprootScript: 0
    }
  }
}
