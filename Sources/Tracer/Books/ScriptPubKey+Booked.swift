import Bitcoin

extension ScriptPubKey {
  /// The script that a text of the books names: that of an address, or of a bare key, which has none,
  /// by its descriptor `pk(key)` (BIP-0381).
  ///
  /// - Throws: what makes the text no address of the network.
  init(booked text: String, network: Network) throws(AddressError) {
    if text.hasPrefix("pk("), let descriptor = try? Descriptor(text, network: network),
      !descriptor.isRanged, let scripts = try? descriptor.scripts()
    {
      self = scripts.scriptPubKey
    } else {
      self = try Address(text, network: network).scriptPubKey
    }
  }
}
