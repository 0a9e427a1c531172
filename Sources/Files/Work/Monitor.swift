import Glibc

/// A value that threads change one at a time, and on whose changes they can wait.
@safe
final class Monitor<Value: Sendable>: @unchecked Sendable {
  // Safe: `value` is touched only between lock and unlock.
  private var value: Value
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let changed: UnsafeMutablePointer<pthread_cond_t>

  init(_ value: Value) {
    self.value = value
    unsafe mutex = .allocate(capacity: 1)
    unsafe changed = .allocate(capacity: 1)
    let result = unsafe (pthread_mutex_init(mutex, nil), pthread_cond_init(changed, nil))
    precondition(result == (0, 0), "the system gave no mutex")
  }

  deinit {
    unsafe pthread_cond_destroy(changed)
    unsafe pthread_mutex_destroy(mutex)
    unsafe changed.deallocate()
    unsafe mutex.deallocate()
  }

  /// Changes the value and wakes all who wait.
  func change(_ body: (inout Value) -> Void) {
    unsafe pthread_mutex_lock(mutex)
    body(&value)
    unsafe pthread_cond_broadcast(changed)
    unsafe pthread_mutex_unlock(mutex)
  }

  /// Waits until `body` gives something, which may change the value.
  func wait<Found>(_ body: (inout Value) -> Found?) -> Found {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    while true {
      if let found = body(&value) {
        unsafe pthread_cond_broadcast(changed)
        return found
      }
      unsafe pthread_cond_wait(changed, mutex)
    }
  }
}
