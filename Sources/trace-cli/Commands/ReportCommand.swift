import ArgumentParser
import Bitcoin
import Case
import Files
import Ledger
import Scoring
import SystemPackage
import Tracer
import Truth

/// `report`: a case told on one page.
struct ReportCommand: CaseCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a page that tells the case in plain words and tables.",
    discussion: """
      What was missing, what was found, where the rest went, which claims hold, and, where the case \
      is simulated, how right the tracer was. Every number is computed from the case. The page is \
      Markdown, in CASE/reports/report.md, and is printed as well. Exit status 1 where the books or \
      the account do not close.

      Example:
        trace-cli report my-case
      """)

  @OptionGroup var target: CaseArgument
  @OptionGroup var output: OutputOptions

  func run(on console: Console) throws {
    let opened = try OpenCase(target.folder)
    let report = try CaseReport(opened, opened.openWholeLedger(for: "report"), on: console)
    try report.write(to: opened.folder)
    if output.json {
      console.print(report.json())
    } else {
      console.print(page: report.page.lines)
      console.print()
      console.print("written to \(report.path(in: opened.folder))")
    }
    guard report.study.isClosed else { throw NegativeVerdict() }
  }
}

/// The findings of a case, ready to be told.
struct CaseReport {
  /// The case folder as the user named it.
  let folder: String
  /// What was found.
  let study: CaseStudy
  /// How right it is, where the truth is known.
  let score: Score?

  /// Asks everything of a case.
  ///
  /// - Throws: what the single commands throw.
  init(_ opened: OpenCase, _ ledger: consuming ChainLedger, on console: Console) throws {
    folder = opened.folder.root.string
    study = try CaseStudy(opened, ledger, on: console)
    let truth = TruthFolder(opened.folder.truth)
    console.progress("scoring against the truth", done: 0, of: 0)
    score = try truth.isPresent() ? try Score.run(ledger, truth: truth) : nil
    console.endProgress()
  }

  /// The page.
  var page: StoryPage { StoryPage(study, score: score) }

  /// Where the page goes.
  func path(in folder: CaseFolder) -> FilePath { folder.reports.appending("report.md") }

  /// Writes the page.
  ///
  /// - Throws: `FileError`.
  func write(to folder: CaseFolder) throws {
    try Folder.create(folder.reports)
    let text = page.lines.joined(separator: "\n") + "\n"
    try AtomicFile.write(text, to: path(in: folder))
  }

  /// The findings for programs, with what was found about the chain where it was validated.
  func json(with validation: ValidationReport? = nil) -> JSONText {
    func amount(_ account: Accounting?) -> JSONText {
      account.map { .satoshi($0.missing) } ?? .null
    }
    return .object(
      [
        ("case", .string(folder)), ("title", .string(study.description.title)),
        ("height", .count(study.tip.height)), ("tip", .string(study.tip.hash.description)),
        ("missing", amount(study.missing)), ("forgotten", amount(study.forgotten)),
        ("unbooked", amount(study.unbooked)),
        ("difference", study.reconciliation.map { .satoshi($0.difference) } ?? .null),
        ("unexplained", study.missing.map { .satoshi($0.unexplained) } ?? .null),
        (
          "claims",
          .array(
            study.claims.map {
              .object([("id", .string($0.claim.id)), ("verdict", .string($0.verdict.name))])
            })
        ),
        ("score", .array((score?.rows ?? []).map(\.json))),
        ("report", .string("\(folder)/reports/report.md")),
      ] + (validation.map { [("validation", $0.json)] } ?? []))
  }
}
