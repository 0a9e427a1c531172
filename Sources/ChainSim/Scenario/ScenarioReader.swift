import Bitcoin
import Case
import Files
public import SystemPackage

/// Reads a scenario from YAML: every key known, every value in its unit, every sum and reference
/// held against the others, each mistake named with file, line, column and key.
public enum ScenarioReader {
  /// How many bytes of a file are read: 4 MiB, a thousand times a long scenario.
  public static let byteLimit = 4 << 20

  /// How many events a scenario may have; other lists are shorter.
  static let eventLimit = 2_000

  /// The scenario in the file at `path`.
  ///
  /// - Parameter variant: the setting and changes that it is read with.
  /// - Throws: `file` where it cannot be read, `malformed` for everything that is wrong in it.
  public static func read(
    _ path: FilePath, as variant: ScenarioVariant = .whole
  ) throws(ScenarioError) -> Scenario {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try File.read(path)
    } catch {
      throw .file(path: path.description, reason: error.description)
    }
    return try read(bytes, file: path.description, as: variant)
  }

  /// The scenario in the content of a file.
  ///
  /// - Parameters:
  ///   - bytes: the content, UTF-8.
  ///   - file: the name that errors give.
  ///   - variant: the setting and changes that it is read with.
  /// - Throws: `malformed`.
  public static func read(
    _ bytes: [UInt8], file: String, as variant: ScenarioVariant = .whole
  ) throws(ScenarioError) -> Scenario {
    let root: YAMLNode
    var scenario: Scenario
    do throws(YAMLError) {
      let written = try YAMLDocument.read(bytes, file: file, byteLimit: byteLimit)
      let settings = try ScenarioSettings(written)
      root = try settings.apply(variant)
      scenario = try read(root)
      scenario.settings = settings.all.map(\.name)
      scenario.variant = variant
    } catch {
      throw .malformed(
        file: error.file, line: error.line, column: error.column, key: error.key ?? "",
        reason: error.message)
    }
    do throws(ScenarioError) {
      try scenario.check()
    } catch {
      guard case .inconsistent(let path, let reason) = error else { throw error }
      throw place(path, reason, in: root)
    }
    return scenario
  }

  /// A contradiction with the line and column that its path has in the file.
  private static func place(
    _ path: String, _ reason: String, in root: YAMLNode
  ) -> ScenarioError {
    let node = ScenarioPlace.find(path, in: root)
    let key = path.split(separator: ".").last.map { String($0.prefix { $0 != "[" }) } ?? ""
    return .malformed(
      file: node.file, line: node.line, column: node.column, key: key,
      reason: "\(path): \(reason)")
  }

  private static func read(_ root: YAMLNode) throws(YAMLError) -> Scenario {
    let file = try root.mapping(ScenarioKeys.scenario, in: "the scenario")
    var network = Network.regtest
    _ = try file.find("network")?.word(among: ["regtest"])
    if let interval = try file.find("subsidyHalvingInterval")?.integer(
      in: ScenarioLimits.halvingIntervals)
    {
      network.subsidyHalvingInterval = interval
    }
    var notes: [String] = []
    for note in try file.find("notes")?.list() ?? [] { notes.append(try note.printableLine()) }
    let sizeNode = file.find("size")
    let size = try sizeNode?.integer(in: ScenarioLimits.sizes)
    var paces: [BlockPace] = []
    for node in try items(of: file.require("blocks"), limit: 1_000) {
      let begin = paces.last?.until ?? BlockSchedule.genesisTime
      paces.append(try pace(node, after: begin, size: size))
    }
    var actors: [ScenarioActor] = []
    let actorsNode = try file.require("actors")
    for entry in try actorsNode.entries() {
      guard actors.count < 1_000 else {
        throw actorsNode.error(.invalid("more than 1000 actors"))
      }
      actors.append(try actor(entry))
    }
    if let sizeNode, let size { try scale(&actors, to: size, sizeNode) }
    var events: [ScenarioEvent] = []
    if let list = file.find("events") {
      for node in try items(of: list, limit: eventLimit) { events.append(try event(node)) }
    }
    var claims: [ClaimOrder] = []
    if let list = file.find("claims") {
      for node in try items(of: list, limit: 1_000) { claims.append(try claim(node)) }
    }
    var scenario = Scenario(
      title: try file.require("title").printableLine(), notes: notes, network: network,
      seed: UInt64(try file.require("seed").integer(in: 0...Int.max)), paces: paces,
      actors: actors, events: events, claims: claims)
    scenario.feeRates = try feeRates(file)
    return scenario
  }

  /// The items of a list that is not longer than what is reviewed in a moment.
  private static func items(of node: YAMLNode, limit: Int) throws(YAMLError) -> [YAMLNode] {
    let items = try node.list()
    guard items.count <= limit else {
      throw node.error(.invalid("\(items.count) items; at most \(limit) are allowed"))
    }
    return items
  }

  /// A time that a block header can carry.
  static func blockTime(_ node: YAMLNode) throws(YAMLError) -> UInt32 {
    let time = try node.time()
    guard let seconds = time.blockTime else {
      throw node.error(.invalid("\(time) is later than a block header can say (2106-02-07)"))
    }
    return seconds
  }

  /// A whole percentage.
  static func wholePercent(_ node: YAMLNode) throws(YAMLError) -> Int {
    let millionths = try node.percent()
    guard millionths.isMultiple(of: 10_000) else {
      throw node.error(.invalid("must be a whole percentage"))
    }
    return millionths / 10_000
  }

  /// The name that an entry gives: it becomes an owner's name, and a part of `ACTOR.WALLET`.
  static func name(of entry: YAMLNode.Entry, what: String) throws(YAMLError) -> String {
    let letters = entry.key.utf8
    func isLetter(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    let hasForm =
      letters.first.map(isLetter) == true && letters.count <= 40
      && letters.allSatisfy { byte in
        isLetter(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      }
    guard hasForm else {
      throw YAMLError(
        file: entry.value.file, line: entry.line, column: entry.column, key: entry.key,
        reason: .invalid(
          "the name of \(what) is a letter, then letters, digits, '-' or '_', at most 40"))
    }
    return entry.key
  }

  /// `ACTOR.WALLET`.
  static func walletReference(_ node: YAMLNode) throws(YAMLError) -> WalletReference {
    let text = try node.text()
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw node.error(.badValue(text, expected: "a wallet such as mtgox.hot"))
    }
    return WalletReference(actor: String(parts[0]), wallet: String(parts[1]))
  }
}
