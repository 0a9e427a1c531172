#!/usr/bin/env bash
# How fast block files become a ledger, against parsing and txid hashing alone, on one core and on two; what
# the ledger's columns and look-ups cost; memory and time at growing size.
# usage: bench-ledger.sh [CASE]: with CASE, only one row of memory and time, of the case that is there
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
scenario=$root/Scenarios/scale.yaml
# Enough for everybody to make the payments that the size says, to the last.
coins='actors.people.coins=100 BTC'
flags=(-c release --package-path "$root/Benchmarks" -Xswiftc -cross-module-optimization)
for product in imports walks lookups simulation; do swift build "${flags[@]}" --product $product >&2; done
built=$(swift build "${flags[@]}" --show-bin-path)

header() {
  echo "index at size: scale.yaml, once each; resident memory at its peak, and what of it no file could give back"
  printf '%12s %10s %7s %6s %9s %7s %7s %8s %7s %7s\n' transactions outputs threads bound seconds 'us each' \
    'cpu us' 'MB peak' 'MB own' 'B/out'
}

if (($# > 0)); then
  header
  "$built/imports" alone "$1" 2
  "$built/imports" alone "$1" 2 64
  exit
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/coldtrace-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
for size in 10000 100000 1000000; do
  "$built/simulation" alone "$(nproc)" "$scenario" size=$size "$coins" --keep "$work/$size" >&2
done

echo 'index against parsing and txid hashing alone over the same bytes: scale.yaml, least of the rounds in turn'
printf '%12s %7s %9s %9s %9s  %14s %8s %10s\n' transactions threads 'index s' 'cpu s' 'alone s' 'to alone (cpu)' \
  MB/s tx/s
"$built/imports" race "$work/100000" 9
"$built/imports" race "$work/1000000" 5
echo
header
for size in 10000 100000 1000000; do "$built/imports" alone "$work/$size" 2; done
"$built/imports" alone "$work/1000000" 2 64
"$built/imports" alone "$work/1000000" 1 64
echo
# The ledger itself, for what is looked up in it.
"$built/imports" keep "$work/1000000" 2
"$built/walks" "$work/1000000"
echo
"$built/lookups" "$work/1000000"
