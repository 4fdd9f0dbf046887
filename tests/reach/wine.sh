#!/bin/sh
# Runs a Windows program under wine, in the new root.
set -eu
cache=$(cd "$(dirname "$0")/../../.cache/reach" && pwd)
mkdir -p /run/user/0
export XDG_RUNTIME_DIR=/run/user/0 WINEDEBUG="${WINEDEBUG:--all}"
# Windows's disk and registry, whole before they are used: whoever enters the root ends all its
# processes when leaving it, and what wine's server hasn't written by then is lost.
if [ ! -d "$cache/wine" ]; then
    (
        WINEPREFIX=$(mktemp -d "$cache/wine.XXXXXX")
        export WINEPREFIX
        wineboot --init >/dev/null 2>&1
        /usr/lib/x86_64-linux-gnu/wine/wineserver --wait
        mv -T "$WINEPREFIX" "$cache/wine"
    ) >&2
fi
export WINEPREFIX="$cache/wine"
exec wine "$@"
