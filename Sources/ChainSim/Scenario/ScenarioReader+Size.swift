import Bitcoin
import Case

extension ScenarioReader {
  /// A period in which blocks come evenly: until a time, or for as many blocks as the scenario's size
  /// asks for.
  ///
  /// - Parameters:
  ///   - node: the period.
  ///   - begin: when the period before it ends (seconds since 1970).
  ///   - size: how many payments users make, where the scenario says so.
  static func pace(
    _ node: YAMLNode, after begin: UInt32, size: Int?
  ) throws(YAMLError) -> BlockPace {
    let pace = try node.mapping(ScenarioKeys.pace, in: "blocks")
    let interval = try pace.require("every")
    guard let seconds = UInt32(exactly: try interval.duration()) else {
      throw interval.error(.invalid("blocks so far apart are no chain"))
    }
    let until: UInt32
    if let node = pace.find("payments") {
      let perBlock = try node.integer(in: ScenarioLimits.paymentsPerBlock)
      guard let size else {
        throw node.error(.invalid("how many blocks that makes is for 'size' to say: give one"))
      }
      if let other = pace.find("until") {
        throw other.error(.invalid("'payments' says how long the period is: leave one out"))
      }
      let blocks = UInt64((size + perBlock - 1) / perBlock + 1)
      guard let end = UInt32(exactly: UInt64(begin) + blocks * UInt64(seconds)) else {
        throw node.error(.invalid("so many blocks end after 2106: let them come faster"))
      }
      until = end
    } else {
      until = try blockTime(pace.require("until"))
    }
    var period = BlockPace(until: until, interval: seconds)
    if let size = pace.find("size") { period.weightLimit = try blockWeight(size) }
    return period
  }

  /// Brings the users' numbers, payments and coins to a scenario's size: what the file says of each
  /// holds in proportion.
  static func scale(
    _ actors: inout [ScenarioActor], to size: Int, _ node: YAMLNode
  ) throws(YAMLError) {
    var payments = 0
    for case .users(let users) in actors.map(\.kind) { payments += users.payments }
    guard payments > 0 else {
      throw node.error(.invalid("there are no users who make payments"))
    }
    for index in actors.indices {
      guard case .users(var users) = actors[index].kind else { continue }
      // Counts of at most 50 million times at most 10 million fit 64 bits; amounts are divided first.
      users.count = max(2, users.count * size / payments)
      users.payments = users.payments * size / payments
      let coins = (users.coins.rawValue / Int64(payments)).multipliedReportingOverflow(
        by: Int64(size))
      guard !coins.overflow,
        let sum = Satoshi.zero.addingInMoneyRange(Satoshi(coins.partialValue))
      else {
        throw node.error(
          .invalid("actor '\(actors[index].name)' would need more coins than there are"))
      }
      users.coins = sum
      actors[index].kind = .users(users)
    }
  }

  /// How heavy blocks of a size are: `250 kB` are 250,000 bytes without witnesses.
  private static func blockWeight(_ node: YAMLNode) throws(YAMLError) -> Int {
    let text = try node.text()
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    let units = ["kB": 1_000, "MB": 1_000_000]
    guard words.count == 2, let unit = units[String(words[1])], (1...4).contains(words[0].count),
      words[0].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      words[0].first != "0", let number = Int(words[0]),
      (10_000...1_000_000).contains(number * unit)
    else {
      throw node.error(.badValue(text, expected: "a size from 10 kB to 1 MB, such as 250 kB"))
    }
    return number * unit * 4
  }
}
