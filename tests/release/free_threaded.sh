#!/usr/bin/env bash
# Builds the wheel for Python without the GIL, which takes no abi3 wheel, and tries it. Needs a
# `python3.14t` (on Windows `python3.14t.exe`) on the PATH.
#
#   free_threaded.sh PLATFORM OUT
set -euo pipefail
cd "$(dirname "$0")/../.."
here=$PWD
target=$(python3 tests/release/project.py triple "$1") out=$(cd "$2" && pwd)
. bindings-python/scripts/common.sh
tools
tools_bin=$PWD/$cache/tools/bin
[ -d "$tools_bin" ] || tools_bin=$PWD/$cache/tools/Scripts
options=
case $1 in linux-*) options="--zig --compatibility manylinux2014" ;; esac
# shellcheck disable=SC2086 # words
PATH=$tools_bin:$PATH MACOSX_DEPLOYMENT_TARGET=11.0 "$tools_bin/maturin" build --release --locked \
  $options --interpreter python3.14t --target "$target" \
  --manifest-path bindings-python/Cargo.toml --out "$out"
wheel=$(ls "$out"/venice_keys-*-cp314-cp314t-*.whl)
python3 tests/release/third_party.py venice-keys-python "$target" "$wheel"

empty=$(mktemp -d)
trap 'rm -rf "$empty"' EXIT
python3.14t -m venv "$empty/venv"
in_venv=$empty/venv/bin
[ -d "$in_venv" ] || in_venv=$empty/venv/Scripts
"$in_venv/python" -m pip install -q --no-index "$wheel" "$out"/venice_keys_sandbox-*.whl
# Loading the module must not switch the GIL on.
"$in_venv/python" -c 'import sys, venice_keys; assert not sys._is_gil_enabled()'
cd "$empty"
"$in_venv/python" "$here/bindings-python/scripts/readme.py" --run --sandbox \
  "$("$in_venv/python" -c 'from venice_keys_sandbox import find_program; print(find_program())')"
echo "python: the wheel for 3.14t runs the README, without the GIL"
