import Bitcoin

extension ControlProof {
  /// What makes a text no signature of the kind `signmessage`: 65 bytes in base64, the first one
  /// from 27 to 34 (Core: `SignMessage` in common/signmessage.cpp; `CPubKey::RecoverCompact` in
  /// pubkey.cpp). Nil where it may be one, whoever made it.
  public static func findFlaw(inSignature text: String) -> String? {
    guard let bytes = Base64.decode(text) else { return "\(Excerpt(text)) is not base64" }
    guard bytes.count == 65 else {
      return "a signed message has 65 bytes, not \(bytes.count)"
    }
    guard (27...34).contains(bytes[0]) else {
      return "a signed message begins with a byte from 27 to 34, not \(bytes[0])"
    }
    return nil
  }
}
