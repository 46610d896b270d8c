#!/bin/sh
# Installs audit-ecr-ptc below PREFIX, ~/.local by default, without root:
#   curl -fsSL https://github.com/skyscrapers/audit-ecr-ptc/releases/latest/download/install.sh | sh
#   … | sh -s -- VERSION        another version than the one that this script came with
#   … | PREFIX=/opt/tools sh    another folder
#   PTC_RELEASES                where the releases are, for a mirror: https:// or file://, with vVERSION/FILE below it
# An archive is used only if it has the checksum that the release's SHA256SUMS states, and if the program starts. Run it again
# for another version: that takes the place of the old one, or nothing changes.
set -eu

# The release writes its own here.
version='@VERSION@'
releases='https://github.com/@REPOSITORY@/releases/download'

fail() {
  printf 'install.sh: %s\n' "$1" >&2
  exit 1
}

# The platform of the archive that brings its own Java; nothing where there is none.
platform() {
  processor=$(uname -m)
  case $(uname -s) in
    Linux)
      system=linux
      # Alpine, for example; our Java needs glibc.
      if ldd --version 2>&1 | grep -qi musl; then
        return
      fi
      ;;
    Darwin)
      system=macos
      # A shell that Rosetta translates sees another processor.
      if [ "$(sysctl -n sysctl.proc_translated 2>/dev/null)" = 1 ]; then
        processor=arm64
      fi
      ;;
    *) return ;;
  esac
  case $processor in
    x86_64 | amd64) printf '%s-x64' "$system" ;;
    aarch64 | arm64) printf '%s-arm64' "$system" ;;
  esac
}

has_java() {
  java=${JAVA_HOME:+$JAVA_HOME/bin/}java
  java_version=$("$java" -version 2>&1 </dev/null | sed -n 's/^.* version "\([0-9]*\).*$/\1/p')
  [ "${java_version:-0}" -ge 17 ]
}

download() {
  # Not the address, which for a mirror may hold a password.
  printf 'Downloading %s\n' "$1"
  curl --fail --silent --show-error --location --proto '=https,file' --proto-redir '=https' --retry 3 \
    --output "$staging/$1" -- "$releases/v$version/$1" || fail "$1 cannot be downloaded, for the reason above; nothing was installed"
}

# Only files and folders, and all of them in the folder of this version.
holds_only_the_folder() {
  awk -v folder="$name/" 'index($0, folder) != 1 || /(^|\/)\.\.(\/|$)/ { odd = 1 } END { exit odd }' "$staging/names" || return 1
  ! grep -q '^[^-d]' "$staging/entries"
}

# link FILE PLACE: a symbolic link, which takes the place of an older one by a rename.
link() {
  mkdir -p -- "${2%/*}"
  ln -s -- "$1" "$2.$$"
  mv -f -- "$2.$$" "$2"
}

