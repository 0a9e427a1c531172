import Bitcoin
import Testing

/// A chain that is wrong in one place, and its twin that is right there.
struct Mutation: Sendable {
  /// What is wrong, in words; no two are the same.
  let name: String
  /// The rule that is broken.
  let rule: BlockRule
  /// The rule of scripts, where a script fails.
  let script: ScriptRule?
  /// The transaction and the input at fault, where they are known.
  let transaction: Int?
  let input: Int?
  /// What the node of the comparison is started with.
  let network: MutationNetwork
  /// Whether a folder of block files can show it: a block without its parent is of no chain, and
  /// `submitblock` puts right what a miner may leave out.
  let shows: Shows
  let make: @Sendable (inout MutationShop) -> Pair

  enum Shows: Hashable, Sendable {
    case everywhere
    case notInFiles
    case notBySubmitting
  }

  /// The two blocks, one of which ends the chain.
  struct Pair: Sendable {
    let wrong: [UInt8]
    let right: Block

    init(right: Block, wrong: Block) {
      self.init(right: right, wrong: wrong.encoded())
    }

    init(right: Block, wrong: [UInt8]) {
      self.right = right
      self.wrong = wrong
    }
  }

  init(
    _ name: String, _ rule: BlockRule, script: ScriptRule? = nil, transaction: Int? = nil,
    input: Int? = nil, network: MutationNetwork = .regtest, shows: Shows = .everywhere,
    make: @escaping @Sendable (inout MutationShop) -> Pair
  ) {
    self.name = name
    self.rule = rule
    self.script = script
    self.transaction = transaction
    self.input = input
    self.network = network
    self.shows = shows
    self.make = make
  }

  /// Makes the chain below, and the two blocks.
  func build() -> (below: [Block], pair: Pair) {
    var shop = MutationShop(network, tag: name)
    let pair = make(&shop)
    return (shop.blocks, pair)
  }

  /// All of them.
  static let all =
    headers + shapes + transactions + witnesses + coins + lockTimes + signatureOperations
    + signatures + scripts + witnessScripts + taproot + signets
}

extension Mutation: CustomTestStringConvertible {
  var testDescription: String { name }
}

/// The network on which a chain is wrong, and how a node is told of it.
enum MutationNetwork: String, CaseIterable, Sendable {
  case regtest
  /// Regtest with BIP-0094.
  case timewarp
  /// A signet of our own.
  case signet

  var rules: ConsensusRules {
    switch self {
    case .regtest: return ConsensusRules(.regtest)
    case .timewarp:
      var rules = ConsensusRules(.regtest)
      rules.enforcesBIP94 = true
      return rules
    case .signet:
      return ConsensusRules(.signet, signetChallenge: MutationShop.signetChallenge.bytes)
    }
  }

  /// The options of a Bitcoin Core node.
  var options: String {
    switch self {
    case .regtest: "-regtest"
    case .timewarp: "-regtest -test=bip94"
    case .signet: "-signet -signetchallenge=\(Hex.encode(MutationShop.signetChallenge.bytes))"
    }
  }
}
