public import Bitcoin

/// A story to be played out: who takes part, what happens when, and what is claimed in the end.
///
/// A plain value. The reader makes it from YAML, `check()` holds its sums and references against
/// each other, and `Simulation` plays it. Times are seconds since 1970 (UTC), as block times are.
public struct Scenario: Equatable, Sendable {
  /// The case's title.
  public var title: String
  /// What a reader of the case should know: what it teaches, where it differs from the real chain.
  public var notes: [String]
  /// The network of the chain: regtest, with the scenario's halving interval.
  public var network: Network
  /// The seed that is used unless another one is given.
  public var seed: UInt64
  /// How fast blocks come, period after period from the genesis block on.
  public var paces: [BlockPace]
  /// What payers give for the size of a transaction; nil: what `fees` of each actor say, whatever the
  /// size.
  public var feeRates: FeeRateLaw?
  /// Who takes part, in the scenario's order.
  public var actors: [ScenarioActor]
  /// What happens, in the scenario's order.
  public var events: [ScenarioEvent]
  /// What is claimed afterwards, in the scenario's order.
  public var claims: [ClaimOrder]
  /// The names of the settings that its file has, in their order.
  public var settings: [String] = []
  /// Which setting and changes the file was read with.
  public var variant = ScenarioVariant.whole

  /// A scenario of these parts.
  public init(
    title: String, notes: [String] = [], network: Network = .regtest, seed: UInt64,
    paces: [BlockPace], actors: [ScenarioActor], events: [ScenarioEvent] = [],
    claims: [ClaimOrder] = []
  ) {
    self.title = title
    self.notes = notes
    self.network = network
    self.seed = seed
    self.paces = paces
    self.actors = actors
    self.events = events
    self.claims = claims
  }

  /// Holds the scenario's sums, dates and references against each other.
  ///
  /// What it refuses can be seen without playing the story; that it refuses nothing does not mean
  /// that every actor will have its coins in time.
  ///
  /// - Throws: `inconsistent` with the path of what is wrong.
  public func check() throws(ScenarioError) { try ScenarioReview(self).run() }
}

/// A period in which blocks come evenly.
public struct BlockPace: Equatable, Sendable {
  /// When the period ends (seconds since 1970); no block is later than the last period's end.
  public var until: UInt32
  /// The time between two blocks (seconds).
  public var interval: UInt32
  /// How heavy the period's blocks may be (WU): four times their bytes, witnesses once.
  public var weightLimit: Int

  /// How heavy any block may be (WU; Core: consensus/consensus.h, MAX_BLOCK_WEIGHT).
  public static let maxWeight = 4_000_000

  /// A block every `interval` seconds until `until`.
  public init(until: UInt32, interval: UInt32, weightLimit: Int = BlockPace.maxWeight) {
    self.until = until
    self.interval = interval
    self.weightLimit = weightLimit
  }
}
