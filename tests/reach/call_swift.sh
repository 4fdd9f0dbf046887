#!/usr/bin/env bash
# Links a program of C's with Swift's library for ARM64 Linux, for glibc 2.17, and runs it under
# qemu: there is no Swift for ARM64 here. It asks the library for the version of uniffi's contract.
#
#   call_swift.sh LIBRARIES
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/reach/common.sh
. bindings-python/scripts/common.sh
libraries=$1
tools
"$here/root.sh" make new
work=$reach/call-swift
mkdir -p "$work"
asked=$(grep -oE 'ffi_[a-z_]*uniffi_contract_version' "$libraries/generated/VeniceKeysFFI.h" |
  head -n 1)
cat >"$work/call.c" <<END
#include <stdio.h>
#include <stdint.h>
uint32_t $asked(void);
int main(void) {
    printf("uniffi's contract: %u\n", $asked());
    return 0;
}
END
"$cache/tools/bin/python" -m ziglang cc -target aarch64-linux-gnu.2.17 -o "$work/call" \
  "$work/call.c" "$libraries/linux-arm64/libvenice_keys_swift.a" -lunwind -lpthread -ldl -lm
in_root new qemu-aarch64 -L /arm64 "$work/call" | grep -E 'contract: [1-9]'
