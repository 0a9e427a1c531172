// Holds the imports of the package against the table in docs/architecture.md.
//
// usage: arrows ROOT DESCRIPTION, where DESCRIPTION is the JSON of `swift package describe`.
// Exit 0 when every arrow is allowed; 1 with one line for each that is not; 2 when it cannot tell.

import Foundation

/// What `swift package describe --type json` says, as far as it is needed here.
struct Description: Decodable {
  struct Target: Decodable {
    var name: String
    var type: String
    var path: String
    var sources: [String]
    var targetDependencies: [String]?
    var productDependencies: [String]?
  }
  var targets: [Target]
}

/// One row of the table: what a target may import.
struct Rule {
  var ours: Set<String>
  var outside: Set<String>
  /// Modules that only files below a certain folder may import: module -> folder.
  var confined: [String: String]
}

/// A reason to stop without a verdict.
struct Trouble: Error {
  var message: String
}

/// Reads the rows between the markers `<!-- arrows -->` and `<!-- /arrows -->`.
/// A cell lists module names in backticks; `X` in `folder` confines the module before it.
func readRules(at path: String) throws -> [String: Rule] {
  guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
    throw Trouble(message: "\(path): no table of arrows to read")
  }
  var rules: [String: Rule] = [:]
  var isInside = false
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
    if line.contains("<!-- arrows -->") { isInside = true }
    if line.contains("<!-- /arrows -->") { isInside = false }
    guard isInside, line.hasPrefix("|") else { continue }
    let cells = line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
      .map(quoted)
    guard cells.count == 3, let name = cells[0].first else { continue }
    var outside: Set<String> = []
    var confined: [String: String] = [:]
    var last: String?
    for word in cells[2] {
      if word.contains("/"), let module = last {
        confined[module] = word
      } else {
        outside.insert(word)
        last = word
      }
    }
    rules[name] = Rule(ours: Set(cells[1].map(moduleName)), outside: outside, confined: confined)
  }
  if rules.isEmpty { throw Trouble(message: "\(path): the table of arrows is empty") }
  return rules
}

/// The module of a target: a module's name has no dashes.
func moduleName(of target: String) -> String {
  target.replacingOccurrences(of: "-", with: "_")
}

/// The words between backticks.
func quoted(_ cell: Substring) -> [String] {
  cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
    .filter { $0.offset % 2 == 1 }.map { String($0.element) }
}

/// The source without comments and string literals; line ends stay.
func stripped(_ source: String) -> [Character] {
  let text = Array(source)
  var result: [Character] = []
  var i = 0
  func has(_ word: String, at position: Int) -> Bool {
    position + word.count <= text.count && String(text[position..<position + word.count]) == word
  }
  while i < text.count {
    if has("//", at: i) {
      while i < text.count, !text[i].isNewline { i += 1 }
    } else if has("/*", at: i) {
      var depth = 0
      repeat {
        if has("/*", at: i) {
          depth += 1
          i += 2
        } else if has("*/", at: i) {
          depth -= 1
          i += 2
        } else {
          if text[i].isNewline { result.append("\n") }
          i += 1
        }
      } while depth > 0 && i < text.count
      result.append(" ")
    } else if has("\"\"\"", at: i) {
      i += 3
      while i < text.count, !has("\"\"\"", at: i) {
        if text[i].isNewline { result.append("\n") }
        i += text[i] == "\\" ? 2 : 1
      }
      i += 3
      result.append(" ")
    } else if text[i] == "\"" {
      i += 1
      while i < text.count, text[i] != "\"", !text[i].isNewline { i += text[i] == "\\" ? 2 : 1 }
      if i < text.count, text[i] == "\"" { i += 1 }
      result.append(" ")
    } else {
      result.append(text[i])
      i += 1
    }
  }
  return result
}

