import Bitcoin
import Files
public import SystemPackage

extension ChainLedger {
  /// Checks the ledger in a folder: every column against its checksum, then everything that columns
  /// say of each other. Reads the whole ledger.
  ///
  /// - Throws: `noLedger`, `unsupportedVersion`, `file`. What is damaged is a finding.
  public static func check(
    _ folder: FilePath, threads: Int = LedgerImport.processorCount
  ) throws(LedgerError) -> LedgerVerdict {
    while true {
      let before = mark(of: folder)
      // Findings in two ledgers of which one took the other's place meanwhile are about neither.
      do throws(LedgerError) {
        let verdict = try checkOnce(folder, threads: threads)
        if verdict.isSound || before == mark(of: folder) { return verdict }
      } catch {
        if before == mark(of: folder) { throw error }
      }
    }
  }

  private static func checkOnce(
    _ folder: FilePath, threads: Int
  ) throws(LedgerError) -> LedgerVerdict {
    var verdict = LedgerVerdict()
    do throws(LedgerError) {
      let folder = try LedgerError.wrapping { () throws(FileError) in
        try Folder.standing(at: folder)
      }
      let manifest = try Manifest(readingFrom: folder)
      checkSources(folder, &verdict)
      let damage = try ColumnChecksums.findDamage(in: folder, of: manifest, threads: threads)
      for finding in damage { verdict.note(finding) }
      // What columns say of each other means nothing where they are not what was written.
      guard verdict.isSound else { return verdict }
      let ledger = try ChainLedger(mapping: folder)
      ledger.checkOffsets(&verdict)
      guard verdict.isSound else { return verdict }
      ledger.checkReferences(&verdict)
      guard verdict.isSound else { return verdict }
      ledger.checkHeaders(&verdict)
      ledger.checkSums(&verdict)
      ledger.checkScripts(&verdict)
      ledger.checkTransactionTable(&verdict)
    } catch {
      guard case .damaged(_, let reason) = error else { throw error }
      verdict.note(reason)
    }
    return verdict
  }

  private static func checkSources(_ folder: FilePath, _ verdict: inout LedgerVerdict) {
    let text = try? File.readText(folder.appending(SourceList.fileName))
    verdict.require(text.flatMap { SealedText.open($0) } != nil, "wrong checksum of sources")
  }

  // MARK: - In the order in which each check relies on those before it

  /// The columns that give ranges: they begin at 0, do not fall, and end at the count.
  borrowing func checkOffsets(_ verdict: inout LedgerVerdict) {
    ChainLedger.checkOffsets(
      .blockFirstTransaction, blockFirstTransaction, end: transactionCount, mayBeEmpty: false,
      from: firstHeight, &verdict)
    ChainLedger.checkOffsets(
      .txFirstInput, txFirstInput, end: inputCount, mayBeEmpty: true, &verdict)
    ChainLedger.checkOffsets(
      .txFirstOutput, txFirstOutput, end: outputCount, mayBeEmpty: false, &verdict)
    ChainLedger.checkOffsets(
      .scriptFirstByte, scripts.firstByte.values, end: scripts.bytes.count, mayBeEmpty: true,
      &verdict)
    ChainLedger.checkOffsets(
      .scriptFirstOutput, scripts.firstOutput.values, end: outputCount, mayBeEmpty: false,
      &verdict)
  }

  private static func checkOffsets<Value: FixedWidthInteger & BitwiseCopyable>(
    _ name: ColumnName, _ first: Span<Value>, end: Int, mayBeEmpty: Bool, from start: Int = 0,
    _ verdict: inout LedgerVerdict
  ) {
    for row in 0...start {
      verdict.require(first[row] == 0, "column \(name.rawValue) does not begin at 0")
    }
    verdict.require(
      first[first.count - 1] == Value(truncatingIfNeeded: end),
      "column \(name.rawValue) does not end at \(end)")
    for row in start + 1..<first.count {
      let isRight = mayBeEmpty ? first[row - 1] <= first[row] : first[row - 1] < first[row]
      verdict.require(isRight, "column \(name.rawValue) does not rise at row \(row)")
    }
  }

  /// Inputs and outputs name each other, and a spender stands after what it spends.
  borrowing func checkReferences(_ verdict: inout LedgerVerdict) {
    let prevouts = inputPrevout
    let spenders = outputSpender
    let scripts = outputScript
    var outside = 0
    for transaction in 0..<transactionCount {
      let before = txFirstOutput[transaction]
      for input in inputs(of: TxIndex(transaction)) {
        let prevout = prevouts[input]
        if isSegment, prevout.isNone {
          outside += 1
          continue
        }
        guard prevout.rawValue < before else {
          verdict.note("input \(input) spends output \(prevout), which does not stand before it")
          continue
        }
        verdict.require(
          spenders[prevout.position] == InputIndex(input),
          "output \(prevout) is spent by input \(input) and names \(spenders[prevout.position])")
      }
    }
    var spent = 0
    for output in 0..<outputCount {
      if !spenders[output].isNone { spent += 1 }
      verdict.require(
        scripts[output].rawValue < UInt64(scriptCount),
        "output \(output) has script \(scripts[output]), which is none")
    }
    verdict.require(
      spent == inputCount - outside,
      "\(spent) outputs name a spender, there are \(inputCount - outside) inputs that spend one")
  }

