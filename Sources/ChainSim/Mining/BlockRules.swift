/// The rules that blocks of ours are made by.
enum BlockRules {
  /// The version of all blocks (BIP-0065: at least 4; no version bits).
  static let version: UInt32 = 4
  /// The easiest target (Core: kernel/chainparams.cpp, CRegTestParams, no retargeting).
  static let bits: UInt32 = 0x207f_ffff
  /// How large a block file gets (Core: node/blockstorage.h, MAX_BLOCKFILE_SIZE).
  static let maxFileSize = 0x800_0000
  /// How heavy a block may be (WU; Core: consensus/consensus.h, MAX_BLOCK_WEIGHT).
  static let maxWeight = 4_000_000
  /// How much a block's signature checks may count (Core: consensus/consensus.h,
  /// MAX_BLOCK_SIGOPS_COST).
  static let maxSigopCost = 80_000
}
