import Foundation
import Testing

@Suite("lookup")
struct LookupCommandTests {
  /// Some rows of an exported table.
  private func rows(_ table: String, every step: Int) throws -> [[String: Any]] {
    let text = try Program.run(
      "export", SmallCase.path(), "--format", "jsonl", "--tables", table, "--out", "-"
    ).stdout
    let lines = text.split(separator: "\n")
    return try stride(from: 1, to: lines.count, by: step).map { try JSON.object(String(lines[$0])) }
  }

  private func look(_ what: [String]) throws -> [[String: Any]] {
    let outcome = try Program.run(["lookup", try SmallCase.path()] + what + ["--json"])
    #expect(outcome.status == 0, "\(outcome.stderr)")
    return try JSON.lines(outcome.stdout)
  }

  @Test("transactions are what the exported table has of them")
  func transactions() throws {
    let rows = try rows("transactions", every: 700)
    let found = try look(rows.compactMap { $0["hash"] as? String })
    #expect(found.count == rows.count)
    for (row, found) in zip(rows, found) {
      #expect(found["kind"] as? String == "transaction")
      #expect(found["txid"] as? String == row["hash"] as? String)
      #expect(found["height"] as? Int == row["block_number"] as? Int)
      #expect(found["time"] as? String == row["block_timestamp"] as? String)
      #expect(found["index"] as? Int == row["index"] as? Int)
      #expect(found["lockTime"] as? Int == row["lock_time"] as? Int)
      let isCoinbase = row["is_coinbase"] as? Bool == true
      #expect(found["fee"] as? Int == (isCoinbase ? nil : row["fee"] as? Int))
      let outputs = try #require(found["outputs"] as? [[String: Any]])
      #expect(outputs.reduce(0) { $0 + ($1["value"] as? Int ?? 0) } == row["output_value"] as? Int)
      let inputs = try #require(found["inputs"] as? [[String: Any]])
      #expect(inputs.reduce(0) { $0 + ($1["value"] as? Int ?? 0) } == row["input_value"] as? Int)
    }
  }

  @Test("outputs and their spenders are what the exported tables have of them")
  func outputs() throws {
    let rows = try rows("outputs", every: 1_300)
    let places = rows.map { "\($0["transaction_hash"] ?? ""):\($0["index"] ?? "")" }
    for (place, pair) in zip(places, zip(rows, try look(places))) {
      let (row, found) = pair
      #expect(found["outpoint"] as? String == place)
      #expect(found["value"] as? Int == row["value"] as? Int)
      #expect(found["type"] as? String == row["type"] as? String)
      #expect(found["address"] as? String == row["address"] as? String)
      #expect(found["inUTXOSet"] as? Bool == row["in_utxo_set"] as? Bool)
      let spender = found["spentBy"] as? [String: Any]
      #expect(spender?["height"] as? Int == row["spent_block_number"] as? Int)
    }
  }

  @Test("addresses and scripts are what the exported table has of them")
  func scripts() throws {
    let rows = try rows("addresses", every: 600)
    let names = rows.map {
      $0["address"] as? String ?? "script:\($0["script_hex"] as? String ?? "")"
    }
    for (row, found) in zip(rows, try look(names)) {
      #expect(found["script"] as? String == row["script_hex"] as? String)
      #expect(found["received"] as? Int == row["total_received"] as? Int)
      #expect(found["balance"] as? Int == row["balance"] as? Int)
      let outputs = try #require(found["outputs"] as? [[String: Any]])
      #expect(outputs.count == row["output_count"] as? Int)
      #expect(outputs.first?["height"] as? Int == row["first_block_number"] as? Int)
      #expect(outputs.last?["height"] as? Int == row["last_block_number"] as? Int)
    }
  }

  @Test("people get tables, cut where they are long")
  func text() throws {
    let row = try #require(try rows("transactions", every: 100_000).first)
    let txid = try #require(row["hash"] as? String)
    let outcome = try Program.run("lookup", SmallCase.path(), txid, "\(txid):0")
    #expect(outcome.status == 0)
    #expect(outcome.lines.first == "transaction \(txid)")
    #expect(outcome.stdout.contains("coinbase"))
    #expect(outcome.stdout.contains("\noutput \(txid):0\n"))
  }

  @Test(
    "what the chain does not have is told, exit 2, and nothing is printed",
    arguments: [
      (String(repeating: "ab", count: 32), "no transaction abab"), ("0OIl", "is no address"),
      (
        "0e64",
        "\"0e64\" is no address; lookup takes a txid (64 hexadecimal digits), an outpoint txid:vout, "
          + "an address or script:HEX\n"
      ),
      (String(repeating: "ab", count: 32) + ":0", "no transaction abab"), ("a:b", "no txid:vout"),
      ("script:zz", "no script in hexadecimal digits"), ("script:00", "is paid by no output"),
      ("bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080", "is paid by no output"),
    ])
  func absent(what: String, message: String) throws {
    let known = try #require(try rows("transactions", every: 100_000).first?["hash"] as? String)
    let outcome = try Program.run("lookup", SmallCase.path(), known, what)
    #expect(outcome.status == 2)
    #expect(outcome.stdout.isEmpty)
    #expect(outcome.stderr.contains(message), "\(outcome.stderr)")
  }
}
