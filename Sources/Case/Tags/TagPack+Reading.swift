extension TagPack {
  /// Reads a pack of tags.
  ///
  /// GraphSense's other keys are known and read over: they say nothing that is asked here.
  ///
  /// - Parameter file: the name that errors give, such as `tags/exchanges.yaml`.
  /// - Throws: `YAMLError` for anything that is not such a pack, an unknown key among it.
  public static func decode(_ bytes: [UInt8], file: String) throws(YAMLError) -> TagPack {
    let root = try YAMLDocument.read(bytes, file: file)
    let mapping = try root.mapping(headerKeys, in: "the header of the tag pack")
    let defaults = try TagFields(mapping)
    var tags: [Tag] = []
    for node in try mapping.require("tags").list() {
      let entry = try node.mapping(tagKeys, in: "a tag")
      let fields = try TagFields(entry)
      guard fields.label != nil || defaults.label != nil else {
        throw entry.error(.missingKey("label", in: "a tag, and in the header"))
      }
      tags.append(Tag(address: try entry.require("address").printableLine(), fields: fields))
    }
    return TagPack(
      title: try mapping.require("title").printableLine(),
      creator: try mapping.require("creator").printableLine(),
      defaults: defaults, tags: tags)
  }

  /// The keys of a pack's header.
  public static let headerKeys = YAMLKeyTable(
    "tag pack",
    [
      .required("title", .text, "What the pack is about."),
      .required("creator", .text, "Who made the pack."),
      .optional("description", .text, "More words about the pack; read over."),
      .optional("is_public", .boolean, "Whether the pack may be published; read over."),
      .optional("uri", .text, "Where the pack was found; read over."),
    ] + fieldKeys + [.required("tags", .list(.mapping(tagKeys)), "The tags.")])

  /// The keys of one tag.
  public static let tagKeys = YAMLKeyTable(
    "tag",
    [
      .required("address", .text, "The tagged address.")
    ] + fieldKeys)

  private static let fieldKeys: [YAMLKeyTable.Key] = [
    .optional("label", .text, "Whose address it is."),
    .optional("source", .text, "Where that is known from."),
    .optional("category", .text, "What kind of holder it is."),
    .optional("confidence", .text, "How it is known."),
    .optional("is_cluster_definer", .boolean, "Whether it holds for the address's whole cluster."),
    .optional("currency", .text, "The currency of the address."),
    .optional("abuse", .text, "What kind of abuse is reported; read over."),
    .optional("actor", .text, "The holder's name in a list of actors; read over."),
    .optional("concepts", .list(.text), "Words of a taxonomy; read over."),
    .optional("context", .text, "Anything else; read over."),
    .optional("lastmod", .time, "When it was last changed; read over."),
    .optional("network", .text, "The currency's network; read over."),
    .optional("tx_hash", .text, "A transaction of the address; read over."),
  ]
}

extension TagFields {
  /// The fields that a mapping says.
  fileprivate init(_ mapping: YAMLMapping) throws(YAMLError) {
    self.init(
      label: try mapping.find("label")?.printableLine(),
      source: try mapping.find("source")?.printableLine(),
      category: try mapping.find("category")?.printableLine(),
      confidence: try mapping.find("confidence")?.printableLine(),
      isClusterDefiner: try mapping.find("is_cluster_definer")?.boolean(),
      currency: try mapping.find("currency")?.printableLine())
  }
}
