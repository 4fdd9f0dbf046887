#!/usr/bin/env bash
# Publishes every npm package of a folder: the platforms' before the two that ask for them, so that
# nobody can install one whose platform is missing. What is there already is left.
#
# In the workflow each gets a statement of where it was built; by hand there is none to give.
#
#   publish-npm.sh FOLDER [--dry-run]
set -euo pipefail
# Absolute: npm would take a relative one for the name of a repository.
folder=$(cd "$1" && pwd)
dry=${2:-}
how=$dry
[ -n "$how" ] || [ "${GITHUB_ACTIONS:-}" != true ] || how=--provenance
# The two main packages come out of every platform's build, and are the same: one copy is published.
mapfile -t platforms < <(find "$folder" -name 'venice-keys-*.tgz' | sort)
main=()
# field FILE NAME: what a package says of itself.
field() {
  tar -xOf "$1" package/package.json |
    node -p 'JSON.parse(require("fs").readFileSync(0))[process.argv[1]]' "$2"
}
publish() {
  local name version
  name=$(field "$1" name) version=$(field "$1" version)
  if [ -z "$dry" ] && npm view "$name@$version" version >/dev/null 2>&1; then
    echo "$name $version is there already"
  else
    # shellcheck disable=SC2086 # nothing or one word
    npm publish --access public $how "$1"
  fi
}
for file in "${platforms[@]}"; do
  case $(field "$file" name) in
  @*) publish "$file" ;;
  *) main+=("$file") ;;
  esac
done
if [ "${#main[@]}" -lt 2 ]; then
  echo "there should be two main packages, not: ${main[*]}" >&2
  exit 1
fi
for file in "${main[@]}"; do publish "$file"; done
