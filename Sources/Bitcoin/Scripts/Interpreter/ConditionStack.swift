/// Which branches a script is within, in constant space however deep they nest.
///
/// Only two things about the open OP_IFs are ever asked: how many there are, and whether all of them
/// are true. For these the outermost false one is enough to know, because turning any other around
/// cannot be seen.
struct ConditionStack {
  private var depth = 0
  /// How many open ones lie outside the outermost false one; nil if all are true.
  private var outermostFalse: Int?

  /// Whether no OP_IF is open.
  var isEmpty: Bool { depth == 0 }
  /// Whether what comes next is run.
  var isRunning: Bool { outermostFalse == nil }

  /// Opens one.
  mutating func open(_ condition: Bool) {
    if !condition, outermostFalse == nil { outermostFalse = depth }
    depth += 1
  }

  /// Turns the innermost one around; false if there is none.
  mutating func turn() -> Bool {
    guard depth > 0 else { return false }
    if outermostFalse == nil {
      outermostFalse = depth - 1
    } else if outermostFalse == depth - 1 {
      outermostFalse = nil
    }
    return true
  }

  /// Closes the innermost one; false if there is none.
  mutating func close() -> Bool {
    guard depth > 0 else { return false }
    depth -= 1
    if outermostFalse == depth { outermostFalse = nil }
    return true
  }
}
