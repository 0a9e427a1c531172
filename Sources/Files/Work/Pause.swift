import Glibc

/// Waiting for other threads without being woken: first the core is offered to others, then, when it
/// takes longer, the thread sleeps for a while.
struct Pause {
  private var tries = 0

  /// How often the core is offered before the thread sleeps.
  private static let patience = 200
  /// How long it sleeps (µs).
  private static let sleep: useconds_t = 50

  /// Waits a little.
  mutating func wait() {
    tries += 1
    if tries <= Pause.patience { sched_yield() } else { usleep(Pause.sleep) }
  }

  /// Forgets how long it has been waiting.
  mutating func reset() { tries = 0 }
}
