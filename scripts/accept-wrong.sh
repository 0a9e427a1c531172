#!/usr/bin/env bash
# Lets a Bitcoin Core node of the user's own judge chains that are wrong in one place.
# usage: accept-wrong.sh BITCOIND FOLDER | accept-wrong.sh --check BITCOIND
#
# FOLDER is what the tests write under WRONG_BLOCKS: for each network the node's options, a base of
# blocks, and for each case the blocks below, the wrong block and its right twin. Each wrong block
# is handed over by `submitblock`; what the node says is compared with what we say, word for word.
# Then the twin is handed over, must become the tip, and is taken back. The node opens no connection,
# listens on loopback for RPC alone, keeps its data in a temporary folder, and is stopped at the end.
# Exit 0 when all agree, 1 when one does not, 2 when the comparison could not be made.
set -euo pipefail

say() { printf 'accept-wrong: %s\n' "$1"; }
fail() {
  printf 'accept-wrong: %s\n' "$2" >&2
  exit "$1"
}

check_node() {
  [[ -n $1 ]] || fail 2 "BITCOIND is not set; name a Bitcoin Core node: make accept-wrong BITCOIND=/path/to/bitcoind"
  command -v -- "$1" >/dev/null || fail 2 "BITCOIND=$1 is not a program that can be run"
  "$1" -version 2>/dev/null | grep -q 'Bitcoin Core' || fail 2 "BITCOIND=$1 does not answer -version as Bitcoin Core does"
  client=$(dirname -- "$(command -v -- "$1")")/bitcoin-cli
  [[ -x $client ]] || client=$(command -v bitcoin-cli) || fail 2 "no bitcoin-cli beside $1, nor in PATH"
}
if [[ ${1:-} == --check ]]; then
  check_node "${2:-}"
  exit 0
fi
bitcoind=$1 folder=$2
check_node "$bitcoind"

work=$(mktemp -d "${TMPDIR:-/tmp}/coldtrace-wrong.XXXXXX")
node=
stop() {
  if [[ -n $node ]] && kill -0 "$node" 2>/dev/null; then
    kill "$node" 2>/dev/null || true
    for _ in {1..120}; do kill -0 "$node" 2>/dev/null || break; sleep 0.5; done
    kill -9 "$node" 2>/dev/null || true
  fi
  wait 2>/dev/null || true
  node=
}
trap 'stop; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# start OPTIONS: a node of its own for a network.
start() {
  rm -rf "$work/node"
  mkdir "$work/node"
  for attempt in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 20000))
    # shellcheck disable=SC2086
    "$bitcoind" $1 -datadir="$work/node" -server -daemon=0 -printtoconsole=0 -listen=0 -connect=0 \
      -dnsseed=0 -listenonion=0 -natpmp=0 -disablewallet=1 -rpcbind=127.0.0.1 -rpcallowip=127.0.0.1 -rpcport="$port" \
      -assumevalid=0 -checkblockindex=0 >"$work/output" 2>&1 </dev/null &
    node=$!
    # bitcoin-cli wants the network alone; -test and -signetchallenge are the node's.
    rpc=("$client" "${1%% *}" -datadir="$work/node" -rpcport="$port")
    for _ in {1..120}; do
      kill -0 "$node" 2>/dev/null || break
      "${rpc[@]}" getblockcount >/dev/null 2>&1 && return
      sleep 0.5
    done
    kill -0 "$node" 2>/dev/null && fail 2 "the node does not answer on 127.0.0.1:$port"
    # A port that something else holds ends the node at once; another one is tried.
    grep -qi 'unable to bind' "$work/output" "$work/node"/*/debug.log 2>/dev/null && ((attempt < 5)) ||
      fail 2 "the node ended by itself: $(tail -n 1 "$work/output")"
  done
}

# submit: hands over the block on stdin; what the node says to it, nothing for a block that it took.
submit() {
  local answer
  if answer=$("${rpc[@]}" -stdin submitblock 2>&1); then
    printf '%s' "$answer"
  else
    tail -n 1 <<<"$answer"
  fi
}

say "$("$bitcoind" -version | head -n 1)"
agreed=0 differed=0
: >"$work/reasons"
for place in "$folder"/*/; do
  [[ -s $place/cases.tsv ]] || continue
  options=$(<"$place/options")
  start "$options"
  while read -r block; do
    answer=$(submit <<<"$block")
    [[ -z $answer ]] || fail 2 "the node did not take a block of the base: $answer"
  done <"$place/base"
  tip=$("${rpc[@]}" getbestblockhash)
  say "node with $options: $("${rpc[@]}" getblockcount) blocks below, $(wc -l <"$place/cases.tsv") cases"

  while IFS=$'\t' read -r number expected below name; do
    trouble= lowest=
    while ((below > 0)) && read -r block; do
      answer=$(submit <<<"$block")
      [[ -z $answer ]] || trouble="a block below is refused: $answer"
      [[ -n $lowest ]] || lowest=$("${rpc[@]}" getbestblockhash)
    done <"$place/$number.below"
    before=$("${rpc[@]}" getbestblockhash)
    answer=$(submit <"$place/$number.wrong")
    [[ $answer == "$expected" ]] || trouble+="${trouble:+; }expected $expected, the node says ${answer:-nothing}"
    [[ $("${rpc[@]}" getbestblockhash) == "$before" ]] || trouble+="${trouble:+; }the tip moved"
    answer=$(submit <"$place/$number.right")
    after=$("${rpc[@]}" getbestblockhash)
    [[ -z $answer ]] || trouble+="${trouble:+; }its twin is refused: $answer"
    [[ $after != "$before" ]] || trouble+="${trouble:+; }its twin is not the tip"
    # A wrong block that the node took stands beside its twin, so there may be two to take back.
    for block in "${lowest:-$after}" again; do
      now=$("${rpc[@]}" getbestblockhash)
      [[ $now == "$tip" ]] && break
      [[ $block == again ]] && block=$now
      "${rpc[@]}" invalidateblock "$block" >/dev/null
    done
    [[ $("${rpc[@]}" getbestblockhash) == "$tip" ]] || fail 2 "the node does not go back to the base after: $name"
    if [[ -z $trouble ]]; then
      agreed=$((agreed + 1))
      printf '%s\n' "$expected" >>"$work/reasons"
    else
      differed=$((differed + 1))
      printf '  %s: %s\n' "$name" "$trouble"
    fi
  done <"$place/cases.tsv"
  stop
done

((agreed + differed > 0)) || fail 2 "no cases in $folder"
printf '\n'
sort "$work/reasons" | uniq -c | sort -rn
printf '\n'
say "$agreed of $((agreed + differed)) cases agree, $(sort -u "$work/reasons" | wc -l) distinct reasons"
((differed == 0)) || exit 1
