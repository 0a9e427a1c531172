import Bitcoin
import Case
import ChainSim
import Files
import SystemPackage
import TestSupport
import Truth

/// The small MtGox case, played once, and its chain as plain tables.
///
/// Everything here is read back from the folder with code that the simulator does not use for
/// writing it: blocks from the block files, books and truth from their CSV.
final class PlayedCase: Sendable {
  /// An output of the chain.
  struct Output: Sendable {
    let outPoint: OutPoint
    let output: TxOut
    let height: Int
    let time: UInt32
  }

  let scenario: Scenario
  let holder: TemporaryFolder
  let folder: CaseFolder
  let report: Simulation.Report
  let blocks: [Block]
  let outputs: [Output]
  /// The output's row by its name.
  let rows: [OutPoint: Int]
  /// The height at which an output was spent.
  let spentAt: [OutPoint: Int]
  /// Where each transaction stands.
  let transactions: [Txid: (height: Int, transaction: Transaction)]

  /// The small case under its own seed.
  static let small = Result { try PlayedCase("mtgox-small") }
  /// The case of every kind of address under its own seed.
  static let scripts = Result { try PlayedCase("scripts") }

  /// The case of withdrawals that are paid twice.
  static let malleability = Result { try PlayedCase("malleability") }

  /// The case of the bank that was emptied by transfers.
  static let flexcoin = Result { try PlayedCase("flexcoin") }

  init(_ name: String, seed: UInt64? = nil, threads: Int = 2) throws {
    let scenario = try ScenarioReader.read(ShippedScenario.path(name))
    let holder = try TemporaryFolder()
    let root = holder.path.appending("case")
    report = try Simulation.run(scenario, seed: seed, threads: threads, into: root)
    self.scenario = scenario
    self.holder = holder
    folder = CaseFolder(root: root)
    var blocks: [Block] = []
    for name in try Folder.list(folder.blocks) {
      let bytes = try File.read(folder.blocks.appending(name))
      var reader = BlockFileReader(bytes, network: scenario.network)
      while let record = reader.next() {
        blocks.append(try Block(decoding: Array(bytes[record.block])))
      }
    }
    var outputs: [Output] = []
    var rows: [OutPoint: Int] = [:]
    var spentAt: [OutPoint: Int] = [:]
    var transactions: [Txid: (height: Int, transaction: Transaction)] = [:]
    for (height, block) in blocks.enumerated() {
      for transaction in block.transactions {
        let txid = transaction.computeTxid()
        transactions[txid] = (height, transaction)
        for input in transaction.inputs where !transaction.isCoinbase {
          spentAt[input.prevout] = height
        }
        for (vout, output) in transaction.outputs.enumerated() {
          let outPoint = OutPoint(txid: txid, vout: UInt32(vout))
          rows[outPoint] = outputs.count
          outputs.append(
            Output(outPoint: outPoint, output: output, height: height, time: block.header.time))
        }
      }
    }
    self.blocks = blocks
    self.outputs = outputs
    self.rows = rows
    self.spentAt = spentAt
    self.transactions = transactions
  }

  /// An output by its name.
  func output(_ outPoint: OutPoint) -> Output? { rows[outPoint].map { outputs[$0] } }

  /// What a transaction's inputs hold less what its outputs hold.
  func fee(of transaction: Transaction) -> Satoshi {
    let spent = transaction.inputs.reduce(Satoshi.zero) { sum, input in
      sum + (output(input.prevout)?.output.value ?? .zero)
    }
    return transaction.outputs.reduce(spent) { $0 - $1.value }
  }

  /// The address that an output pays, as the books write it.
  func address(of output: TxOut) -> String? {
    Address(output.scriptPubKey, network: scenario.network)?.description
  }
}
