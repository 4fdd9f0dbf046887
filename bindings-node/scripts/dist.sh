#!/usr/bin/env bash
# Tries the packages that are in dist/ as its users would: in an empty folder, with no Rust around.
# `make dist` has made them by tests/release/build.sh, as they are made for a release.
set -euo pipefail
cd "$(dirname "$0")/../.."
. bindings-node/scripts/common.sh

step "node: building the sandbox" cargo build -p venice-keys-sandbox
platform=$(platform)
dist=$PWD/dist
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/empty"
version=$(node -p 'require("./bindings-node/package.json").version')
main=$dist/venice-keys-$version.tgz
build=$dist/venice-keys-$platform-$version.tgz

size=$(tar -xOf "$build" "package/venice-keys.$platform.node" | wc -c)
python3 tests/release/project.py size "Node addon" "$size"

# Nothing but Node and the system's own programs.
bare() { env -i HOME="$work" PATH="$(dirname "$(command -v node)"):/usr/bin:/bin" "$@"; }
quiet="--offline --no-update-notifier --no-audit --no-fund --ignore-scripts --loglevel=error"

cd "$work/empty"
echo '{ "private": true }' >package.json
# Offline: the other platforms' packages are optional, and not there.
# shellcheck disable=SC2086
bare npm install $quiet "$main" "$build" "$dist"/venice-keys-sandbox-*.tgz
node "$OLDPWD/bindings-node/scripts/readme.mjs" --sandbox "$sandbox"
echo "node: the packages install and run the README"

rm -rf node_modules/@venice-keys/"$platform"
if said=$(bare node -e 'require("venice-keys")' 2>&1); then
  echo "node: it loads without its build" >&2
  exit 1
fi
wanted="could not load its build for .*: looked for @venice-keys/$platform .*--omit=optional"
if ! grep -q "$wanted" <<<"$said"; then
  echo "node: what is said without the build doesn't help: $said" >&2
  exit 1
fi
echo "node: without its build the package says what to do"
