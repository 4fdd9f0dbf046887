#!/usr/bin/env bash
# Style, types, whether the package is one that everybody can load, and whether what stands in two
# places is the same.
set -euo pipefail
cd "$(dirname "$0")/../.."
. bindings-node/scripts/common.sh

setup
step "node: types, style and packaging" "$bin/tsc" -p bindings-node
(
  cd bindings-node
  node_modules/.bin/biome check --error-on-warnings . ../tests/node
  node_modules/.bin/publint --strict
  node_modules/.bin/attw --pack . --quiet
)

for licence in LICENSE-MIT LICENSE-APACHE; do
  cmp "$licence" "bindings-node/$licence"
done
if grep -q '"resolved"' bindings-node/package-lock.json; then
  echo "node: package-lock.json names download addresses" >&2
  exit 1
fi
