import Bitcoin

extension Claim {
  /// Reads a claim.
  ///
  /// - Parameter file: the name that errors give, such as `claims/recovered.yaml`.
  /// - Throws: `YAMLError` for anything that is not a claim. A signature that is not 65 bytes in
  ///   base64 is an error too, since it could be no one's signature; whose it is, is not asked here.
  public static func decode(_ bytes: [UInt8], file: String) throws(YAMLError) -> Claim {
    let mapping = try YAMLDocument.read(bytes, file: file).mapping(keys, in: "the claim")
    let asOf = try mapping.require("asOf").mapping(blockKeys, in: "asOf")
    let hashNode = try asOf.require("hash")
    let hashText = try hashNode.text()
    guard let hash = BlockHash(hex: hashText), hash.description == hashText else {
      throw hashNode.error(.badValue(hashText, expected: "64 lower-case hexadecimal digits"))
    }
    let network = try mapping.require("network").word(among: Network.all.map(\.name))
    var coins: [ClaimedCoins] = []
    for node in try mapping.require("coins").list() {
      coins.append(try readCoins(node))
    }
    var proofs: [ControlProof] = []
    for node in try mapping.find("proofs")?.list() ?? [] {
      proofs.append(try readProof(node))
    }
    return Claim(
      id: try readID(mapping.require("id")),
      claimant: try mapping.require("claimant").printableLine(),
      text: try mapping.require("text").printableLines(),
      asOf: ClaimedBlock(height: try asOf.require("height").integer(in: heights), hash: hash),
      network: network, coins: coins, amount: try mapping.require("amount").amount(),
      loss: try mapping.find("loss")?.printableLine(),
      proofs: proofs)
  }

  /// Heights that a block's time and a ledger's row can have.
  static let heights = 0...Int(Int32.max)

  /// The keys of a claim.
  public static let keys = YAMLKeyTable(
    "claim",
    [
      .required("id", .text, "The claim's name: letters, digits, '-', '_' and '.'."),
      .required("claimant", .text, "Who claims, on one line."),
      .required("text", .text, "The claim in words."),
      .required("asOf", .mapping(blockKeys), "The block as of which the coins are held."),
      .required("network", .word(Network.all.map(\.name)), "The network of the coins."),
      .required("amount", .amount, "What the coins come to together."),
      .optional("loss", .text, "From which loss the coins come."),
      .required("coins", .list(.text), "The coins: txid:vout, or an address for all it holds."),
      .optional("proofs", .list(.mapping(proofKeys)), "The proofs of control."),
    ])

  /// The keys of a claim's block.
  public static let blockKeys = YAMLKeyTable(
    "block",
    [
      .required("height", .integer(heights), "The block's height."),
      .required("hash", .text, "The block's hash."),
    ])

  /// The keys of a proof.
  public static let proofKeys = YAMLKeyTable(
    "proof",
    [
      .required("kind", .word(ControlProof.Kind.allCases.map(\.rawValue)), "How control is shown."),
      .required("address", .text, "The address whose key has signed."),
      .required("signature", .text, "The signature in base64."),
    ])
}

// MARK: - Values

extension Claim {
  /// A name that can be a file's name everywhere.
  private static func readID(_ node: YAMLNode) throws(YAMLError) -> String {
    let text = try node.text()
    guard isID(text) else {
      throw node.error(
        .badValue(
          text, expected: "at most 100 letters, digits, '-', '_' and '.', a letter or digit first"))
    }
    return text
  }

  /// Whether a text can be a claim's id: it is a safe file name on every system.
  public static func isID(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, bytes.count <= 100, isLetterOrDigit(first) else { return false }
    return bytes.allSatisfy { isLetterOrDigit($0) || "-_.".utf8.contains($0) }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  private static func readCoins(_ node: YAMLNode) throws(YAMLError) -> ClaimedCoins {
    let text = try node.printableLine()
    guard text.utf8.contains(UInt8(ascii: ":")) else { return .address(text) }
    guard let outPoint = OutPoint(text), outPoint.description == text else {
      throw node.error(.badValue(text, expected: "an address or txid:vout"))
    }
    return .outPoint(outPoint)
  }

  private static func readProof(_ node: YAMLNode) throws(YAMLError) -> ControlProof {
    let mapping = try node.mapping(proofKeys, in: "a proof")
    let word = try mapping.require("kind").word(among: ControlProof.Kind.allCases.map(\.rawValue))
    let signatureNode = try mapping.require("signature")
    let signature = try signatureNode.text()
    if let flaw = ControlProof.findFlaw(inSignature: signature) {
      throw signatureNode.error(.invalid(flaw))
    }
    return ControlProof(
      kind: ControlProof.Kind(rawValue: word) ?? .signMessage,
      address: try mapping.require("address").printableLine(), signature: signature)
  }
}
