import Foundation
import Synchronization
import SystemPackage

/// Where a command speaks: results go to stdout, progress and complaints to stderr.
///
/// Safe to use from any thread; results are held back and written in pieces of 64 KiB.
final class Console: Sendable {
  private struct State {
    var results: [UInt8] = []
    var isQuiet = false
    var progress: ProgressLine?
    /// The last trouble with stdout, told once at the next flush.
    var failure: Errno?
  }

  private let state = Mutex(State())
  /// How stdout may be dressed.
  let dress: Dress
  /// Whether stderr is a terminal, so that a bar can move there.
  private let showsBar: Bool

  /// A console on the process's own stdout and stderr.
  init() {
    let environment = ProcessInfo.processInfo.environment
    let isDumb = environment["TERM"] == "dumb"
    let noColor = !(environment["NO_COLOR"] ?? "").isEmpty
    dress = Dress(isOn: isatty(STDOUT_FILENO) == 1 && !isDumb && !noColor)
    showsBar = isatty(STDERR_FILENO) == 1 && !isDumb
  }

  /// Whether progress and notes are left out.
  var isQuiet: Bool {
    get { state.withLock { $0.isQuiet } }
    set { state.withLock { $0.isQuiet = newValue } }
  }

  // MARK: - Results

  /// Adds a line to the results.
  func print(_ line: String = "") {
    state.withLock { state in
      state.results.append(contentsOf: line.utf8)
      state.results.append(UInt8(ascii: "\n"))
      if state.results.count >= 65_536 { Console.drain(&state) }
    }
  }

  /// Adds a text that ends its own lines to the results.
  func print(text: String) {
    state.withLock { $0.results.append(contentsOf: text.utf8) }
  }

  /// Writes bytes to the results at once, so that they do not gather in memory.
  ///
  /// - Throws: `Refusal` where stdout could not be written.
  func print(bytes: [UInt8]) throws(Refusal) {
    let failure = state.withLock { state in
      state.results.append(contentsOf: bytes)
      Console.drain(&state)
      return state.failure
    }
    if let failure { throw Refusal("cannot write the results to stdout: \(failure)") }
  }

  /// Adds a page of Markdown to the results, its headings dressed.
  func print(page lines: [String]) {
    for line in lines { print(line.hasPrefix("#") ? dress.heading(line) : line) }
  }

  /// Adds one JSON value on a line of its own to the results.
  func print(_ value: JSONText) {
    print(value.text)
  }

  /// Writes what is held back.
  ///
  /// - Throws: `Refusal` where stdout could not be written.
  func flush() throws {
    let failure = state.withLock { state in
      Console.drain(&state)
      let failure = state.failure
      state.failure = nil
      return failure
    }
    if let failure { throw Refusal("cannot write the results to stdout: \(failure)") }
  }

  private static func drain(_ state: inout State) {
    let bytes = state.results
    state.results.removeAll(keepingCapacity: true)
    guard !bytes.isEmpty, state.failure == nil else { return }
    do {
      try FileDescriptor.standardOutput.writeAll(bytes)
    } catch let errno as Errno {
      state.failure = errno
    } catch {
      state.failure = .ioError
    }
  }

  // MARK: - Beside the results

  /// Says something on stderr that is no result; silent when quiet.
  func note(_ text: String) {
    state.withLock { state in
      guard !state.isQuiet else { return }
      Console.wipe(&state)
      Console.tell("\(text)\n")
    }
  }

  /// Says on stderr why the command fails, also when quiet.
  func complain(_ text: String) {
    complain(raw: "trace-cli: \(text)")
  }

  /// Says on stderr why the command fails, in the argument parser's own words.
  func complain(raw text: String) {
    state.withLock { state in
      Console.wipe(&state)
      Console.tell("\(text)\n")
    }
  }

  // MARK: - Progress

  /// Shows how far a stage has come: a bar on a terminal, else a line at the start of a stage and
  /// another every ten seconds.
  func progress(_ stage: String, done: Int, of total: Int) {
    state.withLock { state in
      guard !state.isQuiet else { return }
      var line = state.progress ?? ProgressLine(showsBar: showsBar)
      if let text = line.advance(stage: stage, done: done, total: total) { Console.tell(text) }
      state.progress = line
    }
  }

  /// Ends the running stage's bar.
  func endProgress() {
    state.withLock { state in
      Console.wipe(&state)
      state.progress = nil
    }
  }

  private static func wipe(_ state: inout State) {
    if let text = state.progress?.wipe() { tell(text) }
  }

  /// Writes to stderr; where that fails there is nobody left to tell.
  private static func tell(_ text: String) {
    _ = try? FileDescriptor.standardError.writeAll(text.utf8)
  }
}
