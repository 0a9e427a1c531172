import Bitcoin
import Case
import ChainSim
import Files
import TestSupport
import Testing
import Truth

/// The case of every kind of address, read back from its files.
@Suite("Every kind of address on chain")
struct ScriptsStoryTests {
  let played: PlayedCase

  init() throws {
    played = try PlayedCase.scripts.get()
  }

  /// How an input spends, told from the spent output and from what the input shows.
  private func kind(of input: TxIn, spending output: TxOut) -> String {
    switch output.scriptPubKey.classify() {
    case .publicKey: "p2pk"
    case .publicKeyHash: "p2pkh"
    case .scriptHash: input.witness.isEmpty ? "p2sh-multisig" : "p2sh-p2wpkh"
    case .witnessV0KeyHash: "p2wpkh"
    case .witnessV0ScriptHash: "p2wsh"
    case .witnessV1Taproot: input.witness.stack.count == 1 ? "p2tr" : "p2tr-script"
    default: "none of ours"
    }
  }

  private func spends() throws -> [(transaction: Transaction, spent: [TxOut])] {
    try played.blocks.flatMap(\.transactions).filter { !$0.isCoinbase }.map { transaction in
      let spent = try transaction.inputs.map { try #require(played.output($0.prevout)).output }
      return (transaction, spent)
    }
  }

  @Test("every kind is spent many times")
  func everyKindIsSpent() throws {
    var counts: [String: Int] = [:]
    for (transaction, spent) in try spends() {
      for (input, output) in zip(transaction.inputs, spent) {
        counts[kind(of: input, spending: output), default: 0] += 1
      }
    }
    #expect(Set(counts.keys) == Set(AddressStyle.Script.allCases.map(\.rawValue)))
    for (kind, count) in counts { #expect(count >= 10, "\(kind): \(count)") }
  }

  @Test("every input satisfies its script, also by the rules of relaying")
  func everyInputIsValid() throws {
    var count = 0
    for (transaction, spent) in try spends() {
      var verifier = SpendVerifier(transaction, spentOutputs: spent, flags: .standard)
      for input in transaction.inputs.indices {
        let verdict = verifier.verify(input: input)
        #expect(
          verdict == .valid,
          "\(kind(of: transaction.inputs[input], spending: spent[input])) of \(transaction.computeTxid())"
        )
        count += 1
      }
    }
    #expect(count > 800)
  }

  @Test("another amount, another output or another signature is worth nothing")
  func forgeriesAreInvalid() throws {
    var seen: Set<String> = []
    for (transaction, spent) in try spends() {
      for input in transaction.inputs.indices {
        let kind = kind(of: transaction.inputs[input], spending: spent[input])
        guard seen.insert(kind).inserted else { continue }
        var other = transaction
        other.outputs[0].value = other.outputs[0].value - Satoshi(1)
        #expect(
          SpendVerifier.verify(other, input: input, spentOutputs: spent) != .valid, "\(kind)")
        // Legacy signatures say nothing of the amounts that are spent; later ones do.
        var others = spent
        others[input].value = others[input].value + Satoshi(1)
        let isLegacy = ["p2pk", "p2pkh", "p2sh-multisig"].contains(kind)
        let verdict = SpendVerifier.verify(transaction, input: input, spentOutputs: others)
        #expect((verdict == .valid) == isLegacy, "\(kind)")
      }
    }
    #expect(seen.count == AddressStyle.Script.allCases.count)
  }

  @Test("multisig shows as many signatures as the scenario says, by keys that take turns")
  func cosignersTakeTurns() throws {
    var turns: [Set<[Int]>] = [[], []]
    for (transaction, spent) in try spends() {
      for (input, output) in zip(transaction.inputs, spent)
      where kind(of: input, spending: output) == "p2tr-script" {
        // n signatures, some of them empty, then the script and the control block with one hash.
        let items = input.witness.stack.dropLast(2)
        #expect(input.witness.stack.last?.count == 65)
        guard items.count > 1 else { continue }
        let places = items.indices.filter { !items[$0].isEmpty }
        turns[items.count - 2].insert(places)
        #expect(places.count == 2)
      }
    }
    // 2 of 2 has one turn, 2 of 3 has three.
    #expect(turns[0].count == 1)
    #expect(turns[1].count == 3)
  }

