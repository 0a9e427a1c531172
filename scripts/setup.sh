#!/usr/bin/env bash
# Checks what the build needs and, where apt is there, installs the libraries that are missing.
# usage: setup.sh [--toolchain-only]
# Exit 2 with one line that says what is missing when it cannot help.
set -euo pipefail

say() { printf 'setup: %s\n' "$1" >&2; }
fail() {
  say "$1"
  exit 2
}

if ! command -v swift >/dev/null; then
  fail "swift is not on the PATH; Swift 6.3 or later is needed, see https://www.swift.org/install/linux/"
fi
version=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+)\.([0-9]+).*/\1 \2/p' | head -n 1)
read -r major minor <<<"${version:-0 0}"
if ((major < 6 || (major == 6 && minor < 3))); then
  fail "swift is version $major.$minor; Swift 6.3 or later is needed, see https://www.swift.org/install/linux/"
fi
[[ ${1:-} == --toolchain-only ]] && exit 0

missing=()
if command -v pkg-config >/dev/null; then
  pkg-config --exists libsecp256k1 || missing+=(libsecp256k1-dev)
  pkg-config --exists 'libcrypto >= 3.0' || missing+=(libssl-dev)
  pkg-config --exists libzstd || missing+=(libzstd-dev)
else
  missing=(pkg-config libsecp256k1-dev libssl-dev libzstd-dev)
fi
command -v git >/dev/null || missing+=(git) # SwiftPM fetches the packages with it
((${#missing[@]} == 0)) && exit 0

names=$(printf '%s, ' "${missing[@]}")
names=${names%, }
if ! command -v apt-get >/dev/null; then
  fail "missing: $names (Debian's names); no apt-get here, so install libsecp256k1, OpenSSL 3 and libzstd, each with headers, and pkg-config by your system's own means"
fi
as_root=()
if ((EUID != 0)); then
  command -v sudo >/dev/null || fail "missing: $names; run as root: apt-get install ${missing[*]}"
  as_root=(sudo)
fi
apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q "$@" >&2; }

# A fresh image has no package lists, an old one stale ones: both show as a failing install.
say "missing: $names; running ${as_root[*]:+sudo }apt-get install ${missing[*]}"
if ! apt install -y --no-install-recommends "${missing[@]}"; then
  say "the package lists are missing or stale; running ${as_root[*]:+sudo }apt-get update, then again"
  apt update || fail "apt-get update failed; missing: $names"
  apt install -y --no-install-recommends "${missing[@]}" || fail "apt-get could not install $names"
fi
pkg-config --exists libsecp256k1 'libcrypto >= 3.0' libzstd ||
  fail "installed $names, but pkg-config still does not find libsecp256k1, libcrypto 3 and libzstd"
say "installed $names"
