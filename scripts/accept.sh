#!/usr/bin/env bash
# Lets a Bitcoin Core node of the user's own judge a simulated chain.
# usage: accept.sh BITCOIND TRACE-CLI SCENARIO | accept.sh --check BITCOIND
#
# The node reads the blk files with -loadblock and checks every script (-assumevalid=0; its own
# debugging pass over all block headers after each block, which regtest has on, is off); it opens no
# connection, listens on loopback for RPC alone, keeps its data in a temporary folder, and is stopped
# at the end. Its tip and the hash_serialized_3 of its unspent outputs are compared with ours.
# Exit 0 when they agree, 1 when they do not, 2 when the comparison could not be made.
set -euo pipefail

say() { printf 'accept: %s\n' "$1"; }
fail() {
  printf 'accept: %s\n' "$2" >&2
  exit "$1"
}

check_node() {
  [[ -n $1 ]] || fail 2 "BITCOIND is not set; name a Bitcoin Core node: make accept BITCOIND=/path/to/bitcoind"
  command -v -- "$1" >/dev/null || fail 2 "BITCOIND=$1 is not a program that can be run"
  "$1" -version 2>/dev/null | grep -q 'Bitcoin Core' || fail 2 "BITCOIND=$1 does not answer -version as Bitcoin Core does"
}
if [[ ${1:-} == --check ]]; then
  check_node "${2:-}"
  exit 0
fi
bitcoind=$1 program=$2 scenario=$3
check_node "$bitcoind"

work=$(mktemp -d "${TMPDIR:-/tmp}/coldtrace-accept.XXXXXX")
node=
finish() {
  if [[ -n $node ]] && kill -0 "$node" 2>/dev/null; then
    kill "$node" 2>/dev/null || true
    for _ in {1..120}; do kill -0 "$node" 2>/dev/null || break; sleep 0.5; done
    kill -9 "$node" 2>/dev/null || true
  fi
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

# rpc METHOD PARAMS: the node's answer as one line of JSON. Plain bash, so that curl is not needed.
rpc() {
  local body auth
  body="{\"jsonrpc\":\"1.0\",\"id\":\"accept\",\"method\":\"$1\",\"params\":[${2:-}]}"
  [[ -r $work/node/regtest/.cookie ]] || return 0
  auth=$(base64 -w 0 <"$work/node/regtest/.cookie")
  timeout 300 bash -c '
    exec 3<>"/dev/tcp/127.0.0.1/$0" || exit 1
    printf "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: Basic %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" "$1" "${#2}" "$2" >&3
    cat <&3' "$port" "$auth" "$body" 2>/dev/null | tail -n 1
}
# string KEY / number KEY: a field of the JSON on stdin.
string() { sed -nE "s/.*\"$1\" ?: ?\"([0-9a-zA-Z]+)\".*/\1/p"; }
number() { sed -nE "s/.*\"$1\" ?: ?(-?[0-9]+).*/\1/p"; }

say "simulating and indexing $scenario"
"$program" simulate "$scenario" --out "$work/case" --quiet >/dev/null
"$program" index "$work/case" --quiet >/dev/null
ours=$("$program" ledger info "$work/case" --json)
our_tip=$(string tip <<<"$ours")
our_height=$(number height <<<"$ours")
our_hash=$(string hash_serialized_3 <<<"$ours")
[[ -n $our_tip && -n $our_height && -n $our_hash ]] || fail 2 "ledger info says nothing to compare: $ours"

loads=()
for file in "$work"/case/blocks/blk*.dat; do loads+=("-loadblock=$file"); done
mkdir "$work/node"
say "$("$bitcoind" -version | head -n 1): reading ${#loads[@]} block file(s), $our_height blocks, every script checked"
for attempt in 1 2 3 4 5; do
  port=$((20000 + RANDOM % 20000))
  "$bitcoind" -regtest -datadir="$work/node" -server -daemon=0 -printtoconsole=0 -listen=0 -connect=0 \
    -dnsseed=0 -listenonion=0 -natpmp=0 -disablewallet=1 -rpcbind=127.0.0.1 -rpcallowip=127.0.0.1 -rpcport="$port" \
    -assumevalid=0 -checkblockindex=0 -par=0 "${loads[@]}" >"$work/output" 2>&1 </dev/null &
  node=$!
  for _ in {1..120}; do
    kill -0 "$node" 2>/dev/null || break
    [[ $(rpc getblockcount | number result) ]] && break 2
    sleep 0.5
  done
  kill -0 "$node" 2>/dev/null && fail 2 "the node does not answer on 127.0.0.1:$port"
  # A port that something else holds ends the node at once; another one is tried.
  grep -qi 'unable to bind' "$work/output" "$work/node/regtest/debug.log" 2>/dev/null && ((attempt < 5)) ||
    fail 2 "the node ended by itself: $(tail -n 1 "$work/output")"
done

# It stores the blocks of a file first and connects them then, so both counts tell that it goes on.
# It has until it has our height, or until it has stood still for a minute.
height=-1 seen= still=0
while ((height < our_height && still < 120)); do
  kill -0 "$node" 2>/dev/null || fail 2 "the node ended by itself: $(tail -n 1 "$work/node/regtest/debug.log")"
  state=$(rpc getblockchaininfo)
  now="$(number blocks <<<"$state") $(number headers <<<"$state")"
  if [[ $now != "$seen" ]]; then seen=$now still=0; else still=$((still + 1)); fi
  height=${now%% *}
  height=${height:--1}
  sleep 0.5
done
their_tip=$(rpc getbestblockhash | string result)
their_hash=$(rpc gettxoutsetinfo '"hash_serialized_3"' | string hash_serialized_3)
rejected=$(grep -aE 'ERROR|bad-|InvalidChainFound' "$work/node/regtest/debug.log" | head -n 1 || true)

printf '\n  %-18s %-64s %s\n' '' 'ours' 'the node'
printf '  %-18s %-64s %s\n' height "$our_height" "$height" tip "$our_tip" "$their_tip" hash_serialized_3 "$our_hash" "$their_hash"
printf '\n'
[[ $height == "$our_height" && $their_tip == "$our_tip" && $their_hash == "$our_hash" ]] ||
  fail 1 "the node does not agree${rejected:+; its log says: $rejected}"
say "the node agrees: height, tip and unspent outputs are the same"
