import Bitcoin
import Files
import Testing

@testable import ChainSim

@Suite("Plain signing")
struct PlainSigningTests {
  @Test("a transaction signed in place is the one that is made of parts")
  func agree() throws {
    let scenario = try ScenarioReader.read(ShippedScenario.path("scripts"))
    let plan = try Planner.plan(scenario, seed: scenario.seed)
    let keys = KeyRing(plan, seed: scenario.seed, threads: 2)
    let signed = try SignedChain(plan, of: scenario, keys: keys).signed
    let desk = SigningDesk(
      plan: plan, keys: keys, coinbases: CoinbaseScripts(plan), txids: signed.txids)
    var tools = SigningTools()
    var plain = 0
    for number in 0..<plan.transactionCount where !plan.inputs(of: number).isEmpty {
      let parts = desk.makeAnyTransaction(number, using: &tools, helping: { .stopped })
      let any = try #require(parts)
      #expect(any.txid == signed.txids[number])
      guard desk.isPlain(number) else { continue }
      let inPlace = desk.makePlainTransaction(number, using: &tools, helping: { .stopped })
      let made = try #require(inPlace)
      #expect(made.bytes == any.bytes)
      #expect(made.txid == any.txid && made.wtxid == any.wtxid)
      #expect(made.weight == any.weight)
      plain += 1
    }
    #expect(plain > 100)
  }

  @Test("what somebody tried to change in flight, or spends witness outputs, is not plain")
  func others() throws {
    let scenario = TinyScenario.make()
    var plan = try Planner.plan(scenario, seed: 1)
    let number = try #require(
      (0..<plan.transactionCount).first { !plan.inputs(of: $0).isEmpty })
    func isPlain() -> Bool {
      SigningDesk(
        plan: plan, keys: KeyRing(plan, seed: 1, threads: 1), coinbases: CoinbaseScripts(plan),
        txids: SignedPlan(plan).txids
      ).isPlain(number)
    }
    #expect(isPlain())
    plan.malleations[number] = .highS
    #expect(!isPlain())
    plan.malleations = [:]
    plan.failedMalleations[number] = .pushData2
    #expect(!isPlain())
    plan.failedMalleations = [:]
    let input = plan.inputs(of: number).lowerBound
    let key = plan.outputKey[plan.inputSpent[input].position].position
    plan.keyForm[key] = KeyForm(.witnessKeyHash, isCompressed: true)
    #expect(!isPlain())
  }
}
