// Times look-ups in a case's ledger: of a txid with its place and fee, and of a script with its whole
// history; warm, in one open ledger, and cold, each in a ledger opened anew whose files the system was
// told to forget.
// usage: lookups CASE [WARM-COUNT [COLD-COUNT]]
import Foundation
import Ledger
import SystemPackage

let arguments = CommandLine.arguments
guard (2...4).contains(arguments.count) else {
  print("usage: lookups CASE [WARM-COUNT [COLD-COUNT]]")
  exit(2)
}
let folder = FilePath(arguments[1]).appending("ledger")
let warmCount = arguments.count > 2 ? Int(arguments[2]) ?? 20_000 : 20_000
let coldCount = arguments.count > 3 ? Int(arguments[3]) ?? 200 : 200
do {
  try LookupBench(folder: folder).run(warm: warmCount, cold: coldCount)
} catch {
  print("lookups: \(error)")
  exit(2)
}
