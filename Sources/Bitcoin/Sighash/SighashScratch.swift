/// A buffer and a hasher for computing many sighashes without allocating for each.
///
/// Not for two threads at once: each makes its own.
public struct SighashScratch: ~Copyable {
  var writer = ByteWriter(capacity: 480)
  let hasher = DoubleSHA256()

  /// A scratch of its own.
  public init() {}
}
