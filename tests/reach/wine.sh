#!/bin/sh
# Runs a Windows program under wine, in the new root.
set -eu
mkdir -p /run/user/0 "$(dirname "$0")/../../.cache/reach/wine"
WINEPREFIX=$(cd "$(dirname "$0")/../../.cache/reach/wine" && pwd)
export WINEPREFIX WINEDEBUG="${WINEDEBUG:--all}" XDG_RUNTIME_DIR=/run/user/0
exec wine "$@"
