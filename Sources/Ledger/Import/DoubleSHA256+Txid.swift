import Bitcoin

extension DoubleSHA256 {
  /// The txid of a transaction that has been walked to its end in `bytes`.
  func txid(of walker: borrowing TransactionWalker, in bytes: Span<UInt8>) -> Txid {
    let start = walker.start
    let end = walker.position
    if walker.isHashedWhole { return Txid(hash(bytes.extracting(start..<end))) }
    begin()
    update(bytes.extracting(start..<start + 4))
    update(bytes.extracting(walker.inputsPosition..<walker.outputsEnd))
    update(bytes.extracting(end - 4..<end))
    return Txid(finish())
  }
}
