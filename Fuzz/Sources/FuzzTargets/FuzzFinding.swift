/// A law that an input broke.
public struct FuzzFinding: Error, Hashable, Sendable, CustomStringConvertible {
  /// What should have held, and the values.
  public let description: String

  /// A broken law.
  init(_ description: String) {
    self.description = description
  }
}

/// Holds a law.
///
/// - Throws: `FuzzFinding` where it does not hold.
func expect(_ holds: Bool, _ law: @autoclosure () -> String) throws(FuzzFinding) {
  if !holds { throw FuzzFinding(law()) }
}
