import Bitcoin
import ChainSim

extension Simulation.Rehearsal {
  /// What the scenario comes to, for people.
  func lines(_ story: ScenarioStory, _ dress: Dress) -> [String] {
    let setting = story.scenario.variant.setting.map { ", setting \($0)" } ?? ""
    var lines = [dress.heading("\(story.scenario.title)\(setting): planned, not signed"), ""]
    var counts = TextTable([("", .left), ("count", .right)])
    for (name, count) in self.counts { counts.add(name, count.grouped) }
    lines += counts.plain() + [""]
    var holdings = TextTable([
      ("has in the end", .left), ("kind", .left), ("BTC", .right), ("outputs", .right),
    ])
    for coin in coins {
      holdings.add(coin.actor, kind(of: coin.actor, story), coin.amount.plain, coin.outputs.grouped)
    }
    lines += holdings.plain()
    if !tallies.isEmpty {
      var table = TextTable([
        ("is asked for", .left), ("", .left), ("asked", .right), ("made", .right),
      ])
      for tally in tallies {
        table.add(tally.actor, tally.what, tally.asked.grouped, tally.made.grouped)
      }
      lines += [""] + table.plain()
      if tallies.contains(where: { $0.made < $0.asked }) {
        lines += ["", "what is not made nobody had the coins for, or the chain ended before"]
      }
    }
    if !thefts.isEmpty {
      var table = TextTable([("taken by", .left), ("BTC", .right), ("transactions", .right)])
      for theft in thefts { table.add(theft.kind, theft.amount.plain, theft.transactions.grouped) }
      lines += [""] + table.plain()
    }
    if let books {
      var table = TextTable([("the books owe", .left), ("BTC", .right)])
      table.add(books.accounts.counted("customer"), books.customers.plain)
      table.add("the company", books.company.plain)
      table.add("reserve: held, or paid as fees", books.reserve.plain)
      lines += [""] + table.plain()
      lines += [
        "",
        "\(books.deposits.counted("deposit")) and \(books.withdrawals.counted("withdrawal")) are booked",
      ]
    }
    if let backlog {
      lines += [
        "",
        "\(backlog.blocks.counted("block")) left payments behind, up to "
          + "\(backlog.transactions.grouped); their cheapest paid up to "
          + "\((Int(backlog.feeRate.rawValue) / 1_000).grouped) sat/vB",
      ]
    }
    let settings = story.scenario.settings
    if !settings.isEmpty {
      lines += ["", "settings, each of which can be read: \(settings.joined(separator: ", "))"]
    }
    return lines
  }

  private var counts: [(String, Int)] {
    [
      // With the genesis block, as `index` counts them.
      ("blocks", height + 1), ("transactions", transactions + 1),
      ("of them no coinbases", payments),
      ("inputs", inputs), ("outputs", outputs), ("signatures", signatures), ("keys", keys),
    ]
  }

  private func kind(of actor: String, _ story: ScenarioStory) -> String {
    story.actors.first { $0.name == actor }?.kind ?? ""
  }

  /// `{title, setting, blocks, transactions, payments, inputs, outputs, signatures, keys, coins, orders,
  /// thefts, books, backlog, settings}`.
  func json(_ story: ScenarioStory) -> JSONText {
    .object([
      ("title", .string(story.scenario.title)),
      ("setting", .optional(story.scenario.variant.setting)), ("blocks", .count(height)),
      ("transactions", .count(transactions)), ("payments", .count(payments)),
      ("inputs", .count(inputs)), ("outputs", .count(outputs)),
      ("signatures", .count(signatures)), ("keys", .count(keys)),
      (
        "coins",
        .array(
          coins.map {
            .object([
              ("actor", .string($0.actor)), ("kind", .string(kind(of: $0.actor, story))),
              ("outputs", .count($0.outputs)), ("amount", .satoshi($0.amount)),
            ])
          })
      ),
      (
        "orders",
        .array(
          tallies.map {
            .object([
              ("actor", .string($0.actor)), ("what", .string($0.what)),
              ("asked", .count($0.asked)), ("made", .count($0.made)),
            ])
          })
      ),
      (
        "thefts",
        .array(
          thefts.map {
            .object([
              ("kind", .string($0.kind)), ("transactions", .count($0.transactions)),
              ("amount", .satoshi($0.amount)),
            ])
          })
      ),
      (
        "books",
        books.map {
          .object([
            ("accounts", .count($0.accounts)), ("customers", .satoshi($0.customers)),
            ("company", .satoshi($0.company)), ("reserve", .satoshi($0.reserve)),
            ("deposits", .count($0.deposits)), ("withdrawals", .count($0.withdrawals)),
          ])
        } ?? .null
      ),
      (
        "backlog",
        backlog.map {
          .object([
            ("blocks", .count($0.blocks)), ("transactions", .count($0.transactions)),
            ("feeRate", .satoshi($0.feeRate)),
          ])
        } ?? .null
      ),
      ("settings", .array(story.scenario.settings.map { .string($0) })),
    ])
  }
}
