extension Block {
  /// How the section of a witness commitment begins that holds the solution (BIP-0325).
  private static let signetHeader: [UInt8] = [0xec, 0xc7, 0xda, 0xa2]

  /// What a signet's challenge is run with (Core: `BLOCK_SCRIPT_VERIFY_FLAGS`, signet.cpp).
  private static let signetFlags: ScriptFlags = [.p2sh, .witness, .derSignatures, .nullDummy]

  /// Checks the solution of a signet's challenge (BIP-0325; Core: `CheckSignetBlockSolution`,
  /// signet.cpp).
  func checkSignetSolution(_ challenge: [UInt8], txids: [Txid]) -> BlockViolation? {
    guard let spend = makeSignetSpend(challenge, txids: txids) else {
      return BlockViolation(.wrongSignetSolution, detail: "no witness commitment, or no solution")
    }
    let verdict = SpendVerifier.verify(
      spend.transaction, input: 0, spentOutputs: [spend.spentOutput], flags: Block.signetFlags)
    guard case .invalid(let failure) = verdict else { return nil }
    return BlockViolation(.wrongSignetSolution, script: failure, detail: "\(failure)")
  }

  /// The virtual transaction whose signature is the solution, and the output that it spends; nil
  /// where the coinbase has no witness commitment or a solution of another form.
  ///
  /// What is signed is version, previous block, merkle root without the solution, and time.
  ///
  /// - Precondition: there are as many txids as transactions.
  public func makeSignetSpend(
    _ challenge: [UInt8], txids: [Txid]
  ) -> (transaction: Transaction, spentOutput: TxOut)? {
    precondition(txids.count == transactions.count, "each transaction has a txid")
    guard var coinbase = transactions.first, let place = witnessCommitmentPlace else { return nil }
    var scriptSig = ScriptSig()
    var witness = Witness()
    if let found = Block.takeSolution(from: coinbase.outputs[place].scriptPubKey) {
      coinbase.outputs[place].scriptPubKey = found.rest
      guard let solution = Block.readSolution(found.solution) else { return nil }
      (scriptSig, witness) = solution
    }
    var leaves = txids.map(\.hash)
    leaves[0] = coinbase.computeTxid().hash
    var data = ByteWriter(capacity: 72)
    data.write(header.version)
    header.previousBlock.hash.encode(into: &data)
    MerkleTree.root(of: leaves).root.encode(into: &data)
    data.write(header.time)
    let spentOutput = TxOut(value: .zero, scriptPubKey: ScriptPubKey(challenge))
    let toSpend = Transaction(
      version: 0,
      inputs: [TxIn(prevout: .null, scriptSig: .pushes([[], data.bytes]), sequence: 0)],
      outputs: [spentOutput])
    let toSign = Transaction(
      version: 0,
      inputs: [
        TxIn(
          prevout: OutPoint(txid: toSpend.computeTxid(), vout: 0), scriptSig: scriptSig,
          sequence: 0, witness: witness)
      ],
      outputs: [TxOut(value: .zero, scriptPubKey: ScriptPubKey([Opcode.return]))])
    return (toSign, spentOutput)
  }

  /// The bytes behind the header in the first push that begins with it and has more, and the script
  /// without them; nil where there is none (Core: `FetchAndClearCommitmentSection`).
  private static func takeSolution(
    from script: ScriptPubKey
  ) -> (solution: [UInt8], rest: ScriptPubKey)? {
    var reader = ScriptReader(script.bytes.span)
    var solution: [UInt8]?
    var rest = ByteWriter(capacity: script.bytes.count)
    while let instruction = reader.next() {
      var data = [UInt8](script.bytes[instruction.operand])
      if data.isEmpty {
        rest.write(byte: instruction.opcode)
        continue
      }
      if solution == nil, data.count > signetHeader.count, data.starts(with: signetHeader) {
        solution = [UInt8](data.dropFirst(signetHeader.count))
        data = signetHeader
      }
      rest.write(push: data)
    }
    return solution.map { ($0, ScriptPubKey(rest.bytes)) }
  }

  /// The solution's scriptSig and witness; nil unless the bytes are these and no more.
  private static func readSolution(_ bytes: [UInt8]) -> (ScriptSig, Witness)? {
    func read() throws(DecodingError) -> (ScriptSig, Witness) {
      var reader = ByteReader(bytes.span)
      let script = [UInt8](try reader.readCountedBytes())
      let count = try reader.readCompactSize()
      var stack: [[UInt8]] = []
      for _ in 0..<count { stack.append([UInt8](try reader.readCountedBytes())) }
      try reader.finish()
      return (ScriptSig(script), Witness(stack))
    }
    return try? read()
  }
}
