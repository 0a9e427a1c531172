/// A set of tags with a common header: who says which address is whose (GraphSense TagPack).
///
/// What the header says of a field holds for every tag that does not say otherwise.
public struct TagPack: Equatable, Sendable {
  /// What the pack is about.
  public var title: String
  /// Who made the pack.
  public var creator: String
  /// The fields that hold for all tags.
  public var defaults: TagFields
  /// The tags in the order of the file.
  public var tags: [Tag]

  /// A pack of tags.
  public init(
    title: String, creator: String, defaults: TagFields = TagFields(), tags: [Tag] = []
  ) {
    self.title = title
    self.creator = creator
    self.defaults = defaults
    self.tags = tags
  }

  /// One address of the pack and what is said of it.
  public struct Tag: Equatable, Sendable {
    /// The address as text.
    public var address: String
    /// What the tag itself says; the rest comes from the header.
    public var fields: TagFields

    /// A tag for an address.
    public init(address: String, fields: TagFields = TagFields()) {
      self.address = address
      self.fields = fields
    }
  }

  /// What holds for a tag: its own fields, else the header's.
  public func resolve(_ tag: Tag) -> TagFields {
    TagFields(
      label: tag.fields.label ?? defaults.label,
      source: tag.fields.source ?? defaults.source,
      category: tag.fields.category ?? defaults.category,
      confidence: tag.fields.confidence ?? defaults.confidence,
      isClusterDefiner: tag.fields.isClusterDefiner ?? defaults.isClusterDefiner,
      currency: tag.fields.currency ?? defaults.currency)
  }
}

/// What can be said of a tagged address, in the header of a pack or in a tag; nil is not said.
public struct TagFields: Equatable, Sendable {
  /// Whose address it is, such as `exchange E`.
  public var label: String?
  /// Where that is known from, mostly a link.
  public var source: String?
  /// What kind of holder it is, a word of GraphSense's list such as `exchange`.
  public var category: String?
  /// How it is known, a word of GraphSense's list such as `service_data`.
  public var confidence: String?
  /// Whether all addresses of the same cluster may be taken to be the same holder's.
  public var isClusterDefiner: Bool?
  /// The currency whose address it is; `BTC` concerns us, others are skipped.
  public var currency: String?

  /// What is said of an address.
  public init(
    label: String? = nil, source: String? = nil, category: String? = nil,
    confidence: String? = nil, isClusterDefiner: Bool? = nil, currency: String? = nil
  ) {
    self.label = label
    self.source = source
    self.category = category
    self.confidence = confidence
    self.isClusterDefiner = isClusterDefiner
    self.currency = currency
  }
}
