import Bitcoin
import Foundation
import Ledger
import SystemPackage

/// Look-ups at random places of a ledger, each timed alone.
struct LookupBench {
  let folder: FilePath

  func run(warm: Int, cold: Int) throws {
    let (txids, scripts) = try LookupBench.choose(max(warm, cold), ChainLedger(opening: folder))
    print(
      "cold: the ledger is closed, the system told to forget its files (posix_fadvise DONTNEED), and "
        + "opened anew")
    print(Times.head)
    try timeWarmly(txids.prefix(warm), scripts.prefix(warm))
    var times: [Double] = []
    for _ in 0..<cold { times.append(try coldly { _ in 0 }) }
    print(Times("opening alone, cold", times).line)
    times = []
    for txid in txids.prefix(cold) {
      times.append(try coldly { LookupBench.transaction(txid, $0) })
    }
    print(Times("txid, cold, opening too", times).line)
    times = []
    for script in scripts.prefix(cold) {
      times.append(try coldly { LookupBench.history(script, $0) })
    }
    print(Times("history, cold, opening too", times).line)
  }

  /// Times look-ups in one ledger, which goes at the end: what is mapped cannot be forgotten.
  private func timeWarmly(_ txids: ArraySlice<Txid>, _ scripts: ArraySlice<ScriptPubKey>) throws {
    let ledger = try ChainLedger(opening: folder)
    var times: [[Double]] = [[], []]
    // The first round has no clock, so that what is looked at is in memory.
    for round in 0..<2 {
      for txid in txids {
        let time = LookupBench.transaction(txid, ledger)
        if round > 0 { times[0].append(time) }
      }
      for script in scripts {
        let time = LookupBench.history(script, ledger)
        if round > 0 { times[1].append(time) }
      }
    }
    print(Times("txid, warm", times[0]).line)
    print(Times("history, warm", times[1]).line)
  }

  /// Rows at random, always the same ones.
  private static func choose(
    _ count: Int, _ ledger: borrowing ChainLedger
  ) -> ([Txid], [ScriptPubKey]) {
    print(
      "\(ledger.transactionCount) transactions, \(ledger.outputCount) outputs, "
        + "\(ledger.scriptCount) scripts")
    var state: UInt64 = 2014
    func draw(below count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(count))
    }
    let all = ledger.txids
    var txids: [Txid] = []
    var scripts: [ScriptPubKey] = []
    for _ in 0..<count {
      let row = draw(below: all.count)
      txids.append(all[row])
      scripts.append(ledger.scriptPubKey(ScriptIndex(draw(below: ledger.scriptCount))))
    }
    return (txids, scripts)
  }

  /// What a transaction pays in fees and where it stands; the microseconds that took.
  private static func transaction(_ txid: Txid, _ ledger: borrowing ChainLedger) -> Double {
    let start = now()
    guard let row = ledger.transaction(txid) else { return -1 }
    var fee: Int64 = Int64(ledger.height(of: row))
    for input in ledger.inputs(of: row) {
      fee &+= ledger.outputValue[ledger.inputPrevout[input].position].rawValue
    }
    for output in ledger.outputs(of: row) { fee &-= ledger.outputValue[output].rawValue }
    let end = now()
    sink &+= fee
    return end - start
  }

  /// Every output of a script with its height, its value and where it was spent; the microseconds.
  private static func history(_ script: ScriptPubKey, _ ledger: borrowing ChainLedger) -> Double {
    let start = now()
    guard let row = ledger.script(script) else { return -1 }
    var sum: Int64 = 0
    let outputs = ledger.outputs(of: row)
    for place in 0..<outputs.count {
      let output = outputs[place]
      sum &+= ledger.outputValue[output.position].rawValue
      sum &+= Int64(ledger.height(of: ledger.transaction(ofOutput: output)))
      let spender = ledger.outputSpender[output.position]
      if !spender.isNone {
        sum &+= Int64(ledger.height(of: ledger.transaction(ofInput: spender)))
      }
    }
    let end = now()
    sink &+= sum
    return end - start
  }

  /// A look-up in a ledger that is opened for it, after the system forgot its files; the microseconds of
  /// both.
  private func coldly(_ look: (borrowing ChainLedger) -> Double) throws -> Double {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.string) {
      let file = try FileDescriptor.open(folder.appending(name), .readOnly)
      posix_fadvise(file.rawValue, 0, 0, POSIX_FADV_DONTNEED)
      try file.close()
    }
    let start = LookupBench.now()
    let ledger = try ChainLedger(opening: folder)
    _ = look(ledger)
    return LookupBench.now() - start
  }

  /// Microseconds on a clock that only goes forward.
  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
  }

  /// What the look-ups found, so that none of them can be left out.
  nonisolated(unsafe) private static var sink: Int64 = 0
}

/// The median and the 99th percentile of many times.
struct Times {
  let name: String
  let sorted: [Double]

  init(_ name: String, _ times: [Double]) {
    self.name = name
    sorted = times.sorted()
  }

  static let head =
    "look-up".padding(toLength: 28, withPad: " ", startingAt: 0)
    + "   count   median us      p99 us"

  var line: String {
    func quantile(_ percent: Int) -> Double {
      sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, sorted.count * percent / 100)]
    }
    return name.padding(toLength: 28, withPad: " ", startingAt: 0)
      + String(format: "%8d%12.2f%12.2f", sorted.count, quantile(50), quantile(99))
  }
}
