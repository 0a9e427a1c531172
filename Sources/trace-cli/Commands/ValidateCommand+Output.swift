import Bitcoin
import Ledger

extension ValidationReport {
  /// The report for people.
  func lines(_ dress: Dress) -> [String] {
    let counts =
      "\(blocks.counted("block")), \(transactions.counted("transaction")), "
      + "\(inputs.counted("input")), \(signatures.counted("signature"))"
    guard let first else {
      return [dress.good("valid: \(counts)"), "tip: height \(height), \(tip)"]
    }
    var lines = [dress.bad("invalid: block \(first.height) breaks \(first.violation.reason)")]
    var rows = [("block", first.block.description)]
    if let place = first.violation.transaction {
      rows.append(("transaction", "\(place)" + (first.txid.map { ", \($0)" } ?? "")))
    }
    if let input = first.input { rows.append(("input", "\(input)")) }
    rows.append(("rule", first.violation.rule.rawValue))
    rows.append(("detail", first.violation.detail))
    lines += rows.map { "  " + $0.0.padded(to: 13) + $0.1 }
    lines.append("good below: \(counts)")
    return lines
  }

  /// How fast it went, in one line.
  func pace(_ duration: Duration, threads: Int) -> String {
    let milliseconds = max(1, Int(duration / .milliseconds(1)))
    let rate = signatures * 1000 / milliseconds
    return "\(signatures.counted("signature")) checked in "
      + "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s, \(rate.grouped) a second, "
      + threads.counted("thread")
  }

  /// The report for programs.
  var json: JSONText {
    .object([
      ("valid", .bool(isValid)), ("blocks", .count(blocks)), ("transactions", .count(transactions)),
      ("inputs", .count(inputs)), ("signatures", .count(signatures)), ("height", .count(height)),
      ("tip", .string(tip.description)), ("first", first?.json ?? .null),
    ])
  }
}

extension Offence {
  /// The offence for programs.
  var json: JSONText {
    .object([
      ("height", .count(height)), ("block", .string(block.description)),
      ("txid", .optional(txid)), ("input", input.map { .count($0) } ?? .null),
      ("rule", .string(violation.rule.rawValue)), ("detail", .string(violation.detail)),
      ("reason", .string(violation.reason)),
    ])
  }
}
