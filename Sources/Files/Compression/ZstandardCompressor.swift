import CZstd

/// Packs bytes into Zstandard frames (RFC 8878), with one context used again and again.
///
/// Not for two threads at once: each makes its own. The same bytes give the same frame on every
/// machine that has the same version of the library.
@safe
public struct ZstandardCompressor: ~Copyable {
  // Safe: made and freed with this value, and used by no other.
  private let context: OpaquePointer?
  private let level: Int32

  /// A compressor; level 1 is the fastest of those that the library recommends, 19 the densest.
  ///
  /// - Precondition: `level` is from 1 to 19.
  public init(level: Int = 1) {
    precondition((1...19).contains(level), "no Zstandard level \(level)")
    let made = unsafe ZSTD_createCCtx()
    precondition(unsafe made != nil, "libzstd found no memory")
    unsafe context = made
    self.level = Int32(level)
  }

  deinit {
    _ = unsafe ZSTD_freeCCtx(context)
  }

  /// Adds one frame with all of `bytes` to the end of `output`.
  ///
  /// - Returns: how many bytes the frame has.
  public func compress(_ bytes: Span<UInt8>, into output: inout [UInt8]) -> Int {
    let before = output.count
    let bound = ZSTD_compressBound(bytes.count)
    output.append(addingCapacity: bound) { room in
      unsafe bytes.withUnsafeBytes { source in
        unsafe room.withUnsafeMutableBufferPointer { target, count in
          // Safe: the room is as large as the library asks for, and it says how much it has filled.
          let size = unsafe ZSTD_compressCCtx(
            context, target.baseAddress, target.count, source.baseAddress, source.count, level)
          precondition(ZSTD_isError(size) == 0, "libzstd found no memory")
          count = size
        }
      }
    }
    return output.count - before
  }
}
