#!/bin/sh
# git, and how it fetches by https, out of Debian's package: git.sh FOLDER
set -eu
image=$1
unpacked=$(mktemp -d)
cd "$unpacked"
apt-get update -q >/dev/null
apt-get download -q git >/dev/null
dpkg-deb --extract git_*.deb .
mkdir -p "$image/usr/bin" "$image/usr/lib/git-core" "$image/usr/share/git-core/templates"
cp usr/bin/git "$image/usr/bin/git"
cp usr/lib/git-core/git-remote-http "$image/usr/lib/git-core/git-remote-http"
ln -sf git-remote-http "$image/usr/lib/git-core/git-remote-https"
ln -sf ../../bin/git "$image/usr/lib/git-core/git"
rm -rf "$unpacked"
