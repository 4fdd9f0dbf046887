#!/usr/bin/env bash
# A Swift project in an empty folder outside the repository names the package's tag, and runs the
# front page's snippet against the sandbox that was built for a release.
#
#   project_swift.sh LIBRARIES        LIBRARIES: what libraries.sh built, for this machine at least
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/reach/common.sh
libraries=$1 out=$reach/out/swift-linux

"$here/root.sh" make swift
tests/reach/package_swift.sh "$libraries" "$out"
empty=$(mktemp -d)
trap 'rm -rf "$empty"' EXIT
wheels=$reach/out/linux-x64-gnu
if compgen -G "$wheels/venice_keys_sandbox-*.whl" >/dev/null; then
  python3 -m zipfile -e "$wheels"/venice_keys_sandbox-*.whl "$empty/wheel"
  cp "$empty"/wheel/*.data/scripts/venice-keys-sandbox "$empty"
else
  cp "$(bindings-swift/scripts/sandbox.sh)" "$empty"
fi
chmod +x "$empty/venice-keys-sandbox"
in="$PWD"
cd "$empty"
in_root swift env VENICE_KEYS_SANDBOX="$empty/venice-keys-sandbox" \
  "$in/bindings-swift/scripts/try-package.sh" "$out/package" "$out" "$empty/try"
