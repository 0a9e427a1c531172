import Foundation
import Testing

@testable import Bitcoin

/// A case of the part of BIP-0341's wallet vectors that makes outputs.
struct TaprootVector: Sendable {
  let internalKey: String
  let tree: TaprootTree?
  let leaves: [TapLeaf]
  let leafHashes: [String]
  let merkleRoot: String?
  let tweak: String
  let outputKey: String
  let scriptPubKey: String
  let address: String
  let controlBlocks: [String]

  init?(_ row: [String: Any]) {
    guard let given = row["given"] as? [String: Any],
      let middle = row["intermediary"] as? [String: Any],
      let expected = row["expected"] as? [String: Any],
      let internalKey = given["internalPubkey"] as? String,
      let tweak = middle["tweak"] as? String, let outputKey = middle["tweakedPubkey"] as? String,
      let scriptPubKey = expected["scriptPubKey"] as? String,
      let address = expected["bip350Address"] as? String
    else { return nil }
    self.internalKey = internalKey
    self.tweak = tweak
    self.outputKey = outputKey
    self.scriptPubKey = scriptPubKey
    self.address = address
    merkleRoot = middle["merkleRoot"] as? String
    leafHashes = middle["leafHashes"] as? [String] ?? []
    controlBlocks = expected["scriptPathControlBlocks"] as? [String] ?? []
    var found: [Int: TapLeaf] = [:]
    tree = TaprootVector.makeTree(given["scriptTree"], &found)
    leaves = found.sorted { $0.key < $1.key }.map(\.value)
    guard leaves.count == leafHashes.count, leaves.count == controlBlocks.count,
      (tree == nil) == leaves.isEmpty
    else { return nil }
  }

  private static func makeTree(_ value: Any?, _ leaves: inout [Int: TapLeaf]) -> TaprootTree? {
    if let pair = value as? [Any], pair.count == 2,
      let left = makeTree(pair[0], &leaves), let right = makeTree(pair[1], &leaves)
    {
      return .branch(left, right)
    }
    guard let leaf = value as? [String: Any], let id = leaf["id"] as? Int,
      let version = leaf["leafVersion"] as? UInt8,
      let script = (leaf["script"] as? String).flatMap({ Hex.decode($0) })
    else { return nil }
    let made = TapLeaf(script: script, version: version)
    leaves[id] = made
    return TaprootTree(made)
  }

  static func read() -> [VectorCase<TaprootVector>] {
    do {
      guard
        let bytes = try SharedData.bytes("bip341_wallet_vectors.json", in: SharedData.vectors)
      else { return [] }
      let file = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
      return (file?["scriptPubKey"] as? [[String: Any]] ?? []).compactMap { row in
        guard let vector = TaprootVector(row) else {
          Issue.record("bip341_wallet_vectors.json has a case of another form")
          return nil
        }
        return VectorCase(vector.address, vector)
      }
    } catch {
      Issue.record("bip341_wallet_vectors.json: \(error)")
      return []
    }
  }
}

@Suite("Taproot outputs")
struct TaprootTests {
  static let official = TaprootVector.read()

  @Test("official vectors", .tags(.vectors), arguments: official)
  func isMet(_ vector: VectorCase<TaprootVector>) throws {
    let value = vector.value
    let key = try #require(Hex.decode(value.internalKey).flatMap { XOnlyPublicKey(bytes: $0) })
    #expect(value.leaves.map { Hex.encode($0.leafHash.bytes) } == value.leafHashes)
    #expect(value.tree.map { Hex.encode($0.merkleRoot.bytes) } == value.merkleRoot)
    let tweak = key.computeTapTweak(merkleRoot: value.tree?.merkleRoot)
    #expect(Hex.encode(tweak.bytes) == value.tweak)
    let output = try #require(TaprootOutput(internalKey: key, tree: value.tree))
    #expect(output.outputKey.description == value.outputKey)
    #expect(Hex.encode(output.scriptPubKey.bytes) == value.scriptPubKey)
    #expect(Address(output.scriptPubKey, network: .mainnet)?.description == value.address)
    #expect(output.scriptPubKey.classify() == .witnessV1Taproot)
    for (leaf, expected) in zip(value.leaves, value.controlBlocks) {
      let block = try #require(output.controlBlock(for: leaf))
      #expect(Hex.encode(block.bytes) == expected)
      #expect(ControlBlock(bytes: block.bytes) == block)
      #expect(block.isCommitment(of: output.outputKey, to: leaf.script))
      #expect(!block.isCommitment(of: output.outputKey, to: leaf.script + [0]))
      #expect(!block.isCommitment(of: key, to: leaf.script))
      let flipped = ControlBlock(
        leafVersion: block.leafVersion, isOdd: !block.isOdd, internalKey: key,
        merklePath: block.merklePath)
      #expect(!flipped.isCommitment(of: output.outputKey, to: leaf.script))
    }
  }

