import Bitcoin

/// How much can have been mined by a time, when blocks come at a scenario's pace.
struct SubsidySchedule {
  /// The time of the regtest genesis block, 2011-02-02T23:16:42Z (Core: kernel/chainparams.cpp,
  /// CRegTestParams).
  static let genesisTime: UInt32 = 1_296_688_602

  /// How many blocks must stand on a coinbase (Core: consensus/consensus.h, COINBASE_MATURITY).
  static let maturity = 100

  private let paces: [BlockPace]
  private let network: Network

  init(_ scenario: Scenario) {
    paces = scenario.paces
    network = scenario.network
  }

  /// When the last period ends.
  var end: UInt32 { paces.last?.until ?? SubsidySchedule.genesisTime }

  /// The height of the last block.
  var tip: Int { height(at: end) }

  /// How many blocks there are at a time, the genesis block not counted.
  func height(at time: UInt32) -> Int {
    var begin = SubsidySchedule.genesisTime
    var height = 0
    for pace in paces where pace.until > begin {
      let until = min(pace.until, time)
      guard until > begin else { break }
      height += Int((until - begin) / max(1, pace.interval))
      begin = pace.until
    }
    return height
  }

  /// When the block at a height is due; the chain's end for one that is not to come.
  func time(ofBlock height: Int) -> UInt32 {
    var begin = SubsidySchedule.genesisTime
    var left = height
    for pace in paces where pace.until > begin {
      let interval = max(1, pace.interval)
      let count = Int((pace.until - begin) / interval)
      if left <= count { return begin + UInt32(max(left, 0)) * interval }
      left -= count
      begin = pace.until
    }
    return end
  }

  /// What the pools have mined by a time and can spend.
  func spendable(at time: UInt32) -> Satoshi {
    let last = height(at: time) - SubsidySchedule.maturity
    var sum = Satoshi.zero
    var height = 1
    // Heights of one subsidy are taken at once; after 64 halvings there is none.
    while height <= last {
      let subsidy = network.subsidy(at: height)
      guard subsidy > .zero else { break }
      let interval = network.subsidyHalvingInterval
      let next = min(last + 1, (height / interval + 1) * interval)
      sum = Satoshi(sum.rawValue + subsidy.rawValue * Int64(next - height))
      height = next
    }
    return sum
  }
}
