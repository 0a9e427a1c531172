/// A withdrawal that a thief will ask for and change in flight.
struct MalleationAttempt: Sendable {
  /// How much he asks for (sat).
  let amount: Int64
  /// How he changes it.
  let change: Malleation
  /// Whether the changed transaction is mined, and not the exchange's own.
  let succeeds: Bool
  /// The first payment's output to him, once it is paid.
  var paid: OutputNumber?
  /// Whether all that was to happen has happened.
  var isDone = false
}
