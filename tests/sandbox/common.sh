# What the scripts of this folder share; sourced, with the repository's root as working directory.

. bindings-python/scripts/common.sh
. bindings-node/scripts/common.sh
work=.cache/sandbox

# The wheel with the program of Cargo's profile $1, into folder $2; more options may follow.
build_sandbox_wheel() {
  local profile=$1 out=$2
  shift 2
  tools || return 1
  "$cache/tools/bin/maturin" build --quiet --manifest-path tests/sandbox/Cargo.toml \
    --profile "$profile" --out "$out" "$@"
}

# npm's main package and platform $2's with program $1, packed into folder $3.
pack_sandbox() {
  local program=$1 platform=$2 out=$3 made
  made=$(mktemp -d)
  node tests/sandbox/node/platform.mjs "$platform" "$program" "$made" &&
    python3 tests/release/third_party.py venice-keys-sandbox \
      "$(python3 tests/release/project.py triple "$platform")" "$made/platform" >/dev/null &&
    npm pack --silent --pack-destination "$out" "$made/main" "$made/platform" >/dev/null
  local code=$?
  rm -rf "$made"
  return "$code"
}
