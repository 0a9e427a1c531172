import Bitcoin
import Testing

@testable import ChainSim

@Suite("KeyRing")
struct KeyRingTests {
  /// The plan of the case with every kind of address, and its keys.
  private static let scripts = Result {
    let scenario = try ScenarioReader.read(ShippedScenario.path("scripts"))
    let plan = try Planner.plan(scenario, seed: scenario.seed)
    return (plan: plan, keys: KeyRing(plan, seed: scenario.seed, threads: 2))
  }

  @Test("what is kept of a key is what a multiplication and its whole material give")
  func agreesWithMaterial() throws {
    let (plan, keys) = try KeyRingTests.scripts.get()
    var kinds: Set<AddressStyle.Script> = []
    for index in plan.keyForm.indices {
      let key = KeyNumber(index)
      let form = plan.keyForm[index]
      let isNew = kinds.insert(form.script).inserted
      guard isNew || index.isMultiple(of: 17) else { continue }
      let pairs = (0..<Int(form.count)).map { cosigner in
        let secret = keys.secret(of: key, cosigner: cosigner)
        return KeyMaterial.KeyPair(
          secret: secret, publicKey: secret.makePublicKey(compressed: form.isCompressed))
      }
      #expect(keys.publicKey(of: key) == pairs[0].publicKey)
      #expect(keys.script(of: key) == KeyMaterial(form, keys: pairs).scriptPubKey)
    }
    #expect(kinds.count == AddressStyle.Script.allCases.count)
  }

  @Test("each key of a plan has a secret of its own, cosigners' keys too")
  func areDistinct() throws {
    let (plan, keys) = try KeyRingTests.scripts.get()
    var seen: Set<CurvePoint> = []
    for index in plan.keyForm.indices {
      for cosigner in 0..<Int(plan.keyForm[index].count) {
        #expect(seen.insert(keys.point(of: KeyNumber(index), cosigner: cosigner)).inserted)
      }
    }
  }

  @Test("any number of threads derives the same keys", arguments: [1, 3, 7])
  func sameKeys(threads: Int) throws {
    let (plan, keys) = try KeyRingTests.scripts.get()
    let others = KeyRing(plan, seed: keys.seed, threads: threads)
    for index in plan.keyForm.indices {
      #expect(others.script(of: KeyNumber(index)) == keys.script(of: KeyNumber(index)))
    }
  }

  @Test("an actor's secrets follow one another, whichever of its wallets they are in")
  func followOneAnother() throws {
    let plan = try Planner.plan(TinyScenario.make(), seed: 5)
    let keys = KeyRing(plan, seed: 5, threads: 1)
    let base = KeyFamilies.makeBase(seed: 5, actor: "bank", cosigner: 0)
    var place: UInt64 = 0
    for index in plan.keyWallet.indices
    where plan.wallets[plan.keyWallet[index].position].owner == "bank" {
      let expected = try #require(base.adding(Hash256(0, 0, 0, place.byteSwapped)))
      #expect(keys.secret(of: KeyNumber(index)).revealBytes() == expected.revealBytes())
      place += 1
    }
    #expect(place > 20)
    #expect(
      KeyFamilies.makeBase(seed: 5, actor: "bank", cosigner: 1).revealBytes()
        != base.revealBytes())
    #expect(
      KeyFamilies.makeBase(seed: 6, actor: "bank", cosigner: 0).revealBytes()
        != base.revealBytes())
  }
}
