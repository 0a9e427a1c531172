extension SignedMessage {
  /// A kind of address that the header of a signature names (BIP-0137). The raw value is the header
  /// for recovery id 0; the ids to 3 follow.
  public enum AddressKind: UInt8, CaseIterable, Hashable, Sendable {
    /// P2PKH of a key in 65 bytes.
    case uncompressedKeyHash = 27
    /// P2PKH of a key in 33 bytes.
    case keyHash = 31
    /// P2WPKH in P2SH.
    case nestedWitnessKeyHash = 35
    /// P2WPKH.
    case witnessKeyHash = 39

    /// The kind that a header names; nil unless it is from 27 to 42.
    public init?(header: UInt8) {
      guard (27...42).contains(header) else { return nil }
      self.init(rawValue: header - (header - 27) % 4)
    }

    /// Whether the key of such an address is written in 33 bytes.
    public var isCompressed: Bool { self != .uncompressedKeyHash }

    /// The script of the address that `key` has of this kind.
    public func scriptPubKey(of key: PublicKey) -> ScriptPubKey {
      let hash = key.converted(compressed: isCompressed).computeHash160()
      let witnessProgram = ScriptPubKey.payToWitnessKeyHash(hash)
      return switch self {
      case .uncompressedKeyHash, .keyHash: .payToPublicKeyHash(hash)
      case .nestedWitnessKeyHash: .payToScriptHash(of: RedeemScript(witnessProgram.bytes))
      case .witnessKeyHash: witnessProgram
      }
    }
  }

  /// How the header of a signature is taken.
  public enum Reading: Hashable, Sendable {
    /// The header names the one kind of address that the signature stands for, as BIP-0137 says.
    case strict
    /// The header names the form of the key alone, and the signature stands for each address that
    /// this form of the key has. Wallets older than BIP-0137, and some that do not follow it, write
    /// the headers of P2PKH for segwit addresses too.
    case compatible
  }
}