  /// Headers hash to the block hashes, link to each other, and commit to the txids.
  private borrowing func checkHeaders(_ verdict: inout LedgerVerdict) {
    verdict.require(
      isSegment || blockHashes[0] == network.genesis, "block 0 is not the first of \(network.name)")
    verdict.require(
      blockHashes[tipHeight] == tip, "the last block is \(blockHashes[tipHeight]), not \(tip)")
    for height in heights {
      let header = header(at: height)
      let rows = transactions(at: height)
      verdict.require(
        header.computeHash() == blockHashes[height] && header.meetsTarget(),
        "the header of block \(height) does not hash to \(blockHashes[height])")
      verdict.require(
        header.time == blockTimes[height], "block \(height) has another time than its header")
      verdict.require(
        height == firstHeight || header.previousBlock == blockHashes[height - 1],
        "block \(height) does not follow block \(height - 1)")
      verdict.require(
        blocks.size.values[height] > transactions.offset.values[rows.upperBound - 1],
        "block \(height) ends before its last transaction")
      let root = MerkleTree.root(of: rows.map { txids[$0].hash }).root
      verdict.require(
        root == header.merkleRoot, "the txids of block \(height) have merkle root \(root)")
      for row in rows {
        verdict.require(
          isCoinbase(TxIndex(row)) == (row == rows.lowerBound),
          "transaction \(row) of block \(height) has the inputs of another place")
        let offset = transactions.offset.values[row]
        verdict.require(
          row == rows.lowerBound ? offset > 80 : offset > transactions.offset.values[row - 1],
          "transaction \(row) of block \(height) begins at byte \(offset)")
      }
    }
  }

  /// Each script is of its kind, is found by its bytes, and lists its outputs in order.
  private borrowing func checkScripts(_ verdict: inout LedgerVerdict) {
    ChainLedger.checkSlots(.scriptTable, scripts.table.values, count: scriptCount, &verdict)
    var before = -1
    for row in 0..<scriptCount {
      let index = ScriptIndex(row)
      let bytes = scriptBytes(index)
      verdict.require(
        ScriptKind.classify(bytes).rawValue == scriptKind[row], "script \(row) is of another kind")
      verdict.require(
        script(ScriptPubKey([UInt8](bytes))) == index, "script \(row) is not found by its bytes")
      var last = -1
      let outputs = outputs(of: index)
      for place in outputs.indices {
        let output = outputs[place]
        guard output.rawValue < UInt64(outputCount), outputScript[output.position] == index,
          output.position > last
        else {
          verdict.note("script \(row) lists output \(output), which is not its next")
          continue
        }
        if place == 0 {
          verdict.require(
            output.position > before, "script \(row) appears before script \(row - 1)")
          before = output.position
        }
        last = output.position
      }
    }
  }

  /// A table has as many entries as keys; that each key is found is checked elsewhere.
  private static func checkSlots(
    _ name: ColumnName, _ slots: Span<UInt64>, count: Int, _ verdict: inout LedgerVerdict
  ) {
    var used = 0
    for index in slots.indices where slots[index] != 0 { used += 1 }
    verdict.require(
      used == count, "column \(name.rawValue) has \(used) entries for \(count) keys")
  }

  /// Each transaction is found by its txid, unless a later one has it too.
  private borrowing func checkTransactionTable(_ verdict: inout LedgerVerdict) {
    var distinct = 0
    for row in 0..<transactionCount {
      let found = transaction(txids[row])
      if found == TxIndex(row) { distinct += 1 }
      verdict.require(
        found.map { $0.position >= row } ?? false,
        "transaction \(txids[row]) is not found by its txid")
    }
    ChainLedger.checkSlots(.txTable, transactions.table.values, count: distinct, &verdict)
    let rows = transactions.overwritten.values
    for place in rows.indices {
      let row = Int(rows[place])
      verdict.require(
        row < transactionCount && (place == 0 || rows[place] > rows[place - 1]),
        "column tx.overwritten names transaction \(row)")
      guard row < transactionCount else { continue }
      verdict.require(
        transaction(txids[row]) != TxIndex(row),
        "transaction \(txids[row]) is marked as overwritten and is the last of its txid")
    }
  }
}
