/// A signature over a text by the key of a P2PKH address, as `signmessage` makes it (Core:
/// common/signmessage.cpp).
///
/// The key is not in it but can be recovered from it, which is what `verifymessage` does.
/// ```
/// header: 27 + recovery id (0-3) + 4 if the key is compressed (1) | R (32, big-endian) | S (32, big-endian)
/// ```
public struct SignedMessage: Hashable, Sendable {
  /// The 65 bytes.
  public let bytes: [UInt8]

  /// The signature that these 65 bytes are.
  ///
  /// Headers above 34, which some wallets write for segwit addresses (BIP-0137), are refused, as
  /// they stand for other addresses.
  ///
  /// - Throws: `wrongSize`, `unknownHeader`.
  public init(bytes: [UInt8]) throws(SignedMessageError) {
    guard bytes.count == 65 else { throw .wrongSize(found: bytes.count) }
    guard (27...34).contains(bytes[0]) else { throw .unknownHeader(bytes[0]) }
    self.bytes = bytes
  }

  /// The signature as wallets print it.
  ///
  /// - Throws: `notBase64`, `wrongSize`, `unknownHeader`.
  public init(base64 text: String) throws(SignedMessageError) {
    guard let bytes = Base64.decode(text) else { throw .notBase64 }
    try self.init(bytes: bytes)
  }

  /// The text that wallets print.
  public var base64: String { Base64.encode(bytes) }

  /// Whether the key that signed is written in 33 bytes, which decides its address.
  public var isCompressed: Bool { bytes[0] >= 31 }

  /// Hashes the text as it is signed, UTF-8, with the words before it that keep a signature from
  /// being one over a transaction (Core: `MessageHash`, common/signmessage.cpp).
  public static func messageHash(_ text: String) -> Hash256 {
    var writer = ByteWriter(capacity: text.utf8.count + 32)
    writer.write(counted: Array("Bitcoin Signed Message:\n".utf8))
    writer.write(counted: Array(text.utf8))
    return Hash256(doubleSHA256: writer.bytes)
  }

  /// Recovers the key that made this signature over `text`; nil if none could.
  ///
  /// Another text gives another key, not nil; only the comparison with an address proves anything.
  public func recoverPublicKey(_ text: String) -> PublicKey? {
    Curve.recover(
      bytes, SignedMessage.messageHash(text), recoveryID: Int32(bytes[0] - 27) & 3,
      compressed: isCompressed)
  }

  /// Whether this signature over `text` was made with the key of a P2PKH script.
  ///
  /// False for scripts of other kinds, which have no such signatures.
  public func isSigned(_ text: String, by scriptPubKey: ScriptPubKey) -> Bool {
    guard let key = recoverPublicKey(text) else { return false }
    return scriptPubKey == .payToPublicKeyHash(key.computeHash160())
  }
}

extension SecretKey {
  /// Signs a text as `signmessage` does and gives the base 64 of the 65 bytes.
  ///
  /// `compressed` tells which of the key's two addresses is meant.
  public func signMessage(_ text: String, compressed: Bool) -> String {
    let (compact, recoveryID) = signRecoverably(SignedMessage.messageHash(text))
    return Base64.encode([27 + UInt8(recoveryID) + (compressed ? 4 : 0)] + compact)
  }
}
