#!/usr/bin/env bash
# cargo for a system of somebody else, in the new root: with what compiles C for it, and Rust's
# library from its source where none could be downloaded.
#
#   cargo.sh COMMAND … --target TRIPLE …
set -euo pipefail
cd "$(dirname "$0")/../.."
reach=$PWD/.cache/reach
llvm=/usr/lib/llvm-22/bin
triple=$(printf '%s\n' "$@" | grep -A1 -x -e --target | tail -n 1)
# What cargo and the cc crate look for.
name=${triple//-/_} upper=$(tr 'a-z-' 'A-Z_' <<<"$triple")

# A folder with one header of the system's, of which ring's C code wants next to nothing.
headers() {
  mkdir -p "$reach/include/$1"
  cat >"$reach/include/$1/$2.new"
  mv "$reach/include/$1/$2.new" "$reach/include/$1/$2"
  export "CC_$name=$llvm/clang" "AR_$name=$llvm/llvm-ar" "CFLAGS_$name=-ffreestanding -nostdlibinc \
-DRING_CORE_NOSTDLIBINC=1 -isystem $reach/include/$1"
}

case $triple in
*-apple-*)
  # clang itself defines what that header does.
  headers apple TargetConditionals.h </dev/null
  mkdir -p "$reach/sdk"
  export SDKROOT=$reach/sdk IPHONEOS_DEPLOYMENT_TARGET=15.0
  export MACOSX_DEPLOYMENT_TARGET="${MACOSX_DEPLOYMENT_TARGET:-12.0}"
  ;;
*-windows-msvc)
  headers msvc stdlib.h <<'END'
#pragma once
unsigned short _byteswap_ushort(unsigned short);
unsigned long _byteswap_ulong(unsigned long);
unsigned long long _byteswap_uint64(unsigned long long);
END
  ;;
*-windows-gnu)
  export "CC_$name=x86_64-w64-mingw32-gcc" "CARGO_TARGET_${upper}_LINKER=x86_64-w64-mingw32-gcc"
  export "CARGO_TARGET_${upper}_RUNNER=$PWD/tests/reach/wine.sh"
  # napi's build script looks for this library, of which nothing is taken.
  mkdir -p "$reach/libnode"
  [ -f "$reach/libnode/libnode.dll" ] ||
    x86_64-w64-mingw32-gcc -shared -x c -o "$reach/libnode/libnode.dll" /dev/null
  export LIBNODE_PATH=$reach/libnode
  ;;
esac
if [ ! -d "$(rustc --print sysroot)/lib/rustlib/$triple/lib" ]; then
  export RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_unwind
fi
# A folder of its own: what is linked in this root may not run outside it.
export CARGO_TARGET_DIR=$reach/cross
command=$1
shift
# What we depend on is optimised for tests, too.
exec cargo "$command" ${QUICK:+--config 'profile.dev.package."*".opt-level=0'} "$@"
