import Bitcoin
import Case

extension CaseOutput {
  /// How many requests a second a site has on a usual day.
  private static let usualRequests = 20...60

  /// The site's requests, minute by minute, from a day before each flood of the robbed exchange until
  /// a day after it, the same around its filing, and no longer than until the site closes. After the
  /// filing all are refused.
  func makeRequests() -> [Books.RequestCount] {
    guard let exchange else { return [] }
    var generator = SeededGenerator(seed: keys.seed, key: "\(exchange)/requests")
    var closing = UInt32.max
    var filing = UInt32.max
    var times: [(from: UInt32, to: UInt32, flood: Flood?)] = []
    for event in scenario.events {
      switch event.action {
      case .closeSite(of: exchange): closing = min(closing, event.from)
      case .filing(of: exchange):
        filing = min(filing, event.from)
        times.append((event.from, event.from, nil))
      case .flood(let flood) where flood.on == exchange:
        times.append((event.from, event.to, flood))
      default: break
      }
    }
    times.sort { ($0.from, $0.to) < ($1.from, $1.to) }
    var rows: [Books.RequestCount] = []
    var next: UInt32 = 0
    for (from, to, flood) in times {
      var minute = max(next, (from - min(from, 86_400)) / 60 * 60)
      let end = min(to + 86_400, closing)
      while minute < end {
        var count = Int64(generator.within(CaseOutput.usualRequests)) * 60
        var served = count
        if let flood {
          if minute >= from && minute < to {
            // Within a twentieth of the mean.
            let mean = Int64(flood.requests) * 60
            count += mean / 1_000 * Int64(generator.within(950...1_050))
          }
          served = min(count, Int64(flood.served) * 60)
        }
        if minute >= filing { served = 0 }
        rows.append(
          .init(time: UTCTime(blockTime: minute), served: served, refused: count - served))
        minute += 60
      }
      next = max(next, minute)
    }
    return rows
  }
}
