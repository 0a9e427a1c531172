public import Bitcoin

/// All that is said publicly of addresses, over all files of `tags/`.
public struct TagSet: Sendable {
  /// The tags in the order of their files' names, then in the order of the file.
  public let tags: [AddressTag]
  private let places: [ScriptPubKey: [Int]]

  /// A tag with its address read and the header's fields filled in.
  public struct AddressTag: Equatable, Sendable {
    /// The tagged address.
    public let address: Address
    /// Whose address it is.
    public let label: String
    /// Where that is known from; nil where it is not said.
    public let source: String?
    /// What kind of holder it is; nil where it is not said.
    public let category: String?
    /// How it is known; nil where it is not said.
    public let confidence: String?
    /// Whether the label may be taken to hold for the address's whole cluster.
    public let isClusterDefiner: Bool
    /// The file that says so.
    public let file: String

    /// A tag.
    public init(
      address: Address, label: String, source: String? = nil, category: String? = nil,
      confidence: String? = nil, isClusterDefiner: Bool = false, file: String
    ) {
      self.address = address
      self.label = label
      self.source = source
      self.category = category
      self.confidence = confidence
      self.isClusterDefiner = isClusterDefiner
      self.file = file
    }
  }

  /// A set of these tags, in this order.
  public init(_ tags: [AddressTag] = []) {
    self.tags = tags
    var places: [ScriptPubKey: [Int]] = [:]
    for (place, tag) in tags.enumerated() {
      places[tag.address.scriptPubKey, default: []].append(place)
    }
    self.places = places
  }

  /// What is said of an address, in the set's order.
  public func tags(of address: Address) -> [AddressTag] {
    (places[address.scriptPubKey] ?? []).map { tags[$0] }
  }

  /// Whose address it is; nil where no tag says. Where tags disagree the first one holds, and
  /// `findConflicts()` shows the others.
  public func entity(of address: Address) -> String? {
    (places[address.scriptPubKey]?.first).map { tags[$0].label }
  }

  /// The addresses that a label is given to, each once, in the set's order.
  public func addresses(labelled label: String) -> [Address] { addresses { $0.label == label } }

  /// The addresses to which a tag gives a category, each once, in the set's order.
  public func addresses(ofCategory category: String) -> [Address] {
    addresses { $0.category == category }
  }

  private func addresses(where isMeant: (AddressTag) -> Bool) -> [Address] {
    var seen: Set<ScriptPubKey> = []
    return tags.filter { isMeant($0) && seen.insert($0.address.scriptPubKey).inserted }
      .map(\.address)
  }

  /// The addresses to which tags give different labels, in the set's order, with all their tags.
  public func findConflicts() -> [[AddressTag]] {
    var seen: Set<ScriptPubKey> = []
    return tags.compactMap { tag in
      guard seen.insert(tag.address.scriptPubKey).inserted else { return nil }
      let all = tags(of: tag.address)
      return all.contains { $0.label != tag.label } ? all : nil
    }
  }
}

// MARK: - From files

extension TagSet {
  /// Reads the addresses of one pack, tags of other currencies than `BTC` left out.
  ///
  /// - Parameter file: the name that errors and tags give.
  /// - Throws: a `TagError` for an address that is none of the network.
  public static func resolve(
    _ pack: TagPack, network: Network, file: String
  ) throws(TagError) -> [AddressTag] {
    var resolved: [AddressTag] = []
    for (index, tag) in pack.tags.enumerated() {
      let fields = pack.resolve(tag)
      guard let label = fields.label, fields.currency.map({ $0 == "BTC" }) ?? true else { continue }
      resolved.append(
        AddressTag(
          address: try read(tag.address, network: network, file: file, entry: index + 1),
          label: label, source: fields.source, category: fields.category,
          confidence: fields.confidence, isClusterDefiner: fields.isClusterDefiner ?? false,
          file: file))
    }
    return resolved
  }

  /// Reads the labelled addresses of a wallet's export; records of other things are left out.
  ///
  /// - Throws: as the other `resolve`.
  public static func resolve(
    _ records: [LabelRecord], network: Network, file: String
  ) throws(TagError) -> [AddressTag] {
    var resolved: [AddressTag] = []
    for (index, record) in records.enumerated() where record.type == .address {
      guard let label = record.label, !label.isEmpty else { continue }
      let address = try read(record.ref, network: network, file: file, entry: index + 1)
      resolved.append(AddressTag(address: address, label: label, file: file))
    }
    return resolved
  }

  private static func read(
    _ text: String, network: Network, file: String, entry: Int
  ) throws(TagError) -> Address {
    do {
      return try Address(text, network: network)
    } catch {
      throw TagError(file: file, entry: entry, address: error)
    }
  }
}

/// A tag whose address is none of the case's network.
public struct TagError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file, as its path below the case folder.
  public let file: String
  /// Which of the file's entries, from 1.
  public let entry: Int
  /// What is wrong with its address.
  public let address: AddressError

  /// The error at an entry of a file.
  public init(file: String, entry: Int, address: AddressError) {
    self.file = file
    self.entry = entry
    self.address = address
  }

  /// `tags/exchanges.yaml: entry 3: 'x' is no address`.
  public var description: String { "\(file): entry \(entry): \(address)" }
}
