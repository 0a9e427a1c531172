import Testing

@testable import Bitcoin

/// A PSBT that a BIP prints, with what it says about it (Vectors/make_psbt_vectors.py).
struct OfficialPSBT: Decodable, Sendable, CustomTestStringConvertible {
  let source: String
  let kind: String
  let name: String
  let psbt: String
  let lockTime: UInt32?

  var testDescription: String { "\(source), \(name)" }

  static let all = SharedData.own("psbt_official.json", as: OfficialPSBT.self)

  static func all(_ kinds: String...) -> [OfficialPSBT] { all.filter { kinds.contains($0.kind) } }
}

/// The example of BIP-0174 that goes through all roles.
struct WorkflowPSBT: Decodable, Sendable {
  struct Key: Decodable, Sendable {
    let wif: String
    let path: String
  }
  struct PublicKeyOrigin: Decodable, Sendable {
    let key: String
    let path: String
  }
  let created, updated, withSighashType, signedFirst, signedSecond, combined, finalised: String
  let unknownFirst, unknownSecond, unknownCombined: String
  let masterKey: String
  let signingKeys: [Key]
  let publicKeys: [PublicKeyOrigin]
  let redeemScripts, witnessScripts, previousTransactions: [String]
  let extracted: String

  static func load() throws -> WorkflowPSBT {
    try #require(SharedData.own("psbt_workflow.json", as: WorkflowPSBT.self).first)
  }
}
