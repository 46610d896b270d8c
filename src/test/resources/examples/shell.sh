# What an example finds instead of the programs that it names. PATH leads nowhere: nothing else can be run. Each call of
# audit-ecr-ptc leaves its arguments, its variables and what it would read in a folder of its own below $CALLS.
audit-ecr-ptc() {
  local call
  call=$(/usr/bin/mktemp -d "$CALLS/$(/bin/ls "$CALLS" | /usr/bin/wc -l)-XXXXXX")
  printf '%s\0' "$@" >"$call/arguments"
  /usr/bin/env >"$call/environment"
  /bin/cat >"$call/input"
  [[ ! -p /dev/stdout ]] || : >"$call/piped"
}
kubectl() {
  case $1 in
    audit-ecr-ptc) "$@" ;;
    get) /bin/cat pods.json ;;
  esac
}
kustomize() { /bin/cat pods.json; }
aws() { /bin/cat rules.json; }
docker() {
  [[ $1 == run ]] || return 0
  while [[ $1 != audit-ecr-ptc ]]; do shift; done
  "$@"
}
source() { :; }
cd() { :; }
command_not_found_handle() { return 0; }
