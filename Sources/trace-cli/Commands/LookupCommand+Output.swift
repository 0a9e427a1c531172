import Bitcoin
import Case
import Ledger
import Tracer

// MARK: - JSON

extension ChainLedger {
  /// A row for programs.
  func json(of row: LookupRow) -> JSONText {
    switch row {
    case .transaction(let row): json(of: row)
    case .output(let row): .object([("kind", .string("output"))] + members(of: row))
    case .script(let row): json(of: row)
    }
  }

  private func json(of row: TxIndex) -> JSONText {
    let height = height(of: row)
    var spent: [JSONText] = []
    for input in inputs(of: row) {
      let prevout = inputPrevout[input]
      spent.append(prevout.isNone ? .null : .object(place(of: prevout)))
    }
    var paid: [JSONText] = []
    for output in outputs(of: row) { paid.append(.object(members(of: OutputIndex(output)))) }
    return .object([
      ("kind", .string("transaction")), ("txid", .string(txids[row.position].description)),
      ("height", .count(height)), ("block", .string(blockHashes[height].description)),
      ("time", .string(UTCTime(blockTime: blockTimes[height]).description)),
      ("index", .count(row.position - transactions(at: height).lowerBound)),
      ("version", .integer(Int64(Int32(bitPattern: txVersion[row.position])))),
      ("lockTime", .integer(Int64(txLockTime[row.position]))),
      ("coinbase", .bool(isCoinbase(row))), ("fee", fee(of: row).map { .satoshi($0) } ?? .null),
      ("inputs", .array(spent)), ("outputs", .array(paid)),
    ])
  }

  private func json(of row: ScriptIndex) -> JSONText {
    let outputs = outputs(of: row)
    let sums = sums(of: row)
    var rows: [JSONText] = []
    for place in 0..<outputs.count { rows.append(.object(members(of: outputs[place]))) }
    return .object([
      ("kind", .string("script")), ("address", .optional(address(of: row))),
      ("type", .string(kindName(row))), ("script", .string(Hex.encode([UInt8](scriptBytes(row))))),
      ("received", sums.received.map { .satoshi($0) } ?? .null),
      ("balance", .satoshi(sums.balance)),
      ("outputs", .array(rows)),
    ])
  }

  /// What is told of an output wherever one stands.
  private func members(of row: OutputIndex) -> [(String, JSONText)] {
    let script = outputScript[row.position]
    let spender = outputSpender[row.position]
    return place(of: row) + [
      ("height", .count(height(of: transaction(ofOutput: row)))),
      ("type", .string(kindName(script))), ("inUTXOSet", .bool(isInUTXOSet(row))),
      ("spentBy", spender.isNone ? .null : json(of: spender)),
    ]
  }

  private func place(of row: OutputIndex) -> [(String, JSONText)] {
    [
      ("outpoint", .string(outPoint(of: row).description)),
      ("value", .satoshi(outputValue[row.position])),
      ("address", .optional(address(of: outputScript[row.position]))),
    ]
  }

  private func json(of row: InputIndex) -> JSONText {
    let transaction = transaction(ofInput: row)
    return .object([
      ("txid", .string(txids[transaction.position].description)),
      ("input", .count(row.position - inputs(of: transaction).lowerBound)),
      ("height", .count(height(of: transaction))),
    ])
  }
}

// MARK: - Text

extension ChainLedger {
  /// A row for people; of inputs and outputs `limit` are listed, all of them where it is 0.
  func lines(of row: LookupRow, limit: Int, _ dress: Dress) -> [String] {
    switch row {
    case .transaction(let row): lines(of: row, limit, dress)
    case .output(let row):
      [dress.heading("output \(outPoint(of: row))"), ""] + outputTable([row], of: 1)
    case .script(let row): lines(of: row, limit, dress)
    }
  }

