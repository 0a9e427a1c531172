extension TagPack {
  /// The pack as YAML, keys in a fixed order.
  public func encode() -> [UInt8] {
    var text = "title: \(YAMLScalar.text(title))\ncreator: \(YAMLScalar.text(creator))\n"
    for line in defaults.lines { text += line + "\n" }
    text += tags.isEmpty ? "tags: []\n" : "tags:\n"
    for tag in tags {
      text += "  - address: \(YAMLScalar.text(tag.address))\n"
      for line in tag.fields.lines { text += "    \(line)\n" }
    }
    return Array(text.utf8)
  }
}

extension TagFields {
  /// The fields that are said, a line each, in the order of the format.
  fileprivate var lines: [String] {
    let texts = [
      ("label", label), ("source", source), ("category", category), ("confidence", confidence),
    ]
    var lines = texts.compactMap { key, value in value.map { "\(key): \(YAMLScalar.text($0))" } }
    if let isClusterDefiner { lines.append("is_cluster_definer: \(isClusterDefiner)") }
    if let currency { lines.append("currency: \(YAMLScalar.text(currency))") }
    return lines
  }
}
