import Bitcoin
import Testing

@testable import ChainSim

@Suite("Address styles")
struct AddressStyleTests {
  struct Flaw: CustomTestStringConvertible, Sendable {
    let style: AddressStyle
    let key: String?
    var testDescription: String { "\(style)" }
  }

  static let flaws: [Flaw] =
    AddressStyle.Script.allCases.map { Flaw(style: .init($0), key: nil) }
    + [
      Flaw(style: .init(.publicKey, keys: .compressed), key: nil),
      Flaw(
        style: .init(.scriptHashMultisig, keys: .compressed, quorum: .init(15, of: 15)), key: nil),
      Flaw(style: .init(.scriptHashMultisig, quorum: .init(1, of: 7)), key: nil),
      Flaw(style: .init(.scriptHashMultisig, quorum: .init(1, of: 8)), key: "multisig"),
      Flaw(
        style: .init(.scriptHashMultisig, keys: .compressed, quorum: .init(1, of: 16)),
        key: "multisig"),
      Flaw(style: .init(.witnessScriptHash, quorum: .init(16, of: 16)), key: nil),
      Flaw(style: .init(.taprootScript, quorum: .init(16, of: 16)), key: nil),
      Flaw(style: .init(.taprootScript, quorum: .init(0, of: 3)), key: "multisig"),
      Flaw(style: .init(.witnessScriptHash, quorum: .init(3, of: 2)), key: "multisig"),
      Flaw(style: .init(.witnessScriptHash, quorum: .init(1, of: 17)), key: "multisig"),
      Flaw(style: .init(.witnessScriptHash, quorum: .init(.min, of: .max)), key: "multisig"),
      Flaw(style: .init(.witnessKeyHash, keys: .compressed), key: "keys"),
      Flaw(style: .init(.taprootKey, keys: .uncompressed), key: "keys"),
      Flaw(style: .init(.taprootKey, quorum: .init(1, of: 1)), key: "multisig"),
    ]

  @Test("a style is possible or names what is wrong", arguments: flaws)
  func flaw(_ flaw: Flaw) {
    #expect(flaw.style.flaw?.key == flaw.key)
  }

  @Test(
    "m of n is read in one way alone",
    arguments: [
      "2 of 3", "1 of 1", "16 of 16", "0 of 1", "2 of 1", "01 of 2", "2  of 3", "2 of 17", "2of3",
      " 2 of 3", "2 of 3 ", "+1 of 2", "-1 of 2", "2 OF 3", "of", "", "1 of 100",
    ])
  func quorum(_ text: String) {
    let isQuorum = ["2 of 3", "1 of 1", "16 of 16"].contains(text)
    #expect(AddressStyle.Quorum(text)?.description == (isQuorum ? text : nil))
  }

  @Test("shares hold in every hundred people, and a person's kind hangs on nobody else")
  func shares() {
    let shares = [
      StyleShare(.init(.publicKeyHash), percent: 7), StyleShare(.init(.taprootKey), percent: 0),
      StyleShare(.init(.witnessKeyHash), percent: 93),
    ]
    for start in [0, 100, 1_234] {
      let styles = (start..<start + 100).map { shares.style(ofMember: $0)?.script }
      #expect(styles.count { $0 == .publicKeyHash } == 7)
      #expect(styles.count { $0 == .witnessKeyHash } == 93)
    }
    #expect([StyleShare]().style(ofMember: 5) == nil)
    // Spread, not in a row: among the first thirty are some of a tenth.
    let tenth = [
      StyleShare(.init(.publicKey), percent: 10), StyleShare(.init(.taprootKey), percent: 90),
    ]
    #expect((1...3).contains((0..<20).count { tenth.style(ofMember: $0)?.script == .publicKey }))
  }

  struct Wrong: CustomTestStringConvertible, Sendable {
    let key: String
    let change: @Sendable (inout Scenario) -> Void
    var testDescription: String { key }
  }

  static let wrong: [Wrong] = [
    Wrong(key: "actors.bank.wallets.vault.keys") { scenario in
      scenario.change("bank") { (bank: inout Exchange) in
        bank.wallets[2].style = .init(.witnessKeyHash, keys: .uncompressed)
      }
    },
    Wrong(key: "actors.customers.wallets.own.script") { scenario in
      scenario.change("customers") { (people: inout Population) in
        people.own = [StyleShare(.init(.taprootKey), percent: .max), .init(.init(), percent: .max)]
      }
    },
    Wrong(key: "actors.customers.wallets.own.multisig") { scenario in
      scenario.change("customers") { (people: inout Population) in
        people.own = [StyleShare(.init(.publicKey, quorum: .init(1, of: 2)))]
      }
    },
    Wrong(key: "claims[0].proof") { scenario in
      scenario.change("bank") { (bank: inout Exchange) in
        bank.wallets[2].style = .init(.taprootKey)
      }
    },
  ]

  @Test("code that builds an impossible wallet is refused by the place", arguments: wrong)
  func refusesInCode(_ wrong: Wrong) {
    var scenario = TinyScenario.make()
    wrong.change(&scenario)
    let error = #expect(throws: ScenarioError.self) { try scenario.check() }
    guard case .inconsistent(let key, _) = error else {
      Issue.record("\(String(describing: error)) is no contradiction")
      return
    }
    #expect(key == wrong.key)
  }
}