  private func lines(of row: TxIndex, _ limit: Int, _ dress: Dress) -> [String] {
    let height = height(of: row)
    var lines = [
      dress.heading("transaction \(txids[row.position])"),
      "  block \(height.grouped) of \(UTCTime(blockTime: blockTimes[height])), "
        + "\(blockHashes[height])",
      "  version \(Int32(bitPattern: txVersion[row.position])), "
        + "lock time \(txLockTime[row.position]), "
        + (isCoinbase(row)
          ? "coinbase" : fee(of: row).map { "fee \($0.formatted)" } ?? "fee unknown"),
      "",
    ]
    let inputs = inputs(of: row)
    if !inputs.isEmpty {
      var table = TextTable([("input", .right), ("BTC", .right), ("spends", .left), ("of", .left)])
      for (place, input) in inputs.prefix(limit == 0 ? inputs.count : limit).enumerated() {
        let prevout = inputPrevout[input]
        if prevout.isNone {
          table.add("\(place)", "", "outside the ledger", "")
        } else {
          table.add(
            "\(place)", outputValue[prevout.position].plain, outPoint(of: prevout).description,
            name(of: outputScript[prevout.position]))
        }
      }
      lines += table.plain() + more(inputs.count, limit) + [""]
    }
    let outputs = outputs(of: row)
    let shown = outputs.prefix(limit == 0 ? outputs.count : limit).map { OutputIndex($0) }
    return lines + outputTable(shown, of: outputs.count)
  }

  private func lines(of row: ScriptIndex, _ limit: Int, _ dress: Dress) -> [String] {
    let outputs = outputs(of: row)
    let sums = sums(of: row)
    var shown: [OutputIndex] = []
    for place in 0..<(limit == 0 ? outputs.count : min(limit, outputs.count)) {
      shown.append(outputs[place])
    }
    return [
      dress.heading("\(name(of: row))"),
      "  \(kindName(row)), paid by \(outputs.count.grouped) outputs: "
        + (sums.received.map { "\($0.formatted) received" } ?? "more received than 64 bits hold")
        + ", \(sums.balance.formatted) unspent",
      "",
    ] + outputTable(shown, of: outputs.count)
  }

  private func outputTable(_ rows: [OutputIndex], of count: Int) -> [String] {
    var table = TextTable([
      ("output", .left), ("height", .right), ("BTC", .right), ("of", .left), ("spent by", .left),
      ("at", .right),
    ])
    for row in rows {
      let spender = outputSpender[row.position]
      var cells = [
        outPoint(of: row).description, height(of: transaction(ofOutput: row)).grouped,
        outputValue[row.position].plain, name(of: outputScript[row.position]),
      ]
      if spender.isNone {
        cells.append(isInUTXOSet(row) ? "unspent" : "cannot be spent")
      } else {
        let transaction = transaction(ofInput: spender)
        cells.append(txids[transaction.position].description)
        cells.append(height(of: transaction).grouped)
      }
      table.add(cells)
    }
    return table.plain() + more(count, rows.count)
  }

  private func more(_ count: Int, _ limit: Int) -> [String] {
    guard limit > 0, count > limit else { return [] }
    return ["  (+\((count - limit).grouped) more; --limit 0 lists all)"]
  }
}

// MARK: - What is worked out

extension ChainLedger {
  /// What the inputs hold beyond the outputs; nil for a coinbase, and where the ledger does not have all
  /// that is spent.
  private func fee(of row: TxIndex) -> Satoshi? {
    guard !isCoinbase(row) else { return nil }
    var fee = Satoshi.zero
    for input in inputs(of: row) {
      let prevout = inputPrevout[input]
      if prevout.isNone { return nil }
      fee += outputValue[prevout.position]
    }
    for output in outputs(of: row) { fee -= outputValue[output] }
    return fee
  }

  /// What was paid to a script (nil where that leaves 64 bits), and what of it is unspent.
  private func sums(of row: ScriptIndex) -> (received: Satoshi?, balance: Satoshi) {
    let outputs = outputs(of: row)
    var received: Int64? = 0
    var balance = Satoshi.zero
    for place in 0..<outputs.count {
      let value = outputValue[outputs[place].position]
      received = received.flatMap { sum in
        let (next, overflow) = sum.addingReportingOverflow(value.rawValue)
        return overflow ? nil : next
      }
      if isInUTXOSet(outputs[place]) { balance += value }
    }
    return (received.map { Satoshi($0) }, balance)
  }

  /// The name of a script's kind.
  private func kindName(_ row: ScriptIndex) -> String {
    (ScriptKind(rawValue: scriptKind[row.position]) ?? .nonstandard).name
  }
}
