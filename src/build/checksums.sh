#!/bin/sh
# Writes SHA256SUMS of what ./mvnw package -Prelease made, and signs it by the key in the file that RELEASE_KEY names: a private
# EC key in PEM, which stays outside the build.
#   src/build/checksums.sh [FOLDER]
set -eu
home=$(cd "$(dirname "$0")/../.." && pwd)
cd "${1:-$home/target}"
cp "$home/deploy/sluice.vex.json" .
rm -f SHA256SUMS SHA256SUMS.sig
set -- sluice-*.tar.gz sluice-*.cdx.json sluice-*-guard.jar
if [ $# -ne 3 ]; then
  echo "checksums.sh: more than one release lies here: $*; begin with ./mvnw clean." >&2
  exit 1
fi
for made in "$@"; do
  if [ ! -f "$made" ]; then
    echo "checksums.sh: there is no $made in $PWD; make a release first: ./mvnw package -Prelease." >&2
    exit 1
  fi
done
if [ -n "${RELEASE_KEY:-}" ] && [ ! -r "$RELEASE_KEY" ]; then
  echo "checksums.sh: the file that RELEASE_KEY names cannot be read." >&2
  exit 1
fi
sha256sum "$@" sluice.vex.json >SHA256SUMS.part
mv SHA256SUMS.part SHA256SUMS
if [ -n "${RELEASE_KEY:-}" ]; then
  openssl dgst -sha256 -sign "$RELEASE_KEY" -out SHA256SUMS.sig.part SHA256SUMS ||
    { rm -f SHA256SUMS.sig.part; exit 1; }
  mv SHA256SUMS.sig.part SHA256SUMS.sig
fi
