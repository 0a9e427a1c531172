import Testing

@testable import Bitcoin

@Suite("Address")
struct AddressTests {
  @Test(
    "errors name the text and what is wrong with it",
    arguments: [
      ("", .unreadable(""), "\"\" is no address"),
      ("hello world", .unreadable("hello world"), "\"hello world\" is no address"),
      (
        "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMh", .wrongChecksum("1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMh"),
        "wrong checksum in address \"1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMh\""
      ),
      (
        "mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r",
        .otherNetwork("mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r", expected: "mainnet"),
        "\"mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r\" is no address of mainnet"
      ),
      (
        "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx",
        .otherNetwork("tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx", expected: "mainnet"),
        "\"tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx\" is no address of mainnet"
      ),
      (
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
        .wrongChecksum("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5"),
        "wrong checksum in address \"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5\""
      ),
      (
        "5HpHagT65TZzG1PH3CSu63k8DbpvD8s5ip4nEB3kEsreAnchuDf",
        .wrongChecksum("5HpHagT65TZzG1PH3CSu63k8DbpvD8s5ip4nEB3kEsreAnchuDf"),
        "wrong checksum in address \"5HpHagT65TZzG1PH3CSu63k8DbpvD8s5ip4nEB3kEsreAnchuDf\""
      ),
    ] as [(String, AddressError, String)])
  func errors(_ text: String, _ error: AddressError, _ message: String) {
    #expect(throws: error) { try Address(text, network: .mainnet) }
    #expect(error.description == message)
  }

  @Test("an address of regtest is none of testnet, and the other way round")
  func networks() throws {
    let script = ScriptPubKey.payToWitnessKeyHash(.zero)
    for network in Network.all {
      let text = try #require(Address(script, network: network)).description
      for other in Network.all {
        if other.segwitPrefix == network.segwitPrefix {
          #expect(try Address(text, network: other).scriptPubKey == script)
        } else {
          #expect(throws: AddressError.otherNetwork(text, expected: other.name)) {
            try Address(text, network: other)
          }
        }
      }
    }
  }

  @Test("a longer halving makes no other address")
  func identity() throws {
    var slow = Network.regtest
    slow.subsidyHalvingInterval = 210_000
    let script = ScriptPubKey.payToPublicKeyHash(.zero)
    let left = try #require(Address(script, network: .regtest))
    let right = try #require(Address(script, network: slow))
    #expect(left == right)
    #expect(Set([left, right]).count == 1)
    #expect(left != Address(script, network: .testnet3))
  }

  @Test("long and odd texts are cut and cleaned in messages")
  func quoting() {
    let long = String(repeating: "1", count: 10_000)
    #expect(throws: AddressError.unreadable(long)) { try Address(long, network: .mainnet) }
    #expect(AddressError.unreadable(long).description.count < 120)
    #expect(AddressError.unreadable("a\n\u{1b}[31m").description == "\"a??[31m\" is no address")
  }

  @Test("any one changed character is noticed", .tags(.property))
  func typing() throws {
    let texts = [
      "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH", "3JvL6Ymt8MVWiCNHC7oWU6nLeHNJKLZGLN",
      "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
    ]
    for text in texts {
      _ = try Address(text, network: .mainnet)
      for index in text.indices {
        for character in "13abcdzZQ029" where character != text[index] {
          var changed = text
          changed.replaceSubrange(index...index, with: [character])
          #expect(throws: AddressError.self) { try Address(changed, network: .mainnet) }
        }
      }
    }
  }
}
