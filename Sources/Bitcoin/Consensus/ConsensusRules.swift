/// What the rules of a block are on one network, and from which height on
/// (Core: `Consensus::Params`, consensus/params.h; values: kernel/chainparams.cpp).
public struct ConsensusRules: Hashable, Sendable {
  /// The network, with its genesis and its subsidy.
  public let network: Network
  /// The script whose solution each block carries (BIP-0325); nil where blocks need none.
  public let signetChallenge: [UInt8]?
  /// The easiest target (Core: `powLimit`).
  public internal(set) var powLimit: Hash256
  /// How many seconds a difficulty period should take (Core: `nPowTargetTimespan`).
  public internal(set) var targetTimespan: Int64
  /// How many seconds a block should take (Core: `nPowTargetSpacing`).
  public internal(set) var targetSpacing: Int64
  /// Whether a block that comes late may have the easiest target (Core: `fPowAllowMinDifficultyBlocks`).
  public let allowsMinimumDifficulty: Bool
  /// Whether the difficulty follows the pace of the blocks (Core: not `fPowNoRetargeting`).
  public internal(set) var retargets: Bool
  /// Whether BIP-0094 holds; on regtest a node is told so by `-test=bip94`.
  public var enforcesBIP94: Bool
  /// From which height on the coinbase begins with the height (BIP-0034).
  public let bip34Height: Int
  /// The block at that height which makes BIP-0030 hold by itself; nil where none does.
  public let bip34Hash: BlockHash?
  /// From which height on OP_CHECKLOCKTIMEVERIFY has its meaning (BIP-0065).
  public let bip65Height: Int
  /// From which height on signatures are strict DER (BIP-0066).
  public let bip66Height: Int
  /// From which height on relative lock times hold (BIP-0068, BIP-0112, BIP-0113).
  public let csvHeight: Int
  /// From which height on witnesses are committed to (BIP-0141, BIP-0147).
  public let segwitHeight: Int

  /// The rules of a network; `signetChallenge` is for a signet of one's own.
  public init(_ network: Network, signetChallenge: [UInt8]? = nil) {
    let heights = ConsensusRules.heights(of: network)
    let isRegtest = network.name == "regtest"
    let isTestnet = network.name == "testnet3" || network.name == "testnet4"
    let isSignet = network.name == "signet"
    self.network = network
    self.signetChallenge =
      isSignet ? signetChallenge ?? ConsensusRules.defaultSignetChallenge : nil
    powLimit =
      switch network.name {
      case "regtest": Hash256(.max, .max, .max, 0x7fff_ffff_ffff_ffff)
      case "signet": Hash256(0, 0, 0, 0x0000_0377_ae00_0000)
      default: Hash256(.max, .max, .max, 0x0000_0000_ffff_ffff)
      }
    targetTimespan = isRegtest ? 24 * 60 * 60 : 14 * 24 * 60 * 60
    targetSpacing = 10 * 60
    allowsMinimumDifficulty = isTestnet || isRegtest
    retargets = !isRegtest
    enforcesBIP94 = network.name == "testnet4"
    bip34Height = heights.bip34
    bip34Hash = heights.bip34Hash
    bip65Height = heights.bip65
    bip66Height = heights.bip66
    csvHeight = heights.csv
    segwitHeight = heights.segwit
  }

  /// After how many blocks the difficulty changes (Core: `DifficultyAdjustmentInterval`).
  public var difficultyInterval: Int { Int(targetTimespan / targetSpacing) }
}

// MARK: - Values

extension ConsensusRules {
  private struct Heights {
    var bip34 = 1
    var bip34Hash: BlockHash?
    var bip65 = 1
    var bip66 = 1
    var csv = 1
    var segwit = 1
  }

  private static func heights(of network: Network) -> Heights {
    switch network.name {
    case "mainnet":
      Heights(
        bip34: 227_931,
        bip34Hash: BlockHash(
          hex: "000000000000024b89b42a942fe0d9fea3bb44ab7bd1b19115dd6a759c0808b8"),
        bip65: 388_381, bip66: 363_725, csv: 419_328, segwit: 481_824)
    case "testnet3":
      Heights(
        bip34: 21_111,
        bip34Hash: BlockHash(
          hex: "0000000023b3a96d3484e5abb3755c413e7d41500f8e2a5c3f0dd01299cd8ef8"),
        bip65: 581_885, bip66: 330_776, csv: 770_112, segwit: 834_624)
    case "regtest":
      Heights(segwit: 0)
    default:
      Heights()
    }
  }

  /// The challenge of the default signet: one of two keys (Core: `SigNetParams`).
  private static let defaultSignetChallenge: [UInt8] =
    Hex.decode(
      "512103ad5e0edad18cb1f0fc0d28a3d4f1f3e445640337489abb10404f2d1e086be430"
        + "210359ef5021964fe22d6f8e05b2463c9540ce96883fe3b278760f048f5189f2e6c452ae") ?? []
}
