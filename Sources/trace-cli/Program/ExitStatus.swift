/// How a run of the program ended.
enum ExitStatus: Int32 {
  /// Done, or verified.
  case done = 0
  /// A check came out negative.
  case negative = 1
  /// Bad usage or bad input.
  case badInput = 2
  /// A bug of the program (`EX_SOFTWARE` of sysexits.h).
  case bug = 70
}

/// The end of a command whose check came out negative; its findings are printed already.
struct NegativeVerdict: Error {}

/// An error that the user's input or machine caused: told in one line, exit status 2.
protocol InputFailure: Error {
  /// What failed, with the value, then where: one line, lower case, no full stop.
  var message: String { get }
}

extension InputFailure where Self: CustomStringConvertible {
  /// The error in its own words.
  var message: String { description }
}

/// An error that the input causes, or else a bug: exit status 2 or 70.
protocol MixedFailure: InputFailure {
  /// Whether the program is at fault, not its input.
  var isBug: Bool { get }
}

/// A refusal by a command itself.
struct Refusal: InputFailure {
  /// Why.
  let message: String

  /// A refusal for this reason.
  init(_ message: String) {
    self.message = message
  }
}
