import Glibc

/// What asks a process to stop (SIGINT, SIGTERM), as something to look for in place of an end.
///
/// From `init` on neither signal ends the process: work looks at `isPending` where it may be left off, and
/// waits with `wait(_:)`. Make it before the first thread is made: threads take over what is held back.
public struct StopSignals: Sendable {
  /// Holds the signals back, for the rest of the process's life.
  public init() {
    var signals = StopSignals.all
    _ = unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  /// Whether one has come that nobody has waited for.
  public var isPending: Bool {
    var pending = sigset_t()
    guard unsafe sigpending(&pending) == 0 else { return false }
    return StopSignals.numbers.contains { unsafe sigismember(&pending, $0) == 1 }
  }

  /// Waits so long, or until one comes; whether one has come.
  public func wait(_ duration: Duration) -> Bool {
    var signals = StopSignals.all
    let (seconds, fraction) = duration.components
    var time = timespec(tv_sec: Int(seconds), tv_nsec: Int(fraction / 1_000_000_000))
    return unsafe sigtimedwait(&signals, nil, &time) > 0
  }

  private static let numbers = [SIGINT, SIGTERM]

  private static var all: sigset_t {
    var signals = sigset_t()
    _ = unsafe sigemptyset(&signals)
    for number in numbers { _ = unsafe sigaddset(&signals, number) }
    return signals
  }
}
