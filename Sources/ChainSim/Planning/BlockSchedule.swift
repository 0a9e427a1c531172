import Bitcoin

/// When each block of the chain is found.
struct BlockSchedule: Sendable {
  /// The time of the regtest genesis block (Core: kernel/chainparams.cpp, CRegTestParams).
  static let genesisTime: UInt32 = 1_296_688_602

  /// The block times by height (seconds since 1970), rising strictly; the first is the genesis block's.
  private(set) var times: [UInt32]
  /// How heavy blocks may be (WU), each with the first height from which on it holds.
  private var weightLimits: [(from: Int, weight: Int)] = []

  /// The schedule of a scenario: evenly paced with a jitter of up to half an interval.
  ///
  /// A proof transfer's block has exactly the event's time.
  init(_ scenario: Scenario, seed: UInt64) {
    var generator = SeededGenerator(seed: seed, key: "blocks/times")
    times = [BlockSchedule.genesisTime]
    var nominal = BlockSchedule.genesisTime
    var lastInterval: UInt32 = 0
    for pace in scenario.paces {
      let interval = max(pace.interval, 1)
      // A late block of a slower pace must not come after the first ones of this pace.
      if interval < lastInterval { nominal = max(nominal, times[times.count - 1]) }
      lastInterval = interval
      weightLimits.append((times.count, pace.weightLimit))
      while nominal < pace.until, pace.until - nominal > interval {
        nominal += interval
        let jitter = interval > 1 ? UInt32(generator.below(Int(interval / 2) + 1)) : 0
        times.append(nominal + min(jitter, pace.until - nominal))
      }
    }
    for event in scenario.events {
      guard case .proofTransfer = event.action else { continue }
      let height = self.height(atOrAfter: event.from)
      if height < times.count { times[height] = event.from }
    }
  }

  /// How heavy the block at a height may be (WU).
  func weightLimit(at height: Int) -> Int {
    weightLimits.last { $0.from <= height }?.weight ?? BlockPace.maxWeight
  }

  /// The height of the last block.
  var tip: Int { times.count - 1 }

  /// The first block that is not before `time`; past the tip where there is none.
  func height(atOrAfter time: UInt32) -> Int {
    var low = 1
    var high = times.count
    while low < high {
      let middle = (low + high) / 2
      if times[middle] < time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The last block that is not after `time`.
  func height(atOrBefore time: UInt32) -> Int {
    time == .max ? tip : height(atOrAfter: time + 1) - 1
  }
}
