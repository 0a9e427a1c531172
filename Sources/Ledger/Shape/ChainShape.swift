import Bitcoin

/// What a chain's transactions look like from afar: counts that can be compared with another chain's,
/// generated or real.
///
/// Coinbases are left out, but for the scripts that outputs pay: one that a coinbase paid before
/// counts as paid before.
public struct ChainShape: Equatable, Sendable {
  /// Nothing counted yet.
  public init() {}

  /// How many transactions there are.
  public var transactions = 0
  /// How many inputs they have.
  public var inputs = 0
  /// How many outputs they have.
  public var outputs = 0
  /// How many have one input and one output.
  public var oneToOne = 0
  /// How many have one input and two outputs.
  public var oneToTwo = 0
  /// How many have one input and more outputs.
  public var oneToMany = 0
  /// How many have several inputs and one output.
  public var manyToOne = 0
  /// How many have several inputs and two outputs.
  public var manyToTwo = 0
  /// How many have several inputs and more outputs.
  public var manyToMany = 0
  /// How many outputs pay a script that an earlier output paid; those that carry data are left out.
  public var outputsToKnownScripts = 0
  /// How many scripts some output pays.
  public var scripts = 0
  /// How many of them one output alone pays.
  public var scriptsPaidOnce = 0
  /// Outputs by kind of script.
  public var outputsByKind = [Int](repeating: 0, count: 256)
  /// The outputs' amounts.
  public var values = AmountHistogram()
  /// How many outputs hold a multiple of 0.001 BTC, more than nothing.
  public var roundOutputs = 0
  /// How many transactions pay no fee; those that spend from outside a segment are left out.
  public var withoutFee = 0
  /// The fees, as far as they are known.
  public var fees = AmountHistogram()
  /// How many have version 2 or more.
  public var version2 = 0
  /// How many have a lock time.
  public var withLockTime = 0
  /// How many say that they can be replaced (BIP-0125: a sequence below 0xfffffffe).
  public var replaceable = 0
  /// How many have several outputs, rising by amount, as BIP-0069 has them.
  public var risingOutputs = 0

  /// How many have several outputs.
  public var withSeveralOutputs: Int {
    transactions - oneToOne - manyToOne
  }
}

extension ChainLedger {
  /// Counts the shapes of all transactions, in one pass over the columns.
  ///
  /// O(inputs + outputs), a bit a script and one a second time.
  public func shape() -> ChainShape {
    var shape = ChainShape()
    var paid = [UInt8](repeating: 0, count: scriptCount)
    for height in heights {
      let first = Int(blockFirstTransaction[height])
      for transaction in first..<Int(blockFirstTransaction[height + 1]) {
        let outputs = Int(txFirstOutput[transaction])..<Int(txFirstOutput[transaction + 1])
        if transaction > first { count(transaction, outputs, &shape) }
        for output in outputs {
          let script = outputScript[output].position
          guard scriptKind[script] != ScriptKind.nullData.rawValue else { continue }
          if transaction > first, paid[script] > 0 { shape.outputsToKnownScripts += 1 }
          if paid[script] < 2 { paid[script] += 1 }
        }
      }
    }
    for count in paid where count > 0 {
      shape.scripts += 1
      if count == 1 { shape.scriptsPaidOnce += 1 }
    }
    return shape
  }

  private func count(_ transaction: Int, _ outputs: Range<Int>, _ shape: inout ChainShape) {
    let inputs = Int(txFirstInput[transaction])..<Int(txFirstInput[transaction + 1])
    shape.transactions += 1
    shape.inputs += inputs.count
    shape.outputs += outputs.count
    switch (inputs.count, outputs.count) {
    case (...1, ...1): shape.oneToOne += 1
    case (...1, 2): shape.oneToTwo += 1
    case (...1, _): shape.oneToMany += 1
    case (_, ...1): shape.manyToOne += 1
    case (_, 2): shape.manyToTwo += 1
    default: shape.manyToMany += 1
    }
    if txVersion[transaction] >= 2 { shape.version2 += 1 }
    if txLockTime[transaction] != 0 { shape.withLockTime += 1 }
    // Nil once an input's value is not known.
    var fee: Int64? = 0
    var isReplaceable = false
    for input in inputs {
      let prevout = inputPrevout[input]
      fee = prevout.isNone ? nil : fee.map { $0 + outputValue[prevout.position].rawValue }
      if inputSequence[input] < 0xffff_fffe { isReplaceable = true }
    }
    if isReplaceable { shape.replaceable += 1 }
    var last: Int64 = -1
    var isRising = outputs.count > 1
    for output in outputs {
      let value = outputValue[output].rawValue
      fee = fee.map { $0 - value }
      shape.values.add(value)
      if value > 0, value % 100_000 == 0 { shape.roundOutputs += 1 }
      shape.outputsByKind[Int(scriptKind[outputScript[output].position])] += 1
      if value < last { isRising = false }
      last = value
    }
    if isRising { shape.risingOutputs += 1 }
    guard let fee else { return }
    if fee == 0 { shape.withoutFee += 1 }
    shape.fees.add(fee)
  }
}
