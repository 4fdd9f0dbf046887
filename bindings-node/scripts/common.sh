# What the scripts of this folder share; sourced, with the repository's root as working directory.
. tests/scripts/shared.sh

export npm_config_update_notifier=false npm_config_fund=false npm_config_audit=false
bin=bindings-node/node_modules/.bin
target=$(target_dir)
sandbox=$target/debug/venice-keys-sandbox

# The tools and test dependencies, installed anew when the lockfile or Node changes; and the package
# itself, by its name, for tests and examples to import.
setup() {
  local stamp
  stamp="$(node --version) $(cksum <bindings-node/package-lock.json)"
  if [ "$(cat bindings-node/node_modules/.stamp 2>/dev/null)" != "$stamp" ]; then
    step "node: fetching the tools that build and check (once, usually half a minute)" \
      npm --prefix bindings-node ci --ignore-scripts --loglevel=error || return 1
    echo "$stamp" >bindings-node/node_modules/.stamp
  fi
  ln -sfn .. bindings-node/node_modules/venice-keys
  ln -sfn ../../tests/sandbox/node bindings-node/node_modules/venice-keys-sandbox
  ln -sfn ../../bindings-node/node_modules tests/node/node_modules
}

# How @napi-rs/cli calls this platform: linux-x64-gnu, darwin-arm64, …
platform() {
  node -p '
    const { platform, arch, report } = process;
    const glibc = platform === "linux" && report.getReport().header.glibcVersionRuntime;
    const abi = { linux: glibc ? "-gnu" : "-musl", win32: "-msvc" }[platform] ?? "";
    `${platform}-${arch}${abi}`'
}

# Puts the addon that Cargo built with profile $1 to $2. Processes that have the old one keep it.
place() {
  local built lib=$target/$1/libvenice_keys_node
  for built in "$lib".so "$lib".dylib "$target/$1/venice_keys_node.dll"; do
    if [ -f "$built" ]; then
      cp "$built" "$2.new" && mv "$2.new" "$2"
      return
    fi
  done
  echo "node: Cargo built no addon" >&2
  return 1
}

# Builds what the tests and the tour need: the addon in its place in the checkout, and the sandbox.
build() {
  step "node: building the addon and the sandbox (the first time about 2 minutes on two cores)" \
    cargo build -p venice-keys-node -p venice-keys-sandbox &&
    place debug "bindings-node/venice-keys.$(platform).node"
}
