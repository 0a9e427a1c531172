#!/usr/bin/env bash
# Times every stage of the main job as a whole process, in rounds, and prints the least and the median
# time, and the most memory that was resident, with the machine and the input beside them.
# usage: bench.sh TRACE-CLI SCENARIO [ROUNDS]
set -euo pipefail
program=$1 scenario=$2 rounds=${3:-3}
work=$(mktemp -d "${TMPDIR:-/tmp}/coldtrace-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT

stages=(simulate index validate 'trace poison' 'trace haircut' 'trace fifo' cluster reconcile account claims score
  'export parquet' 'export csv')
run() {
  case $1 in
    simulate) rm -rf "$work/case" && "$program" simulate "$scenario" --out "$work/case" --quiet ;;
    index) rm -rf "$work/case/ledger" && "$program" index "$work/case" --quiet ;;
    trace*) "$program" trace "$work/case" --source reconcile:missing --policy "${1#trace }" --quiet ;;
    export*) "$program" export "$work/case" --format "${1#export }" --overwrite --quiet ;;
    claims) "$program" claim verify "$work/case" --quiet || (($? == 1)) ;;
    *) "$program" "$1" "$work/case" --quiet ;;
  esac >/dev/null
}

milliseconds() { local now=${EPOCHREALTIME/[.,]/}; echo $((now / 1000)); }
# The peak of the youngest descendant is asked for while it runs; a process that ends within the
# 20 ms between two looks may show no figure.
peak() {
  local most=0 now pid
  while kill -0 "$1" 2>/dev/null; do
    for pid in "$1" $(cat "/proc/$1/task/$1/children" 2>/dev/null); do
      now=$(sed -nE 's/^VmHWM:[^0-9]*([0-9]+) kB/\1/p' "/proc/$pid/status" 2>/dev/null || true)
      ((${now:-0} > most)) && most=$now
    done
    sleep 0.02
  done
  echo "$most"
}

declare -A times memory
for ((round = 1; round <= rounds; round++)); do
  for stage in "${stages[@]}"; do
    start=$(milliseconds)
    run "$stage" &
    memory[$stage]=$({ echo "${memory[$stage]:-0}"; peak $!; } | sort -n | tail -n 1)
    wait $!
    times[$stage]+="$(($(milliseconds) - start)) "
  done
done

info=$("$program" ledger info "$work/case" --json)
number() { sed -nE "s/.*\"$1\" ?: ?([0-9]+).*/\1/p" <<<"$info"; }
bytes=$(cat "$work"/case/blocks/blk*.dat | wc -c)
transactions=$(number transactions)
echo "machine: $(nproc) cores, $(sed -nE 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"
echo "input:   $scenario, $(number height) blocks, $transactions transactions, $((bytes / 1000000)) MB; $rounds rounds"
echo
printf '%-15s %8s %10s %12s %9s %9s\n' stage 'least ms' 'median ms' 'tx/s (least)' 'MB/s' 'peak MB'
for stage in "${stages[@]}"; do
  read -ra sorted <<<"$(tr ' ' '\n' <<<"${times[$stage]}" | sed '/^$/d' | sort -n | tr '\n' ' ')"
  least=$((sorted[0] > 0 ? sorted[0] : 1))
  printf '%-15s %8d %10d %12d %9d %9d\n' "$stage" "$least" "${sorted[${#sorted[@]} / 2]}" \
    $((transactions * 1000 / least)) $((bytes / 1000 / least)) $((memory[$stage] / 1024))
done

# Traces and clusters as multiples of a plain walk over the same columns: ratios within one run say more
# than times on a machine that does other work too.
benchmarks=$(dirname "$0")/../Benchmarks
flags=(-c release --package-path "$benchmarks" -Xswiftc -cross-module-optimization)
swift build "${flags[@]}" --product limits >&2
swift build "${flags[@]}" --product validation >&2
built=$(swift build "${flags[@]}" --show-bin-path)
echo
"$built/limits" "$work/case"

# Validation against libsecp256k1 alone on the same signatures, in turn: of this chain, whose blocks are
# nearly all empty and whose thefts have hundreds of inputs, and of one of everyday payments. On a machine
# that is shared with others the least of five rounds still swings by four hundredths, that of twelve by one.
echo
"$built/validation" "$work/case" 12
"$program" simulate "$(dirname "$0")/../Scenarios/scale.yaml" --set size=100000 --out "$work/scale" --quiet >/dev/null
echo
echo "the same for scale.yaml, size=100000"
"$built/validation" "$work/scale" 3

# The import against parsing and txid hashing alone, its memory, the walk over its columns, look-ups.
echo
"$(dirname "$0")/bench-ledger.sh"

# Simulations against libsecp256k1 alone at as many signatures, and at growing size.
echo
"$(dirname "$0")/bench-simulate.sh"
