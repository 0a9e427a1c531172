/// Bytes, hashes and objects of a block's transactions.
extension PackedBlock {
  /// Some of the block's bytes.
  ///
  /// - Precondition: they lie within the block.
  public subscript(range: Range<Int>) -> Span<UInt8> {
    @_lifetime(borrow self)
    get { bytes.span.extracting(range) }
  }

  /// Hashes a transaction without its witness.
  public func computeTxid(of place: Int, using hasher: borrowing DoubleSHA256) -> Txid {
    let row = transactions[place]
    guard row.hasWitness else { return Txid(hasher.hash(self[row.place])) }
    let start = row.place.lowerBound
    hasher.begin()
    hasher.update(self[start..<start + 4])
    hasher.update(self[row.inputsPosition..<row.outputsEnd])
    hasher.update(self[row.place.upperBound - 4..<row.place.upperBound])
    return Txid(hasher.finish())
  }

  /// Hashes a transaction with its witness.
  public func computeWtxid(of place: Int, using hasher: borrowing DoubleSHA256) -> Wtxid {
    Wtxid(hasher.hash(self[transactions[place].place]))
  }

  /// Where the items of an input's witness lie, bottom first.
  func witnessItems(of input: Int) -> [Range<Int>] {
    let start = Int(inputs[input].witness)
    guard start > 0 else { return [] }
    func read() throws(DecodingError) -> [Range<Int>] {
      var reader = ByteReader(bytes.span)
      _ = try reader.readBytes(start)
      var items: [Range<Int>] = []
      for _ in 0..<(try reader.readCompactSize()) {
        let count = try reader.readCountedBytes().count
        items.append(reader.position - count..<reader.position)
      }
      return items
    }
    // They were read once, or written by ourselves.
    return (try? read()) ?? []
  }

  /// Makes the object of a transaction.
  public func makeTransaction(at place: Int) -> Transaction {
    let row = transactions[place]
    return Transaction(
      version: row.version,
      inputs: row.inputs.map { input in
        TxIn(
          prevout: inputs[input].prevout,
          scriptSig: ScriptSig(Array(bytes[inputs[input].scriptSig])),
          sequence: inputs[input].sequence,
          witness: Witness(witnessItems(of: input).map { Array(bytes[$0]) }))
      },
      outputs: row.outputs.map { output in
        TxOut(
          value: outputs[output].value,
          scriptPubKey: ScriptPubKey(Array(bytes[outputs[output].scriptPubKey])))
      }, lockTime: row.lockTime)
  }

  /// Makes the object of the block.
  func makeBlock() -> Block {
    Block(header: header, transactions: transactions.indices.map { makeTransaction(at: $0) })
  }
}
