#!/usr/bin/env bash
# Format, then the arrows between targets, then a trial that the arrow check does refuse.
set -euo pipefail
cd "$(dirname "$0")/.."

echo "lint: format"
swift format lint --strict --parallel --recursive Package.swift Sources Tests scripts \
  Benchmarks/Package.swift Benchmarks/Sources Fuzz/Package.swift Fuzz/Sources
scripts/lint-arrows.sh .
scripts/lint-selftest.sh
