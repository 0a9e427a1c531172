import Glibc

/// Threads that live for one call.
enum Team {
  /// Runs `body` on `count` threads of their own and waits for all; `meanwhile` runs on the caller's.
  ///
  /// Where the system gives no more threads, `body` runs on the caller's after `meanwhile`.
  static func run(
    _ count: Int, _ body: @Sendable (Int) -> Void, meanwhile: () -> Void = {}
  ) {
    withoutActuallyEscaping(body) { body in
      var threads: [pthread_t] = []
      var failed: [Int] = []
      for index in 0..<count {
        let member = unsafe Unmanaged.passRetained(Member { body(index) })
        var thread = pthread_t()
        let result = unsafe pthread_create(
          &thread, nil,
          { context in
            // Safe: the context is the member that was retained for this thread alone.
            if let context = unsafe context {
              unsafe Unmanaged<Member>.fromOpaque(context).takeRetainedValue().body()
            }
            return nil
          }, member.toOpaque())
        if result == 0 {
          threads.append(thread)
        } else {
          unsafe member.release()
          failed.append(index)
        }
      }
      meanwhile()
      for index in failed { body(index) }
      for thread in threads { _ = pthread_join(thread, nil) }
    }
  }

  private final class Member: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
