import Bitcoin
import TestSupport
import Testing

@testable import Ledger

@Suite("CoinSet")
struct CoinSetTests {
  /// Takes a coin out; nil if it is not there.
  private func take(_ outPoint: OutPoint, from coins: inout CoinSet) -> Coin? {
    var spent = SpentColumns()
    guard coins.move(outPoint, to: &spent) else { return nil }
    return Coin(
      output: spent.makeOutput(at: 0), height: spent.rows[0].height,
      isCoinbase: spent.rows[0].isCoinbase)
  }

  @Test(
    "it holds what a dictionary holds, through growth, removal and collisions", arguments: 0..<6)
  func against(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    var coins = CoinSet()
    var expected: [OutPoint: Coin] = [:]
    for step in 0..<5_000 {
      // Few first words, so that many txids look alike to the table.
      let word = generator.next() % (seed.isMultiple(of: 2) ? 50 : 5_000_000)
      let outPoint = OutPoint(
        txid: Txid(Hash256(word, generator.next() % 4, 0, 0)),
        vout: UInt32(generator.next() % 3))
      if generator.next() % 5 < (step < 3_000 ? 3 : 1) {
        let script = ScriptPubKey([UInt8](repeating: UInt8(step % 251), count: step % 40))
        let coin = Coin(
          output: TxOut(value: Satoshi(Int64(step)), scriptPubKey: script), height: UInt32(step),
          isCoinbase: step.isMultiple(of: 3))
        coins.insert(
          coin.output.value, script.bytes.span, height: step, isCoinbase: coin.isCoinbase,
          at: outPoint)
        expected[outPoint] = coin
      } else {
        let victim =
          expected.isEmpty || step.isMultiple(of: 2) ? outPoint : expected.keys.min() ?? outPoint
        #expect(take(victim, from: &coins) == expected.removeValue(forKey: victim), "seed \(seed)")
      }
    }
    #expect(coins.count == expected.count)
    for (outPoint, coin) in expected { #expect(take(outPoint, from: &coins) == coin) }
    #expect(coins.count == 0)
  }
}
