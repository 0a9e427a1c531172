import Bitcoin

/// What is read as text of one kind is written back as the same text, or as another that reads the same.
enum AddressLaws {
  static func check(_ input: [UInt8]) throws(FuzzFinding) {
    let text = String(decoding: input, as: UTF8.self)
    try checkCodes(input, text)
    for network in Network.all { try checkAddress(text, network) }
    for network in Network.all {
      guard let key = WalletImportKey(wif: text, network: network) else { continue }
      try expect(key.revealWIF(network: network) == text, "another WIF")
    }
    // The bytes themselves as a script.
    for network in Network.all {
      guard let address = Address(ScriptPubKey(input), network: network) else { continue }
      let again = try? Address("\(address)", network: network)
      try expect(again == address, "\(address) reads as another address")
    }
    try checkAmount(text)
  }

  private static func checkAddress(_ text: String, _ network: Network) throws(FuzzFinding) {
    let address: Address
    do throws(AddressError) {
      address = try Address(text, network: network)
    } catch {
      return try expect(!"\(error)".isEmpty, "an error without words")
    }
    let written = "\(address)"
    try expect(
      written == text || written == text.lowercased(), "\(text) is written as \(written)")
    try expect(
      Address(address.scriptPubKey, network: network) == address, "the script has another address")
  }

  private static func checkCodes(_ input: [UInt8], _ text: String) throws(FuzzFinding) {
    if let bytes = Base58.decode(text, limit: 82) {
      try expect(Base58.encode(bytes) == text, "another Base58")
    }
    if let bytes = Base58.decodeChecked(text, limit: 78) {
      try expect(Base58.encodeChecked(bytes) == text, "another Base58Check")
    }
    if input.count <= 64 {
      let digits = Base58.encodeChecked(input)
      try expect(Base58.decodeChecked(digits, limit: 64) == input, "Base58 of other bytes")
    }
    if let decoded = Bech32.decode(text) {
      let written = Bech32.encode(decoded.variant, prefix: decoded.prefix, values: decoded.values)
      try expect(written == text || written == text.lowercased(), "another Bech32 \(written)")
    }
    try expect(
      Bech32.bytes(fromValues: Bech32.values(fromBytes: input)) == input, "groups of other bytes")
    if let bytes = Base64.decode(text) {
      try expect(Base64.encode(bytes) == text, "another Base64")
    }
    try expect(Base64.decode(Base64.encode(input)) == input, "Base64 of other bytes")
    if let bytes = Hex.decode(text) {
      try expect(Hex.encode(bytes) == text.lowercased(), "other hexadecimal digits")
    }
    if let hash = Txid(hex: text) { try expect("\(hash)" == text.lowercased(), "another txid") }
    if let key = PublicKey(bytes: input) {
      try expect(
        key.converted(compressed: false).converted(compressed: true)
          == key.converted(compressed: true),
        "another key")
    }
  }

  private static func checkAmount(_ text: String) throws(FuzzFinding) {
    guard let amount = Satoshi(bitcoins: text) else { return }
    try expect(amount.isInMoneyRange, "an amount of \(amount.rawValue)")
    try expect(Satoshi(bitcoins: "\(amount)") == amount, "another amount than \(amount)")
    _ = amount.formatted
  }
}
