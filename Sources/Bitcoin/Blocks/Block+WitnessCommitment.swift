/// What was found about a block's commitment to its witnesses.
public enum WitnessCommitmentVerdict: Hashable, Sendable {
  /// The coinbase commits to the witnesses that are there.
  case valid
  /// There is no commitment, and no witness that would need one.
  case notNeeded
  /// A transaction has a witness, but the coinbase commits to none (Core: `unexpected-witness`).
  case unexpectedWitness(transaction: Int)
  /// The coinbase's witness is not one item of 32 bytes (Core: `bad-witness-nonce-size`).
  case wrongReservedValue
  /// The commitment is to other witnesses (Core: `bad-witness-merkle-match`).
  case mismatch(expected: Hash256, found: Hash256)
}

extension Block {
  /// How a commitment's script begins: OP_RETURN, a push of 36 bytes, and the header of BIP-0141.
  fileprivate static let commitmentPrefix: [UInt8] = [0x6a, 0x24, 0xaa, 0x21, 0xa9, 0xed]

  /// The commitment to the witnesses: from the coinbase's last output that has its form (BIP-0141);
  /// nil if none has.
  public var witnessCommitment: Hash256? {
    witnessCommitmentPlace.flatMap {
      Hash256(bytes: [UInt8](transactions[0].outputs[$0].scriptPubKey.bytes[6..<38]))
    }
  }

  /// The place of that output in the coinbase (Core: `GetWitnessCommitmentIndex`,
  /// consensus/validation.h).
  var witnessCommitmentPlace: Int? {
    transactions.first?.outputs.lastIndex {
      Block.isWitnessCommitment($0.scriptPubKey.bytes.span)
    }
  }

  /// Whether a script has the form of a commitment.
  fileprivate static func isWitnessCommitment(_ script: Span<UInt8>) -> Bool {
    guard script.count >= 38 else { return false }
    for index in commitmentPrefix.indices where script[index] != commitmentPrefix[index] {
      return false
    }
    return true
  }

  /// The script of an output that makes `commitment` (BIP-0141).
  public static func witnessCommitmentScript(_ commitment: Hash256) -> ScriptPubKey {
    ScriptPubKey(commitmentPrefix + commitment.bytes)
  }

  /// Computes the commitment to the block's witnesses with the coinbase's reserved value, 32 bytes
  /// that are zero by custom (BIP-0141).
  ///
  /// The coinbase itself counts with the zero hash, since its wtxid would hold the commitment.
  /// `wtxids` are those of all transactions, where they are known.
  ///
  /// - Precondition: `wtxids`, if given, are as many as the transactions.
  public func computeWitnessCommitment(
    reservedValue: Hash256 = .zero, wtxids: [Wtxid]? = nil
  ) -> Hash256 {
    precondition(
      wtxids.map { $0.count == transactions.count } ?? true, "each transaction has a wtxid")
    let leaves = transactions.indices.map { index in
      index == 0 ? Hash256.zero : (wtxids?[index] ?? transactions[index].computeWtxid()).hash
    }
    return Block.witnessCommitment(leaves, reservedValue)
  }

  /// The commitment to leaves of which the first is zero.
  fileprivate static func witnessCommitment(
    _ leaves: [Hash256], _ reservedValue: Hash256
  ) -> Hash256 {
    Hash256(doubleSHA256: MerkleTree.root(of: leaves).root.bytes + reservedValue.bytes)
  }

  /// Checks the commitment against the witnesses, as from segwit's activation on
  /// (Core: `CheckWitnessMalleation`, validation.cpp).
  ///
  /// `wtxids` are those of all transactions, where they are known.
  public func checkWitnessCommitment(wtxids: [Wtxid]? = nil) -> WitnessCommitmentVerdict {
    PackedBlock(self).checkWitnessCommitment(wtxids: wtxids)
  }
}

extension PackedBlock {
  /// `Block.checkWitnessCommitment`.
  public func checkWitnessCommitment(wtxids: [Wtxid]? = nil) -> WitnessCommitmentVerdict {
    guard let coinbase = transactions.first,
      let place = coinbase.outputs.last(where: {
        Block.isWitnessCommitment(self[outputs[$0].scriptPubKey])
      })
    else {
      let index = transactions.firstIndex { $0.hasWitness }
      return index.map { .unexpectedWitness(transaction: $0) } ?? .notNeeded
    }
    let items = coinbase.inputs.first.map { witnessItems(of: $0) } ?? []
    guard items.count == 1, let reservedValue = Hash256(bytes: Array(bytes[items[0]])),
      let found = Hash256(bytes: Array(bytes[outputs[place].scriptPubKey].dropFirst(6).prefix(32)))
    else { return .wrongReservedValue }
    precondition(
      wtxids.map { $0.count == transactions.count } ?? true, "each transaction has a wtxid")
    let hasher = DoubleSHA256()
    let leaves = transactions.indices.map { index in
      index == 0 ? .zero : (wtxids?[index] ?? computeWtxid(of: index, using: hasher)).hash
    }
    let expected = Block.witnessCommitment(leaves, reservedValue)
    return expected == found ? .valid : .mismatch(expected: expected, found: found)
  }
}
