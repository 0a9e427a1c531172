import Bitcoin
import Files
import SystemPackage

extension ChainScan {
  /// What was left out or is odd, in the order of the files and their bytes.
  var skipped: [SkippedBytes] {
    var all = remarks
    func note(_ block: FoundBlock, _ reason: SkippedBytes.Reason, _ count: Int? = nil) {
      all.append(
        SkippedBytes(
          file: folder.files[block.file], position: block.position,
          count: count ?? 8 + block.size, reason: reason))
    }
    let repeated = Set(best.duplicates.map { usable[$0].hash })
    for number in best.duplicates { note(usable[number], .duplicate(usable[number].hash)) }
    for number in best.unconnected { note(usable[number], .unconnected(usable[number].hash)) }
    for block in found {
      if let excluded = faults[block.place] {
        note(block, .damaged(block.hash, excluded.fault), excluded.count)
      } else if let refusal = refusals[block.hash] {
        note(block, .refused(block.hash, height: refusal.height, refusal.flaw))
      } else if block.size != block.claimed {
        note(block, .wrongLength(block.hash, claimed: block.claimed))
      } else if hasWitnesses[block.place] == false, repeated.contains(block.hash) {
        note(block, .otherWitnesses(block.hash))
      }
    }
    let order = Dictionary(uniqueKeysWithValues: zip(folder.files, folder.files.indices))
    return all.sorted {
      let left = RecordPlace(file: order[$0.file] ?? 0, position: $0.position)
      let right = RecordPlace(file: order[$1.file] ?? 0, position: $1.position)
      return left < right
    }
  }

  /// What the ledger of these files is made from.
  var sources: SourceList {
    SourceList(folder, sizes: sizes, found: found, stale: stale, skipped: skipped)
  }

  /// The report of an import that made `rows`, of which `kept` blocks were there before.
  func report(
    _ rows: RowCounts, tip: BlockHash, kept: Int, replaced: Int, isUpToDate: Bool
  ) -> ImportReport {
    ImportReport(
      isUpToDate: isUpToDate, tip: tip, firstHeight: firstHeight,
      blockCount: rows.blocks - firstHeight, keptBlockCount: kept,
      replacedBlockCount: replaced, transactionCount: rows.transactions, inputCount: rows.inputs,
      outputCount: rows.outputs, scriptCount: rows.scripts, staleBlocks: stale,
      skipped: skipped, workedOutKey: folder.isKeyWorkedOut ? folder.key : nil)
  }

  /// The error for the first thing that is amiss; nil where nothing is.
  var oddity: LedgerError? {
    let odd = skipped.filter(\.isOdd)
    guard let first = odd.first else { return nil }
    if let error = cutOff, case .cutOff = first.reason { return error }
    for block in found
    where folder.files[block.file] == first.file && block.position == first.position {
      if let excluded = faults[block.place] {
        return error(of: block, excluded.fault, excluded.height)
      }
      if let refusal = refusals[block.hash] {
        return error(of: block, .flaw(refusal.flaw), refusal.height)
      }
    }
    return .odd(first, folder: folder.path, more: odd.count - 1)
  }

  /// The error for a record that its file's end cuts off; nil where there is none.
  var cutOff: LedgerError? {
    for bytes in remarks {
      guard case .cutOff(let needed) = bytes.reason else { continue }
      return .truncated(
        file: folder.path.appending(bytes.file), position: bytes.position, needed: needed,
        found: bytes.count)
    }
    return nil
  }

  /// The error for a damaged record, or for a block that is refused.
  func error(of block: FoundBlock, _ fault: BlockFault, _ height: Int?) -> LedgerError {
    let path = folder.path.appending(folder.files[block.file])
    switch fault {
    case .malformed(let reason):
      return .malformed(
        file: path, position: block.position, block: block.hash, reason: reason)
    case .flaw(let flaw):
      return .invalid(
        file: path, position: block.position, block: block.hash, height: height, flaw: flaw)
    }
  }
}
