import Bitcoin
import Testing

@Suite("Network")
struct SubsidyTests {
  @Test("the subsidy of mainnet is 50 BTC halved and rounded down at each halving")
  func mainnet() {
    var subsidy: Int64 = 5_000_000_000
    var total: Int64 = 0
    for halving in 0..<70 {
      let height = halving * 210_000
      #expect(Network.mainnet.subsidy(at: height) == Satoshi(subsidy))
      #expect(Network.mainnet.subsidy(at: height + 209_999) == Satoshi(subsidy))
      total += 210_000 * subsidy
      subsidy /= 2
    }
    // Core: src/test/main_tests.cpp, subsidy_limit_test.
    #expect(total == 2_099_999_997_690_000)
  }
}
