import Testing

@Suite("The program")
struct ProgramTests {
  @Test("a bare call prints the help and ends well")
  func bare() throws {
    let outcome = try Program.run()
    #expect(outcome.status == 0)
    #expect(outcome.stdout.contains("USAGE: trace-cli"))
    #expect(outcome.stderr.isEmpty)
  }

  @Test("--version prints one line")
  func version() throws {
    let outcome = try Program.run("--version")
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == 1)
  }

  @Test("an unknown command or option is bad usage", arguments: [["nonsense"], ["--nonsense"]])
  func usage(_ arguments: [String]) throws {
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 2)
    #expect(outcome.stdout.isEmpty)
    #expect(outcome.stderr.contains("nonsense"))
  }
}
