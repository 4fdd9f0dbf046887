#!/usr/bin/env bash
# Packs what npm publishes: the main package, and the package of one platform with its addon, its
# parts and their licences.
#
#   pack.sh PLATFORM ADDON OUT      PLATFORM as in npm/: linux-x64-gnu, darwin-arm64, …
set -euo pipefail
cd "$(dirname "$0")/../.."
platform=$1 addon=$2 out=$(cd "$3" && pwd)

made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
(cd bindings-node && cp -R index.* lib npm README.md LICENSE-* package.json "$made")
cp "$addon" "$made/npm/$platform/venice-keys.$platform.node"
cp bindings-node/LICENSE-* "$made/npm/$platform/"
python3 tests/release/third_party.py venice-keys-node \
  "$(python3 tests/release/project.py triple "$platform")" "$made/npm/$platform"

# The platforms' packages are optional dependencies only of what is published: in the checkout npm
# would look for them.
cd "$made"
node -e '
  const fs = require("node:fs");
  const edit = (file, change) => {
    const manifest = JSON.parse(fs.readFileSync(file, "utf8"));
    change(manifest);
    fs.writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
    return manifest;
  };
  edit("package.json", (manifest) => {
    delete manifest.devDependencies;
    manifest.optionalDependencies = Object.fromEntries(
      fs.readdirSync("npm").map((name) => [`@venice-keys/${name}`, manifest.version]));
  });
  edit(`npm/${process.argv[1]}/package.json`, (manifest) => {
    manifest.files.push("LICENSE-*", "THIRD-PARTY.txt", "sbom.cdx.json");
  });' "$platform"
npm pack --silent --pack-destination "$out" . "./npm/$platform"
