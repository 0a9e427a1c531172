import Bitcoin
import ChainSim
import Files
import SystemPackage

/// The scenarios of a folder.
struct ScenarioList {
  /// A file and what it holds.
  struct Row {
    /// The file, as the user would name it.
    let file: String
    /// The scenario, or why there is none.
    let scenario: Result<Scenario, ScenarioError>
  }

  /// The files in the order of their names.
  let rows: [Row]

  /// Reads all files of a folder that end in `.yaml`.
  ///
  /// - Throws: `Refusal` where there is no folder or no such file; `FileError`.
  init(_ folder: FilePath) throws {
    guard Folder.exists(folder) else {
      throw Refusal("there is no folder \(folder); name the folder of scenarios behind --list")
    }
    let names = try Folder.list(folder).filter { $0.hasSuffix(".yaml") }
    guard !names.isEmpty else { throw Refusal("no scenario, a file *.yaml, in \(folder)") }
    rows = names.map { name in
      let path = folder.appending(name)
      return Row(
        file: path.string,
        scenario: Result { () throws(ScenarioError) in try ScenarioReader.read(path) })
    }
  }

  /// The files with title and first sentence, for people.
  func lines(_ dress: Dress) -> [String] {
    rows.flatMap { row -> [String] in
      switch row.scenario {
      case .success(let scenario):
        let settings =
          scenario.settings.isEmpty
          ? [] : ["  settings: \(scenario.settings.joined(separator: ", "))"]
        return [dress.heading(row.file), "  \(scenario.title)"]
          + (scenario.firstSentence.map { Words.paragraph($0).map { "  \($0)" } } ?? []) + settings
      case .failure(let error): return [dress.heading(row.file), "  cannot be read: \(error)"]
      }
    }
  }

  /// `{scenarios: [{file, title, about, settings} or {file, error}]}`.
  var json: JSONText {
    .object([
      (
        "scenarios",
        .array(
          rows.map { row in
            switch row.scenario {
            case .success(let scenario):
              .object([
                ("file", .string(row.file)), ("title", .string(scenario.title)),
                ("about", .optional(scenario.firstSentence)),
                ("settings", .array(scenario.settings.map { .string($0) })),
              ])
            case .failure(let error):
              .object([("file", .string(row.file)), ("error", .string(error.description))])
            }
          })
      )
    ])
  }
}

extension Scenario {
  /// The first sentence of the notes; nil where there are none.
  var firstSentence: String? {
    guard let note = notes.first else { return nil }
    // A point inside a number or at the very end ends no sentence.
    guard let end = note.firstRange(of: ". ") else { return note }
    return String(note[..<end.lowerBound]) + "."
  }
}
