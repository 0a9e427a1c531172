extension ScriptPubKey {
  /// How a script without an address is written, as an output descriptor without checksum
  /// (BIP-0380): `pk(key)` for the P2PK of a valid key (BIP-0381), `raw(script)` for all else
  /// (BIP-0385).
  public var descriptor: String {
    if classify() == .publicKey, let key = PublicKey(bytes: [UInt8](bytes[1..<bytes.count - 1])),
      !key.isHybrid
    {
      return "pk(\(Hex.encode(key.bytes)))"
    }
    return "raw(\(Hex.encode(bytes)))"
  }
}
