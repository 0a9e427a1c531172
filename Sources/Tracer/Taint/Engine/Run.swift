/// A stretch of satoshis that bear one label.
///
/// Labels are numbered from 1 in the order in which the sources first name them; 0 is clean.
struct Run: BitwiseCopyable, Equatable {
  /// The label of clean satoshis.
  @inline(__always)
  static var clean: UInt32 { 0 }

  /// Satoshis; in a list of poison, the whole value of the output.
  var length: Int64
  /// The label's number; in a free block of a `RunArena`, the next free block.
  var label: UInt32
  /// In the first run of a list kept in a `RunArena`, how many runs the list has.
  var count: UInt32 = 0
}
