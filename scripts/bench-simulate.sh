#!/usr/bin/env bash
# How fast simulations are: against libsecp256k1 alone at as many signatures, on one core and on two, and
# at growing size; `large` simulates ten million transactions instead, once.
# usage: bench-simulate.sh [large]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
scenarios=$root/Scenarios
flags=(-c release --package-path "$root/Benchmarks" -Xswiftc -cross-module-optimization)
swift build "${flags[@]}" --product simulation >&2
simulation=$(swift build "${flags[@]}" --show-bin-path)/simulation

header() {
  echo "simulate at size: scale.yaml, once each, peak of resident memory"
  printf '%12s %8s %9s %7s %9s %10s %8s %7s\n' transactions threads seconds 'us each' 'cpu us' \
    'MB before' 'MB peak' 'B each'
}

echo "machine: $(nproc) cores, $(sed -nE 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(
  awk '/MemTotal/ {printf "%d", $2 / 1048576}' /proc/meminfo) GiB"
echo
if [[ ${1:-} == large ]]; then
  # Blocks and truth of ten million transactions, and their ledger.
  needed=18 free=$(df --output=avail -BG "${TMPDIR:-/tmp}" | tail -n 1 | tr -dc 0-9)
  if ((free < needed)); then
    echo "bench-large needs $needed GB free in ${TMPDIR:-/tmp}; $free GB are: set TMPDIR to another place" >&2
    exit 2
  fi
  work=$(mktemp -d "${TMPDIR:-/tmp}/coldtrace-bench.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  header
  "$simulation" alone 2 "$scenarios/scale.yaml" large --keep "$work/case"
  echo
  "$root/scripts/bench-ledger.sh" "$work/case"
  exit
fi
echo 'simulate against libsecp256k1 alone: signing as often; one public key by addition for each address'
echo 'least of the rounds in turn, s; ratios by the clock, and by processor time in brackets'
printf '%-28s %7s %12s %10s %9s %9s %8s %8s %12s %12s\n' scenario threads transactions signatures \
  'keys each' simulate signing keys 'to signing' 'to both'
"$simulation" race 5 "$scenarios/mtgox-small.yaml"
"$simulation" race 3 "$scenarios/mtgox.yaml" demo
"$simulation" race 3 "$scenarios/scale.yaml" size=100000
echo
header
for size in 10000 100000 1000000; do
  "$simulation" alone 2 "$scenarios/scale.yaml" size=$size
done
