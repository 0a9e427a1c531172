import Bitcoin

/// Which key of a plan stands at which place of which run.
///
/// Each actor has a run of keys for itself, and one for each further cosigner of its multisig
/// addresses; an actor's keys take their places in the order of the plan. So a further actor leaves
/// the others' keys where they are.
struct KeyFamilies: Sendable {
  /// Each key's first row among the points; the cosigners' follow it. One more at the end.
  let keyFirstPoint: [UInt32]
  /// Each point's place in its family.
  let pointPlace: [UInt32]
  /// The points in the order of families and places.
  let familyPoints: [UInt32]
  /// Where each family begins in `familyPoints`; one more at the end.
  let familyStart: [Int]
  /// Each family's run.
  let runs: [KeyRun]
  /// Each wallet's first family; that of cosigner 2 follows it, and so on.
  private let walletFamily: [UInt32]

  /// How many keys an address of an actor may have.
  private static let cosignerLimit = 16

  /// Gives out the places.
  init(_ plan: Plan, seed: UInt64) {
    var actors: [String: UInt32] = [:]
    var names: [String] = []
    var walletFamily: [UInt32] = []
    walletFamily.reserveCapacity(plan.wallets.count)
    for wallet in plan.wallets {
      if let last = names.last, last == wallet.owner {
        walletFamily.append(UInt32((names.count - 1) * KeyFamilies.cosignerLimit))
        continue
      }
      let next = UInt32(names.count * KeyFamilies.cosignerLimit)
      let family = actors[wallet.owner] ?? next
      if family == next {
        actors[wallet.owner] = next
        names.append(wallet.owner)
      }
      walletFamily.append(family)
    }
    self.walletFamily = walletFamily
    var counts = [Int](repeating: 0, count: names.count * KeyFamilies.cosignerLimit)
    var firsts: [UInt32] = []
    firsts.reserveCapacity(plan.keyForm.count + 1)
    var places: [UInt32] = []
    places.reserveCapacity(plan.keyForm.count)
    for key in plan.keyForm.indices {
      firsts.append(UInt32(places.count))
      let family = Int(walletFamily[plan.keyWallet[key].position])
      for cosigner in 0..<Int(plan.keyForm[key].count) {
        places.append(UInt32(counts[family + cosigner]))
        counts[family + cosigner] += 1
      }
    }
    firsts.append(UInt32(places.count))
    var starts = [0]
    starts.reserveCapacity(counts.count + 1)
    for count in counts { starts.append(starts[starts.count - 1] + count) }
    var points = [UInt32](repeating: 0, count: places.count)
    for key in plan.keyForm.indices {
      let family = Int(walletFamily[plan.keyWallet[key].position])
      for cosigner in 0..<Int(plan.keyForm[key].count) {
        let point = firsts[key] + UInt32(cosigner)
        points[starts[family + cosigner] + Int(places[Int(point)])] = point
      }
    }
    keyFirstPoint = firsts
    pointPlace = places
    familyPoints = points
    familyStart = starts
    runs = names.flatMap { name in
      (0..<KeyFamilies.cosignerLimit).map { cosigner in
        KeyRun(base: KeyFamilies.makeBase(seed: seed, actor: name, cosigner: cosigner))
      }
    }
  }

  /// The family of a wallet's keys; of further cosigners' keys, one of those after it.
  func family(of wallet: WalletNumber, cosigner: Int = 0) -> Int {
    Int(walletFamily[wallet.position]) + cosigner
  }

  /// The hash under which bases are drawn.
  private static let tag = TaggedHash("coldtrace/simulated keys")

  /// The secret of an actor's place 0: the tagged hash of seed, cosigner, a counter and the actor's
  /// name. The counter moves on where the digest is no scalar, or so near the order that some place
  /// would be none, which happens once in 2^128.
  ///
  /// ```
  /// seed (8, LE) | cosigner (1) | counter (1) | name (UTF-8)
  /// ```
  static func makeBase(seed: UInt64, actor: String, cosigner: Int) -> SecretKey {
    var counter: UInt8 = 0
    while true {
      var writer = ByteWriter(capacity: 10 + actor.utf8.count)
      writer.write(seed)
      writer.write(byte: UInt8(cosigner))
      writer.write(byte: counter)
      writer.write(Array(actor.utf8))
      let digest = tag.hash(writer.bytes)
      // The order begins with fifteen bytes of ones; so nothing below that comes near it.
      if digest.word0 != .max, digest.word0 != 0, let secret = SecretKey(digest) { return secret }
      counter += 1
    }
  }
}
