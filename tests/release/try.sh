#!/usr/bin/env bash
# Installs what build.sh made, and nothing else, in empty folders, as its users would, and runs the
# READMEs' snippets there. On the platform itself, with its `python3` and `node`.
#
#   try.sh OUT
set -euo pipefail
cd "$(dirname "$0")/../.."
here=$PWD
out=$(cd "$1" && pwd)
empty=$(mktemp -d)
trap 'rm -rf "$empty"' EXIT
unset VENICE_KEYS_SANDBOX

python=$(command -v python3 || command -v python)
"$python" -m venv "$empty/venv"
in_venv=$empty/venv/bin
[ -d "$in_venv" ] || in_venv=$empty/venv/Scripts
"$in_venv/python" -m pip install -q --disable-pip-version-check --no-index "$out"/venice_keys*.whl
sandbox=$("$in_venv/python" -c 'import venice_keys_sandbox as it; print(it.find_program())')
readme=$here/bindings-python/scripts/readme.py
(cd "$empty" && "$in_venv/python" "$readme" --run --sandbox "$sandbox")
echo "python: the wheels install and run the README"

mkdir "$empty/node"
cd "$empty/node"
echo '{ "private": true }' >package.json
npm install --offline --no-update-notifier --no-audit --no-fund --ignore-scripts \
  --loglevel=error "$out"/*.tgz
program=$(node -p 'require("venice-keys-sandbox").findProgram()')
node "$here/bindings-node/scripts/readme.mjs" --sandbox "$program"
echo "node: the packages install and run the README"
