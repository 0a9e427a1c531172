import ArgumentParser
import ChainSim

/// The options that read a scenario other than as it stands.
struct VariantOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Play the scenario with one of its settings; --describe lists them.", valueName: "name"))
  var setting: String?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Change one value, such as actors.customers.count=500 or events[2].move.fee=0; may be given "
        + "again. `~` takes a key or an item away.", valueName: "path=value"))
  var changes: [String] = []

  /// The setting and the changes.
  var variant: ScenarioVariant { ScenarioVariant(setting: setting, changes: changes) }
}
