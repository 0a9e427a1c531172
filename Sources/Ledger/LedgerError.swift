public import Bitcoin
public import Files
public import SystemPackage

/// Why a ledger could not be opened or made.
///
/// Positions count bytes from the start of the block file as it lies on disk.
public enum LedgerError: Error, Equatable, Sendable {
  /// The folder has no ledger.
  case noLedger(FilePath)
  /// The ledger was written by another version of the format.
  case unsupportedVersion(FilePath, found: String)
  /// The ledger is not what was once written.
  case damaged(FilePath, reason: String)
  /// The disk refused.
  case file(FileError)
  /// The folder has no `blk*.dat`.
  case noBlockFiles(FilePath)
  /// The block files have no block of the network; `found` names the one whose blocks they have.
  case noBlocks(FilePath, network: String, found: String?)
  /// The network's first block is in none of the files.
  case noGenesis(FilePath, network: String, genesis: BlockHash)
  /// `xor.dat` has another size than 8 bytes.
  case badKey(FilePath, count: Int)
  /// A record says that it is longer than what is left of its file.
  case truncated(file: FilePath, position: Int, needed: Int, found: Int)
  /// A block's bytes are no block.
  case malformed(file: FilePath, position: Int, block: BlockHash, reason: DecodingError)
  /// A block that is refused, by which rule.
  case invalid(file: FilePath, position: Int, block: BlockHash, height: Int, flaw: BlockFlaw)
  /// The chain has more rows than the format can number.
  case tooLarge(rows: String)
}

/// What makes a block of the best chain unacceptable.
public enum BlockFlaw: Equatable, Sendable {
  /// The header names another merkle root.
  case merkleRoot(expected: Hash256, found: Hash256)
  /// Transactions are repeated so that the merkle root stays the same (CVE-2012-2459).
  case mutated
  /// There is no transaction.
  case empty
  /// The first transaction is no coinbase, or another one is.
  case coinbasePlace(transaction: Int)
  /// A transaction has no inputs.
  case noInputs(Txid)
  /// A transaction has no outputs.
  case noOutputs(Txid)
  /// An output's value, or the sum of a transaction's outputs, leaves the money range.
  case valueRange(OutPoint, Satoshi)
  /// An input refers to an output that is not there, or that cannot be spent.
  case missingPrevout(OutPoint, by: Txid)
  /// An input refers to an output that was spent before.
  case spentPrevout(OutPoint, by: Txid, first: Txid)
  /// A transaction's outputs are worth more than its inputs.
  case outputsExceedInputs(Txid, inputs: Satoshi, outputs: Satoshi)
  /// The coinbase takes more than subsidy and fees.
  case coinbaseValue(Txid, taken: Satoshi, allowed: Satoshi, halvingInterval: Int)
  /// A txid repeats an earlier one that still has unspent outputs (BIP-0030).
  case repeatedTxid(Txid)
}

extension LedgerError: CustomStringConvertible {
  /// What is wrong, with the value, then where.
  public var description: String {
    switch self {
    case .noLedger(let path):
      "no ledger in \(path); run trace-cli index \(path.lastComponent?.string == "ledger" ? "\(path.removingLastComponent())" : "CASE")"
    case .unsupportedVersion(let path, let found):
      "ledger in \(path) has format version \(found), this program reads \(Manifest.version); delete it and run trace-cli index"
    case .damaged(let path, let reason):
      "damaged ledger: \(reason) in \(path); delete the ledger and run trace-cli index"
    case .file(let error):
      error.description
    case .noBlockFiles(let path):
      "no blk*.dat in \(path)"
    case .noBlocks(let path, let network, let found):
      "no \(network) block in \(path)" + (found.map { "; its files are of \($0)" } ?? "")
    case .noGenesis(let path, let network, let genesis):
      "the first block of \(network), \(genesis), is missing in \(path)"
    case .badKey(let path, let count):
      "obfuscation key of \(count) bytes instead of 8 in \(path)"
    case .truncated(let file, let position, let needed, let found):
      "\(file): block record at byte \(position) is cut off: \(needed) bytes needed, \(found) found"
    case .malformed(let file, let position, let block, let reason):
      "\(file): malformed block \(block) at byte \(position): \(reason)"
    case .invalid(let file, let position, let block, let height, let flaw):
      "\(file): block \(height) (\(block)) at byte \(position) is refused: \(flaw)"
    case .tooLarge(let rows):
      "the chain has more \(rows) than a ledger can number"
    }
  }
}

extension BlockFlaw: CustomStringConvertible {
  /// What is wrong, with the value.
  public var description: String {
    switch self {
    case .merkleRoot(let expected, let found):
      "merkle root \(found) computed, \(expected) in its header"
    case .mutated:
      "transactions repeated under the same merkle root"
    case .empty:
      "no transaction"
    case .coinbasePlace(let transaction):
      transaction == 0
        ? "transaction 0 is no coinbase" : "transaction \(transaction) is a second coinbase"
    case .noInputs(let txid):
      "transaction \(txid) has no inputs"
    case .noOutputs(let txid):
      "transaction \(txid) has no outputs"
    case .valueRange(let outPoint, let value):
      "value \(value) out of range at output \(outPoint)"
    case .missingPrevout(let outPoint, let spender):
      "missing prevout \(outPoint) spent by transaction \(spender)"
    case .spentPrevout(let outPoint, let spender, let first):
      "prevout \(outPoint) spent by transaction \(spender) was spent before by transaction \(first)"
    case .outputsExceedInputs(let txid, let inputs, let outputs):
      "transaction \(txid) pays \(outputs) out of \(inputs)"
    case .coinbaseValue(let txid, let taken, let allowed, let interval):
      "coinbase \(txid) takes \(taken), subsidy and fees allow \(allowed) (subsidyHalvingInterval \(interval))"
    case .repeatedTxid(let txid):
      "transaction \(txid) repeats one that has unspent outputs"
    }
  }
}
