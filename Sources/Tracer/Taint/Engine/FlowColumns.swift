import Bitcoin
import Ledger

/// The columns of a chain that value flows through, borrowed from whoever has them: a ledger, or
/// arrays in a test.
///
/// Rows are in chain order, so a spender always stands after what it spends.
struct FlowColumns: ~Escapable {
  /// Block -> its first transaction; one more than there are blocks.
  let blockFirstTransaction: Span<UInt32>
  /// Transaction -> its first input; one more than there are transactions. A coinbase has none.
  let txFirstInput: Span<UInt64>
  /// Transaction -> its first output; one more than there are transactions.
  let txFirstOutput: Span<UInt64>
  /// Input -> the output that it spends; `none` where that output is unknown.
  let inputPrevout: Span<OutputIndex>
  /// Output -> satoshis.
  let outputValue: Span<Satoshi>
  /// Output -> the script that it pays.
  let outputScript: Span<ScriptIndex>
  /// Output -> the input that spends it; `none` where it is unspent.
  let outputSpender: Span<InputIndex>
  /// The network, for its subsidy.
  let network: Network

  /// A view of these columns.
  @_lifetime(
    copy blockFirstTransaction,
    copy txFirstInput,
    copy txFirstOutput,
    copy inputPrevout,
    copy outputValue,
    copy outputScript,
    copy outputSpender
  )
  init(
    blockFirstTransaction: Span<UInt32>,
    txFirstInput: Span<UInt64>,
    txFirstOutput: Span<UInt64>,
    inputPrevout: Span<OutputIndex>,
    outputValue: Span<Satoshi>,
    outputScript: Span<ScriptIndex>,
    outputSpender: Span<InputIndex>,
    network: Network
  ) {
    self.blockFirstTransaction = blockFirstTransaction
    self.txFirstInput = txFirstInput
    self.txFirstOutput = txFirstOutput
    self.inputPrevout = inputPrevout
    self.outputValue = outputValue
    self.outputScript = outputScript
    self.outputSpender = outputSpender
    self.network = network
  }

  /// The number of blocks.
  var blockCount: Int { blockFirstTransaction.count - 1 }
  /// The number of transactions.
  var transactionCount: Int { txFirstInput.count - 1 }
  /// The number of outputs.
  var outputCount: Int { outputValue.count }

  /// The inputs of a transaction.
  @inline(__always)
  func inputs(of transaction: Int) -> Range<Int> {
    Int(txFirstInput[transaction])..<Int(txFirstInput[transaction + 1])
  }

  /// The outputs of a transaction.
  @inline(__always)
  func outputs(of transaction: Int) -> Range<Int> {
    Int(txFirstOutput[transaction])..<Int(txFirstOutput[transaction + 1])
  }

  /// The transactions of a block; the first is the coinbase.
  func transactions(of height: Int) -> Range<Int> {
    Int(blockFirstTransaction[height])..<Int(blockFirstTransaction[height + 1])
  }

  /// The block of a transaction, by halving.
  func height(of transaction: Int) -> Int {
    var low = 0
    var high = blockCount
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int(blockFirstTransaction[middle]) <= transaction { low = middle } else { high = middle }
    }
    return low
  }

  /// The transaction of an output, by halving.
  func transaction(ofOutput output: Int) -> Int {
    var low = 0
    var high = transactionCount
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int(txFirstOutput[middle]) <= output { low = middle } else { high = middle }
    }
    return low
  }
}
