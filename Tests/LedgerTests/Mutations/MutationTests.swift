import Bitcoin
import Ledger
import TestSupport
import Testing

@Suite("Chains that are wrong in one place")
struct MutationTests {
  @Test("the catalogue has 224 of them, under names of their own, and most rules of a block")
  func catalogueIsLarge() {
    let rules = Set(Mutation.all.map(\.rule))
    let scripts = Set(Mutation.all.compactMap(\.script))
    #expect(Mutation.all.count == 224)
    #expect(Set(Mutation.all.map(\.name)).count == Mutation.all.count)
    // What no block can show: a transaction larger than one, and more money than there is.
    let never: Set<BlockRule> = [
      .oversizedTransaction, .inputsOutOfRange, .feeOutOfRange, .feeSumOutOfRange,
    ]
    #expect(rules == Set(BlockRule.allCases).subtracting(never))
    print(
      "mutations: \(Mutation.all.count), distinct rules: \(rules.count) of a block, "
        + "\(scripts.count) of scripts")
  }

  @Test("each is refused by its rule at its place, and its twin is not", arguments: Mutation.all)
  func isRefused(_ mutation: Mutation) throws {
    let (below, pair) = mutation.build()
    var validation = mutation.network.base
    for block in below.dropFirst(validation.headers.height + 1) {
      let violation = validation.add(block.encoded())
      #expect(violation == nil)
    }
    var twin = validation
    let found = validation.add(pair.wrong)
    let violation = try #require(found, "nothing found")
    expect(violation, of: mutation)
    let other = twin.add(pair.right.encoded())
    #expect(other == nil, "its twin")
  }

  @Test(
    "trace-cli's validation finds each at its place, and nothing in its twin",
    arguments: Mutation.all.filter { $0.shows != .notInFiles })
  func isFound(_ mutation: Mutation) throws {
    let (below, pair) = mutation.build()
    let report = try validate(below, pair.wrong, mutation.network)
    let offence = try #require(report.first, "nothing found")
    #expect(offence.height == below.count)
    #expect(offence.input == mutation.input)
    #expect(report.tip == below[below.count - 1].header.computeHash())
    expect(offence.violation, of: mutation)
    let twin = try validate(below, pair.right.encoded(), mutation.network)
    #expect(twin.isValid, "its twin: \(String(describing: twin.first?.violation))")
    #expect(twin.tip == pair.right.header.computeHash())
  }

  private func validate(
    _ below: [Block], _ last: [UInt8], _ network: MutationNetwork
  ) throws -> ValidationReport {
    let rules = network.rules
    let folder = try TemporaryFolder()
    try BlockFolderWriter.write(
      [
        below.map { .block($0) }
          + [.raw(BlockFolderWriter.record(last, network: rules.network))]
      ], network: rules.network, to: folder.path)
    return try ChainValidation.run(
      blocks: folder.path, network: rules.network, rules: rules, threads: 2)
  }

  private func expect(_ violation: BlockViolation, of mutation: Mutation) {
    #expect(violation.rule == mutation.rule, "\(violation)")
    #expect(violation.transaction == mutation.transaction, "\(violation)")
    #expect(violation.input == mutation.input, "\(violation)")
    #expect(violation.script?.rule == mutation.script, "\(violation)")
  }
}

extension MutationNetwork {
  /// What accepted the chain below all cases.
  fileprivate var base: ReferenceValidation {
    MutationNetwork.bases[self] ?? ReferenceValidation(rules)
  }

  private static let bases: [MutationNetwork: ReferenceValidation] = {
    var bases: [MutationNetwork: ReferenceValidation] = [:]
    for network in allCases {
      var validation = ReferenceValidation(network.rules)
      for block in MutationShop(network, tag: "").blocks.dropFirst() {
        _ = validation.add(block.encoded())
      }
      bases[network] = validation
    }
    return bases
  }()
}
