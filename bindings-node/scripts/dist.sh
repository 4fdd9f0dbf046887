#!/usr/bin/env bash
# Packs the main package and this platform's into dist/ and tries them as a stranger would: in an
# empty folder, with no Rust around.
set -euo pipefail
cd "$(dirname "$0")/../.."
. bindings-node/scripts/common.sh

step "node: building the addon for release (about 3 minutes on two cores)" \
  cargo build -p venice-keys-node --profile npm --config bindings-node/scripts/npm-profile.toml
step "node: building the sandbox" cargo build -p venice-keys-sandbox
platform=$(platform)
dist=$PWD/dist
mkdir -p "$dist"
rm -f "$dist"/venice-keys-*.tgz

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/package" "$work/empty"
(cd bindings-node && cp -R index.* lib npm README.md LICENSE-* package.json "$work/package")
addon=$work/package/npm/$platform/venice-keys.$platform.node
place npm "$addon"
cat bindings-node/LICENSE-* >"$work/package/npm/$platform/LICENSE"

size=$(wc -c <"$addon")
echo "node: the addon has $size bytes"
if [ "$size" -ge 3000000 ]; then
  echo "node: it must have less than 3000000" >&2
  exit 1
fi

# The platforms' packages are optional dependencies only of what is published: in the checkout npm
# would look for them.
(
  cd "$work/package"
  node -e '
    const fs = require("node:fs");
    const manifest = JSON.parse(fs.readFileSync("package.json", "utf8"));
    delete manifest.devDependencies;
    manifest.optionalDependencies = Object.fromEntries(
      fs.readdirSync("npm").map((name) => [`@venice-keys/${name}`, manifest.version]));
    fs.writeFileSync("package.json", `${JSON.stringify(manifest, null, 2)}\n`);'
  npm pack --silent --pack-destination "$dist" . "./npm/$platform"
)

# Nothing but Node and the system's own programs.
bare() { env -i HOME="$work" PATH="$(dirname "$(command -v node)"):/usr/bin:/bin" "$@"; }
version=$(node -p 'require("./bindings-node/package.json").version')
main=$dist/venice-keys-$version.tgz
build=$dist/venice-keys-$platform-$version.tgz
quiet="--offline --no-update-notifier --no-audit --no-fund --ignore-scripts --loglevel=error"

cd "$work/empty"
echo '{ "private": true }' >package.json
# Offline: the other platforms' packages are optional, and not there.
# shellcheck disable=SC2086
bare npm install $quiet "$main" "$build"
node "$OLDPWD/bindings-node/scripts/readme.mjs" --sandbox "$sandbox"
echo "node: the packages install and run the README"

rm -rf node_modules/@venice-keys
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
