import ArgumentParser
import Bitcoin
import Ledger
import Tracer

/// `--by`: what a trace lists.
enum ListingChoice: String, ExpressibleByArgument, CaseIterable {
  /// Each output.
  case output
  /// The outputs of each address together.
  case address
  /// The outputs of each entity together.
  case entity
  /// The outputs that lie equally many transactions from the sources together.
  case hop
}

/// What a trace lists, and how much of it.
struct TraceListing {
  /// What is listed.
  let choice: ListingChoice
  /// How many entries, those with the most taint; nil for all.
  let top: Int?
  /// Who holds which script.
  let holders: HolderIndex

  /// An entry of a list that is not of single outputs.
  struct Entry {
    /// What tells it from others.
    var key: Key
    /// How many outputs there are.
    var count: Int
    /// What of them is tainted.
    var tainted: Satoshi
    /// The same by label.
    var byLabel: [LabelAmount]

    /// What outputs are put together by.
    enum Key {
      case address(String?, name: String, entity: String?)
      case entity(String?, name: String)
      case hops(Int)
    }

    /// The key as members of a JSON object.
    var members: [(String, JSONText)] {
      switch key {
      case .address(let address, _, let entity):
        [("address", .optional(address)), ("entity", .optional(entity))]
      case .entity(let entity, let name):
        [("entity", .optional(entity)), ("holder", .string(name))]
      case .hops(let hops): [("hops", .count(hops))]
      }
    }

    /// The key as cells of a table.
    var cells: [String] {
      switch key {
      case .address(_, let name, let entity): [entity ?? "-", name]
      case .entity(_, let name): [name]
      case .hops(let hops): [String(hops)]
      }
    }
  }

  /// What is listed of a result, and what is left out: how many entries with how much taint.
  struct Shown<Element> {
    var elements: [Element]
    var leftOut: (count: Int, tainted: Satoshi)
  }

  /// The outputs with the most taint, chain order where equal; without a limit in chain order.
  func outputs(of result: TraceResult, isRanked: Bool) -> Shown<TaintedOutput> {
    guard isRanked || top != nil else {
      return Shown(elements: result.outputs, leftOut: (0, .zero))
    }
    let ranked = result.outputs.enumerated().sorted {
      $0.element.tainted == $1.element.tainted
        ? $0.offset < $1.offset : $0.element.tainted > $1.element.tainted
    }.map(\.element)
    return cut(ranked) { $0.tainted }
  }

  /// The groups with the most taint; hops in their own order.
  ///
  /// - Throws: `TraceError`.
  func entries(
    of result: TraceResult, _ ledger: borrowing ChainLedger
  ) throws -> Shown<Entry> {
    switch choice {
    case .output: return Shown(elements: [], leftOut: (0, .zero))
    case .address:
      let column = ledger.outputScript
      var scripts: [OutputIndex: ScriptIndex] = [:]
      for output in result.outputs { scripts[output.output] = column[output.output.position] }
      let groups = cut(try result.groups { scripts[$0.output] ?? .none }) { $0.tainted }
      var entries: [Entry] = []
      for group in groups.elements {
        let key = Entry.Key.address(
          ledger.address(of: group.key)?.description, name: ledger.name(of: group.key),
          entity: holders.holder(of: group.key).entity)
        entries.append(entry(group, key))
      }
      return Shown(elements: entries, leftOut: groups.leftOut)
    case .entity:
      let column = ledger.outputScript
      var names: [OutputIndex: EntityName] = [:]
      for output in result.outputs {
        names[output.output] = EntityName(holders.holder(of: column[output.output.position]))
      }
      let unknown = EntityName(.unknown)
      let groups = cut(try result.groups { names[$0.output] ?? unknown }) { $0.tainted }
      let entries = groups.elements.map {
        entry($0, .entity($0.key.entity, name: $0.key.name))
      }
      return Shown(elements: entries, leftOut: groups.leftOut)
    case .hop:
      let groups = cut(try result.groups { $0.hops ?? 0 }) { $0.tainted }
      let entries = groups.elements.sorted { $0.key < $1.key }.map { entry($0, .hops($0.key)) }
      return Shown(elements: entries, leftOut: groups.leftOut)
    }
  }

  /// The titles of the columns behind the amounts.
  var titles: [(String, TextTable.Side)] {
    switch choice {
    case .output: []
    case .address: [("entity", .left), ("address", .left)]
    case .entity: [("entity", .left)]
    case .hop: [("hops", .right)]
    }
  }

  private func entry<Key>(_ group: TaintedGroup<Key>, _ key: Entry.Key) -> Entry {
    Entry(key: key, count: group.count, tainted: group.tainted, byLabel: group.byLabel)
  }

  private func cut<Element>(
    _ ranked: [Element], _ tainted: (Element) -> Satoshi
  ) -> Shown<Element> {
    guard let top, top < ranked.count else {
      return Shown(elements: ranked, leftOut: (0, .zero))
    }
    let left = ranked.dropFirst(top)
    return Shown(
      elements: Array(ranked.prefix(top)),
      leftOut: (left.count, left.reduce(.zero) { $0 + tainted($1) }))
  }
}

/// Whom outputs are put together under: a name that is known, or why it is not.
private struct EntityName: Hashable, Sendable {
  var entity: String?
  var name: String

  init(_ holder: Holder) {
    entity = holder.entity
    name = holder.entity ?? holder.name
  }
}
