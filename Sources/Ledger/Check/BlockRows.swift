import Bitcoin
import Files

/// Holds the rows of a block against its bytes. One for each thread.
struct BlockRows: ~Copyable {
  private let hasher = DoubleSHA256()

  /// The first difference between the bytes of the block at `height` and what `ledger` has of it; nil
  /// where there is none.
  func findDifference(
    _ bytes: Span<UInt8>, at height: Int, _ ledger: borrowing ChainLedger
  ) -> String? {
    let rows = ledger.transactions(at: height)
    var position: Int
    do throws(DecodingError) {
      var reader = ByteReader(bytes)
      let hash = try BlockHeader(from: &reader).computeHash()
      guard hash == ledger.blockHashes[height] else {
        return "block \(height) is \(ledger.blockHashes[height]) in the ledger and \(hash)"
      }
      let count = try reader.readCompactSize()
      guard count == rows.count else {
        return "block \(height) has \(rows.count) transactions in the ledger and \(count)"
      }
      position = reader.position
    } catch {
      return "block \(height) cannot be read: \(error)"
    }
    for row in rows {
      let offset = Int(ledger.transactions.offset.values[row])
      guard offset == position else {
        return
          "\(name(row, ledger)) begins \(offset) bytes behind its block's header in the ledger "
          + "and \(position)"
      }
      do throws(DecodingError) {
        if let difference = try findDifference(bytes, at: &position, row, ledger) {
          return difference
        }
      } catch {
        return "\(name(row, ledger)) cannot be read: \(error)"
      }
    }
    guard position == bytes.count else {
      return "block \(height) has \(bytes.count) bytes in the ledger and \(position)"
    }
    return nil
  }

  /// The first difference in a transaction, which begins at `position` and after which it is left.
  private func findDifference(
    _ bytes: Span<UInt8>, at position: inout Int, _ row: Int, _ ledger: borrowing ChainLedger
  ) throws(DecodingError) -> String? {
    var walker = try TransactionWalker(bytes, at: position)
    let inputs = ledger.inputs(of: TxIndex(row))
    var input = inputs.lowerBound
    while let found = try walker.nextInput() {
      if found.prevout.isNull, inputs.isEmpty { continue }
      guard input < inputs.upperBound else {
        return "\(name(row, ledger)) has \(inputs.count) inputs in the ledger, and more"
      }
      let place = "input \(input - inputs.lowerBound) of \(name(row, ledger))"
      if let difference = findDifference(ledger.inputPrevout[input], found.prevout, row, ledger) {
        return "\(place) \(difference)"
      }
      guard ledger.inputSequence[input] == found.sequence else {
        return "\(place) has sequence \(ledger.inputSequence[input]) in the ledger and "
          + "\(found.sequence)"
      }
      input += 1
    }
    guard input == inputs.upperBound else {
      return "\(name(row, ledger)) has \(inputs.count) inputs in the ledger and "
        + "\(input - inputs.lowerBound)"
    }
    let outputs = ledger.outputs(of: TxIndex(row))
    var output = outputs.lowerBound
    while let found = try walker.nextOutput() {
      guard output < outputs.upperBound else {
        return "\(name(row, ledger)) has \(outputs.count) outputs in the ledger, and more"
      }
      let place = "output \(output - outputs.lowerBound) of \(name(row, ledger))"
      guard ledger.outputValue[output] == found.value else {
        return "\(place) is worth \(ledger.outputValue[output]) in the ledger and \(found.value)"
      }
      let script = ledger.outputScript[output]
      guard ByteStrings.areEqual(ledger.scriptBytes(script), found.scriptPubKey) else {
        return "\(place) has another script"
      }
      output += 1
    }
    guard output == outputs.upperBound else {
      return "\(name(row, ledger)) has \(outputs.count) outputs in the ledger and "
        + "\(output - outputs.lowerBound)"
    }
    try walker.finish()
    position = walker.position
    return tell(walker, bytes, row, ledger)
  }

  /// What is wrong with the output that an input spends; one that is not in a segment cannot have been
  /// made in it before.
  private func findDifference(
    _ prevout: OutputIndex, _ found: OutPoint, _ row: Int, _ ledger: borrowing ChainLedger
  ) -> String? {
    if prevout.isNone {
      guard let known = ledger.output(found), ledger.transaction(ofOutput: known).position < row
      else { return nil }
      return "spends an output from outside in the ledger and \(found), which is in it"
    }
    let known = ledger.outPoint(of: prevout)
    return known == found ? nil : "spends \(known) in the ledger and \(found)"
  }

  /// The first difference in what is known at a transaction's end.
  private func tell(
    _ walker: borrowing TransactionWalker, _ bytes: Span<UInt8>, _ row: Int,
    _ ledger: borrowing ChainLedger
  ) -> String? {
    let txid = walker.computeTxid(using: hasher)
    if txid != ledger.txids[row] { return "\(name(row, ledger)) has txid \(txid)" }
    if walker.version != ledger.txVersion[row] {
      return "\(name(row, ledger)) has version \(ledger.txVersion[row]) in the ledger and "
        + "\(walker.version)"
    }
    if walker.lockTime != ledger.txLockTime[row] {
      return "\(name(row, ledger)) has lock time \(ledger.txLockTime[row]) in the ledger and "
        + "\(walker.lockTime)"
    }
    return nil
  }

  private func name(_ row: Int, _ ledger: borrowing ChainLedger) -> String {
    "transaction \(ledger.txids[row]) of block \(ledger.height(of: TxIndex(row)))"
  }
}
