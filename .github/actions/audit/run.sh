#!/usr/bin/env bash
# Runs the audit with the inputs of the action, which stand in PTC_…; see action.yml. Ends with the audit's exit code, and
# leaves its report on the job's page whatever that is.
set -euo pipefail

fail() {
  printf 'audit-ecr-ptc: error: %s\n' "$1" >&2
  exit 2
}

arguments=()

# option VALUE: --name=VALUE, in one argument, so that no value is taken for another option; nothing for an empty one.
option() {
  if [[ -n $2 ]]; then
    arguments+=("$1=$2")
  fi
}

# The same for each line of a value that is not blank, without the blanks around it.
options() {
  local line
  while IFS= read -r line || [[ -n $line ]]; do
    line=${line%$'\r'}
    line=${line#"${line%%[![:space:]]*}"}
    line=${line%"${line##*[![:space:]]}"}
    option "$1" "$line"
  done <<<"$2"
}

# A switch says true or false, and nothing else: a typing error must not change what is audited.
switch() {
  case $2 in
    true) arguments+=("$1") ;;
    false | '') ;;
    *) fail "the input ${1#--} is true or false" ;;
  esac
}

options --context "${PTC_CONTEXT:-}"
switch --all-contexts "${PTC_ALL_CONTEXTS:-}"
option --kubeconfig "${PTC_KUBECONFIG:-}"
options --namespace "${PTC_NAMESPACE:-}"
option --selector "${PTC_SELECTOR:-}"
options --filename "${PTC_FILENAME:-}"
switch --pod-templates "${PTC_POD_TEMPLATES:-}"
options --cluster-definition "${PTC_CLUSTER_DEFINITION:-}"
option --cache-rules "${PTC_CACHE_RULES:-}"
options --cache-rule "${PTC_CACHE_RULE:-}"
options --expect "${PTC_EXPECT:-}"
option --baseline "${PTC_BASELINE:-}"
option --fail-on "${PTC_FAIL_ON:-}"
option --wait "${PTC_WAIT:-}"
option --timeout "${PTC_TIMEOUT:-}"
while IFS= read -r line || [[ -n $line ]]; do
  line=${line%$'\r'}
  if [[ -n $line ]]; then
    arguments+=("$line")
  fi
done <<<"${PTC_EXTRA_ARGS:-}"

reports=${PTC_REPORTS:-}
if [[ $reports == *[$'\n\r']* ]]; then
  fail 'the input reports names one folder'
fi
if [[ -z $reports ]]; then
  reports=$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/audit-ecr-ptc-XXXXXX")
fi
mkdir -p -- "$reports"
# A report of an earlier run must not stand for this one.
rm -f -- "$reports/audit.json" "$reports/audit.xml" "$reports/audit.md"
arguments+=(--output=table "--output=json=$reports/audit.json" "--output=junit=$reports/audit.xml")
arguments+=("--output=markdown=$reports/audit.md")
# Once more, as the job's page holds more than a comment, for which the file is.
summary=${GITHUB_STEP_SUMMARY:-}
if [[ -n $summary ]]; then
  arguments+=("--output=markdown=$summary")
fi
if [[ -n ${PTC_REGISTRY:-} ]]; then
  arguments+=(-- "$PTC_REGISTRY")
fi

# What the cluster says reaches the log; on GitHub a line of it could be a command to the runner, but not in here.
guard=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
printf '::stop-commands::%s\n' "$guard"
# A job that is cancelled signals this script alone. As SIGTERM, since a shell's background job does not take SIGINT.
program=
stopped=
trap 'stopped=1; [[ -z $program ]] || kill -TERM "$program" 2>/dev/null || true' INT TERM
"$PTC_PROGRAM" "${arguments[@]}" <&0 &
program=$!
[[ -z $stopped ]] || kill -TERM "$program" 2>/dev/null || true
while
  stopped=
  code=0
  wait "$program" || code=$?
  # A signal ends the waiting, not yet the program, which reports the moment.
  [[ -n $stopped ]]
do :; done
trap - INT TERM
printf '\n::%s::\n' "$guard"

case $code in
  0) outcome=passed ;;
  1) outcome=failed ;;
  2) outcome=wrong-call ;;
  *) outcome=incomplete ;;
esac

# name FILE: the output, and nothing for a report that was not written.
report() {
  if [[ -f $2 ]]; then
    printf '%s=%s\n' "$1" "$2"
  else
    printf '%s=\n' "$1"
  fi
}
{
  printf 'exit-code=%s\noutcome=%s\n' "$code" "$outcome"
  report json "$reports/audit.json"
  report junit "$reports/audit.xml"
  report markdown "$reports/audit.md"
} >>"${GITHUB_OUTPUT:-/dev/null}"

# On the job's page and beside the commit. Of a report only its sentence: in a command, a % is the start of an escape.
if ((code)); then
  said=
  [[ ! -f $reports/audit.md ]] || said=$(sed -n 's/^\*\*\(.*\)\*\*$/\1/p' "$reports/audit.md" | head -n 1)
  said=${said:-the log of this step says why (exit code $code)}
  printf '::error title=ECR pull-through cache audit (%s)::%s\n' "$outcome" "${said//%/%25}"
fi

if [[ ! -f $reports/audit.md ]]; then
  printf 'audit-ecr-ptc wrote no report: %s (exit code %s). The log of this step says why.\n' "$outcome" "$code" \
    >>"${summary:-/dev/null}"
fi
exit "$code"
