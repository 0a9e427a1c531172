import Bitcoin
import ChainSim

extension ScenarioStory {
  /// The story for people.
  func lines(_ dress: Dress) -> [String] {
    var lines = [dress.heading(scenario.title), ""]
    for note in scenario.notes { lines += Words.paragraph(note) + [""] }
    lines += [
      "\(scenario.network.name), the subsidy halves every "
        + scenario.network.subsidyHalvingInterval.counted("block") + ", seed \(scenario.seed)"
    ]
    for period in blocks { lines.append("  blocks \(ScenarioStory.words(period.facts))") }
    lines += section("Who takes part", actors, dress)
    lines += section("What happens", events, dress)
    if !sums.isEmpty {
      var table = TextTable([("what is missing", .left), ("BTC", .right)])
      for sum in sums { table.add(sum.name, sum.amount.plain) }
      lines += ["", dress.heading("Sums"), ""] + table.plain()
    }
    lines += section("What is claimed", claims, dress)
    lines += section("Settings", settings, dress)
    return lines
  }

  private func section(_ title: String, _ parts: [Part], _ dress: Dress) -> [String] {
    guard !parts.isEmpty else { return [] }
    var lines = ["", dress.heading(title), ""]
    for part in parts {
      let kind = part.kind.isEmpty ? "" : "  \(part.kind)"
      let summary = part.summary.isEmpty ? "" : "  \(part.summary)"
      lines.append("  \(part.name)\(kind)\(summary)")
      for fact in part.facts { lines.append("      \(fact.key): \(fact.value)") }
    }
    return lines
  }

  private static func words(_ facts: [Fact]) -> String {
    facts.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
  }

  /// `{title, seed, network, subsidyHalvingInterval, notes, blocks, actors, events, sums, claims,
  /// settings}`.
  var json: JSONText {
    .object([
      ("title", .string(scenario.title)), ("seed", .string(String(scenario.seed))),
      ("setting", .optional(scenario.variant.setting)),
      ("network", .string(scenario.network.name)),
      ("subsidyHalvingInterval", .count(scenario.network.subsidyHalvingInterval)),
      ("notes", .array(scenario.notes.map { .string($0) })),
      ("blocks", .array(blocks.map(\.json))), ("actors", .array(actors.map(\.json))),
      ("events", .array(events.map(\.json))),
      (
        "sums",
        .array(
          sums.map {
            .object([("name", .string($0.name)), ("amount", .satoshi($0.amount))])
          })
      ),
      ("claims", .array(claims.map(\.json))), ("settings", .array(settings.map(\.json))),
    ])
  }
}

extension ScenarioStory.Part {
  /// `{name, kind, summary, facts}`; the facts by their keys.
  fileprivate var json: JSONText {
    .object([
      ("name", .string(name)), ("kind", .string(kind)), ("summary", .string(summary)),
      ("facts", .object(facts.map { ($0.key, .string($0.value)) })),
    ])
  }
}
