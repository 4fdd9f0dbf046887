#!/usr/bin/env bash
# `make release-check VERSION=x`: sets up what check.py needs, and asks it.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/sandbox/common.sh

if [ -z "${1:-}" ]; then
  echo "which version? make release-check VERSION=$(python3 tests/release/project.py version)" >&2
  exit 2
fi
tools
setup
"$newest" tests/release/check.py "$1"
