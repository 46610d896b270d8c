#!/usr/bin/env bash
# Runs an image as it is run in a cluster, without network and without a place to write: image.sh IMAGE VERSION
set -euo pipefail

fail() {
  printf 'image: %s: %s\n' "$image" "$1" >&2
  exit 1
}

image=${1:?IMAGE is missing}
version=${2:?VERSION is missing}
sources=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
run() {
  docker run --rm --read-only --network none --cap-drop ALL "$@"
}
# The first run would print of the pull, among what is compared.
docker image inspect "$image" >/dev/null 2>&1 || docker pull -q "$image" >/dev/null || fail 'it is not here, and cannot be pulled'
said=$(run "$image" --version) || fail "--version ended with exit code $?"
[[ $said == "audit-ecr-ptc $version" ]] || fail "--version said $said, and not $version"
status=0
run -v "$sources/src/examples:/examples:ro" "$image" 123456789012.dkr.ecr.eu-west-1.amazonaws.com -f /examples/recorded-cluster.yaml || status=$?
[[ $status -eq 1 ]] || fail "the audit of the recorded cluster ended with exit code $status, and not 1"
# A cache of classes that does not fit is no error of the program: only the start is slow.
run --entrypoint /opt/audit-ecr-ptc/runtime/bin/java "$image" @/opt/audit-ecr-ptc/lib/jvm.options -XX:AOTMode=on \
  -XX:AOTCache=/opt/audit-ecr-ptc/lib/audit-ecr-ptc.aot -jar /opt/audit-ecr-ptc/lib/audit-ecr-ptc.jar --version >/dev/null \
  || fail 'does not take its archive of loaded classes'
printf 'image: %s: passed\n' "$image"
