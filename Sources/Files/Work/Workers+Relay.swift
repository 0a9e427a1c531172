extension Workers {
  /// Work that passes through three stages, all of them on the same threads and at the same time:
  /// parts are made in any order, taken in order one at a time, and what taking them leaves to do is
  /// finished in any order.
  ///
  /// A free thread takes the next part if it is made and nobody is taking, else finishes a job, else
  /// makes a part. So what only one thread can do never waits for what many can, and no thread waits
  /// as long as one of the stages has something to do. At most `window` parts are made and not yet
  /// finished.
  ///
  /// A part's jobs come after its own taking and before what the next part leaves. In that order the
  /// first error counts, whatever the count of threads: nothing after it is begun once it is known,
  /// and everything before it is done.
  ///
  /// - Parameters:
  ///   - count: how many parts there are.
  ///   - threads: how many threads work, the caller's among them.
  ///   - window: how many parts may be in work.
  ///   - state: what taking parts builds up.
  ///   - make: makes a part; any thread.
  ///   - take: takes a part and adds jobs; those added before an error are finished. One thread at a
  ///     time, in the order of the parts.
  ///   - finish: does a job; any thread. Jobs of 100 microseconds and more share out well.
  /// - Returns: the state, the values of all jobs before the first error, and that error.
  public static func relay<
    State: Sendable, Part: Sendable, Job: Sendable, Value: Sendable, Failure: Error
  >(
    count: Int, threads: Int, window: Int, state: consuming State,
    make: @Sendable (Int) throws(Failure) -> Part,
    take: @Sendable (Int, consuming Part, inout State, inout [Job]) throws(Failure) -> Void,
    finish: @Sendable (Job) throws(Failure) -> Value
  ) -> Relayed<State, Value, Failure> {
    let relay = Relay<State, Part, Job, Value, Failure>(
      count: count, window: max(window, 1), state: state)
    Team.run(max(threads, 1) - 1) { _ in
      relay.work(make, take, finish)
    } meanwhile: {
      relay.work(make, take, finish)
    }
    return relay.result
  }

  /// What came of a relay.
  public struct Relayed<State: Sendable, Value: Sendable, Failure: Error>: Sendable {
    /// What taking the parts built up, those before the first error.
    public let state: State
    /// The values of the jobs in order, those before the first error.
    public let values: [Value]
    /// The first error in order.
    public let failure: Failure?
  }
}
