import Bitcoin
import Ledger

/// What a ledger should say, worked out with dictionaries and without any care for speed.
struct ReferenceLedger {
  var blockHashes: [BlockHash] = []
  var blockTimes: [UInt32] = []
  var blockFirstTransaction: [UInt32] = [0]
  var txids: [Txid] = []
  var versions: [UInt32] = []
  var lockTimes: [UInt32] = []
  var firstInput: [UInt64] = [0]
  var firstOutput: [UInt64] = [0]
  var prevouts: [OutputIndex] = []
  var sequences: [UInt32] = []
  var values: [Satoshi] = []
  var scripts: [ScriptPubKey] = []
  var spenders: [InputIndex] = []
  var outPoints: [OutPoint] = []
  var distinctScripts: [ScriptPubKey] = []
  var outputsOfScript: [ScriptPubKey: [OutputIndex]] = [:]
  var transactionOfTxid: [Txid: Int] = [:]
  /// By outpoint in the UTXO set: output row, height, coinbase.
  var unspent: [OutPoint: (output: Int, height: Int, isCoinbase: Bool)] = [:]

  init(_ blocks: [Block]) {
    for (height, block) in blocks.enumerated() {
      blockHashes.append(block.header.computeHash())
      blockTimes.append(block.header.time)
      for transaction in block.transactions { add(transaction, height) }
      blockFirstTransaction.append(UInt32(txids.count))
    }
  }

  private mutating func add(_ transaction: Transaction, _ height: Int) {
    let txid = transaction.computeTxid()
    if !transaction.isCoinbase {
      for input in transaction.inputs {
        let output = unspent.removeValue(forKey: input.prevout)?.output ?? -1
        spenders[output] = InputIndex(prevouts.count)
        prevouts.append(OutputIndex(output))
        sequences.append(input.sequence)
      }
    }
    for (vout, output) in transaction.outputs.enumerated() {
      let place = OutPoint(txid: txid, vout: UInt32(vout))
      let row = values.count
      outPoints.append(place)
      values.append(output.value)
      scripts.append(output.scriptPubKey)
      spenders.append(.none)
      if outputsOfScript[output.scriptPubKey] == nil { distinctScripts.append(output.scriptPubKey) }
      outputsOfScript[output.scriptPubKey, default: []].append(OutputIndex(row))
      if height > 0, !output.scriptPubKey.isUnspendable {
        unspent[place] = (row, height, transaction.isCoinbase)
      }
    }
    transactionOfTxid[txid] = txids.count
    txids.append(txid)
    versions.append(transaction.version)
    lockTimes.append(transaction.lockTime)
    firstInput.append(UInt64(prevouts.count))
    firstOutput.append(UInt64(values.count))
  }

  /// Core's `hash_serialized_3`, from the coins in the order of its database.
  var utxoHash: Hash256 {
    let sorted = unspent.sorted {
      let (a, b) = ($0.key, $1.key)
      return a.txid == b.txid
        ? a.vout < b.vout : a.txid.hash.bytes.lexicographicallyPrecedes(b.txid.hash.bytes)
    }
    var writer = ByteWriter()
    for (place, coin) in sorted {
      place.txid.hash.encode(into: &writer)
      writer.write(place.vout)
      writer.write(UInt32(coin.height * 2 + (coin.isCoinbase ? 1 : 0)))
      TxOut(value: values[coin.output], scriptPubKey: scripts[coin.output]).encode(into: &writer)
    }
    return Hash256(doubleSHA256: writer.bytes)
  }
}
