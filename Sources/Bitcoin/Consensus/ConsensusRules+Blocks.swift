extension ConsensusRules {
  /// What the scripts of the block at `height` are run with (Core: `GetBlockScriptFlags`,
  /// validation.cpp).
  ///
  /// P2SH, witness and taproot rules hold from genesis on, but for the blocks that broke them before
  /// they were rules (Core: `script_flag_exceptions`, kernel/chainparams.cpp).
  public func scriptFlags(height: Int, blockHash: BlockHash) -> ScriptFlags {
    var flags: ScriptFlags = [.p2sh, .witness, .taproot]
    if let exception = exceptions[blockHash] { flags = exception }
    if height >= bip66Height { flags.insert(.derSignatures) }
    if height >= bip65Height { flags.insert(.checkLockTimeVerify) }
    if height >= csvHeight { flags.insert(.checkSequenceVerify) }
    if height >= segwitHeight { flags.insert(.nullDummy) }
    return flags
  }

  private var exceptions: [BlockHash: ScriptFlags] {
    switch network.name {
    case "mainnet": ConsensusRules.mainnetExceptions
    case "testnet3": ConsensusRules.testnet3Exceptions
    default: [:]
    }
  }

  private static let mainnetExceptions = table([
    ("00000000000002dc756eebf4f49723ed8d30cc28a5f108eb94b1ba88ac4f9c22", []),
    ("0000000000000000000f14c35b2d841e986ab5441de8c585d5ffe55ea1e395ad", [.p2sh, .witness]),
  ])

  private static let testnet3Exceptions = table([
    ("00000000dd30457c001f4095d208cc1296b0eed002427aa599874af7a432b105", [])
  ])

  private static func table(_ rows: [(String, ScriptFlags)]) -> [BlockHash: ScriptFlags] {
    var table: [BlockHash: ScriptFlags] = [:]
    for (hex, flags) in rows {
      if let hash = BlockHash(hex: hex) { table[hash] = flags }
    }
    return table
  }

  /// Whether the block at `height` may not repeat the txid of a transaction with unspent outputs
  /// (BIP-0030; Core: `ConnectBlock` and `IsBIP30Repeat`, validation.cpp).
  ///
  /// It does not hold in the two blocks that broke it before it was a rule, nor while BIP-0034
  /// implies it.
  func forbidsOverwriting(height: Int, headers: HeaderChain) -> Bool {
    if height >= ConsensusLimits.bip30Height { return true }
    if let hash = ConsensusRules.repeats[height], hash == headers.hash(at: height) { return false }
    guard let bip34Hash, height > bip34Height else { return true }
    return headers.hash(at: bip34Height) != bip34Hash
  }

  private static let repeats: [Int: BlockHash] = [
    (91_842, "00000000000a4d0a398161ffc163c503763b1f4360639393e0e4c8e300e0caec"),
    (91_880, "00000000000743f190a18c5577a3c2d2a1f610ae9601ac046a38084ccb7cd721"),
  ].reduce(into: [:]) { table, row in table[row.0] = BlockHash(hex: row.1) }
}
