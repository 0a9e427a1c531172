/// A signature over a text by the key of an address, as `signmessage` makes it (Core:
/// common/signmessage.cpp) and as BIP-0137 extends it to P2WPKH, plain and in P2SH.
///
/// The key is not in it but can be recovered from it, which is what `verifymessage` does.
/// ```
/// header: first header of the address kind + recovery id (0-3) (1) | R (32, big-endian) | S (32, big-endian)
/// ```
public struct SignedMessage: Hashable, Sendable {
  /// How many bytes every such signature has.
  public static let size = 65

  /// The 65 bytes.
  public let bytes: [UInt8]
  /// The kind of address that the header names (BIP-0137).
  public let addressKind: AddressKind

  /// The signature that these 65 bytes are.
  ///
  /// - Throws: `wrongSize`, `unknownHeader`.
  public init(bytes: [UInt8]) throws(SignedMessageError) {
    guard bytes.count == SignedMessage.size else { throw .wrongSize(found: bytes.count) }
    guard let kind = AddressKind(header: bytes[0]) else { throw .unknownHeader(bytes[0]) }
    self.bytes = bytes
    self.addressKind = kind
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
  public var isCompressed: Bool { addressKind != .uncompressedKeyHash }

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
      bytes, SignedMessage.messageHash(text),
      recoveryID: Int32(bytes[0] - addressKind.rawValue), compressed: isCompressed)
  }

  /// Whether this signature over `text` was made with the key of a script.
  ///
  /// False for scripts that no key's address stands for, which have no such signatures.
  public func isSigned(
    _ text: String, by scriptPubKey: ScriptPubKey, reading: Reading = .strict
  ) -> Bool {
    guard let key = recoverPublicKey(text) else { return false }
    return kinds(reading).contains { $0.scriptPubKey(of: key) == scriptPubKey }
  }

  /// The kinds of address that this signature may stand for.
  private func kinds(_ reading: Reading) -> [AddressKind] {
    switch reading {
    case .strict: [addressKind]
    case .compatible: AddressKind.allCases.filter { $0.isCompressed == isCompressed }
    }
  }
}

extension SecretKey {
  /// Signs a text as `signmessage` does and gives the base 64 of the 65 bytes.
  ///
  /// `compressed` tells which of the key's two P2PKH addresses is meant.
  public func signMessage(_ text: String, compressed: Bool) -> String {
    signMessage(text, for: compressed ? .keyHash : .uncompressedKeyHash)
  }

  /// Signs a text for the key's address of a kind (BIP-0137) and gives the base 64 of the 65 bytes.
  public func signMessage(_ text: String, for kind: SignedMessage.AddressKind) -> String {
    let (compact, recoveryID) = signRecoverably(SignedMessage.messageHash(text))
    return Base64.encode([kind.rawValue + UInt8(recoveryID)] + compact)
  }
}
