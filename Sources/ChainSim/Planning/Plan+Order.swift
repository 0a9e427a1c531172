extension Plan {
  /// Gives transactions the numbers of another order, and everything that names them or their outputs.
  ///
  /// One column after the other, so that at no time two whole plans stand in memory. What names a
  /// transaction or an output anywhere in a plan must be renumbered here.
  ///
  /// - Parameter order: all transactions by their present numbers.
  mutating func reorder(_ order: [UInt32]) {
    precondition(order.count == transactionCount, "a plan's order names each transaction once")
    guard order.indices.contains(where: { order[$0] != UInt32($0) }) else { return }
    var newTransaction = [UInt32](repeating: .max, count: order.count)
    for (new, old) in order.enumerated() { newTransaction[Int(old)] = UInt32(new) }
    var newOutput = [UInt32](repeating: .max, count: outputValue.count)
    var next: UInt32 = 0
    for old in order {
      for output in outputs(of: Int(old)) {
        newOutput[output] = next
        next += 1
      }
    }
    reorderInputs(order, newOutput)
    reorderOutputs(order, newTransaction)
    reorderTransactions(order)
    books.deposits = Plan.renumbered(books.deposits, newOutput)
    books.withdrawals = Plan.renumbered(books.withdrawals, newOutput)
    thefts = Plan.renumbered(thefts, newTransaction)
    ransoms = Plan.renumbered(ransoms, newTransaction)
    malleations = Plan.renumbered(malleations, newTransaction)
    failedMalleations = Plan.renumbered(failedMalleations, newTransaction)
    for index in lost.indices {
      lost[index].winner = Int(newTransaction[lost[index].winner])
      lost[index].inputs = lost[index].inputs.map {
        OutputNumber(Int(newOutput[$0.position]))
      }
    }
  }

  /// Thefts under their transactions' new numbers.
  private static func renumbered(
    _ thefts: [PlannedTheft], _ newTransaction: [UInt32]
  ) -> [PlannedTheft] {
    thefts.map { theft in
      PlannedTheft(
        transaction: Int(newTransaction[theft.transaction]), taken: theft.taken, kind: theft.kind)
    }
  }

  /// A table by transaction under their new numbers.
  private static func renumbered<Value>(
    _ table: [Int: Value], _ newTransaction: [UInt32]
  ) -> [Int: Value] {
    Dictionary(
      uniqueKeysWithValues: table.map { (Int(newTransaction[$0.key]), $0.value) })
  }

  /// Entries under their outputs' new numbers, in chain order.
  private static func renumbered(
    _ entries: [PlannedBooks.Entry], _ newOutput: [UInt32]
  ) -> [PlannedBooks.Entry] {
    entries.map { entry in
      PlannedBooks.Entry(
        output: OutputNumber(Int(newOutput[entry.output.position])), account: entry.account,
        isRepeat: entry.isRepeat)
    }.sorted { $0.output.rawValue < $1.output.rawValue }
  }

  private mutating func reorderInputs(_ order: [UInt32], _ newOutput: [UInt32]) {
    var spent: [OutputNumber] = []
    spent.reserveCapacity(inputSpent.count)
    for old in order {
      for input in inputs(of: Int(old)) {
        spent.append(OutputNumber(Int(newOutput[inputSpent[input].position])))
      }
    }
    inputSpent = spent
  }

  private mutating func reorderOutputs(_ order: [UInt32], _ newTransaction: [UInt32]) {
    func inOrder<Element>(_ column: [Element]) -> [Element] {
      var sorted: [Element] = []
      sorted.reserveCapacity(column.count)
      for old in order { sorted.append(contentsOf: column[outputs(of: Int(old))]) }
      return sorted
    }
    outputValue = inOrder(outputValue)
    outputKey = inOrder(outputKey)
    outputRole = inOrder(outputRole)
    outputStolen = inOrder(outputStolen)
    outputSpender = inOrder(outputSpender).map { $0 == .max ? .max : newTransaction[Int($0)] }
    outputTransaction = inOrder(outputTransaction).map { newTransaction[Int($0)] }
  }

  private mutating func reorderTransactions(_ order: [UInt32]) {
    func inOrder<Element>(_ column: [Element]) -> [Element] { order.map { column[Int($0)] } }
    var firstInput: [UInt32] = [0]
    var firstOutput: [UInt32] = [0]
    for old in order {
      firstInput.append(firstInput[firstInput.count - 1] + UInt32(inputs(of: Int(old)).count))
      firstOutput.append(firstOutput[firstOutput.count - 1] + UInt32(outputs(of: Int(old)).count))
    }
    transactionFirstInput = firstInput
    transactionFirstOutput = firstOutput
    transactionHeight = inOrder(transactionHeight)
    transactionMotif = inOrder(transactionMotif)
    transactionVersion = inOrder(transactionVersion)
    transactionLockTime = inOrder(transactionLockTime)
    transactionSequence = inOrder(transactionSequence)
  }
}
