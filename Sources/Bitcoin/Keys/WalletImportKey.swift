/// A secret key as wallets pass it on, with whether its public key is compressed.
public struct WalletImportKey: Sendable {
  /// The key.
  public let key: SecretKey
  /// Whether the public key that belongs to it is written in 33 bytes.
  public let isCompressed: Bool

  /// The key with the form of its public key.
  public init(_ key: SecretKey, isCompressed: Bool) {
    self.key = key
    self.isCompressed = isCompressed
  }

  /// Reads the wallet import format of a network (Core: `DecodeSecret`, key_io.cpp); nil for
  /// anything else. The text is kept out of errors on purpose.
  ///
  /// ```
  /// prefix (1) | key (32) | [01 if compressed] | checksum (4), all in Base58
  /// ```
  public init?(wif text: String, network: Network) {
    guard let bytes = Base58.decodeChecked(text, limit: 34), bytes.first == network.secretKeyPrefix,
      bytes.count == 33 || (bytes.count == 34 && bytes[33] == 1),
      let key = SecretKey(bytes: [UInt8](bytes[1..<33]))
    else { return nil }
    self.init(key, isCompressed: bytes.count == 34)
  }

  /// Writes the wallet import format (Core: `EncodeSecret`, key_io.cpp). Whoever has it has the coins.
  public func revealWIF(network: Network) -> String {
    Base58.encodeChecked(
      [network.secretKeyPrefix] + key.revealBytes() + (isCompressed ? [1] : []))
  }
}
