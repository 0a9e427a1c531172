import Bitcoin
import Case
import Scoring
import Tracer

/// A case told on one page of Markdown: plain words and tables, every number computed.
struct StoryPage {
  let study: CaseStudy
  private let score: Score?

  /// The page of a study, with its score where the truth is known.
  init(_ study: CaseStudy, score: Score?) {
    self.study = study
    self.score = score
  }

  /// The page, a line at a time.
  var lines: [String] {
    var lines = ["# \(study.description.title)", ""]
    lines += [
      "\(study.description.network.name), \(study.transactionCount.grouped) transactions up to height "
        + "\(study.tip.height.grouped) (\(study.tipTime)), tip `\(study.tip.hash)`.", "",
    ]
    if let notes = study.description.notes { lines += Words.paragraph(notes) + [""] }
    lines += inShort
    lines += whatWasMissing
    lines += whatWasFound
    lines += whereItIs
    lines += whenItWasTaken
    lines += claims
    lines += scores
    lines += howItWasDone
    return lines
  }

  // MARK: - Sections

  private var whatWasMissing: [String] {
    guard let books = study.reconciliation else { return [] }
    var lines = ["## What was missing", ""]
    lines += Words.paragraph(
      "The books against the chain, as of height \(books.asOf.height.grouped) (\(books.time)): the "
        + "first line is what is owed, the others say where it is.")
    lines += [""] + books.equation.markdown() + [""]
    lines += Words.paragraph(
      books.isClosed
        ? "The equation closes: nothing is left over on either side."
        : "**The equation does not close**: \(books.difference.formatted) are left over.")
    lines.append("")
    if !books.flaws.isEmpty {
      lines += Words.paragraph(
        "The chain contradicts \(books.flaws.count.counted("entry", "entries")) of the books:")
      lines += [""] + books.flaws.prefix(10).map { "- \($0)" }
      if books.flaws.count > 10 { lines.append("- (+\(books.flaws.count - 10) more)") }
      lines.append("")
    }
    return lines
  }

  private var whatWasFound: [String] {
    guard let books = study.reconciliation, let found = study.forgotten else { return [] }
    var lines = ["## What was found", ""]
    lines += Words.paragraph(
      "These addresses are not in the books, but were signed for together with addresses that are, so "
        + "whoever had the keys of one had those of the other. At the close they held:")
    lines += [""] + books.forgottenTable(limit: 10).markdown() + [""]
    lines += Words.paragraph("Where those \(found.missing.formatted) are now:")
    return lines + [""] + found.table.markdown() + [""]
  }

  private var whereItIs: [String] {
    guard let missing = study.missing, let haircut = study.byHaircut else { return [] }
    var lines = ["## Where the missing coins are now", ""]
    lines += Words.paragraph(
      "All \(missing.missing.formatted), first in, first out, as of height "
        + "\(missing.asOf.grouped). Fees are counted where they were paid.")
    lines += [""] + missing.table.markdown() + [""]
    lines += Words.paragraph(
      missing.isClosed
        ? "The lines add up to the missing sum; nothing is unexplained."
        : "**\(missing.unexplained.formatted) are unexplained.**")
    lines.append("")
    lines += Words.paragraph(
      "How much hangs on the method: first in, first out gives each satoshi one place, the haircut "
        + "spreads it over everything it was mixed with.")
    var table = TextTable([
      ("where it is", .left), ("first in, first out", .right), ("haircut", .right),
    ])
    let others = haircut.lines.filter { line in !missing.lines.contains { $0.kind == line.kind } }
    for line in missing.lines + others {
      table.add(
        line.name, (missing.lines.first { $0.kind == line.kind }?.amount ?? .zero).plain,
        (haircut.lines.first { $0.kind == line.kind }?.amount ?? .zero).plain)
    }
    return lines + [""] + table.markdown() + [""]
  }

  private var whenItWasTaken: [String] {
    guard let taking = study.taking else { return [] }
    var table = TextTable([("quarter", .left), ("transactions", .right), ("BTC", .right)])
    for quarter in taking.quarters {
      table.add(quarter.name, quarter.transactions.grouped, quarter.amount.plain)
    }
    return ["## When it was taken", ""]
      + Words.paragraph("Payments to strangers that no entry of the books explains, fees included:")
      + [""] + table.markdown() + [""] + whomItReached
  }

  private var whomItReached: [String] {
    guard let hands = study.firstHands else { return [] }
    let words = """
      Followed up to the first holder who is known from tags, clusters or the books. What an exchange \
      does with coins afterwards says nothing about who sold them, so this, not where the coins lie \
      in the end, names whom to ask.
      """
    return ["## Whom the taken coins reached", ""] + Words.paragraph(words)
      + [""] + hands.table.markdown() + [""]
  }

  private var claims: [String] {
    guard !study.claims.isEmpty else { return [] }
    var lines = ["## Which claims hold", ""]
    var table = TextTable([
      ("claim", .left), ("by", .left), ("BTC", .right), ("verdict", .left),
    ])
    for report in study.claims {
      table.add(
        report.claim.id, report.claim.claimant, report.claim.amount.plain, report.verdict.name)
    }
    lines += table.markdown() + [""]
    for report in study.claims {
      // A reason that goes through many coins is told by its first one here.
      let words =
        report.weightiest.map { check in
          "\(check.name): \(String(check.detail.prefix { $0 != ";" }).markdownEscaped)"
        } ?? "every check holds"
      lines += Words.paragraph("**\(report.claim.id.markdownEscaped)**: \(words).", bullet: "- ")
    }
    lines += ["", "`trace-cli claim verify` lists every check of every claim.", ""]
    return lines + Words.paragraph(ClaimReport.limits) + [""]
  }

  private var scores: [String] {
    guard let score else { return [] }
    return ["## How right the tracer was", ""]
      + Words.paragraph(
        "This case is simulated, so the truth is known. No finding above has looked at it; here they "
          + "are held against it, with 95 % intervals; docs/scoring.md says what each figure is.")
      + [""] + score.table.markdown() + [""]
  }

  private var howItWasDone: [String] {
    let words = """
      Each number on this page is computed from the blocks, the tags, the books and the claims of the \
      case. Amounts are whole satoshis throughout, and the program checks at every run that no \
      satoshi is made or lost. What a tag or a shared signature says about a holder is evidence, not \
      proof; that two addresses were never signed for together proves nothing.
      """
    return ["## How to read this", ""] + Words.paragraph(words)
  }

  /// The day of a time.
  func day(_ time: UTCTime) -> String {
    String(time.description.prefix(10))
  }
}
