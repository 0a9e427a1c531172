import ArgumentParser
import Bitcoin
import Case
import Ledger
import Tracer

/// `claim`: claims that coins were recovered.
struct ClaimCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "claim", abstract: "Judge claims that coins were recovered.",
    subcommands: [ClaimVerify.self])
}

/// `claim verify`: each claim of a case, check by check.
struct ClaimVerify: CaseCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Verify the case's claims, check by check.",
    discussion: """
      A claim says who claims which coins, as of which block, from which loss, and brings signatures \
      as proof of control. Each is asked the same questions, and each answer is `pass`, `fail` or \
      `cannot tell` with its reason. The verdicts: proven; proven, since moved; unproven (nothing \
      speaks against it, but not all is shown); contradicted (the chain or the claim itself says \
      otherwise). Exit status 1 unless all claims asked about are proven. All claims of the case \
      are read in any case, because one can contradict another.

      Examples:
        trace-cli claim verify my-case
        trace-cli claim verify my-case --claim recovered --json
      """)

  @OptionGroup var target: CaseArgument

  @Option(
    name: .customLong("claim"),
    help: ArgumentHelp("Only this claim; may be given again. (default: all)", valueName: "id"))
  var ids: [String] = []

  @OptionGroup var output: OutputOptions

  func run(on console: Console) throws {
    let opened = try OpenCase(target.folder)
    let claims = try opened.readClaims()
    guard !claims.isEmpty else { throw Refusal("\(opened.folder.claims) has no claim") }
    for id in ids where !claims.contains(where: { $0.id == id }) {
      throw Refusal("\(opened.folder.claims) has no claim \"\(id)\"")
    }
    let ledger = try opened.openWholeLedger(for: "claim verify")
    let all = try opened.verifyClaims(claims, opened.readRecords(ledger), ledger)
    let reports = ids.isEmpty ? all : all.filter { ids.contains($0.claim.id) }
    if output.json {
      console.print(.object([("claims", .array(reports.map(\.json)))]))
    } else {
      for report in reports {
        for line in report.lines(dress: console.dress) { console.print(line) }
      }
      for line in Words.paragraph(ClaimReport.limits) { console.print(line) }
    }
    guard reports.allSatisfy(\.verdict.isProven) else { throw NegativeVerdict() }
  }
}

extension OpenCase {
  /// Verifies claims against the chain, and against the loss that each names.
  ///
  /// - Throws: `CaseFailure`.
  func verifyClaims(
    _ claims: [Claim], _ records: Records?, _ ledger: borrowing ChainLedger
  ) throws -> [ClaimReport] {
    let losses = try resolveLosses(claims, records, ledger)
    return ClaimVerification.run(claims, ledger: ledger) { text in
      try losses[text]?.get() ?? []
    }
  }

  /// What each loss that a claim names stands for, or why it stands for nothing; and all that is
  /// missing by the books.
  private func resolveLosses(
    _ claims: [Claim], _ records: Records?, _ ledger: borrowing ChainLedger
  ) throws -> [String: Result<[TaintSource], any Error>] {
    var losses: [String: Result<[TaintSource], any Error>] = [:]
    for text in Set(claims.compactMap(\.loss) + ["reconcile:missing"]) {
      do {
        losses[text] = .success(
          try SourceResolver([text], of: self, records, ledger).resolve(in: ledger, until: nil))
      } catch {
        losses[text] = .failure(error)
      }
    }
    return losses
  }
}

extension Dress {
  /// The text in the colour of an answer.
  func result(_ answer: ClaimCheck.Answer, _ text: String) -> String {
    switch answer {
    case .pass: good(text)
    case .fail: bad(text)
    case .cannotTell: doubtful(text)
    }
  }
}

extension ClaimReport {
  /// `{id, verdict, checks}` and what goes beyond it.
  var json: JSONText {
    .object([
      ("id", .string(claim.id)), ("verdict", .string(verdict.name)),
      (
        "checks",
        .array(
          checks.map { check in
            .object([
              ("name", .string(check.name)), ("result", .string(check.result.rawValue)),
              ("detail", .string(check.detail)),
            ])
          })
      ),
      ("claimant", .string(claim.claimant)), ("amount", .satoshi(claim.amount)),
      ("found", found.map { .satoshi($0) } ?? .null),
      ("traced", traced.map { .satoshi($0) } ?? .null),
    ])
  }

  /// The verdict and all checks, for people.
  func lines(dress: Dress) -> [String] {
    var lines = [
      dress.heading("\(claim.id): \(claim.claimant), \(claim.amount.formatted)"),
      "  \"\(claim.text)\"", "",
    ]
    for check in checks {
      let answer = check.result.rawValue.padded(to: 11)
      let name = check.name.padded(to: 23)
      lines += Words.paragraph(check.detail, bullet: "  \(answer)  \(name)  ").map { line in
        guard line.hasPrefix("  \(answer)") else { return line }
        let rest = line.dropFirst(2 + answer.count)
        return "  " + dress.result(check.result, answer) + rest
      }
    }
    let words = verdict.isProven ? dress.good(verdict.name) : dress.bad(verdict.name)
    return lines + ["", "  verdict: \(words)", ""]
  }
}
