#!/usr/bin/env bash
# A project in an empty folder outside the repository, with npm's packages for Windows, runs the
# front page's first snippet in Windows's Node under wine, against Windows's sandbox, and asks what
# wine's verifier of certificates says.
#
#   project_wine.sh OUT           OUT: the folder with npm's packages, ours and the sandbox's
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/reach/common.sh
out=$(cd "$1" && pwd)
node_for windows
empty=$(mktemp -d)
trap 'rm -rf "$empty"' EXIT
mkdir "$empty/packages"
cp tests/reach/{with_sandbox.py,trust.mjs} "$empty"
cp "$out"/*.tgz "$empty/packages"
first_block js >"$empty/first.mjs"
[ -s "$empty/first.mjs" ]

cd "$empty"
echo '{ "private": true }' >package.json
# npm itself is this machine's: it only unpacks, and with --force for any platform.
npm install --force --offline --no-update-notifier --no-audit --no-fund --ignore-scripts \
  --loglevel=error ./packages/*.tgz
program=$PWD/node_modules/@venice-keys/sandbox-win32-x64-msvc/venice-keys-sandbox.exe

# with_sandbox OPTIONS SCRIPT: Node's output must be a file under wine, no pipe.
with_sandbox() {
  # shellcheck disable=SC2016,SC2086 # words of the inner shell; options
  in_root new sh -c 'wine=$1 node=$2 script=$3 && shift 3 &&
    python3 with_sandbox.py "$wine" "$@" -- "$wine" "$node" "$script" >said 2>&1
    code=$? && cat said && exit "$code"' \
    sh "$here/wine.sh" "$node" "$2" "$program" $1
}
with_sandbox "" first.mjs
echo "node: installed for Windows, runs the front page under wine"

# wine knows no chain engine with roots of its own, and so no CA file. What it has trusts what this
# file of the root lists, which is changed for this one command.
echo "TLS, a CA that nobody trusts:"
with_sandbox --tls trust.mjs
grep -q '^tls: ' said
cat >trust.sh <<'END'
#!/bin/sh
set -eu
cat /etc/ssl/certs/ca-certificates.crt "$("$1" winepath -u "$CA_FILE" | tr -d '\r')" >trusted
mount --bind trusted /etc/ssl/certs/ca-certificates.crt
"$1" "$2" trust.mjs >said 2>&1
END
echo "TLS, a CA that wine trusts:"
# shellcheck disable=SC2016 # words of the inner shell
in_root new sh -c 'python3 with_sandbox.py "$1" "$3" --tls -- sh trust.sh "$1" "$2"
  cat said' sh "$here/wine.sh" "$node" "$program"
