#!/bin/sh
# Measures what the package adds to a stripped release executable: the same program with and without
# it. Fails if that is more than it may be.
set -eu
cd "$(dirname "$0")/.."
. ../tests/scripts/shared.sh

scripts/with-swift true || exit $?
scripts/generate.sh release
unset VENICE_KEYS_PROFILE
# A build folder of its own: that of the tests links the debug library.
build=Examples/.build/size
for product in SizeWith SizeWithout; do
    step "swift: building $product (the first time about a minute)" \
        scripts/with-swift swift build --quiet --package-path Examples --scratch-path "$build" \
        -c release --product "$product"
    strip -o "$build/$product" "$build/release/$product"
done
with=$(wc -c <"$build/SizeWith")
without=$(wc -c <"$build/SizeWithout")
cost=$((with - without))
echo "swift: a stripped executable has $with bytes with VeniceKeys and $without without: $cost more"
python3 ../tests/release/project.py size "Swift executable" "$cost"
