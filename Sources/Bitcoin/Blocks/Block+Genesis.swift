extension Block {
  /// The first block of a network, whose coinbase can never be spent (Core: `CreateGenesisBlock`,
  /// kernel/chainparams.cpp).
  public static func genesis(of network: Network) -> Block {
    let (time, bits, nonce): (UInt32, UInt32, UInt32) =
      switch network.name {
      case "mainnet": (1_231_006_505, 0x1d00_ffff, 2_083_236_893)
      case "testnet3": (1_296_688_602, 0x1d00_ffff, 414_098_458)
      case "testnet4": (1_714_777_860, 0x1d00_ffff, 393_743_547)
      case "signet": (1_598_918_400, 0x1e03_77ae, 52_613_770)
      default: (1_296_688_602, 0x207f_ffff, 2)
      }
    let isTestnet4 = network.name == "testnet4"
    let headline =
      isTestnet4
      ? "03/May/2024 000000000000000000001ebd58c244970b3aa9d783bb001011fbe8ea8e98e00e"
      : "The Times 03/Jan/2009 Chancellor on brink of second bailout for banks"
    // The number 0x1d00ffff and the number 4, each as a push of bytes, then the headline.
    let scriptSig = ScriptSig.pushes([[0xff, 0xff, 0x00, 0x1d], [4], Array(headline.utf8)])
    let key = isTestnet4 ? [UInt8](repeating: 0, count: 33) : genesisKey
    let coinbase = Transaction(
      inputs: [TxIn(prevout: .null, scriptSig: scriptSig)],
      outputs: [
        TxOut(
          value: Satoshi(50 * Satoshi.coin.rawValue),
          scriptPubKey: ScriptPubKey([UInt8(key.count)] + key + [Opcode.checkSig]))
      ])
    let header = BlockHeader(
      version: 1, previousBlock: BlockHash(.zero), merkleRoot: coinbase.computeTxid().hash,
      time: time, bits: bits, nonce: nonce)
    return Block(header: header, transactions: [coinbase])
  }

  private static let genesisKey: [UInt8] =
    Hex.decode(
      "04678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb6"
        + "49f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5f") ?? []
}
