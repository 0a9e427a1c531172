public import Case

extension ScenarioKeys {
  /// Something that is said in public.
  public static let statement = YAMLKeyTable(
    "statement",
    [
      .required("by", .text, "Who says it."),
      .required("text", .text, "The words."),
    ])
}