  @Test("the official file was read", .tags(.vectors))
  func count() {
    guard SharedData.isPresent(SharedData.vectors) else { return }
    #expect(TaprootTests.official.count == 7)
    #expect(TaprootTests.official.reduce(0) { $0 + $1.value.leaves.count } == 12)
  }
}

/// A case of Tests/BitcoinTests/Vectors/taproot.json.
struct OwnTaprootVector: Decodable, Sendable, CustomTestStringConvertible {
  struct Leaf: Decodable, Sendable {
    let depth: Int
    let version: UInt8
    let script: String
    let controlBlock: String
  }

  let secret: String
  let internalKey: String
  let merkleRoot: String?
  let leaves: [Leaf]
  let outputKey: String
  let outputSecret: String
  let scriptPubKey: String

  var testDescription: String { "\(leaves.count) leaves, \(outputKey.prefix(8))" }
}

@Suite("Taproot outputs against btclib")
struct OwnTaprootTests {
  static let vectors = SharedData.own("taproot.json", as: OwnTaprootVector.self)

  @Test("outputs, secrets and control blocks, to the byte", arguments: vectors)
  func isMet(_ vector: OwnTaprootVector) throws {
    let secret = try #require(Hex.decode(vector.secret).flatMap { SecretKey(bytes: $0) })
    #expect(secret.xOnlyPublicKey.description == vector.internalKey)
    let entries = try vector.leaves.map { leaf in
      TaprootTree.Entry(
        depth: leaf.depth,
        leaf: TapLeaf(script: try #require(Hex.decode(leaf.script)), version: leaf.version))
    }
    let tree = TaprootTree(entries)
    #expect((tree == nil) == entries.isEmpty)
    #expect(tree.map { Hex.encode($0.merkleRoot.bytes) } == vector.merkleRoot)
    let output = try #require(TaprootOutput(internalKey: secret.xOnlyPublicKey, tree: tree))
    #expect(output.outputKey.description == vector.outputKey)
    #expect(Hex.encode(output.scriptPubKey.bytes) == vector.scriptPubKey)
    let tweaked = try #require(secret.tweakedForTaproot(merkleRoot: output.merkleRoot))
    #expect(tweaked.xOnlyPublicKey == output.outputKey)
    let made = Hex.encode(tweaked.revealBytes())
    #expect(made == vector.outputSecret)
    for (leaf, entry) in zip(vector.leaves, entries) {
      let block = try #require(Hex.decode(leaf.controlBlock).flatMap { ControlBlock(bytes: $0) })
      #expect(block.isCommitment(of: output.outputKey, to: entry.leaf.script))
      // A leaf may be in the tree twice; then its shorter way is taken.
      let found = try #require(output.controlBlock(for: entry.leaf))
      #expect(found == block || found.merklePath.count <= block.merklePath.count)
      #expect(found.isCommitment(of: output.outputKey, to: entry.leaf.script))
    }
  }

  @Test("the file holds what the script makes")
  func count() {
    #expect(OwnTaprootTests.vectors.count == 12)
    #expect(OwnTaprootTests.vectors.reduce(0) { $0 + $1.leaves.count } == 84)
  }
}
