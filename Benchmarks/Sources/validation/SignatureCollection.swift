import Bitcoin
import Files
import Racing
import SystemPackage

/// The signatures of a simulated chain, taken from its block files by a way of its own.
enum SignatureCollection {
  /// Collects the signatures of P2PK, P2PKH and P2WPKH inputs.
  ///
  /// - Throws: `Unfit` where the chain has any other input: the limit would lack its signatures.
  static func collect(_ folder: FilePath, network: Network) throws -> CurveLimit {
    var limit = CurveLimit()
    var outputs: [OutPoint: TxOut] = [:]
    for name in try Folder.list(folder).sorted() where name.hasSuffix(".dat") {
      let bytes = try File.read(folder.appending(name))
      var reader = BlockFileReader(bytes, network: network)
      while let record = reader.next() {
        let block = try Block(decoding: [UInt8](bytes[record.block]))
        for transaction in block.transactions { try add(transaction, &outputs, &limit) }
      }
    }
    return limit
  }

  private static func add(
    _ transaction: Transaction, _ outputs: inout [OutPoint: TxOut], _ limit: inout CurveLimit
  ) throws {
    if !transaction.isCoinbase {
      for (index, input) in transaction.inputs.enumerated() {
        guard let spent = outputs.removeValue(forKey: input.prevout) else {
          throw Unfit(why: "\(input.prevout) is missing")
        }
        try add(transaction, index, spent, &limit)
      }
    }
    let txid = transaction.computeTxid()
    for (vout, output) in transaction.outputs.enumerated() {
      outputs[OutPoint(txid: txid, vout: UInt32(vout))] = output
    }
  }

  private static func add(
    _ transaction: Transaction, _ index: Int, _ spent: TxOut, _ limit: inout CurveLimit
  ) throws {
    let input = transaction.inputs[index]
    let script = spent.scriptPubKey.bytes
    let items: [[UInt8]]
    let digest: (SighashType) -> Hash256
    switch spent.scriptPubKey.classify() {
    case .publicKey:
      items = (input.scriptSig.pushedItems ?? []) + [[UInt8](script[1..<script.count - 1])]
      digest = { transaction.legacySighash(input: index, scriptCode: script, type: $0) }
    case .publicKeyHash:
      items = input.scriptSig.pushedItems ?? []
      digest = { transaction.legacySighash(input: index, scriptCode: script, type: $0) }
    case .witnessV0KeyHash:
      items = input.witness.stack
      guard let hash = Hash160(bytes: [UInt8](script[2...])) else {
        throw Unfit(why: "a key hash is 20 bytes")
      }
      let code = ScriptPubKey.payToPublicKeyHash(hash).bytes
      digest = {
        transaction.segwitV0Sighash(input: index, scriptCode: code, value: spent.value, type: $0)
      }
    case let kind:
      throw Unfit(why: "an input spends \(kind), which the limit leaves out")
    }
    guard items.count == 2, let type = items[0].last else {
      throw Unfit(why: "input \(index) of \(transaction.computeTxid()) is not signed as usual")
    }
    limit.append(
      key: items[1], der: [UInt8](items[0].dropLast()),
      digest: digest(SighashType(rawValue: UInt32(type))))
  }
}