/// The modules a source file imports, in any form (`public import struct A.B`, `@testable import
/// A`, an attribute on the line above, two on one line), each with its line.
func imports(of source: String) -> [(module: String, line: Int)] {
  var words: [(text: String, line: Int)] = []
  var word = ""
  var line = 1
  func flush() {
    if !word.isEmpty { words.append((word, line)) }
    word = ""
  }
  for character in stripped(source) {
    if character.isLetter || character.isNumber || "_`.-".contains(character) {
      word.append(character)
    } else {
      flush()
      if character.isNewline {
        line += 1
      } else if !character.isWhitespace {
        words.append((String(character), line))
      }
    }
  }
  flush()

  let kinds: Set = [
    "struct", "class", "enum", "protocol", "typealias", "func", "var", "let", "actor",
  ]
  var found: [(module: String, line: Int)] = []
  for (position, word) in words.enumerated() where word.text == "import" {
    var next = position + 1
    if next < words.count, kinds.contains(words[next].text) { next += 1 }
    guard next < words.count else { continue }
    let name = words[next].text.replacingOccurrences(of: "`", with: "")
    // An argument label may be called `import`; a module's name starts with a letter.
    guard let first = name.first, first.isLetter || first == "_" else { continue }
    let module = String(name.prefix { $0 != "." })
    if !module.isEmpty { found.append((module, word.line)) }
  }
  return found
}

/// Every arrow of the package that the table does not allow, sorted.
func violations(root: String, description: Description, rules: [String: Rule]) throws -> [String] {
  let ours = Set(description.targets.map { moduleName(of: $0.name) })
  let isTest: (Description.Target) -> Bool = { target in
    target.type == "test" || ["Tests/", "Fuzz/"].contains { target.path.hasPrefix($0) }
  }
  let helpers = Set(description.targets.filter(isTest).map { moduleName(of: $0.name) })
  let systemModules = Set(description.targets.filter { $0.type == "system-target" }.map(\.name))
  var found: [String] = []

  for target in description.targets where !systemModules.contains(target.name) {
    let isTest = isTest(target)
    guard let rule = rules[target.name] ?? (isTest ? rules["Tests"] : nil) else {
      found.append("Package.swift: target \(target.name) is not in the table of arrows")
      continue
    }
    func isAllowed(_ name: String) -> Bool {
      let module = moduleName(of: name)
      if rule.outside.contains(module) { return true }
      guard ours.contains(module), !systemModules.contains(module) else { return false }
      return isTest || (rule.ours.contains(module) && !helpers.contains(module))
    }
    for module in (target.targetDependencies ?? []) + (target.productDependencies ?? [])
    where !isAllowed(module) {
      found.append("Package.swift: target \(target.name) may not depend on \(module)")
    }
    for file in target.sources where file.hasSuffix(".swift") {
      let path = "\(target.path)/\(file)"
      guard let source = try? String(contentsOfFile: "\(root)/\(path)", encoding: .utf8) else {
        throw Trouble(message: "\(path): not readable as text")
      }
      for (module, line) in imports(of: source) {
        if module == moduleName(of: target.name) { continue }
        if !isAllowed(module) {
          found.append("\(path):\(line): target \(target.name) may not import \(module)")
        } else if let folder = rule.confined[module], !path.hasPrefix(folder) {
          found.append("\(path):\(line): \(module) may be imported in \(folder) only")
        }
      }
    }
  }
  return found.sorted()
}

@main
struct Arrows {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 3 else { stop("usage: arrows ROOT DESCRIPTION", status: 2) }
    do {
      let rules = try readRules(at: "\(arguments[1])/docs/architecture.md")
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      let data = try Data(contentsOf: URL(fileURLWithPath: arguments[2]))
      let description = try decoder.decode(Description.self, from: data)
      let found = try violations(root: arguments[1], description: description, rules: rules)
      for line in found { print("lint: \(line)") }
      guard found.isEmpty else { exit(1) }
      print("lint: \(description.targets.count) targets, every import is in the table of arrows")
    } catch let trouble as Trouble {
      stop(trouble.message, status: 2)
    } catch {
      stop("\(arguments[2]): \(error)", status: 2)
    }
  }

  static func stop(_ message: String, status: Int32) -> Never {
    FileHandle.standardError.write(Data("lint: \(message)\n".utf8))
    exit(status)
  }
}
