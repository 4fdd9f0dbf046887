#!/usr/bin/env bash
# Pushes what package.py wrote to the Swift package's repository, as a commit with a tag; leaves it
# where the tag is there already. DEPLOY_KEY is the repository's deploy key.
#
#   publish-swift.sh VERSION PACKAGE
set -euo pipefail
cd "$(dirname "$0")/../.."
version=$1 package=$(cd "$2" && pwd)
url=$(python3 tests/release/project.py swift-package)
# ssh, because a deploy key is one of ssh's.
remote=git@${url#https://}.git
remote=${remote/\//:}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(umask 077 && printf '%s\n' "$DEPLOY_KEY" >"$work/key")
unset DEPLOY_KEY
export GIT_SSH_COMMAND="ssh -i $work/key -o IdentitiesOnly=yes -o StrictHostKeyChecking=accept-new"

git clone --quiet "$remote" "$work/repository"
cd "$work/repository"
if git rev-parse --quiet --verify "refs/tags/$version" >/dev/null; then
  echo "$version is there already"
  exit
fi
git rm -rq --ignore-unmatch .
cp -R "$package"/. .
git add -A
git -c user.name=release -c user.email=release@users.noreply.github.com \
  commit -q -m "venice-keys $version"
git tag "$version"
git push --quiet --atomic origin HEAD "refs/tags/$version"
