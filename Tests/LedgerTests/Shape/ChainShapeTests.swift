import Bitcoin
import Ledger
import TestSupport
import Testing

@Suite("The shape of a chain")
struct ChainShapeTests {
  @Test("counts are those of the blocks, read one by one", arguments: Seeds.of(1...8))
  func counts(seed: Int) throws {
    let chain = RandomChain(seed: UInt64(seed), blockCount: 60)
    let world = try chain.builder.makeLedger()
    let shape = world.ledger.shape()
    var expected = ChainShape()
    var values: [OutPoint: Int64] = [:]
    var paid: [ScriptPubKey: Int] = [:]
    for block in chain.best {
      for transaction in block.transactions {
        let txid = transaction.computeTxid()
        for (vout, output) in transaction.outputs.enumerated() {
          values[OutPoint(txid: txid, vout: UInt32(vout))] = output.value.rawValue
          if output.scriptPubKey.classify() != .nullData {
            let known = paid[output.scriptPubKey, default: 0]
            if known > 0, !transaction.isCoinbase { expected.outputsToKnownScripts += 1 }
            paid[output.scriptPubKey] = known + 1
          }
        }
        if !transaction.isCoinbase { add(transaction, values, &expected) }
      }
    }
    expected.scripts = paid.count
    expected.scriptsPaidOnce = paid.values.count { $0 == 1 }
    #expect(shape == expected, "seed \(seed)")
    #expect(shape.transactions > 0)
    let kinds = [
      shape.oneToOne, shape.oneToTwo, shape.oneToMany, shape.manyToOne, shape.manyToTwo,
      shape.manyToMany,
    ]
    #expect(kinds.reduce(0, +) == shape.transactions)
  }

  private func add(
    _ transaction: Transaction, _ values: [OutPoint: Int64], _ shape: inout ChainShape
  ) {
    let (inputs, outputs) = (transaction.inputs.count, transaction.outputs.count)
    shape.transactions += 1
    shape.inputs += inputs
    shape.outputs += outputs
    if inputs == 1, outputs == 1 { shape.oneToOne += 1 }
    if inputs == 1, outputs == 2 { shape.oneToTwo += 1 }
    if inputs == 1, outputs > 2 { shape.oneToMany += 1 }
    if inputs > 1, outputs == 1 { shape.manyToOne += 1 }
    if inputs > 1, outputs == 2 { shape.manyToTwo += 1 }
    if inputs > 1, outputs > 2 { shape.manyToMany += 1 }
    if transaction.version >= 2 { shape.version2 += 1 }
    if transaction.lockTime > 0 { shape.withLockTime += 1 }
    if transaction.inputs.contains(where: { $0.sequence <= 0xffff_fffd }) { shape.replaceable += 1 }
    let amounts = transaction.outputs.map { $0.value.rawValue }
    if amounts.count > 1, amounts == amounts.sorted() { shape.risingOutputs += 1 }
    var fee = -amounts.reduce(0, +)
    for input in transaction.inputs { fee += values[input.prevout] ?? 0 }
    if fee == 0 { shape.withoutFee += 1 }
    shape.fees.add(fee)
    for output in transaction.outputs {
      shape.values.add(output.value.rawValue)
      shape.outputsByKind[Int(output.scriptPubKey.classify().rawValue)] += 1
      if output.value.rawValue > 0, output.value.rawValue.isMultiple(of: 100_000) {
        shape.roundOutputs += 1
      }
    }
  }

  @Test("quantiles are those of the sorted amounts, at most one part in 64 too low")
  func quantiles() {
    var generator = SeededGenerator(seed: 5)
    var amounts: [Int64] = [0, 1, 127, 128, 129, 255, 256, 2_100_000_000_000_000, .max]
    for _ in 0..<3_000 {
      amounts.append(Int64.random(in: 0...(1 << Int64.random(in: 1...51, using: &generator))))
    }
    var histogram = AmountHistogram()
    for amount in amounts { histogram.add(amount) }
    amounts.sort()
    for percent in 0...100 {
      let exact = amounts[max((amounts.count * percent + 99) / 100, 1) - 1]
      let found = histogram.quantile(percent: percent)
      #expect(found <= exact && exact - found <= exact / 64, "p\(percent)")
    }
    #expect(AmountHistogram().quantile(percent: 50) == 0)
  }
}
