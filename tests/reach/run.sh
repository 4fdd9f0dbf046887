#!/usr/bin/env bash
# `make reach`: builds for every platform that this kind of machine can build for, tries what can be
# tried here, and prints a table. Needs Debian, root, 13 GB in .cache/reach and 5 GB in cargo's
# folder; what is there is used again, so that a run that broke off goes on where it was.
#
#   ONLY="CELL…"      only these cells; the table keeps what was found of the others before
#   QUICK=1           hardly optimised: a look at what compiles and runs. Sizes are then no
#                     release's
set -uo pipefail
cd "$(dirname "$0")/../.."
. tests/reach/common.sh

cells="linux-x64-gnu linux-arm64-gnu linux-x64-musl linux-arm64-musl windows-gnu windows-msvc
darwin-arm64 darwin-x64 swift-linux-x64 swift-linux-arm64 swift-apple"
only=${ONLY:-$cells}
for cell in $only; do
  if ! grep -qw -e "$cell" <<<"$cells"; then
    say "reach: no such cell: $cell. There are: ${cells//$'\n'/ }"
    exit 2
  fi
done
if [ -n "${QUICK:-}" ]; then
  export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
  export CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_SWIFT_OPT_LEVEL=0
  export VENICE_KEYS_ADDON_PROFILE=release
fi
say "reach: all of it takes about 90 minutes on two cores the first time, and 18 GB (roots: 7 GB)."

microsoft="no: Microsoft's libraries can't be had here" apple="no: Apple's can't be had here"
script() {
  case $1 in
  linux-*) tests/reach/linux.sh "$1" ;;
  windows-gnu) tests/reach/windows.sh ;;
  windows-msvc) tests/reach/check.sh x86_64-pc-windows-msvc "$microsoft" ;;
  darwin-arm64) tests/reach/check.sh aarch64-apple-darwin "$apple" ;;
  darwin-x64) tests/reach/check.sh x86_64-apple-darwin "$apple" ;;
  swift-apple) tests/reach/apple.sh ;;
  swift-*) tests/reach/swift.sh "${1#swift-}" ;;
  esac
}

results=$reach/results
mkdir -p "$results"
for cell in $only; do
  began=$(date +%s)
  export CELL_RESULTS=$results/$cell.partial
  : >"$CELL_RESULTS"
  say "reach: $cell"
  script "$cell" || {
    # Whatever it was that failed: a stage has said so already, or nothing else would.
    grep -q NO "$CELL_RESULTS" || result runs NO
    say "reach: $cell FAILED"
  }
  took=$(duration $(($(date +%s) - began)))
  result time "$took${QUICK:+ (quick)}"
  mv "$CELL_RESULTS" "$results/$cell"
done
# shellcheck disable=SC2086 # words
python3 tests/reach/table.py "$results" $cells
