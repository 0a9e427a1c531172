#!/usr/bin/env bash
# Runs a Python program with pyarrow and duckdb from PyPI, in an environment of its own that is made
# once in .build/python.
# usage: python-readers.sh PROGRAM [ARGUMENT …]
# Exit 77, with the reason, where there is no Python or PyPI cannot be reached; else the program's.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
packages=(pyarrow==26.0.1 duckdb==2.0.0 pytz==2025.2)
folder=$home/.build/python
made=$folder/made.txt

give_up() {
  printf 'python-readers: %s\n' "$1" >&2
  exit 77
}

mkdir -p "$home/.build"
exec 9>"$home/.build/python.lock"
flock 9
if [[ ! -f $made || $(<"$made") != "${packages[*]}" ]]; then
  command -v python3 >/dev/null || give_up "no python3 on the PATH"
  rm -rf "$folder"
  python3 -m venv "$folder" >&2 || give_up "python3 -m venv does not work here"
  for try in 1 2 3; do
    "$folder/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: \
      "${packages[@]}" >&2 && break
    ((try < 3)) || give_up "pip could not install ${packages[*]}"
    sleep $((5 * try))
  done
  printf '%s' "${packages[*]}" >"$made"
fi
flock -u 9
exec "$folder/bin/python" "$@"
