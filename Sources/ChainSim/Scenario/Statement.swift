/// What somebody says in public, told in the case with its date and held against nothing.
public struct Statement: Equatable, Sendable {
  /// Who says it; an actor's name or anybody's.
  public var by: String
  /// The words.
  public var text: String

  /// A statement.
  public init(by speaker: String, text: String) {
    self.by = speaker
    self.text = text
  }
}
