extension PartiallySignedTransaction {
  /// Which inputs commit to the message of a proof of reserves (BIP-0127): they spend nothing, count
  /// as `ReserveProof.commitmentOutput`, and are not signed.
  ///
  /// - Throws: `wrongReservesCommitment` for an input whose message is not the one that its prevout
  ///   is the hash of.
  func reservesCommitments() throws(PSBTError) -> [Bool] {
    var found: [Bool] = []
    for (index, prevout) in try prevouts().enumerated() {
      let isRight = inputs[index].isReservesCommitment(at: prevout)
      guard isRight || inputs[index].reservesCommitment == nil else {
        throw .wrongReservesCommitment(input: index)
      }
      found.append(isRight)
    }
    return found
  }
}

extension PSBTInput {
  /// Whether the input has the message of a proof of reserves, and `prevout` is that message's hash.
  func isReservesCommitment(at prevout: OutPoint) -> Bool {
    reservesCommitment.map { ReserveProof.commits(prevout, to: $0) } ?? false
  }
}
