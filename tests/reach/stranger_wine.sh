#!/usr/bin/env bash
# A project in an empty folder outside the repository, with npm's packages for Windows, runs the
# front page's first snippet in Windows's Node under wine, against Windows's sandbox, and reads with
# TLS.
#
#   stranger_wine.sh BUILT         BUILT: the folder with the addon and the sandbox
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/reach/common.sh
built=$1
node_for windows
empty=$(mktemp -d)
trap 'rm -rf "$empty"' EXIT
mkdir "$empty/project"
cp tests/reach/{with_sandbox.py,tls.mjs} "$empty/project"
first_block js >"$empty/project/first.mjs"
[ -s "$empty/project/first.mjs" ]
bindings-node/scripts/pack.sh win32-x64-msvc "$built/venice_keys_node.dll" "$empty"

cd "$empty/project"
echo '{ "private": true }' >package.json
npm install --offline --no-update-notifier --no-audit --no-fund --ignore-scripts --loglevel=error \
  --os win32 --cpu x64 "$empty"/*.tgz
# Node's output must be a file under wine, no pipe.
in_root new sh -ec '
  wine=$1 node=$2 sandbox=$3
  python3 with_sandbox.py "$wine" "$sandbox" -- "$wine" "$node" first.mjs >said 2>&1 || {
    cat said
    exit 1
  }
  python3 with_sandbox.py "$wine" "$sandbox" --tls -- "$wine" "$node" tls.mjs >said 2>&1 || {
    cat said
    exit 1
  }' sh "$here/wine.sh" "$node" "$built/venice-keys-sandbox.exe"
echo "node: installed for Windows, runs the front page under wine, plain and TLS"
