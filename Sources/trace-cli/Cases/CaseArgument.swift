import ArgumentParser

/// The case folder that a command works on.
struct CaseArgument: ParsableArguments {
  @Argument(help: ArgumentHelp("The case folder.", valueName: "case"))
  var folder: String
}
