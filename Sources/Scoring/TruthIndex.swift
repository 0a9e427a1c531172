import Bitcoin
import Ledger
import Truth

/// The truth of a case by the ledger's rows.
struct TruthIndex {
  /// Holders by number: the actors of the scenario, and the miners for fees.
  private(set) var holders = Names()
  /// Owners by number: a holder, or a member of one such as `customers/000042`.
  private(set) var owners = Names()
  /// Wallets by number, with their owners' names.
  private(set) var wallets = Names()
  /// Output -> its owner's number; `none` in the genesis block.
  private(set) var outputOwner: [UInt32]
  /// Output -> its wallet's number; `none` in the genesis block.
  private(set) var outputWallet: [UInt32]
  /// Output -> its stolen satoshis while they are in the thief's hands.
  private(set) var outputStolen: [Int64]
  /// Owner -> its holder.
  private(set) var ownerHolder: [UInt32] = []

  /// The number of no owner.
  static let none = UInt32.max
  /// The holder of fees.
  static let miners = "miners"

  /// Numbers for names, in the order in which they are first met.
  struct Names {
    private(set) var all: [String] = []
    private var numbers: [String: UInt32] = [:]

    /// The number of a name, a new one if need be.
    mutating func number(_ name: String) -> UInt32 {
      if let number = numbers[name] { return number }
      let number = UInt32(all.count)
      all.append(name)
      numbers[name] = number
      return number
    }
  }

  /// Reads the truth of the outputs.
  init(_ truth: TruthFolder, _ ledger: borrowing ChainLedger) throws(ScoreError) {
    outputOwner = Array(repeating: TruthIndex.none, count: ledger.outputCount)
    outputWallet = outputOwner
    outputStolen = Array(repeating: 0, count: ledger.outputCount)
    let rows: [OutputTruth]
    do throws(TruthError) { rows = try truth.readOutputs() } catch { throw .truth(error) }
    for row in rows {
      guard let output = ledger.output(row.outPoint) else { throw .unknownOutput(row.outPoint) }
      let owner = owners.number(row.owner)
      if owner == ownerHolder.count {
        let holder = row.owner.split(separator: "/", maxSplits: 1).first.map { String($0) }
        ownerHolder.append(holders.number(holder ?? row.owner))
      }
      outputOwner[output.position] = owner
      outputWallet[output.position] = wallets.number("\(row.owner)\n\(row.wallet)")
      outputStolen[output.position] = row.stolen.rawValue
    }
    for output in Int(ledger.txFirstOutput[1])..<ledger.outputCount
    where outputOwner[output] == TruthIndex.none {
      throw .missingOutput(ledger.outPoint(of: OutputIndex(output)))
    }
  }

  /// The number of a holder by name, a new one if need be.
  mutating func holder(named name: String) -> Int { Int(holders.number(name)) }

  /// The number of the holder of an output; nil in the genesis block.
  func holder(of output: Int) -> Int? {
    let owner = outputOwner[output]
    return owner == TruthIndex.none ? nil : Int(ownerHolder[Int(owner)])
  }
}
