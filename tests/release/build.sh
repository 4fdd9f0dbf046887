#!/usr/bin/env bash
# Builds everything that is published for one platform, into OUT: the wheel, the sandbox's wheel,
# the addon's and the sandbox's npm packages. The platform's Rust target must be installed. Swift's
# libraries have scripts of their own, in bindings-swift/scripts.
#
#   build.sh PLATFORM OUT      PLATFORM: see platforms.json
#
# On Linux zig links, so that what is built needs no newer glibc than the oldest we promise.
# VENICE_KEYS_ADDON_PROFILE=release builds the addon as the wheel, which shares most of the work:
# for a quick look, not for a release.
set -euo pipefail
cd "$(dirname "$0")/../.."
platform=$1
mkdir -p "$2"
out=$(cd "$2" && pwd)
. tests/sandbox/common.sh

fact() { python3 -c 'import json, sys
table = json.load(open("tests/release/platforms.json"))
print(table[sys.argv[1]].get(sys.argv[2], ""))' "$platform" "$1"; }
triple=$(fact triple) wheel=$(fact wheel) glibc=$(fact glibc)
if [ -z "$triple" ]; then
  echo "no such platform: $platform" >&2
  exit 2
fi
tools
tools_bin=$PWD/$cache/tools/bin
[ -d "$tools_bin" ] || tools_bin=$PWD/$cache/tools/Scripts
export PATH=$tools_bin:$PATH

addon_profile=${VENICE_KEYS_ADDON_PROFILE:-npm}
case $platform in
linux-*)
  cargo_build="cargo zigbuild" maturin_options="--zig --compatibility $wheel"
  ;;
*)
  cargo_build="cargo build" maturin_options=""
  ;;
esac
# The oldest macOS that a wheel's name may promise.
export MACOSX_DEPLOYMENT_TARGET=11.0
# A library for musl must find the system's musl, not bring its own; a program may bring it.
shared_flags=
case $platform in *-musl) shared_flags="-C target-feature=-crt-static" ;; esac

# parts CRATE FILE…: puts licences and parts into wheels.
parts() {
  local crate=$1 file
  shift
  for file in "$@"; do python3 tests/release/third_party.py "$crate" "$triple" "$file"; done
}

rm -f "$out"/venice_keys* "$out"/*.tgz
# shellcheck disable=SC2086 # words
RUSTFLAGS="$shared_flags ${RUSTFLAGS:-}" \
  step "python: building the wheel for $platform (about 3 minutes on two cores)" \
  maturin build --release --locked $maturin_options \
  --target "$triple" --manifest-path bindings-python/Cargo.toml --out "$out"
parts venice-keys-python "$out"/venice_keys-*.whl
# shellcheck disable=SC2086
step "sandbox: building the program for $platform (about 2 minutes on two cores)" \
  maturin build --release --locked $maturin_options \
  --target "$triple" --manifest-path tests/sandbox/Cargo.toml --out "$out"
parts venice-keys-sandbox "$out"/venice_keys_sandbox-*.whl

RUSTFLAGS="$shared_flags ${RUSTFLAGS:-}" \
  step "node: building the addon for $platform (about 3 minutes on two cores)" \
  $cargo_build --locked -p venice-keys-node \
  --profile "$addon_profile" --config bindings-node/scripts/npm-profile.toml \
  --target "$triple${glibc:+.$glibc}"
built=$target/$triple
for addon in "$built/$addon_profile"/*venice_keys_node.{so,dylib,dll}; do
  if [ -f "$addon" ]; then bindings-node/scripts/pack.sh "$platform" "$addon" "$out"; fi
done
# The program is the wheel's: built once, the same for both.
program=venice-keys-sandbox
case $platform in win32-*) program=$program.exe ;; esac
unpacked=$(mktemp -d)
trap 'rm -rf "$unpacked"' EXIT
python3 -m zipfile -e "$out"/venice_keys_sandbox-*.whl "$unpacked"
pack_sandbox "$unpacked"/*.data/scripts/"$program" "$platform" "$out"
ls -l "$out"
