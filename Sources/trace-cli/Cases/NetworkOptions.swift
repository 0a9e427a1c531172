import ArgumentParser
import Bitcoin
import Files
import SystemPackage

/// The options that say of which network block files are.
struct NetworkOptions: ParsableArguments {
  @Option(help: "mainnet, testnet3, testnet4, signet or regtest. (default: what the blocks say)")
  var network: String?

  @Option(
    help: ArgumentHelp("Regtest only: after how many blocks the subsidy halves.", valueName: "n"))
  var halving: Int?

  /// The network of the blocks in `folder`.
  ///
  /// - Throws: `ValidationError` for options that cannot be; `Refusal` where the blocks' magic is of
  ///   no known network; `FileError`.
  func choose(for folder: BlocksFolder) throws -> Network {
    var network: Network
    if let name = self.network {
      guard let named = Network(named: name) else {
        let names = Network.all.map(\.name).joined(separator: ", ")
        throw ValidationError("--network \(name) is none of \(names).")
      }
      network = named
    } else if let detected = try folder.detectNetwork() {
      network = detected
    } else {
      throw Refusal(
        "\(folder.path.appending(folder.files[0])): the first 4 bytes are the magic of no known "
          + "network; name it with --network")
    }
    if let halving {
      guard network.name == Network.regtest.name else {
        throw ValidationError("--halving is for regtest only, not for \(network.name).")
      }
      guard (1...210_000).contains(halving) else {
        throw ValidationError("--halving \(halving) is not between 1 and 210000.")
      }
      network.subsidyHalvingInterval = halving
    }
    return network
  }
}
