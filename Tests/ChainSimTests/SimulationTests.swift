import Bitcoin
import Case
import ChainSim
import Files
import SystemPackage
import TestSupport
import Testing

@Suite("Simulation")
struct SimulationTests {
  @Test("one, two and three threads give the same bytes")
  func sameBytes() throws {
    let holder = try TemporaryFolder()
    var folders: [[String: [UInt8]]] = []
    for threads in 1...3 {
      let path = holder.path.appending("case\(threads)")
      try Simulation.run(TinyScenario.make(), threads: threads, into: path)
      folders.append(try contents(of: path))
    }
    #expect(folders[0].count > 10)
    #expect(folders[0] == folders[1])
    #expect(folders[0] == folders[2])
  }

  @Test("another seed gives another chain")
  func otherSeed() throws {
    let holder = try TemporaryFolder()
    try Simulation.run(TinyScenario.make(), threads: 2, into: holder.path.appending("one"))
    try Simulation.run(
      TinyScenario.make(), seed: 2, threads: 2, into: holder.path.appending("two"))
    let one = try contents(of: holder.path.appending("one"))
    let two = try contents(of: holder.path.appending("two"))
    #expect(one.keys.sorted() == two.keys.sorted())
    #expect(one["blocks/blk00000.dat"] != two["blocks/blk00000.dat"])
  }

  @Test("a folder that is not empty is refused and left alone")
  func notEmpty() throws {
    let holder = try TemporaryFolder()
    let path = holder.path.appending("case")
    try Folder.create(path)
    try AtomicFile.write([1, 2, 3], to: path.appending("mine"))
    #expect(throws: ScenarioError.folderNotEmpty(path: path.description)) {
      try Simulation.run(TinyScenario.make(), threads: 1, into: path)
    }
    #expect(try Folder.list(path) == ["mine"])
    #expect(try Folder.list(holder.path) == ["case"])
  }

  @Test("a story that fails while it is written leaves nothing")
  func failsLate() throws {
    let holder = try TemporaryFolder()
    var scenario = TinyScenario.make()
    // Nothing ever leaves the vault, which only shows when the claims are made, after the blocks.
    scenario.claims[2].coins = .spent(TinyScenario.vault)
    let error = #expect(throws: ScenarioError.self) {
      try Simulation.run(scenario, threads: 2, into: holder.path.appending("case"))
    }
    guard case .inconsistent(let key, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(key == "claims[2].coins")
    #expect(try Folder.list(holder.path).isEmpty)
  }

  @Test("the report counts what the folder has")
  func report() throws {
    let holder = try TemporaryFolder()
    let path = holder.path.appending("case")
    let report = try Simulation.run(TinyScenario.make(), threads: 2, into: path)
    let bytes = try File.read(path.appending("blocks").appending("blk00000.dat"))
    var reader = BlockFileReader(bytes, network: .regtest)
    var blocks: [Block] = []
    while let record = reader.next() {
      blocks.append(try Block(decoding: Array(bytes[record.block])))
    }
    #expect(blocks.count == report.height + 1)
    #expect(blocks.dropFirst().reduce(0) { $0 + $1.transactions.count } == report.transactions)
    #expect(report.payments == report.transactions - report.height)
    let spends = blocks.flatMap(\.transactions).filter { !$0.isCoinbase }
    #expect(spends.reduce(0) { $0 + $1.inputs.count } == report.signatures)
    #expect(reader.remarks.isEmpty)
  }

  @Test("every signature of the tiny chain verifies, with low S")
  func signatures() throws {
    let holder = try TemporaryFolder()
    let path = holder.path.appending("case")
    try Simulation.run(TinyScenario.make(), threads: 2, into: path)
    let bytes = try File.read(path.appending("blocks").appending("blk00000.dat"))
    var reader = BlockFileReader(bytes, network: .regtest)
    var outputs: [OutPoint: TxOut] = [:]
    var count = 0
    while let record = reader.next() {
      for transaction in try Block(decoding: Array(bytes[record.block])).transactions {
        if !transaction.isCoinbase {
          let found = transaction.inputs.map { outputs.removeValue(forKey: $0.prevout) }
          let spent = try found.map { try #require($0) }
          for (index, input) in transaction.inputs.enumerated() {
            #expect(
              SpendVerifier.verify(
                transaction, input: index, spentOutputs: spent, flags: .standard) == .valid)
            let pushed = try #require(input.scriptSig.pushedItems?.first)
            #expect(try #require(ECDSASignature(der: Array(pushed.dropLast()))).isLowS)
            count += 1
          }
        }
        let txid = transaction.computeTxid()
        for (vout, output) in transaction.outputs.enumerated() {
          outputs[OutPoint(txid: txid, vout: UInt32(vout))] = output
        }
      }
    }
    #expect(count > 200)
  }

  /// All files below a folder by their relative path.
  private func contents(of path: FilePath, prefix: String = "") throws -> [String: [UInt8]] {
    var found: [String: [UInt8]] = [:]
    for name in try Folder.list(path) {
      let inside = path.appending(name)
      if Folder.exists(inside) {
        found.merge(try contents(of: inside, prefix: prefix + name + "/")) { first, _ in first }
      } else {
        found[prefix + name] = try File.read(inside)
      }
    }
    return found
  }
}
