import Bitcoin
import ChainSim
import Testing

/// Holds the small case's chain against the rules of a block, written again here on purpose.
///
/// Rules: Bitcoin Core, validation.cpp (CheckBlock, ContextualCheckBlock, ConnectBlock),
/// consensus/tx_verify.cpp, and kernel/chainparams.cpp for regtest.
@Suite("The small chain under the rules of a block")
struct ConsensusTests {
  let played: PlayedCase

  init() throws {
    played = try PlayedCase.small.get()
  }

  @Test("headers link up, carry the work, and stand after the median of eleven")
  func headersAreValid() {
    let blocks = played.blocks
    #expect(
      blocks[0].header.computeHash().description
        == "0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206")
    for height in blocks.indices.dropFirst() {
      let header = blocks[height].header
      #expect(header.previousBlock == blocks[height - 1].header.computeHash())
      #expect(header.bits == 0x207f_ffff)
      #expect(header.meetsTarget())
      #expect(header.version >= 4 && header.version < 0x8000_0000)
      let window = blocks[max(0, height - 11)..<height].map(\.header.time).sorted()
      #expect(header.time > window[window.count / 2])
    }
  }

  @Test("each block has its merkle root, its height, and one coinbase")
  func blocksAreWhole() {
    for (height, block) in played.blocks.enumerated().dropFirst() {
      let tree = block.computeMerkleTree()
      #expect(tree.root == block.header.merkleRoot && !tree.isMutated)
      #expect(block.encoded().count <= 1_000_000)
      #expect(block.transactions[0].isCoinbase)
      #expect(block.transactions.dropFirst().allSatisfy { !$0.isCoinbase })
      #expect(block.transactions.allSatisfy { !$0.hasWitness })
      let script = block.transactions[0].inputs[0].scriptSig.bytes
      #expect((2...100).contains(script.count))
      #expect(script.starts(with: heightPush(height)), "height \(height)")
    }
  }

  /// BIP-0034: the height as a script pushes a number; 1 to 16 have an opcode.
  private func heightPush(_ height: Int) -> [UInt8] {
    if height <= 16 { return [0x50 + UInt8(height)] }
    var bytes: [UInt8] = []
    var rest = height
    while rest > 0 {
      bytes.append(UInt8(rest & 0xff))
      rest >>= 8
    }
    if let last = bytes.last, last & 0x80 != 0 { bytes.append(0) }
    return [UInt8(bytes.count)] + bytes
  }

  @Test("no coin is spent twice, too early or out of nothing, and coinbases take what is theirs")
  func coinsAreSpentOnce() throws {
    var unspent: [OutPoint: (value: Int64, height: Int, isCoinbase: Bool)] = [:]
    for (height, block) in played.blocks.enumerated().dropFirst() {
      var fees: Int64 = 0
      for transaction in block.transactions {
        var paid: Int64 = 0
        for input in transaction.inputs where !transaction.isCoinbase {
          let found = unspent.removeValue(forKey: input.prevout)
          let coin = try #require(found, "\(input.prevout)")
          #expect(!coin.isCoinbase || height - coin.height >= 100)
          paid += coin.value
        }
        let txid = transaction.computeTxid()
        var made: Int64 = 0
        for (vout, output) in transaction.outputs.enumerated() {
          #expect(output.value.isInMoneyRange)
          made += output.value.rawValue
          let outPoint = OutPoint(txid: txid, vout: UInt32(vout))
          #expect(unspent[outPoint] == nil)
          unspent[outPoint] = (output.value.rawValue, height, transaction.isCoinbase)
        }
        if !transaction.isCoinbase {
          #expect(paid >= made)
          fees += paid - made
        }
      }
      let halvings = height / 150
      let subsidy: Int64 = halvings >= 64 ? 0 : 5_000_000_000 >> Int64(halvings)
      let claimed = block.transactions[0].outputs.reduce(0) { $0 + $1.value.rawValue }
      #expect(claimed <= subsidy + fees, "height \(height)")
    }
  }

  @Test("every input is signed by the key of what it spends")
  func signaturesAreValid() throws {
    var count = 0
    for (_, transaction) in played.transactions.values where !transaction.isCoinbase {
      let spent = try transaction.inputs.map { try #require(played.output($0.prevout)).output }
      var verifier = SpendVerifier(transaction, spentOutputs: spent)
      for index in transaction.inputs.indices {
        let verdict = verifier.verify(input: index)
        #expect(verdict == .valid)
        count += 1
      }
    }
    #expect(count == played.report.signatures)
  }
}
