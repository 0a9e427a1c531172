/// What form a scriptPubKey has (Core: `TxoutType`, script/solver.h).
///
/// The raw values are stored in ledgers and never change their meaning. Core's `ANCHOR`, which is
/// policy only, is a `witnessUnknown` here.
public enum ScriptKind: UInt8, Hashable, Sendable, CaseIterable {
  /// None of the others.
  case nonstandard = 0
  /// A public key that must sign (P2PK).
  case publicKey = 1
  /// The hash of a public key that must sign (P2PKH).
  case publicKeyHash = 2
  /// The hash of a script that must be satisfied (P2SH, BIP-0016).
  case scriptHash = 3
  /// m of n keys, all of them in the open.
  case multisig = 4
  /// OP_RETURN and pushes: carries data, never money.
  case nullData = 5
  /// Witness version 0 with the hash of a key (P2WPKH, BIP-0141).
  case witnessV0KeyHash = 6
  /// Witness version 0 with the hash of a script (P2WSH, BIP-0141).
  case witnessV0ScriptHash = 7
  /// Witness version 1 with 32 bytes (P2TR, BIP-0341).
  case witnessV1Taproot = 8
  /// A witness program that has no meaning yet.
  case witnessUnknown = 9

  /// Bitcoin Core's name, as in `decodescript` (Core: `GetTxnOutputType`, script/solver.cpp).
  public var name: String {
    switch self {
    case .nonstandard: "nonstandard"
    case .publicKey: "pubkey"
    case .publicKeyHash: "pubkeyhash"
    case .scriptHash: "scripthash"
    case .multisig: "multisig"
    case .nullData: "nulldata"
    case .witnessV0KeyHash: "witness_v0_keyhash"
    case .witnessV0ScriptHash: "witness_v0_scripthash"
    case .witnessV1Taproot: "witness_v1_taproot"
    case .witnessUnknown: "witness_unknown"
    }
  }
}

extension ScriptKind: CustomStringConvertible {
  /// Bitcoin Core's name.
  public var description: String { name }
}
