extension Workers {
  /// What came of helping others while waiting for them.
  public enum Help: Sendable {
    /// Something was there to be done.
    case done
    /// Nothing was there to be done: others are at it.
    case nothing
    /// Something failed, and what is waited for may never come.
    case stopped
  }

  /// Makes values on all threads, drawn one at a time in ascending order, and takes them in that order,
  /// one thread at a time, while the others go on making.
  ///
  /// Nothing is locked for a value, so values of 10 microseconds and more share out well. At most
  /// `window` values are made and not yet taken. `make` may wait for what making or taking a lower
  /// number leaves behind (`SharedColumn.element(at:helping:)` with the `help` that it is given): lower
  /// numbers are always under way, and who waits takes what is ready.
  ///
  /// - Parameters:
  ///   - count: how many values there are.
  ///   - threads: how many threads work, the caller's among them.
  ///   - window: how many values may wait.
  ///   - state: what taking builds up.
  ///   - tools: what a thread makes values with; each thread makes its own.
  ///   - make: makes a value; any thread. Its third argument takes what is ready and tells what came
  ///     of it; nil where that was `stopped`, since the value will not be taken.
  ///   - take: takes a value; one thread at a time, in order.
  /// - Returns: the state after the last value.
  /// - Throws: the first error of `take`, after which nothing is taken any more.
  public static func stream<
    Tools: ~Copyable, Value: Sendable, State: ~Copyable & Sendable, Failure: Error
  >(
    count: Int, threads: Int, window: Int, state: consuming State,
    tools: @Sendable () -> Tools,
    make: @Sendable (Int, inout Tools, _ help: () -> Help) -> Value?,
    take: @escaping @Sendable (Int, Value, inout State) throws(Failure) -> Void
  ) throws(Failure) -> State {
    let conveyor = Conveyor<Value, State, Failure>(
      count: count, window: max(window, threads, 1), state: state)
    let work: @Sendable () -> Void = {
      var tools = tools()
      conveyor.work({ make($0, &tools) { conveyor.help(take) } }, take)
    }
    withoutActuallyEscaping(work) { work in
      Team.run(max(threads, 1) - 1) { _ in
        work()
      } meanwhile: {
        work()
      }
    }
    return try conveyor.finish()
  }
}