main() {
  version=${1:-$version}
  [ "$#" -le 1 ] || fail 'one VERSION is enough'
  printf '%s' "$version" | tr '\n' ' ' | grep -Eqx '[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?' \
    || fail 'no VERSION: give one such as 0.2.0, as in sh -s -- 0.2.0'
  releases=${PTC_RELEASES:-$releases}
  case $releases in
    https://* | file://*) ;;
    *) fail 'PTC_RELEASES must start with https:// or file://' ;;
  esac
  prefix=${PREFIX:-${HOME:+$HOME/.local}}
  [ -n "$prefix" ] || fail 'HOME is not set: set it, or PREFIX'
  for program in curl tar awk; do
    command -v "$program" >/dev/null || fail "$program is missing: install it first"
  done
  if command -v sha256sum >/dev/null; then
    sum=sha256sum
  else
    sum='shasum -a 256'
    command -v shasum >/dev/null || fail 'sha256sum and shasum are missing, and no checksum can be verified without: install one of them'
  fi

  platform=$(platform)
  name=audit-ecr-ptc-$version
  archive=$name${platform:+-$platform}.tar.gz
  if [ -z "$platform" ] && ! has_java; then
    fail "no archive with its own Java is for this system, $(uname -s) on $(uname -m) (on Linux it needs glibc): install Java 17 or newer\
 and run this again; on Windows, unpack $name-windows-x64.zip"
  fi

  mkdir -p -- "$prefix/lib/audit-ecr-ptc" "$prefix/bin" || fail "cannot write to $prefix: set PREFIX to a folder of yours"
  prefix=$(CDPATH='' cd -P -- "$prefix" && pwd)
  lib=$prefix/lib/audit-ecr-ptc
  for each in audit-ecr-ptc kubectl-audit_ecr_ptc; do
    if [ -e "$prefix/bin/$each" ] && [ ! -h "$prefix/bin/$each" ]; then
      fail "$prefix/bin/$each is not from this installer: move it away, or set PREFIX to another folder"
    fi
  done
  # The older versions, to be removed at the end.
  set -- "$lib"/[0-9]*

  # On the disk on which it will stay, so that a rename is enough.
  staging=$(mktemp -d "$lib/.new.XXXXXX") || fail "cannot write to $lib: set PREFIX to a folder of yours"
  trap 'rm -rf -- "$staging"' EXIT
  trap 'exit 130' HUP INT TERM
  download SHA256SUMS
  stated=$(awk -v file="$archive" '$2 == file { print $1 }' "$staging/SHA256SUMS")
  [ -n "$stated" ] || fail "the SHA256SUMS of $version does not name $archive; nothing was installed"
  download "$archive"
  found=$($sum <"$staging/$archive")
  [ "${found%% *}" = "$stated" ] \
    || fail "$archive has the checksum ${found%% *}, and SHA256SUMS says $stated: it was damaged or changed; nothing was installed"

  # Before anything is unpacked.
  tar -tzf "$staging/$archive" >"$staging/names" || fail "$archive cannot be read; nothing was installed"
  tar -tvzf "$staging/$archive" >"$staging/entries" || fail "$archive cannot be read; nothing was installed"
  holds_only_the_folder || fail "$archive holds more than files in the folder $name; nothing was installed"
  tar -xzof "$staging/$archive" -C "$staging" || fail "$archive cannot be unpacked, for the reason above; nothing was installed"
  started=$("$staging/$name/bin/audit-ecr-ptc" --version </dev/null) \
    || fail "$archive does not start here, for the reason above; nothing was installed"
  [ "$started" = "audit-ecr-ptc $version" ] || fail "$archive holds '$started'; nothing was installed"

  folder=$version.${staging##*.}
  mv -- "$staging/$name" "$lib/$folder"
  for each in kubectl-audit_ecr_ptc audit-ecr-ptc; do
    link "../lib/audit-ecr-ptc/$folder/bin/$each" "$prefix/bin/$each"
  done
  # The man page and the completions.
  (cd -- "$lib/$folder/share" && find . -type f) | while IFS= read -r file; do
    if [ -h "$prefix/share/$file" ] || [ ! -e "$prefix/share/$file" ]; then
      link "$lib/$folder/share/${file#./}" "$prefix/share/${file#./}"
    fi
  done || printf 'install.sh: the man page and the completions could not be linked, for the reason above\n' >&2
  replaced=
  for each; do
    [ -d "$each" ] || continue
    old=${each##*/}
    replaced="$replaced, in place of ${old%.*}"
    rm -rf -- "$each"
  done

  printf 'audit-ecr-ptc %s (%s) is installed in %s%s.\n' "$version" "${platform:-for any Java}" "$lib/$folder" "$replaced"
  case :$PATH: in
    *:"$prefix/bin":*) ;;
    *)
      # shellcheck disable=SC2016
      printf '%s is not in your PATH. Add this line to the profile of your shell:\n  export PATH="%s:$PATH"\n' "$prefix/bin" "$prefix/bin"
      ;;
  esac
}

# Last, and in braces: where a download was cut, nothing runs.
{ main "$@"; }
