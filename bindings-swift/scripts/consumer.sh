#!/bin/sh
# Builds and runs, as they stand, the Swift quick start of the root README and every program of
# bindings-swift/README.md (a ```swift block that begins with an import), in a package outside this
# workspace that depends on VeniceKeys by path, against a sandbox. Prints a line for each.
set -eu
cd "$(dirname "$0")/.."
. ../tests/scripts/shared.sh
package=../.cache/swift-consumer
export VENICE_KEYS_PROFILE=debug
# Also for the program that starts one itself.
VENICE_KEYS_SANDBOX=${VENICE_KEYS_SANDBOX:-$(scripts/sandbox.sh)}
export VENICE_KEYS_SANDBOX

# block README NUMBER: the n-th program; nothing if there is none.
block() {
    awk -v wanted="$2" '
        $0 == "```swift" { opened = 1; next }
        /^```/ { inside = 0 }
        opened { opened = 0; if (/^import /) { inside = 1; count++ } }
        inside && count == wanted' "$1"
}
# write NAME README NUMBER: that program as a file, left alone if it didn't change.
write() {
    mkdir -p "$package/Sources/$1"
    block "$2" "$3" >"$package/new"
    cmp -s "$package/new" "$package/Sources/$1/main.swift" ||
        cp "$package/new" "$package/Sources/$1/main.swift"
    rm "$package/new"
    [ -s "$package/Vault.swift" ] && cp -u "$package/Vault.swift" "$package/Sources/$1/"
    names="$names $1"
}

mkdir -p "$package"
# What the programs of the jobs keep secrets in: the block that declares it.
{
    echo "import VeniceKeys"
    awk '$0 == "```swift" { block = ""; next }
        /^```/ { if (block ~ /^actor Vault/) printf "%s", block; block = ""; next }
        { block = block $0 "\n" }' README.md
} >"$package/Vault.new"
cmp -s "$package/Vault.new" "$package/Vault.swift" || cp "$package/Vault.new" "$package/Vault.swift"
rm "$package/Vault.new"
names=
write Root ../README.md 1
number=1
while [ -n "$(block README.md "$number")" ]; do
    write "Block$number" README.md "$number"
    number=$((number + 1))
done

{
    cat <<'END'
// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "Consumer",
    platforms: [.macOS(.v12)],
    dependencies: [.package(name: "VeniceKeys", path: "../../bindings-swift")],
    targets: [
END
    for name in $names; do
        echo "        .executableTarget(name: \"$name\", dependencies: ["
        echo "            \"VeniceKeys\","
        echo "            .product(name: \"VeniceKeysTesting\", package: \"VeniceKeys\")]),"
    done
    printf '    ],\n    swiftLanguageModes: [.v6]\n)\n'
} >"$package/Package.new"
cmp -s "$package/Package.new" "$package/Package.swift" ||
    cp "$package/Package.new" "$package/Package.swift"
rm "$package/Package.new"

passed=0 failed=0
say "swift: building the READMEs' programs (usually half a minute)"
if watched "$package/build.log" scripts/with-swift swift build --package-path "$package" \
    -Xswiftc -warnings-as-errors; then
    for name in $names; do
        if scripts/with-sandbox scripts/with-swift "$package/.build/debug/$name" \
            >"$package/run.log" 2>&1; then
            passed=$((passed + 1))
            echo "ok: README program $name"
        else
            failed=$((failed + 1))
            cat "$package/run.log"
            echo "FAILED: README program $name"
        fi
    done
else
    grep -E 'error|warning' "$package/build.log" || tail -n 30 "$package/build.log"
    echo "FAILED: the README's programs don't build"
    failed=1
fi
echo "consumer: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
