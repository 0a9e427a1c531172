import Bitcoin
import Case
import Testing

@Suite("TagPack")
struct TagPackTests {
  static let pack = TagPack(
    title: "Exchanges: a list", creator: "no",
    defaults: TagFields(
      source: "https://example.org/list", category: "exchange", isClusterDefiner: false,
      currency: "BTC"),
    tags: [
      TagPack.Tag(
        address: "2N3oefVeg6stiTb5Kh3ozCSkaqmx91FDbsm",
        fields: TagFields(label: "Exchange E", isClusterDefiner: true)),
      TagPack.Tag(
        address: "mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r",
        fields: TagFields(
          label: "# \"odd\" label: é", source: "- x", category: "true", confidence: "1e5",
          currency: "BTC")),
    ])

  @Test("a pack comes back as it was written, and is written again byte for byte")
  func roundTrip() throws {
    let read = try TagPack.decode(TagPackTests.pack.encode(), file: "t.yaml")
    #expect(read == TagPackTests.pack)
    #expect(read.encode() == TagPackTests.pack.encode())
    let empty = TagPack(title: "t", creator: "c")
    #expect(try TagPack.decode(empty.encode(), file: "t.yaml") == empty)
  }

  @Test("the header's fields hold for the tags that do not say otherwise")
  func defaults() throws {
    let network = Network.regtest
    let tags = TagSet(
      try TagSet.resolve(TagPackTests.pack, network: network, file: "tags/t.yaml"))
    let first = try #require(tags.tags.first)
    #expect(first.label == "Exchange E")
    #expect(first.category == "exchange")
    #expect(first.isClusterDefiner)
    #expect(tags.tags[1].category == "true")
    #expect(!tags.tags[1].isClusterDefiner)
    #expect(tags.entity(of: first.address) == "Exchange E")
    #expect(tags.addresses(labelled: "Exchange E") == [first.address])
  }

  @Test("a pack from elsewhere is read, its other keys read over")
  func foreign() throws {
    let text = """
      ---
      title: Hacks
      creator: GraphSense Core Team
      description: some
      lastmod: 2021-04-21
      label: hack
      is_public: true
      tags:
      - address: 1NDkevapt4SWYFEmquCDBSf7DLMTNVggdu
        abuse: hack
        concepts: [hack, exchange]
      - address: "0x00000000219ab540356cbb839cbe05303d7705fa"
        currency: ETH
      """
    let pack = try TagPack.decode(Array(text.utf8), file: "t.yaml")
    #expect(pack.tags.count == 2)
    #expect(try TagSet.resolve(pack, network: .mainnet, file: "t").map(\.label) == ["hack"])
  }

  struct Wrong: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    let message: String
    var testDescription: String { name }
  }

  static let wrong: [Wrong] = [
    Wrong(
      name: "unknown key", text: "title: a\ncreator: b\nlabels: c\ntags: []\n",
      message:
        "t.yaml:3:1: unknown key 'labels' in the header of the tag pack; did you mean 'label'?"
    ),
    Wrong(
      name: "a label that turns the direction of text",
      text: "title: a\ncreator: b\ntags:\n  - {address: x, label: \"a\\u202eb\"}\n",
      message:
        "t.yaml:4:25: 'label': 'a\\u{202e}b' has characters that are not shown as themselves "
        + "on one line"),
    Wrong(
      name: "no tags", text: "title: a\ncreator: b\n",
      message: "t.yaml:1:1: key 'tags' is missing in the header of the tag pack"),
    Wrong(
      name: "no label anywhere", text: "title: a\ncreator: b\ntags:\n  - address: x\n",
      message: "t.yaml:4:5: key 'label' is missing in a tag, and in the header"),
    Wrong(
      name: "a truth value that is none",
      text: "title: a\ncreator: b\ntags:\n  - {address: x, label: l, is_cluster_definer: yes}\n",
      message: "t.yaml:4:48: 'is_cluster_definer' must be true or false, not 'yes'"),
  ]

  @Test("a pack that is wrong is refused with file, place and reason", arguments: wrong)
  func refusal(_ wrong: Wrong) {
    #expect {
      try TagPack.decode(Array(wrong.text.utf8), file: "t.yaml")
    } throws: { error in
      "\(error)" == wrong.message
    }
  }

  @Test("an address of no network names its file and entry")
  func wrongAddress() {
    let pack = TagPack(
      title: "a", creator: "b", tags: [TagPack.Tag(address: "xyz", fields: TagFields(label: "l"))])
    #expect {
      try TagSet.resolve(pack, network: .regtest, file: "tags/a.yaml")
    } throws: { error in
      "\(error)".hasPrefix("tags/a.yaml: entry 1: ")
    }
  }

  @Test("tags that disagree are shown, and the first holds")
  func conflicts() throws {
    let address = try Address("mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r", network: .regtest)
    let other = try Address("2N3oefVeg6stiTb5Kh3ozCSkaqmx91FDbsm", network: .regtest)
    let tags = TagSet([
      TagSet.AddressTag(address: address, label: "A", file: "1"),
      TagSet.AddressTag(address: other, label: "A", file: "1"),
      TagSet.AddressTag(address: address, label: "B", file: "2"),
      TagSet.AddressTag(address: other, label: "A", file: "2"),
    ])
    #expect(tags.entity(of: address) == "A")
    #expect(tags.findConflicts().map { $0.map(\.label) } == [["A", "B"]])
  }

  @Test("mutated packs are refused or read, and what is read is written again the same")
  func mutations() throws {
    var generator = SeededGenerator(seed: 3)
    for round in 0..<3_000 {
      let bytes = generator.mutate(TagPackTests.pack.encode())
      guard let first = try? TagPack.decode(bytes, file: "x") else { continue }
      #expect(try TagPack.decode(first.encode(), file: "x") == first, "round \(round)")
    }
  }
}
