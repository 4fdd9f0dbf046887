#!/usr/bin/env bash
# Projects as their users have them: in empty folders outside the repository, with nothing but what
# was built for a Linux, run the front page's first snippet against that platform's sandbox, plain,
# and read with TLS.
#
#   project_linux.sh PLATFORM OUT       OUT: what build.sh made
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/reach/common.sh
platform=$1 out=$(cd "$2" && pwd)

# Where it runs, and what runs a program of that platform there.
case $platform in
linux-x64-gnu) root=old runner='' ;;
linux-x64-musl) root=new runner='' ;;
linux-arm64-*) root=new runner="qemu-aarch64 -L /arm64" ;;
esac
case $platform in
linux-x64-gnu) python=/usr/local/bin/python3 ;;
linux-arm64-gnu) python=/arm64/usr/bin/python3 ;;
# There is no Python for musl to be had here.
*) python='' ;;
esac
"$here/root.sh" make "$root"
node_for "$platform"
pip_program

empty=$(mktemp -d)
trap 'rm -rf "$empty"' EXIT
mkdir "$empty/packages"
cp tests/reach/{with_sandbox.py,tls.py,tls.mjs} "$empty"
cp "$out"/*.whl "$out"/*.tgz "$empty/packages"
first_block python >"$empty/first.py"
first_block js >"$empty/first.mjs"
[ -s "$empty/first.py" ] && [ -s "$empty/first.mjs" ]
cd "$empty"

# The program that the packages brought, emulated where need be.
with_sandbox() {
  # shellcheck disable=SC2086 # words
  in_root "$root" python3 with_sandbox.py $runner "$program" "$@"
}

if [ -n "$python" ]; then
  # shellcheck disable=SC2086
  in_root "$root" $runner "$python" "$pip" install -q --no-index --disable-pip-version-check \
    --root-user-action ignore --no-compile --target site packages/*.whl
  program=$PWD/site/bin/venice-keys-sandbox
  for options in "" --tls; do
    script=first.py
    if [ -n "$options" ]; then script=tls.py; fi
    # shellcheck disable=SC2086
    PYTHONPATH=$PWD/site with_sandbox $options -- $runner "$python" "$script"
  done
  echo "python: installed on $platform, runs the front page, plain and TLS"
fi

# npm itself is this machine's: it only unpacks, and with --force for any platform.
echo '{ "private": true }' >package.json
npm install --force --offline --no-update-notifier --no-audit --no-fund --ignore-scripts \
  --loglevel=error ./packages/*.tgz
# shellcheck disable=SC2086
program=$(in_root "$root" $runner "$node" -p 'require("venice-keys-sandbox").findProgram()')
# shellcheck disable=SC2086
with_sandbox -- $runner "$node" first.mjs
# shellcheck disable=SC2086
with_sandbox --tls -- $runner "$node" tls.mjs
echo "node: installed on $platform, runs the front page, plain and TLS"
