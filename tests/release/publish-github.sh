#!/usr/bin/env bash
# Makes the GitHub release with the section of CHANGELOG.md and the files; those that are there
# already stay. With GH_TOKEN.
#
#   publish-github.sh VERSION FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
version=$1 folder=$2 tag=v$1
notes=$(mktemp)
trap 'rm -f "$notes"' EXIT
python3 tests/release/check.py --notes "$version" >"$notes"
(cd "$folder" && sha256sum ./* >SHA256SUMS)

if ! gh release view "$tag" >/dev/null 2>&1; then
  gh release create "$tag" --verify-tag --draft --title "$version" --notes-file "$notes"
fi
there=$(gh release view "$tag" --json assets --jq '.assets[].name')
for file in "$folder"/*; do
  grep -qxF "$(basename "$file")" <<<"$there" || gh release upload "$tag" "$file"
done
gh release edit "$tag" --draft=false
