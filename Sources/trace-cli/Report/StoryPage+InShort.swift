import Bitcoin
import Case
import Tracer

/// The first section: what was missing, what was found, who has it.
extension StoryPage {
  /// The case in a few sentences.
  var inShort: [String] {
    guard let books = study.reconciliation else {
      return [
        "## In short", "",
        "The case has no books, so nothing can be held against the chain. `trace-cli trace` follows "
          + "coins from any outpoint, address or tag.", "",
      ]
    }
    var points: [String] = []
    let owed = books.lines.first?.amount ?? .zero
    let held = books.lines.reduce(Satoshi.zero) { sum, line in
      if case .held = line.kind { sum + line.amount } else { sum }
    }
    points.append(
      "At the close of its books, on \(day(books.time)), \(study.exchange) owed "
        + "\(study.books?.accounts.count.grouped ?? "0") accounts \(owed.formatted). The wallets that "
        + "its books know held \(held.formatted).")
    if let missing = study.missing {
      points.append("**\(missing.missing.formatted) were missing**, to the satoshi.")
    }
    if let found = study.forgotten {
      points.append(
        "**\(found.missing.formatted) of them were never gone**: they lay in "
          + "\(books.forgotten.filter { $0.balance > .zero }.count.counted("address", "addresses")) of "
          + "its own that the books had forgotten. \(movement(found))")
    }
    if let taken = study.unbooked, let taking = study.taking {
      points.append(
        "**\(taken.missing.formatted) were paid out without an entry**, in "
          + "\(taking.transactions.counted("transaction")) from \(day(taking.first)) to "
          + "\(day(taking.last)). On \(day(study.tipTime)): \(whereabouts(taken)).")
      if let hands = study.firstHands { points.append(firstHands(hands, of: taken.missing)) }
    }
    points += lostOtherwise(books)
    if !study.claims.isEmpty {
      let proven = study.claims.filter(\.verdict.isProven)
      let names = proven.map { "\($0.claim.id.markdownEscaped) (\($0.claim.amount.formatted))" }
      points.append(
        "**\(proven.count) of \(study.claims.count.counted("claim")) "
          + "\(proven.count == 1 ? "holds" : "hold")**"
          + (names.isEmpty ? "." : ": \(names.joined(separator: ", "))."))
    }
    return ["## In short", ""] + points.flatMap { Words.paragraph($0, bullet: "- ") } + [""]
  }

  /// What was lost in other ways than by payments without an entry.
  private func lostOtherwise(_ books: Reconciliation) -> [String] {
    var points: [String] = []
    if let again = books.finding(named: "paid-twice"), !again.sources.isEmpty {
      points.append(
        "**\(again.amount.formatted) were paid twice**: "
          + "\(again.sources.count.counted("withdrawal was", "withdrawals were")) mined under another "
          + "txid than the books name, and paid again. This is all that such changes of "
          + "transactions explain.")
    }
    if let burnt = books.finding(named: "burnt"), !burnt.sources.isEmpty {
      points.append(
        "**\(burnt.amount.formatted) were burnt**, in "
          + "\(burnt.sources.count.counted("output")) that nobody can ever spend.")
    }
    if let overdrawn = books.finding(named: "overdrawn") {
      points.append(
        "**\(overdrawn.amount.formatted) were withdrawn that no coin backed**, from accounts that "
          + "are overdrawn.")
    }
    if let undone = books.finding(named: "undone") {
      points.append(
        "**\(undone.amount.formatted) were paid out for deposits that the chain does not have**.")
    }
    return points
  }

  /// Where the found coins came to, and when.
  private func movement(_ found: Accounting) -> String {
    guard let moving = study.moving else { return "They have not moved: \(whereabouts(found))." }
    let fees = found.lines.first { $0.kind == .fees }?.amount ?? .zero
    let days =
      day(moving.first) == day(moving.last)
      ? "On \(day(moving.first))" : "From \(day(moving.first)) to \(day(moving.last))"
    return
      "\(days) they were moved, \(fees == .zero ? "without a fee" : "for \(fees.formatted) in fees"). "
      + "On \(day(study.tipTime)): \(whereabouts(found))."
  }

  /// Whom the taken coins reached first.
  private func firstHands(_ hands: FirstHands, of whole: Satoshi) -> String {
    let known = hands.rows.prefix(3).map {
      "\($0.amount.formatted) (\($0.amount.share(of: whole))) reached \($0.holder.name)"
    }
    let unspent =
      "\(hands.unspent.formatted) (\(hands.unspent.share(of: whole))) never reached a known "
      + "holder and lie unspent"
    return "Of those, before anybody who is known passed them on: "
      + (known + [unspent]).joined(separator: "; ") + "."
  }

  /// `unspent: mtgox, wallet offline 199,999.99000000 BTC (100.0 %)`, the largest three lines.
  private func whereabouts(_ account: Accounting) -> String {
    let ranked = account.lines.enumerated().filter { $0.element.amount > .zero }.sorted {
      $0.element.amount == $1.element.amount
        ? $0.offset < $1.offset : $0.element.amount > $1.element.amount
    }
    let words = ranked.prefix(3).map { _, line in
      "\(line.amount.formatted) \(StoryPage.words(line.kind))"
    }
    let rest = ranked.dropFirst(3).reduce(Satoshi.zero) { $0 + $1.element.amount }
    return (words + (rest > .zero ? ["\(rest.formatted) elsewhere"] : [])).joined(separator: ", ")
  }

  private static func words(_ kind: Accounting.LineKind) -> String {
    switch kind {
    case .unspent(.wallet(let exchange, let wallet)): "unspent in \(exchange)'s wallet \(wallet)"
    case .unspent(.unknown): "unspent with unknown holders"
    case .unspent(let holder): "unspent with \(holder.name)"
    case .fees: "paid to miners"
    case .unspendable: "where nobody can spend it"
    case .unclaimed: "left unclaimed by miners"
    case .superseded: "back at the exchange and taken again"
    case .stopped: "stopped"
    }
  }
}
