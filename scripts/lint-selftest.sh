#!/usr/bin/env bash
# Tries arrows that are forbidden, each in a scratch copy of the package: lint-arrows.sh must refuse
# each and name it. A check that cannot fail checks nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fresh() {
  rm -rf "$scratch/package"
  mkdir -p "$scratch/package/docs"
  mkdir -p "$scratch/package/Fuzz"
  cp -R Package.swift Sources Tests "$scratch/package/"
  cp -R Fuzz/Sources "$scratch/package/Fuzz/"
  cp docs/architecture.md "$scratch/package/docs/"
}

# refuses NAME EXPECTED [DESCRIPTION]: the scratch copy must fail with a line that has EXPECTED in it.
refuses() {
  local status=0
  scripts/lint-arrows.sh "$scratch/package" ${3:+"$3"} >"$scratch/output" 2>&1 || status=$?
  if ((status != 1)) || ! grep -qF -- "$2" "$scratch/output"; then
    echo "lint-selftest: $1: not refused (exit $status), expected: $2" >&2
    cat "$scratch/output" >&2
    exit 1
  fi
  tried=$((tried + 1))
}

# writes TARGET-FOLDER CODE: adds a line to the first source file there.
writes() {
  local file
  file=$(find "$scratch/package/$1" -name '*.swift' | LC_ALL=C sort | sed -n 1p)
  printf '%b\n' "$2" >>"$file"
}

tried=0
fresh
swift package --package-path "$scratch/package" describe --type json >"$scratch/description"
scripts/lint-arrows.sh "$scratch/package" "$scratch/description" >/dev/null

while IFS='|' read -r folder code expected; do
  fresh
  writes "$folder" "$code"
  refuses "$code in $folder" "$expected" "$scratch/description"
done <<'CASES'
Sources/Tracer|import Truth|target Tracer may not import Truth
Sources/Tracer|import ChainSim|target Tracer may not import ChainSim
Sources/Ledger|public import struct Truth.TruthFolder|target Ledger may not import Truth
Sources/Ledger|@testable import ChainSim|target Ledger may not import ChainSim
Sources/Bitcoin|@preconcurrency\nimport Files|target Bitcoin may not import Files
Sources/Files|import Synchronization; import Bitcoin|target Files may not import Bitcoin
Sources/Case|/* why */ internal import enum Ledger.LedgerError|target Case may not import Ledger
Sources/Truth|package import Case|target Truth may not import Case
Sources/Scoring|import ChainSim|target Scoring may not import ChainSim
Sources/ChainSim|import func Ledger.open|target ChainSim may not import Ledger
Sources/Tracer|import CSecp256k1|target Tracer may not import CSecp256k1
Sources/Bitcoin/Amounts|import COpenSSL|COpenSSL may be imported in Sources/Bitcoin/Crypto/ only
Sources/Case|import Glibc|target Case may not import Glibc
Sources/Ledger|import Foundation|target Ledger may not import Foundation
CASES

fresh
sed -i 's/room("Tracer", imports: \[/&"Truth", /' "$scratch/package/Package.swift"
refuses "an arrow declared in Package.swift" "Package.swift: target Tracer may not depend on Truth"

# What only looks like an import must pass: text, comments, labels.
fresh
writes Sources/Tracer '// import Truth\n/* import Truth */\nprivate let note = "import Truth"'
scripts/lint-arrows.sh "$scratch/package" "$scratch/description" >/dev/null

echo "lint: self-test: $tried forbidden arrows tried, each refused"
