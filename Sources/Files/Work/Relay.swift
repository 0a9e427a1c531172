/// What the threads of `Workers.relay` share: parts that wait, jobs that wait, and what came of them.
final class Relay<
  State: Sendable, Part: Sendable, Job: Sendable, Value: Sendable, Failure: Error
>: Sendable {
  fileprivate struct Waiting: Sendable {
    var number: Int
    var part: Int
    var job: Job
  }

  /// What taking parts builds up: changed where it lies, since a copy would copy all of it.
  private final class Lent: @unchecked Sendable {
    // Safe: touched only by the thread that has set `isTaking`, and at the end when all are gone.
    var state: State
    init(_ state: consuming State) { self.state = state }
  }

  fileprivate struct Hall: Sendable {
    /// Whether a thread is taking a part.
    var isTaking = false
    /// Parts that are made and not yet taken.
    var parts: [Int: Result<Part, Failure>] = [:]
    /// How many parts are drawn for making, taken, and finished with all their jobs.
    var drawn = 0
    var taken = 0
    var finished = 0
    /// Jobs in order; those before `next` are drawn.
    var jobs: [Waiting?] = []
    var next = 0
    /// How many jobs of a part are still to be done.
    var left: [Int: Int] = [:]
    /// By number of the job.
    var values: [Value?] = []
    /// The first error so far, and how many jobs stand before it.
    var failure: (error: Failure, jobs: Int)?
  }

  private enum Step {
    case take(Int, Result<Part, Failure>)
    case finish(Waiting)
    case make(Int)
    case end
  }

  private let count: Int
  private let window: Int
  private let lent: Lent
  private let hall = Monitor(Hall())

  init(count: Int, window: Int, state: consuming State) {
    self.count = count
    self.window = window
    lent = Lent(state)
  }

  /// Takes steps until there are no more.
  func work(
    _ make: (Int) throws(Failure) -> Part,
    _ take: (Int, consuming Part, inout State, inout [Job]) throws(Failure) -> Void,
    _ finish: (Job) throws(Failure) -> Value
  ) {
    while true {
      switch draw() {
      case .take(let number, let part): self.take(number, part, take)
      case .finish(let waiting): self.finish(waiting, finish)
      case .make(let number): self.make(number, make)
      case .end: return
      }
    }
  }

  /// What came of it, once all threads have left.
  var result: Workers.Relayed<State, Value, Failure> {
    hall.wait { [lent] hall in
      let values = hall.values.prefix(hall.failure?.jobs ?? hall.values.count)
      return Workers.Relayed(
        state: lent.state, values: values.compactMap(\.self), failure: hall.failure?.error)
    }
  }

  /// What the thread that asks should do next.
  private func draw() -> Step {
    hall.wait { [count, window] hall in
      let goesOn = hall.failure == nil
      if goesOn, !hall.isTaking, let part = hall.parts.removeValue(forKey: hall.taken) {
        hall.isTaking = true
        return .take(hall.taken, part)
      }
      if let waiting = hall.drawJob() { return .finish(waiting) }
      if goesOn, hall.drawn < min(count, hall.finished + window) {
        hall.drawn += 1
        return .make(hall.drawn - 1)
      }
      // While a part is being taken more may come; what others finish makes room for more.
      let mayGrow = hall.isTaking || (goesOn && hall.taken < count)
      return mayGrow ? nil : .end
    }
  }

  private func make(_ number: Int, _ body: (Int) throws(Failure) -> Part) {
    let part: Result<Part, Failure>
    do throws(Failure) { part = .success(try body(number)) } catch { part = .failure(error) }
    hall.change { hall in
      hall.parts[number] = part
      // What comes after a failure is never asked for.
      if case .failure = part { hall.drawn = Int.max }
    }
  }

  private func take(
    _ number: Int, _ part: Result<Part, Failure>,
    _ body: (Int, consuming Part, inout State, inout [Job]) throws(Failure) -> Void
  ) {
    var jobs: [Job] = []
    var failure: Failure?
    do throws(Failure) { try body(number, part.get(), &lent.state, &jobs) } catch {
      failure = error
    }
    hall.change { hall in
      hall.isTaking = false
      hall.taken += 1
      hall.add(jobs, of: number)
      if let failure { hall.fail(failure, after: hall.values.count) }
    }
  }

  private func finish(_ waiting: Waiting, _ body: (Job) throws(Failure) -> Value) {
    let result: Result<Value, Failure>
    do throws(Failure) { result = .success(try body(waiting.job)) } catch {
      result = .failure(error)
    }
    hall.change { hall in
      switch result {
      case .success(let value): hall.values[waiting.number] = value
      case .failure(let error): hall.fail(error, after: waiting.number)
      }
      hall.finishJob(of: waiting.part)
    }
  }
}

// MARK: - Steps, taken by one thread at a time

extension Relay.Hall {
  fileprivate mutating func add(_ jobs: [Job], of part: Int) {
    // A failure that is known already stands before all of them.
    guard !jobs.isEmpty, failure == nil else {
      finished += 1
      return
    }
    left[part] = jobs.count
    for job in jobs {
      self.jobs.append(Relay.Waiting(number: values.count, part: part, job: job))
      values.append(nil)
    }
  }

  fileprivate mutating func drawJob() -> Relay.Waiting? {
    while next < jobs.count {
      let waiting = jobs[next].take()
      next += 1
      if next == jobs.count {
        jobs.removeAll(keepingCapacity: true)
        next = 0
      }
      guard let waiting else { continue }
      if let failure, waiting.number >= failure.jobs { continue }
      return waiting
    }
    return nil
  }

  fileprivate mutating func finishJob(of part: Int) {
    let rest = (left[part] ?? 1) - 1
    left[part] = rest == 0 ? nil : rest
    if rest == 0 { finished += 1 }
  }

  fileprivate mutating func fail(_ error: Failure, after jobs: Int) {
    if let failure, failure.jobs <= jobs { return }
    failure = (error, jobs)
  }
}