  @Test("blocks with a witness commit to it, the others have nothing to commit to")
  func blocksCommit() throws {
    let roles = Dictionary(
      try TruthFolder(played.folder.truth).readOutputs().map { ($0.outPoint, $0) },
      uniquingKeysWith: { first, _ in first })
    var commitments = 0
    for block in played.blocks.dropFirst() {
      let hasWitness = block.transactions.dropFirst().contains { $0.hasWitness }
      let verdict = block.checkWitnessCommitment()
      #expect(verdict == (hasWitness ? .valid : .notNeeded))
      let coinbase = block.transactions[0]
      #expect(coinbase.outputs.count == (hasWitness ? 2 : 1))
      guard hasWitness else { continue }
      commitments += 1
      let row = try #require(roles[OutPoint(txid: coinbase.computeTxid(), vout: 1)])
      #expect(row.role == .data && row.owner.hasPrefix("pools/") && row.stolen == .zero)
      #expect(coinbase.outputs[1].value == .zero)
      #expect(coinbase.outputs[1].scriptPubKey.isUnspendable)
    }
    #expect(commitments > 100)
    #expect(roles.values.count { $0.role == .data } == commitments)
    #expect(roles.count == played.outputs.count - 1)
  }

  @Test("the books name every address of the exchange, a bare key by its descriptor")
  func booksNameBareKeys() throws {
    let books = try played.folder.readBooks()
    let bare = books.addresses.filter { $0.wallet == "bare" }
    #expect(bare.count == 3)
    #expect(bare.allSatisfy { $0.address.hasPrefix("pk(04") && $0.address.hasSuffix(")") })
    let wallets = Set(books.addresses.map(\.wallet))
    #expect(wallets == ["hot", "vault", "cold", "deep", "wills", "bare", "found"])
    for deposit in books.deposits {
      let output = try #require(played.output(deposit.outPoint))
      #expect(played.address(of: output.output) == deposit.address)
    }
  }

  @Test("claims are made, with messages where there are any")
  func claims() throws {
    let claims = try played.folder.readClaims()
    #expect(claims.map(\.id) == ["another-key", "found-wallet", "vault-coins"])
    #expect(claims.map { $0.proofs.isEmpty } == [false, false, true])
    #expect(
      try TruthFolder(played.folder.truth).readClaims().filter(\.isTrue).map(\.claim)
        == ["found-wallet"])
  }

  @Test("signatures are counted as they stand in the chain")
  func countsSignatures() throws {
    var count = 0
    for (transaction, spent) in try spends() {
      for (input, output) in zip(transaction.inputs, spent) {
        let items = (input.scriptSig.pushedItems ?? []) + input.witness.stack
        count += items.count { isSignature($0, schnorr: output.scriptPubKey.classify()) }
      }
    }
    #expect(count == played.report.signatures)
  }

  private func isSignature(_ item: [UInt8], schnorr kind: ScriptKind) -> Bool {
    if kind == .witnessV1Taproot { return item.count == 64 }
    return item.first == 0x30 && ECDSASignature(der: Array(item.dropLast())) != nil
  }

  @Test("one thread gives the same bytes, and they are those that Bitcoin Core took")
  func isDeterministic() throws {
    let again = try PlayedCase("scripts", threads: 1)
    let hashes = played.blocks.map { $0.header.computeHash() }
    #expect(again.blocks.map { $0.header.computeHash() } == hashes)
    #expect(
      hashes.last?.description
        == "71448ae7e272747882094bd02526632531ce7a6620af01b38b06f0c6bed2adee")
  }
}
