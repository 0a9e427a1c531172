import Bitcoin

/// A descriptor that is read is written as text that reads the same and gives the same scripts; keys and
/// paths beside it likewise.
enum DescriptorLaws {
  static func check(_ input: [UInt8]) throws(FuzzFinding) {
    let text = String(decoding: input, as: UTF8.self)
    for network in [Network.mainnet, .regtest] {
      try checkDescriptor(text, network)
      try checkKeys(text, network)
    }
    try checkPaths(text)
  }

  private static func checkDescriptor(_ text: String, _ network: Network) throws(FuzzFinding) {
    let descriptor: Descriptor
    do throws(DescriptorError) {
      descriptor = try Descriptor(text, network: network)
    } catch {
      try expect((0...text.utf8.count).contains(error.position), "\(error) outside of the text")
      return
    }
    let written = descriptor.revealText()
    guard let again = try? Descriptor(written, network: network) else {
      throw FuzzFinding("\(written) is not read back")
    }
    try expect(again.revealText() == written, "\(written) reads as \(again.revealText())")
    try expect(again.isRanged == descriptor.isRanged, "\(written) is ranged otherwise")
    let shown = descriptor.description
    let reread = try? Descriptor(shown, network: network)
    try expect(reread?.description == shown, "\(shown) is not read back")
    try expect(reread?.holdsSecrets == false, "\(shown) holds secrets")
    for index: UInt32 in [0, 1, 0x7fff_ffff, 0x8000_0000] {
      try checkScripts(descriptor, again, reread, at: index)
      if !descriptor.isRanged { break }
    }
  }

  private static func checkScripts(
    _ descriptor: Descriptor, _ again: Descriptor, _ shown: Descriptor?, at index: UInt32
  ) throws(FuzzFinding) {
    let scripts = try? descriptor.allScripts(at: index)
    try expect(
      (try? again.allScripts(at: index))?.map(\.scriptPubKey) == scripts?.map(\.scriptPubKey),
      "\(descriptor) gives other scripts when it is read again")
    // Without the secrets hardened children have no scripts; what has some has the same.
    if let derived = try? shown?.allScripts(at: index) {
      try expect(
        derived.map(\.scriptPubKey) == scripts?.map(\.scriptPubKey),
        "\(descriptor) gives other scripts without its secrets")
    }
    for derived in scripts ?? [] {
      try checkParts(derived)
      try checkSpending(derived)
    }
  }

  /// The scripts name each other by their hashes.
  private static func checkParts(_ derived: DerivedScripts) throws(FuzzFinding) {
    var named = derived.scriptPubKey
    if let redeemScript = derived.redeemScript {
      try expect(named == .payToScriptHash(of: redeemScript), "another redeem script")
      try expect(redeemScript.bytes.count <= 520, "a redeem script that cannot be pushed")
      named = ScriptPubKey(redeemScript.bytes)
    }
    if let witnessScript = derived.witnessScript {
      try expect(named == .payToWitnessScriptHash(of: witnessScript), "another witness script")
    }
    if let taproot = derived.taproot {
      try expect(named == taproot.scriptPubKey, "another output key")
      for entry in taproot.tree?.entries ?? [] {
        guard let block = taproot.controlBlock(for: entry.leaf) else {
          throw FuzzFinding("a leaf without control block")
        }
        try expect(ControlBlock(bytes: block.bytes) == block, "another control block")
        try expect(
          block.isCommitment(of: taproot.outputKey, to: entry.leaf.script),
          "a control block that shows nothing")
      }
    }
  }

  private static func checkKeys(_ text: String, _ network: Network) throws(FuzzFinding) {
    if let key = try? ExtendedPublicKey(text, network: network) {
      try expect(key.text(network: network) == text, "another extended key")
      _ = key.child(ChildNumber(rawValue: 7))
    }
    if let key = try? ExtendedSecretKey(text, network: network) {
      try expect(key.revealText(network: network) == text, "another extended secret key")
      let child = key.child(ChildNumber(rawValue: 7))
      try expect(
        child?.publicKey == key.publicKey.child(ChildNumber(rawValue: 7)),
        "another child by way of the secret key")
    }
  }

  private static func checkPaths(_ text: String) throws(FuzzFinding) {
    if let path = DerivationPath(text) {
      try expect(DerivationPath("\(path)") == path, "another path than \(path)")
    }
    if let origin = KeyOrigin(text) {
      try expect(origin.path.steps.count <= 255, "an origin of \(origin.path.steps.count) steps")
    }
  }
}
