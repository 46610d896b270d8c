#!/usr/bin/env bash
# Makes the files of a release from the archives that ./mvnw -Pruntime package has left on each platform, and from the bill of
# materials of cyclonedx:makeBom:
#   release.sh VERSION OWNER/REPOSITORY [TARGET [OUT]]
# TARGET is Maven's folder, target, with the archives of every platform in src/packaging/platforms.txt. OUT, TARGET/release, then
# holds them, the krew manifest, the Homebrew formula, install.sh, the plugins of Helm and k9s, the bill of materials and
# SHA256SUMS. The same files give the same bytes.
#   release.sh --here
# builds what this machine can build of a release, container image included, into target/release, and says what it cannot.
# Written for bash 3.2 and the tools of macOS as well.
set -euo pipefail

fail() {
  printf 'release: %s\n' "$1" >&2
  exit 1
}

sources=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
list=$sources/src/packaging/platforms.txt
stated=$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' "$sources/pom.xml")
here=
if [[ ${1:-} == --here ]]; then
  here=yes
  cd -- "$sources"
  java=$("${JAVA_HOME:+$JAVA_HOME/bin/}java" -XshowSettings:properties -version 2>&1 | sed -n 's/.*java\.specification\.version = //p' || true)
  [[ ${java%%.*} -ge 25 ]] || fail "--here needs JDK 25 or newer in JAVA_HOME or on the PATH, and this is ${java:-none}"
  ./mvnw -Pruntime -DskipTests package cyclonedx:makeBom
  set -- "$stated" skyscrapers/audit-ecr-ptc
fi
export LC_ALL=C # files in one order everywhere
version=${1:?VERSION is missing}
repository=${2:?OWNER/REPOSITORY is missing}
target=${3:-target}
out=${4:-$target/release}
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]] || fail "no version: $version"
[[ $repository =~ ^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$ ]] || fail "no repository: $repository"
[[ $stated == "$version" ]] || fail "the version of pom.xml is $stated, and not $version"

if command -v sha256sum >/dev/null; then
  sha256=(sha256sum)
else
  sha256=(shasum -a 256)
fi
name=audit-ecr-ptc-$version
bom=audit-ecr-ptc.cdx.json
[[ -f $target/$bom ]] || fail "$target/$bom, the bill of materials, is missing: run ./mvnw cyclonedx:makeBom first"
archives=("$name.tar.gz" "$name.zip")
while read -r platform ending _; do
  archive=$name-$platform.$ending
  [[ -n $here && ! -f $target/$archive ]] || archives+=("$archive")
done < <(grep -v '^#' "$list")
mkdir -p -- "$out"
rm -f -- "$out"/*

for archive in "${archives[@]}"; do
  [[ -f $target/$archive ]] || fail "$target/$archive is missing: run ./mvnw -Pruntime package on its platform first"
  plugin=$name/bin/kubectl-audit_ecr_ptc
  if [[ $archive == *.zip ]]; then
    names=$(unzip -Z1 "$target/$archive")
  else
    names=$(tar -tzf "$target/$archive")
    # krew unpacks folders and plain files, and refuses an archive with anything else, or with ".." in a path.
    odd=$(tar -tvzf "$target/$archive" | grep -v '^[-d]' || true)
    [[ -z $odd ]] || fail "$target/$archive holds what krew cannot unpack: $(head -n 1 <<<"$odd")"
  fi
  odd=$(grep -v "^$name/" <<<"$names" || true)
  [[ -z $odd ]] || fail "$target/$archive holds more than the folder $name: $(head -n 1 <<<"$odd")"
  grep -qx "$plugin" <<<"$names" || fail "$target/$archive holds no kubectl plugin, $plugin"
  cp -- "$target/$archive" "$out/"
done
cp -- "$target/$bom" "$out/$name.cdx.json"

sum() {
  "${sha256[@]}" "$out/$1" | cut -d ' ' -f 1
}

# each COLUMN VALUE: of the platforms whose COLUMN, the 4th (krew) or 5th (Homebrew) of the list, is VALUE/…, those that have an
# archive here, as lines of archive and what comes after the slash
each() {
  local platform ending word archive
  while read -r platform ending word; do
    archive=$name-$platform.$ending
    if [[ $word == "$2"/* && -f $out/$archive ]]; then
      printf '%s %s\n' "$archive" "${word#*/}"
    fi
  done < <(awk -v column="$1" '!/^#/ { print $1, $2, $column }' "$list")
}

