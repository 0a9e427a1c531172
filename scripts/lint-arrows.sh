#!/usr/bin/env bash
# Holds the declared and the written imports of a package against docs/architecture.md.
# usage: lint-arrows.sh ROOT [DESCRIPTION]
#   DESCRIPTION is what `swift package describe --type json` printed, when it is at hand.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
root=${1:-.}
description=${2:-}

tools=$home/.build/lint
mkdir -p "$tools"
if [[ ! -x $tools/arrows || $home/scripts/Arrows.swift -nt $tools/arrows ]]; then
  swiftc -swift-version 6 -parse-as-library -o "$tools/arrows" "$home/scripts/Arrows.swift"
fi
if [[ -z $description ]]; then
  description=$(mktemp)
  trap 'rm -f "$description"' EXIT
  swift package --package-path "$root" describe --type json >"$description"
fi
"$tools/arrows" "$root" "$description"
