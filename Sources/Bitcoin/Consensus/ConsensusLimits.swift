/// The numbers that bound a block (Core: consensus/consensus.h).
public enum ConsensusLimits {
  /// The most that a block weighs (Core: `MAX_BLOCK_WEIGHT`; BIP-0141).
  public static let maxBlockWeight = 4_000_000
  /// The most that a block's signature operations cost (Core: `MAX_BLOCK_SIGOPS_COST`; BIP-0141).
  public static let maxSignatureOperationCost = 80_000
  /// After how many blocks a coinbase can be spent (Core: `COINBASE_MATURITY`).
  public static let coinbaseMaturity = 100
  /// How much more a byte outside the witnesses weighs (Core: `WITNESS_SCALE_FACTOR`).
  public static let witnessScaleFactor = 4
  /// How many seconds the first block of a difficulty period may stand before the block below it
  /// (Core: `MAX_TIMEWARP`; BIP-0094).
  public static let maxTimewarp: Int64 = 600
  /// From which height on BIP-0030 is asked again even where BIP-0034 implied it
  /// (Core: `BIP34_IMPLIES_BIP30_LIMIT`, validation.cpp).
  public static let bip30Height = 1_983_702
  /// Lock times below are heights, others Unix times (Core: `LOCKTIME_THRESHOLD`, script/script.h).
  public static let lockTimeThreshold: UInt32 = 500_000_000
  /// The sequence that says nothing (Core: `CTxIn::SEQUENCE_FINAL`, primitives/transaction.h).
  public static let finalSequence: UInt32 = 0xffff_ffff
}
