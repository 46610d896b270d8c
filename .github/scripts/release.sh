#!/usr/bin/env bash
# Makes the files of a release from what ./mvnw -Pruntime package cyclonedx:makeBom has left:
#   release.sh VERSION OWNER/REPOSITORY [TARGET [OUT]]
# TARGET is Maven's folder, target; OUT, TARGET/release, then holds the archives, the krew manifest and SHA256SUMS. The bill of
# materials goes with them. The same files give the same bytes.
set -euo pipefail

fail() {
  printf 'release: %s\n' "$1" >&2
  exit 1
}

version=${1:?VERSION is missing}
repository=${2:?OWNER/REPOSITORY is missing}
target=${3:-target}
out=${4:-$target/release}
sources=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]] || fail "no version: $version"
[[ $repository =~ ^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$ ]] || fail "no repository: $repository"
stated=$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' "$sources/pom.xml")
[[ $stated == "$version" ]] || fail "the version of pom.xml is $stated, and not $version"
time=$(sed -n 's:.*<project.build.outputTimestamp>\(.*\)</project.build.outputTimestamp>.*:\1:p' "$sources/pom.xml")

name=audit-ecr-ptc-$version
runtime=$name-linux-x64.tar.gz
[[ -x $target/audit-ecr-ptc/bin/audit-ecr-ptc ]] || fail "$target/audit-ecr-ptc holds no program: run ./mvnw package first"
bom=audit-ecr-ptc.cdx.json
[[ -f $target/$bom ]] || fail "$target/$bom, the bill of materials, is missing: run ./mvnw cyclonedx:makeBom first"
[[ -f $target/$runtime ]] || fail "$target/$runtime is missing: run ./mvnw -Pruntime package first"
mkdir -p -- "$out"
rm -f -- "$out"/*

staging=$(mktemp -d)
trap 'rm -rf -- "$staging"' EXIT
cp -R -- "$target/audit-ecr-ptc" "$staging/$name"
# Those of the Java that built: no other takes them, they are half of the archive, and no two builds make the same bytes.
rm -f -- "$staging/$name"/lib/audit-ecr-ptc.aot "$staging/$name"/lib/audit-ecr-ptc.jsa
find "$staging/$name" -exec touch -d "$time" {} +
tar -C "$staging" --sort=name --format=ustar --owner=0 --group=0 --numeric-owner -cf - "$name" | gzip -n9 >"$out/$name.tar.gz"
(cd -- "$staging" && find "$name" | LC_ALL=C sort | TZ=UTC zip -q -X -@ archive.zip)
mv -- "$staging/archive.zip" "$out/$name.zip"
cp -- "$target/$runtime" "$out/"

# krew unpacks folders and plain files, and refuses an archive with anything else, or with ".." in a path.
for archive in "$out"/*.tar.gz; do
  odd=$(tar -tvzf "$archive" | grep -v '^[-d]' || true)
  [[ -z $odd ]] || fail "$archive holds what krew cannot unpack: $(head -n 1 <<<"$odd")"
  names=$(tar -tzf "$archive" | grep -v "^$name/" || true)
  [[ -z $names ]] || fail "$archive holds more than the folder $name: $(head -n 1 <<<"$names")"
  tar -tzf "$archive" "$name/bin/kubectl-audit_ecr_ptc" >/dev/null || fail "$archive holds no kubectl plugin"
done

cp -- "$target/$bom" "$out/$name.cdx.json"

sum() {
  sha256sum -- "$1" | cut -d ' ' -f 1
}
# A comment says where the values come from: not in the file that has them.
sed -e '/^#/d' -e "s:@REPOSITORY@:$repository:g" -e "s:@VERSION@:$version:g" \
  -e "s:@SHA256_LINUX_X64@:$(sum "$out/$runtime"):g" -e "s:@SHA256@:$(sum "$out/$name.tar.gz"):g" \
  "$sources/src/krew/audit-ecr-ptc.yaml" >"$out/audit-ecr-ptc.yaml"

(cd -- "$out" && LC_ALL=C sha256sum -- * >"$staging/SHA256SUMS" && mv -- "$staging/SHA256SUMS" .)
