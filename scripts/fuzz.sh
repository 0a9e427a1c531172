#!/usr/bin/env bash
# Feeds the readers of foreign bytes with libFuzzer, two targets at a time.
# usage: fuzz.sh MINUTES [TARGET…]   runs each target, or those named, for so many minutes (1.5 is one too)
#        fuzz.sh --corpus [TARGET…]  makes Fuzz/Corpus anew: of the seeds and of what the runs so far
#                                    found, the few small files that reach everything
#
# A finding is written to Fuzz/FailCases/TARGET/, where `make test` replays it from then on. What a run
# learns stays in Fuzz/.build/corpus and makes the next one start further on.
# Exit 0 without a finding, 1 with one, 2 when it could not run.
set -euo pipefail
cd "$(dirname "$0")/.."
home=$PWD/Fuzz
state=$home/.build/corpus
atOnce=${JOBS:-2}

say() { printf 'fuzz: %s\n' "$1"; }
fail() {
  printf 'fuzz: %s\n' "$1" >&2
  exit 2
}

mapfile -t all < <(sed -nE 's/^  case ([a-z]+)$/\1/p' "$home/Sources/FuzzTargets/FuzzTarget.swift")
mode=${1:-}
[[ $mode == --corpus || $mode =~ ^[0-9]+(\.[0-9]+)?$ ]] || fail "usage: fuzz.sh MINUTES [TARGET…], where MINUTES is a number, not '$mode'"
shift
targets=("$@")
((${#targets[@]} > 0)) || targets=("${all[@]}")
for target in "${targets[@]}"; do
  [[ $target == selftest || " ${all[*]} " == *" $target "* ]] || fail "no target '$target'; there are: ${all[*]}"
done

# Swift's own crash reporter would stand between the signal and libFuzzer.
export SWIFT_BACKTRACE=enable=no
runtime=$(dirname "$(dirname "$(readlink -f "$(command -v swift)")")")/lib/clang
compgen -G "$runtime/*/lib/linux/libclang_rt.fuzzer-*.a" >/dev/null ||
  compgen -G "$runtime/*/lib/*/libclang_rt.fuzzer.a" >/dev/null ||
  fail "no libclang_rt.fuzzer below $runtime: this toolchain comes without libFuzzer; the one of swift.org has it"
command -v ld.lld >/dev/null || fail "no ld.lld on the PATH; it stands beside swift in the toolchain of swift.org"
flags=(-c release --package-path "$home" -Xswiftc -cross-module-optimization -Xswiftc "-sanitize=fuzzer,address" -Xswiftc -use-ld=lld)
say "building $home (release, with libFuzzer and AddressSanitizer)"
swift build "${flags[@]}" >&2
program=$(swift build "${flags[@]}" --show-bin-path)/fuzz
logs=$(mktemp -d "${TMPDIR:-/tmp}/coldtrace-fuzz.XXXXXX")
children=()
finish() {
  ((${#children[@]} == 0)) || kill "${children[@]}" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$logs"
}
trap finish EXIT
trap 'exit 130' INT TERM

# The longest input of a target in bytes: what the format asks for, not more.
limit() {
  case $1 in
    block | blockfile | psbt) echo 8192 ;;
    address) echo 200 ;;
    descriptor | message) echo 2048 ;;
    *) echo 4096 ;;
  esac
}

run() {
  local target=$1 options findings=$home/FailCases/$1
  # What the selftest finds is nothing to keep.
  [[ $target != selftest ]] || findings=$logs/found
  mkdir -p "$state/$target" "$findings"
  [[ -d $home/Corpus/$target ]] || mkdir -p "$logs/empty"
  options=("-max_total_time=$seconds" "-max_len=$(limit "$target")" -timeout=10 -rss_limit_mb=2048
    -print_final_stats=1 "-artifact_prefix=$findings/")
  [[ ! -f $home/Dictionaries/$target.dict ]] || options+=("-dict=$home/Dictionaries/$target.dict")
  FUZZ_TARGET=$target "$program" "${options[@]}" "$state/$target" "$([[ -d $home/Corpus/$target ]] && echo "$home/Corpus/$target" || echo "$logs/empty")" "$findings" >"$logs/$target" 2>&1
}

report() {
  local target=$1 status=$2 done coverage
  done=$(grep -aoE '^Done [0-9]+ runs in [0-9]+ second\(s\)' "$logs/$target" | tail -n 1 || true)
  coverage=$(grep -aoE 'cov: [0-9]+' "$logs/$target" | tail -n 1 || true)
  if ((status == 0)) && [[ -n $done ]]; then
    printf 'fuzz: %-12s %s, %s, no finding\n' "$target" "$done" "$coverage"
    return 0
  fi
  printf 'fuzz: %-12s FINDING (exit %d)\n' "$target" "$status"
  grep -aE 'Fatal error|ERROR|SUMMARY|Test unit written' "$logs/$target" | sed 's/^/        /' || tail -n 5 "$logs/$target"
  return 1
}

if [[ $mode == --corpus ]]; then
  python3 "$home/make_seeds.py" "$home/.build/seeds"
  for target in "${targets[@]}"; do
    old=$logs/old-$target new=$logs/new-$target
    mkdir -p "$old" "$new" "$state/$target" "$home/Corpus/$target" "$home/.build/seeds/$target"
    FUZZ_TARGET=$target "$program" -set_cover_merge=1 "-max_len=$(limit "$target")" -timeout=10 "$new" \
      "$home/.build/seeds/$target" "$home/Corpus/$target" "$state/$target" >"$logs/$target" 2>&1 || report "$target" 1
    # The small files first, as many as fit the budget.
    rm -rf "${home:?}/Corpus/$target"
    mkdir -p "$home/Corpus/$target"
    size=0 kept=0
    while read -r bytes file; do
      ((size + bytes <= ${BUDGET:-40000})) || break
      cp "$file" "$home/Corpus/$target/"
      size=$((size + bytes)) kept=$((kept + 1))
    done < <(find "$new" -type f -printf '%s %p\n' | sort -n)
    say "$target: $kept of $(find "$new" -type f | wc -l) files, $size bytes"
  done
  exit 0
fi

seconds=$(awk -v minutes="$mode" 'BEGIN { printf "%d", minutes * 60 + 0.5 }')
((seconds > 0)) || fail "MINUTES=$mode is no time"
say "${targets[*]}: $seconds s each, $atOnce at a time"
findings=0
declare -A names
collect() {
  local status=0 ended
  wait -n -p ended "${children[@]}" || status=$?
  report "${names[$ended]}" "$status" || findings=$((findings + 1))
  local left=()
  for child in "${children[@]}"; do [[ $child == "$ended" ]] || left+=("$child"); done
  children=("${left[@]}")
}
for target in "${targets[@]}"; do
  ((${#children[@]} < atOnce)) || collect
  run "$target" &
  children+=($!)
  names[$!]=$target
done
while ((${#children[@]} > 0)); do collect; done
((findings == 0)) || {
  say "$findings target(s) with a finding; it stands in Fuzz/FailCases, and make test replays it"
  exit 1
}
