#!/bin/sh
# Runs every test of Swift's: every scenario, what only Swift can get wrong, and the READMEs'
# programs. The last line counts: "swift: N passed, N failed, N skipped".
#
# Tests the debug library: the same code as the release one, built in a fraction of the time.
set -eu
cd "$(dirname "$0")/.."
. ../tests/scripts/shared.sh

scripts/with-swift true || {
    code=$?
    [ "$code" -eq 77 ] || exit "$code"
    echo "swift: 0 passed, 0 failed, 1 skipped"
    exit 0
}
log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT
passed=0 failed=0

scripts/generate.sh debug
VENICE_KEYS_SANDBOX=$(scripts/sandbox.sh)
VENICE_KEYS_PROFILE=debug
export VENICE_KEYS_SANDBOX VENICE_KEYS_PROFILE

# The event stream has every case of a test, so that each scenario counts. It is written from inside
# the Swift root, which sees only the project.
events=../.cache/swift-test-events.json
rm -f "$events"
code=0
say "swift: building and running the tests (the first time 2 to 3 minutes)"
watched "$log/swift" scripts/with-swift swift test --package-path ../tests/swift \
    --disable-xctest -Xswiftc -warnings-as-errors \
    --experimental-event-stream-output "$PWD/$events" --experimental-event-stream-version 0 ||
    code=$?
if grep -q '"kind":"runEnded"' "$events" 2>/dev/null; then
    # A test with arguments reports each case; any other reports only itself.
    cases=$(grep -c '"kind":"testCaseEnded"' "$events" || true)
    plain=$(grep '"kind":"testEnded"' "$events" | grep -c '()' || true)
    # Whatever failed counts once, however many issues it has.
    wrong=$(grep '"kind":"issueRecorded"' "$events" |
        sed 's/.*"displayName":"\([^,]*\)".*"testID":"\([^"]*\)".*/\2 \1/' | sort -u | wc -l)
    failed=$((failed + wrong))
    passed=$((passed + cases + plain - wrong))
    if [ "$wrong" -gt 0 ]; then
        grep -A 6 -E 'recorded an issue|error:' "$log/swift"
    elif [ "$code" -ne 0 ]; then
        cat "$log/swift"
        failed=$((failed + 1))
    fi
    grep -E 'Test run with' "$log/swift" || true
else
    cat "$log/swift"
    echo "the Swift tests didn't build, or ended early"
    failed=$((failed + 1))
fi

# The driver of tests/hard/, which `swift test` built too: one line gets one response, nothing else.
if answer=$(echo '{}' | ../tests/swift/driver 2>"$log/driver") &&
    [ "$(echo "$answer" | grep -c '^{"unable":')" -eq 1 ] &&
    [ "$(echo "$answer" | wc -l)" -eq 1 ]; then
    passed=$((passed + 1))
else
    cat "$log/driver"
    echo "FAILED: the driver responded: $answer"
    failed=$((failed + 1))
fi

scripts/consumer.sh >"$log/consumer" || true
cat "$log/consumer"
passed=$((passed + $(grep -c '^ok:' "$log/consumer" || true)))
failed=$((failed + $(grep -c '^FAILED:' "$log/consumer" || true)))

echo "swift: $passed passed, $failed failed, 0 skipped"
[ "$failed" -eq 0 ]
