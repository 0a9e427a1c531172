/// Why things cannot be compared.
public struct Unfit: Error, CustomStringConvertible {
  /// The reason.
  let why: String
  /// The reason.
  public var description: String { why }

  /// Nothing can be compared for this reason.
  public init(why: String) { self.why = why }
}
