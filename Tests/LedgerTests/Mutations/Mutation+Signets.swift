import Bitcoin

extension Mutation {
  static let signets: [Mutation] = [
    signet("no solution of the challenge", script: .invalidStackOperation) { block in
      block.replaceSolution(nil)
    },
    signet("solution signed by another key", script: .evalFalse) { block in
      block.replaceSolution(block.solve(by: TestKey(7)))
    },
    signet("solution signed for another time", script: .evalFalse) { block in
      block.header.time += 1
    },
    signet("solution with a byte too many") { block in
      block.replaceSolution(block.solve(by: MutationShop.signetKey) + [0])
    },
    signet("no commitment that could hold a solution") { block in
      block.transactions[0].outputs.removeLast()
      block.transactions[0].inputs[0].witness = Witness()
    },
  ]

  /// A block 1 with a solution, and the same with it bent.
  private static func signet(
    _ name: String, script: ScriptRule? = nil, bend: @escaping @Sendable (inout Block) -> Void
  ) -> Mutation {
    Mutation(name, .wrongSignetSolution, script: script, network: .signet) { shop in
      var right = shop.unsolvedSignetBlock()
      right.replaceSolution(right.solve(by: MutationShop.signetKey))
      var wrong = right
      bend(&wrong)
      return Pair(right: right.sealed(), wrong: wrong.sealed())
    }
  }
}

extension MutationShop {
  /// Whose signature solves the challenge of our own signet.
  static let signetKey = TestKey(6)
  /// The easiest target of a signet (Core: `SigNetParams`).
  static let signetBits: UInt32 = 0x1e03_77ae
  static let signetChallenge = ScriptPubKey.payToPublicKey(signetKey.publicKey)

  /// A block that commits to its witnesses, with room for a solution, and without work.
  fileprivate func unsolvedSignetBlock() -> Block {
    let draft = BlockDraft(self, transactions: [])
    var block = Block(header: draft.header, transactions: [draft.coinbase])
    block.transactions[0].inputs[0].witness = Witness([Hash256.zero.bytes])
    let commitment = Block.witnessCommitmentScript(block.computeWitnessCommitment())
    block.transactions[0].outputs.append(TxOut(value: .zero, scriptPubKey: commitment))
    return block
  }
}

extension Block {
  /// Puts a solution into the commitment, or takes it out (BIP-0325).
  fileprivate mutating func replaceSolution(_ solution: [UInt8]?) {
    let commitment = transactions[0].outputs[1].scriptPubKey.bytes.prefix(38)
    let section = solution.map { ScriptSig.pushes([[0xec, 0xc7, 0xda, 0xa2] + $0]).bytes } ?? []
    transactions[0].outputs[1].scriptPubKey = ScriptPubKey(commitment + section)
  }

  /// The solution by the signature of `key`: a script, and an empty witness.
  fileprivate func solve(by key: TestKey) -> [UInt8] {
    var open = self
    open.replaceSolution([0, 0])
    let challenge = MutationShop.signetChallenge.bytes
    let txids = open.transactions.map { $0.computeTxid() }
    guard let spend = open.makeSignetSpend(challenge, txids: txids) else { return [] }
    let digest = spend.transaction.legacySighash(input: 0, scriptCode: challenge, type: .all)
    let script = ScriptSig.pushes([key.sign(digest)]).bytes
    return [UInt8(script.count)] + script + [0]
  }

  /// Nonces that were found before, by the digits that the header's hash
  /// begins with while the nonce is 0: a signet block takes five million hashes.
  static let knownNonces: [String: UInt32] = [
    "020ccb6ffd2feb54": 3_740_532,
    "2fff57f3ed7e0b60": 7_095_466,
    "4952dbbe3609ed93": 2_094_568,
    "541722dfa2b1e862": 11_985_707,
    "6e1be877629cd57d": 955_331,
    "71630ee5571587d4": 10_997_962,
    "721d7231e3c7cdd2": 11_576_086,
    "8aa2b1690d30f62a": 155_842,
    "8b15d1c67fe1a3b8": 1_494_826,
    "c8e179b8f577ffd9": 2_336_301,
  ]
}