krew_platforms() {
  local os archive arch
  for os in linux darwin; do
    while read -r archive arch; do
      cat <<END
    - selector:
        matchLabels:
          os: $os
          arch: $arch
      uri: https://github.com/$repository/releases/download/v$version/$archive
      sha256: "$(sum "$archive")"
      files:
        - from: $name/*
          to: .
      bin: bin/kubectl-audit_ecr_ptc
END
    done < <(each 4 "$os")
  done
}

homebrew_processors() {
  local archive arch
  while read -r archive arch; do
    cat <<END
    on_$arch do
      url "https://github.com/$repository/releases/download/v$version/$archive"
      sha256 "$(sum "$archive")"
    end
END
  done < <(each 5 "$1")
}

homebrew_platforms() {
  local os blocks gap=
  for os in macos linux; do
    blocks=$(homebrew_processors "$os")
    if [[ -n $blocks ]]; then
      printf '%s  on_%s do\n%s\n  end\n' "$gap" "$os" "$blocks"
      gap=$'\n'
    fi
  done
}

# fill TEMPLATE FILE [ENTRIES]: what stands between @ signs. The first comment says where the values come from: not in the file
# that has them.
fill() {
  local comment='/^#/d'
  [[ $1 != *.sh ]] || comment=
  sed -e "$comment" -e "s:@REPOSITORY@:$repository:g" -e "s:@VERSION@:$version:g" -e "s:@SHA256@:$(sum "$name.tar.gz"):g" \
    "$sources/src/install/$1" | while IFS= read -r line; do
    if [[ $line == *'#@PLATFORMS@' ]]; then
      printf '%s\n' "$3"
    else
      printf '%s\n' "$line"
    fi
  done >"$2"
}
fill krew.yaml "$out/audit-ecr-ptc.yaml" "$(krew_platforms)"
fill homebrew.rb "$out/audit-ecr-ptc.rb" "$(homebrew_platforms)"
fill install.sh "$out/install.sh"
cp -- "$sources/src/install/k9s.yaml" "$out/"

# Helm takes a plugin as an archive alone.
staging=$(mktemp -d)
trap 'rm -rf -- "$staging"' EXIT
mkdir -- "$staging/audit-ecr-ptc"
fill helm/plugin.yaml "$staging/audit-ecr-ptc/plugin.yaml"
TZ=UTC touch -t 198001010000 "$staging/audit-ecr-ptc/plugin.yaml"
tar -C "$staging" --format=ustar -cf - audit-ecr-ptc/plugin.yaml | gzip -n9 >"$out/audit-ecr-ptc-helm-$version.tgz"

sums=$(cd -- "$out" && "${sha256[@]}" -- *)
printf '%s\n' "$sums" >"$out/SHA256SUMS"
[[ -n $here ]] || exit 0

row() {
  printf '%-42s %s\n' "$1" "$2"
}
printf '\nIn %s:\n' "$out"
(cd -- "$out" && for file in *; do row "$file" "$((($(wc -c <"$file") + 1023) / 1024)) KiB"; done)
image="container image audit-ecr-ptc:$version"
if ! command -v docker >/dev/null || ! docker info >/dev/null 2>&1; then
  row "$image" 'not made: no Docker answers here'
elif docker build -q -f src/container/Dockerfile -t "audit-ecr-ptc:$version" . >/dev/null; then
  "$sources/.github/scripts/image.sh" "audit-ecr-ptc:$version" "$version" >/dev/null
  row "$image" "made and run, for this machine's processor"
else
  fail "docker build -f src/container/Dockerfile . failed, for the reason above"
fi
while read -r platform ending runner _; do
  [[ -f $out/$name-$platform.$ending ]] || row "$name-$platform.$ending" "not made: only on $platform, as on GitHub's $runner"
done < <(grep -v '^#' "$list")
