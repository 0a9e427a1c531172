import Bitcoin
import Case
import Foundation
import Testing
import Truth

@testable import ChainSim

@Suite("A balance made up by transfers")
struct OverdrawTests {
  let played: PlayedCase
  let books: Books
  let truth: TruthFolder
  static let total = Satoshi(89_600_000_000)
  static let stake = Satoshi(200_000_000)

  init() throws {
    played = try PlayedCase.flexcoin.get()
    books = try played.folder.readBooks()
    truth = TruthFolder(played.folder.truth)
  }

  @Test("896 BTC leave the hot wallet for two addresses, in entries that the books have")
  func withdraws() throws {
    let thefts = try truth.readThefts()
    #expect(thefts.reduce(.zero) { $0 + $1.value } == Self.total)
    var addresses: Set<String> = []
    for theft in thefts {
      guard case .output(let outPoint) = theft.place else {
        Issue.record("a fee was taken")
        continue
      }
      let entry = try #require(books.withdrawals.first { $0.outPoint == outPoint })
      #expect(entry.amount == theft.value)
      addresses.insert(entry.address)
    }
    #expect(addresses.count == 2)
  }

  @Test("one account is overdrawn by the total, the other one keeps the stake")
  func balances() throws {
    let overdrawn = books.accounts.filter { $0.balance < .zero }
    #expect(overdrawn.map(\.balance) == [.zero - Self.total])
    let payer = try #require(overdrawn.first?.id)
    let race = books.transfers.filter { $0.from == payer }
    let payee = try #require(race.first?.to)
    #expect(race.allSatisfy { $0.to == payee && $0.amount <= Self.stake })
    #expect(race.reduce(.zero) { $0 + $1.amount } == Self.total + Self.stake)
    #expect(race.count == 4_200)
    let times = race.map(\.time)
    #expect(times.first == UTCTime("2014-03-02T02:14:07Z"))
    #expect(times.last == UTCTime("2014-03-02T02:14:11Z"))
    #expect(books.accounts.first { $0.id == payee }?.balance == Self.stake)
    let staked = books.deposits.filter { $0.account == payer }
    #expect(staked.map(\.amount) == [Self.stake])
    #expect(try #require(staked.first).time < #require(UTCTime("2014-03-02")))
    // The thief's are not the only transfers, and the table is in the order of time.
    #expect(books.transfers.count > race.count + 50)
    #expect(books.transfers.map(\.time) == books.transfers.map(\.time).sorted())
  }

  @Test("the accounts are the sum of the entries, and those above 0 owe 896 BTC beyond the coins")
  func owes() throws {
    let deposits = books.deposits.reduce(Satoshi.zero) { $0 + $1.amount }
    let withdrawals = books.withdrawals.reduce(Satoshi.zero) { $0 + $1.amount }
    let sum = books.accounts.reduce(Satoshi.zero) { $0 + $1.balance }
    #expect(deposits - withdrawals == sum)
    let reserve = try #require(books.accounts.first { $0.id == "reserve" }).balance
    let owed = books.accounts.filter { $0.balance > .zero }.reduce(.zero) { $0 + $1.balance }
    #expect(owed - reserve == Self.total)
    let rows = try truth.readOutputs()
    #expect(rows.contains { $0.wallet == "cold" })
    // Cold storage is untouched.
    #expect(rows.filter { $0.wallet == "cold" }.allSatisfy { played.spentAt[$0.outPoint] == nil })
  }

  @Test("the sums close under other seeds too", arguments: UInt64(1)...12)
  func closes(seed: UInt64) throws {
    let plan = try Planner.plan(played.scenario, seed: seed)
    #expect(plan.thefts.reduce(0) { $0 + $1.taken } == Self.total.rawValue)
    #expect(plan.books.balances.reduce(0, +) == 0)
    #expect(plan.holders.reduce(0) { $0 + $1.amount } == Self.total.rawValue)
  }

  struct Wrong: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let path: String
    let reason: String
    let old: String
    let new: String
  }

  static let wrong: [Wrong] = [
    Wrong(
      testDescription: "too few transfers", path: "events[1].overdraw.transfers",
      reason: "448 transfers of at most the stake, 2.00000000 BTC, do not make 898.00000000 BTC",
      old: "transfers: 4200", new: "transfers: 448"),
    Wrong(
      testDescription: "after the bank has closed", path: "events[1].overdraw.of",
      reason: "'flexcoin' stops paying withdrawals on 2014-03-02T03:00:00Z",
      old: "{at: 2014-03-02T10:00:00Z, haltW", new: "{at: 2014-03-02T03:00:00Z, haltW"),
    Wrong(
      testDescription: "cold storage", path: "events[1].overdraw.of",
      reason: "'flexcoin.cold' pays no withdrawals", old: "of: flexcoin.hot, total",
      new: "of: flexcoin.cold, total"),
    Wrong(
      testDescription: "a sum that is not owed", path: "actors.flexcoin.owes",
      reason: "customers and company are owed 896.00000000 BTC, but 897.00000000 BTC made "
        + "up", old: "total: 896 BTC", new: "total: 897 BTC"),
  ]

  @Test("what cannot be made up is refused by the place", arguments: wrong)
  func refuses(_ wrong: Wrong) throws {
    let text = try ShippedScenario.text("flexcoin")
    let changed = text.replacingOccurrences(of: wrong.old, with: wrong.new)
    #expect(changed != text)
    let message = ScenarioReaderTests.message(changed)
    #expect(message.contains("\(wrong.path): \(wrong.reason)"), "\(message)")
  }
}
