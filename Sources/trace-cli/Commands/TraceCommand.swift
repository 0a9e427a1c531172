import ArgumentParser
import Bitcoin
import Case
import Ledger
import Tracer

/// `trace`: where tainted satoshis stand at a height.
struct TraceCommand: CaseCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Follow coins from their sources to where they stand unspent.",
    discussion: """
      A source is wholly tainted; what becomes of it is dealt to outputs and fees by a policy, exact \
      to the satoshi:
        poison    any tainted input taints everything
        haircut   every output gets its proportional share
        fifo      first in, first out (Clayton's case)
        lifo      last in, first out
        tiho      tainted coins go to the highest outputs first
      Several policies, as in --policy fifo,haircut, are computed in one pass over the ledger. Under \
      every policy but poison nothing is made or lost, and the program checks that itself.

      A source S is one of
        txid:vout          one output
        ADDRESS            every output that pays the address
        tag:LABEL          … an address that tags give this label
        category:NAME      … an address that tags put into this category
        cluster:A          … an address of the clusters of A, which is an
                           ADDRESS, tag:LABEL or category:NAME
        reconcile:FINDING  what the books do not explain: unbooked, forgotten,
                           burnt, paid-twice, undone, or all of it, missing

      --stop-at takes the same, and `coinjoins`: there the trace ends, and what comes there is booked on \
      a line of its own, so that the sums still close. At an address it ends with the output that pays \
      it, at a CoinJoin with the outputs that it spends. Where two stops name one place, the first counts.

      What is found unspent is listed by output, or with --by put together by address, by entity \
      (books, tags and clusters say who that is) or by hop, the fewest transactions from a source; \
      --top N keeps the N entries with the most taint and says what it left out.

      --explain OUTPOINT tells instead how taint came to one output, spent or not: for each label \
      the ways of its satoshis from the source on, with what each output on the way carried. A way \
      follows at each step the input that most of them came from; --paths asks for more ways.

      Examples:
        trace-cli trace my-case --source 3a1b…f8c4:1
        trace-cli trace my-case --source reconcile:missing --policy fifo,tiho
        trace-cli trace my-case --source tag:thief --fees sink --until 120000
        trace-cli trace my-case --source tag:thief --stop-at category:exchange
        trace-cli trace my-case --source tag:thief --stop-at coinjoins
        trace-cli trace my-case --source tag:thief --by entity --top 10
        trace-cli trace my-case --source tag:thief --explain 77c0…01aa:0 --paths 5
      """)

  @OptionGroup var target: CaseArgument

  @Option(
    name: .customLong("source"),
    help: ArgumentHelp("Where the trace starts; may be given again.", valueName: "s"))
  var sources: [String]

  @Option(
    help: ArgumentHelp("poison, haircut, fifo, lifo, tiho, or several with commas.", valueName: "p")
  )
  var policy = PolicyList([.fifo])

  @Option(help: "What becomes of tainted fees: sink counts them, follow goes on in the coinbase.")
  var fees = FeeChoice.follow

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The last height to follow. (default: the tip)", valueName: "h"))
  var until: Int?

  @Option(
    name: .customLong("stop-at"),
    help: ArgumentHelp(
      "Where the trace stops: coinjoins, or as a source is written; may be given again.",
      valueName: "s"))
  var stops: [String] = []

  @Option(help: "What to list: each output, or the outputs of an address, entity or hop together.")
  var by = ListingChoice.output

  @Option(
    help: ArgumentHelp(
      "List those with the most taint, so many; 0 lists all. (default: 20 for people, all in JSON)",
      valueName: "n"))
  var top: Int?

  @Option(
    help: ArgumentHelp("Tell how taint came to this output, txid:vout.", valueName: "outpoint"))
  var explain: String?

  @Option(
    help: ArgumentHelp("With --explain: how many ways of each label to tell.", valueName: "n"))
  var paths = 3

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if !(1...1000).contains(paths) {
      throw ValidationError("--paths \(paths) is not between 1 and 1000.")
    }
    if sources.isEmpty { throw ValidationError("Name at least one --source.") }
    if let until, until < 0 { throw ValidationError("--until \(until) is below 0.") }
    if let top, top < 0 { throw ValidationError("--top \(top) is below 0.") }
  }

  func run(on console: Console) throws {
    let opened = try OpenCase(target.folder)
    let ledger = try opened.openLedger()
    let records = try opened.readRecords(ledger)
    let clusters = try Clusters.multiInput(ledger)
    let resolver = try SourceResolver(
      sources, stops: stops, clusters: clusters, of: opened, records, ledger)
    let starts = try resolver.resolve(in: ledger, until: until)
    let ends = try resolver.resolveStops(in: ledger)
    let holders = try opened.holders(records, clusters, ledger)
    if let explain {
      let output = try TraceCommand.outputToExplain(explain, ledger)
      for policy in policy.policies {
        let findings = ExplanationFindings(
          explanation: try Trace.explain(
            output, in: ledger, sources: starts, policy: policy, fees: fees.handling, until: until,
            stops: ends, paths: paths), holders: holders)
        if self.output.json {
          console.print(findings.json(ledger))
        } else {
          for line in findings.lines(ledger, dress: console.dress) { console.print(line) }
        }
      }
      return
    }
    console.progress("tracing (\(policy))", done: 0, of: 0)
    let results = try Trace.run(
      ledger, sources: starts, policies: policy.policies, fees: fees.handling, until: until,
      stops: ends, countsHops: by == .hop)
    console.endProgress()
    for result in results {
      let listing = TraceListing(
        choice: by, top: (top ?? (output.json ? 0 : 20)).nonzero, holders: holders)
      let findings = TraceFindings(result: result, listing: listing, holders: holders)
      if output.json {
        console.print(try findings.json(ledger))
      } else {
        for line in try findings.lines(ledger, dress: console.dress) {
          console.print(line)
        }
      }
    }
  }
}

/// The policies of one call, as `fifo,haircut`.
struct PolicyList: ExpressibleByArgument, CustomStringConvertible {
  /// The policies in the order in which they were named.
  let policies: [TaintPolicy]

  /// A list of policies.
  init(_ policies: [TaintPolicy]) {
    self.policies = policies
  }

  /// Reads names with commas between; nil where one is no policy or stands there twice.
  init?(argument: String) {
    var policies: [TaintPolicy] = []
    for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let policy = TaintPolicy(rawValue: String(name)), !policies.contains(policy) else {
        return nil
      }
      policies.append(policy)
    }
    self.policies = policies
  }

  /// The list as it is written.
  var description: String { policies.map(\.rawValue).joined(separator: ",") }
}

/// `--fees`.
enum FeeChoice: String, ExpressibleByArgument, CaseIterable {
  /// The trace ends at the fee.
  case sink
  /// The trace goes on in the coinbase.
  case follow

  /// The choice as the tracer knows it.
  var handling: FeeHandling { self == .sink ? .sink : .follow }
}
