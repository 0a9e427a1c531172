import ArgumentParser
import Bitcoin
import Case
import Ledger
import Tracer

/// `cluster`: which addresses belong together.
struct ClusterCommand: CaseCommand {
  static let configuration = CommandConfiguration(
    commandName: "cluster",
    abstract: "Put addresses together that were spent together.",
    discussion: """
      Who signs for all inputs of a transaction holds the keys of all of them, so their addresses \
      are one cluster (the multi-input rule). Transactions that look like CoinJoins are left out; no \
      change rule is used. A cluster is named by its smallest script row in the ledger. For people \
      the largest clusters are listed; --json has every cluster, single addresses too, one a line.

      Examples:
        trace-cli cluster my-case
        trace-cli cluster my-case --address 1eHhgW6vquBYhwMPhQ668HPjxTtpvZGPC
        trace-cli cluster my-case --json > clusters.jsonl
      """)

  @OptionGroup var target: CaseArgument

  @Option(help: "Only the cluster of this address.")
  var address: String?

  @Option(help: ArgumentHelp("How many clusters to list for people; 0 lists all.", valueName: "n"))
  var limit = 20

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if limit < 0 { throw ValidationError("--limit \(limit) is below 0.") }
  }

  func run(on console: Console) throws {
    let opened = try OpenCase(target.folder)
    let ledger = try opened.openLedger()
    let script = try address.map { text in
      let address = try Address(text, network: opened.network)
      guard let script = ledger.script(address.scriptPubKey) else {
        throw Refusal("address \(address) is paid by no output of the ledger")
      }
      return script
    }
    let clusters = try Clusters.multiInput(ledger)
    if output.json {
      let places = script.map { [clusters.place(of: clusters.cluster(of: $0)) ?? 0] }
      for place in places ?? Array(0..<clusters.count) {
        console.print(json(of: place, clusters, ledger))
      }
      return
    }
    let holders = try opened.holders(opened.readRecords(ledger), clusters, ledger)
    if let script {
      show(clusters.cluster(of: script), clusters, holders, ledger, on: console)
    } else {
      list(clusters, holders, ledger, on: console)
    }
  }

  private func json(
    of place: Int, _ clusters: ClusterSet, _ ledger: borrowing ChainLedger
  ) -> JSONText {
    var addresses: [JSONText] = []
    for script in clusters.members(at: place) { addresses.append(.string(ledger.name(of: script))) }
    return .object([
      ("cluster", .count(clusters.cluster(at: place).position)), ("addresses", .array(addresses)),
      ("size", .count(clusters.size(at: place))),
      ("balance", .satoshi(clusters.balance(at: place, in: ledger))),
    ])
  }

  private func show(
    _ cluster: ScriptIndex, _ clusters: ClusterSet, _ holders: HolderIndex,
    _ ledger: borrowing ChainLedger, on console: Console
  ) {
    let place = clusters.place(of: cluster) ?? 0
    let members = clusters.members(at: place)
    console.print(
      console.dress.heading(
        "Cluster \(cluster.position): \(members.count.counted("address", "addresses")), "
          + clusters.balance(at: place, in: ledger).formatted))
    console.print()
    var table = TextTable([("holder", .left), ("address", .left)])
    for script in members.prefix(limit == 0 ? members.count : limit) {
      table.add(holders.holder(of: script).name, ledger.name(of: script))
    }
    for line in table.plain() { console.print(line) }
    if limit != 0, members.count > limit {
      console.print("  (+\((members.count - limit).grouped) more; --limit 0 lists all)")
    }
  }

  private func list(
    _ clusters: ClusterSet, _ holders: HolderIndex, _ ledger: borrowing ChainLedger,
    on console: Console
  ) {
    console.print(
      console.dress.heading(
        "\(clusters.count.counted("cluster")) of "
          + clusters.scriptCount.counted("address", "addresses")))
    console.print()
    // The largest first, the older one where equal.
    let ranked = (0..<clusters.count).sorted {
      let (left, right) = (clusters.size(at: $0), clusters.size(at: $1))
      return left == right ? $0 < $1 : left > right
    }
    var table = TextTable([
      ("cluster", .right), ("addresses", .right), ("BTC", .right), ("holder of the first", .left),
      ("first address", .left),
    ])
    for place in ranked.prefix(limit == 0 ? ranked.count : limit) {
      let first = clusters.cluster(at: place)
      table.add(
        String(first.position), clusters.size(at: place).grouped,
        clusters.balance(at: place, in: ledger).plain, holders.holder(of: first).name,
        ledger.name(of: first))
    }
    for line in table.plain() { console.print(line) }
    if limit != 0, ranked.count > limit {
      console.print("  (+\((ranked.count - limit).grouped) more; --limit 0 lists all)")
    }
  }
}
