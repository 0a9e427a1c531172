import Testing

extension Tag {
  /// Reads official vectors.
  @Tag static var vectors: Tag
  /// Checks a law on seeded random values.
  @Tag static var property: Tag
}
