#!/usr/bin/env bash
# Leaves the launcher's path in the output "program": PTC_PROGRAM itself, or the release PTC_VERSION of PTC_REPOSITORY, or what
# the sources of the action build. PTC_ACTION is the action's folder.
set -euo pipefail

fail() {
  printf 'audit-ecr-ptc: error: %s\n' "$1" >&2
  exit 2
}

done_with() {
  printf 'program=%s\n' "$1" >>"$GITHUB_OUTPUT"
  exit 0
}

if [[ -n ${PTC_PROGRAM:-} ]]; then
  [[ $PTC_PROGRAM != *[$'\n\r']* && -x $PTC_PROGRAM && ! -d $PTC_PROGRAM ]] || fail "the input program names no program: $PTC_PROGRAM"
  done_with "$(cd -- "$(dirname -- "$PTC_PROGRAM")" && pwd)/$(basename -- "$PTC_PROGRAM")"
fi

[[ ${RUNNER_OS:-} != Windows ]] || fail 'on Windows the action installs nothing: run bin\audit-ecr-ptc.cmd of a release in a step of its own'

if [[ -z ${PTC_VERSION:-} ]]; then
  sources=$(cd -- "$PTC_ACTION/../../.." && pwd)
  (cd -- "$sources" && ./mvnw -q package -DskipTests)
  done_with "$sources/target/audit-ecr-ptc/bin/audit-ecr-ptc"
fi

# They become parts of an address and of a path. Bash 3.2, that of macOS, takes no such expression without a variable.
version='^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$'
[[ $PTC_VERSION =~ $version ]] || fail 'the input version is a version such as 0.1.0'
[[ -z ${PTC_SHA256:-} || $PTC_SHA256 =~ ^[0-9a-f]{64}$ ]] || fail 'the input sha256 is 64 lower-case hexadecimal digits'
[[ $PTC_REPOSITORY =~ ^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$ ]] || fail 'the repository of the action has no name'

folder=$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/audit-ecr-ptc-XXXXXX")
archive=audit-ecr-ptc-$PTC_VERSION.tar.gz
release=${GITHUB_SERVER_URL:-https://github.com}/$PTC_REPOSITORY/releases/download/v$PTC_VERSION
download() {
  curl --fail --silent --show-error --location --proto '=https,file' --retry 3 --output "$folder/$1" -- "$release/$1" \
    || fail "$release/$1 cannot be downloaded"
}

download "$archive"
if [[ -n ${PTC_SHA256:-} ]]; then
  sum=$PTC_SHA256
else
  download SHA256SUMS
  sum=$(awk -v file="$archive" '$2 == file { print $1 }' "$folder/SHA256SUMS")
  [[ $sum =~ ^[0-9a-f]{64}$ ]] || fail "SHA256SUMS of the release does not name $archive"
fi
# Of macOS, only newer ones have the first.
if command -v sha256sum >/dev/null; then
  actual=$(sha256sum <"$folder/$archive")
else
  actual=$(shasum -a 256 <"$folder/$archive")
fi
[[ ${actual%% *} == "$sum" ]] || fail "$archive does not have the checksum $sum"
tar -xzf "$folder/$archive" -C "$folder"
done_with "$folder/audit-ecr-ptc-$PTC_VERSION/bin/audit-ecr-ptc"
