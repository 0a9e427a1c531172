extension PartiallySignedTransaction {
  /// Which inputs commit to the message of a proof of reserves (BIP-0127): they spend nothing, count
  /// as `ReserveProof.commitmentOutput`, and are not signed.
  ///
  /// - Throws: `wrongReservesCommitment` for an input whose message is not the one that its prevout
  ///   is the hash of.
  func reservesCommitments() throws(PSBTError) -> [Bool] {
    let prevouts = try prevouts()
    var found: [Bool] = []
    for (index, input) in inputs.enumerated() {
      guard let message = input.reservesCommitment else {
        found.append(false)
        continue
      }
      let isRight = ReserveProof.CommitmentHash.allCases.contains {
        ReserveProof.commitment(message, hash: $0) == prevouts[index]
      }
      guard isRight else { throw .wrongReservesCommitment(input: index) }
      found.append(true)
    }
    return found
  }
}
