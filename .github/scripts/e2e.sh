#!/usr/bin/env bash
# The real thing on the kind cluster of the current context, which is there for nothing else: the manifests, the program of
# target/audit-ecr-ptc as the service account with its role, the kubectl plugin, and the CronJob's Job in the image.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."

registry=123456789012.dkr.ecr.eu-west-1.amazonaws.com
program=$PWD/target/audit-ecr-ptc/bin/audit-ecr-ptc
temp=$(mktemp -d)
trap 'rm -rf -- "$temp"' EXIT

case $(kubectl config current-context) in
  kind-*) ;;
  *) printf 'the current context is no kind cluster\n' >&2 && exit 1 ;;
esac
cluster=$(kubectl config current-context)
cluster=${cluster#kind-}

step() {
  printf '\n== %s\n' "$1"
}

# expect CODE COMMAND...: runs it, and fails unless it ends with CODE.
expect() {
  local wanted=$1 code=0
  shift
  "$@" || code=$?
  if ((code != wanted)); then
    printf 'exit code %s, and not %s: %s\n' "$code" "$wanted" "$*" >&2
    exit 1
  fi
}

step 'The image that the manifests name, built here'
image=$(sed -n 's/^ *image: //p' src/deploy/cronjob.yaml)
docker build -f src/container/Dockerfile -t "$image" .
kind load docker-image --name "$cluster" "$image"

step 'The manifests, as the API server takes them'
kubectl apply -k src/deploy
kubectl apply --dry-run=server -f src/deploy/cronjob-clusters.yaml

step 'A pod through the cache, and one that is not'
direct=registry.k8s.io/pause:3.10
cached=$registry/k8s/pause:3.10
docker pull -q "$direct"
docker tag "$direct" "$cached"
kind load docker-image --name "$cluster" "$direct" "$cached"
kubectl create namespace shop
kubectl create deployment cached -n shop --image="$cached"
kubectl create deployment web -n shop --image="$direct"
kubectl rollout status -n shop deployment/cached --timeout=120s
kubectl rollout status -n shop deployment/web --timeout=120s

step 'As the service account, with its role only'
kubectl config view --minify --flatten --raw >"$temp/kubeconfig"
token=$(kubectl create token audit-ecr-ptc -n audit-ecr-ptc)
export KUBECONFIG_ADMIN=${KUBECONFIG:-$HOME/.kube/config}
export KUBECONFIG=$temp/kubeconfig
kubectl config set-credentials audit --token="$token" >/dev/null
kubectl config set-context audit --cluster="$(kubectl config view -o jsonpath='{.clusters[0].name}')" --user=audit >/dev/null
kubectl config use-context audit >/dev/null
expect 1 "$program" "$registry" -A
expect 1 "$program" "$registry" -n shop
PATH=$(dirname -- "$program"):$PATH expect 1 kubectl audit-ecr-ptc "$registry" -n shop
# Not in the role.
expect 3 "$program" "$registry" -n shop --pod-templates

step 'A rollout, and --wait'
(sleep 10 && KUBECONFIG=$KUBECONFIG_ADMIN kubectl set image -n shop deployment/web "*=$cached") &
expect 0 "$program" "$registry" -n shop --wait 3m --fail-on unexpected
wait
export KUBECONFIG=$KUBECONFIG_ADMIN

# job NAME CODE [ARGUMENT...]: runs the CronJob's Job once, with these arguments, and fails unless its container ends with CODE.
job() {
  local name=$1 wanted=$2 code='' arguments
  shift 2
  arguments=$(jq -nc '$ARGS.positional' --args -- "$@")
  kubectl create job "$name" -n audit-ecr-ptc --from=cronjob/audit-ecr-ptc --dry-run=client -o json \
    | jq --argjson arguments "$arguments" '.spec.template.spec.containers[0].args = $arguments' | kubectl create -f -
  for _ in $(seq 120); do
    code=$(kubectl get pods -n audit-ecr-ptc -l "batch.kubernetes.io/job-name=$name" \
      -o 'jsonpath={.items[*].status.containerStatuses[0].state.terminated.exitCode}')
    [[ -z $code ]] || break
    sleep 1
  done
  kubectl logs -n audit-ecr-ptc "job/$name"
  if [[ $code != "$wanted" ]]; then
    kubectl describe pods -n audit-ecr-ptc -l "batch.kubernetes.io/job-name=$name" >&2
    printf 'the Job ended with %s, and not with %s\n' "${code:-nothing}" "$wanted" >&2
    exit 1
  fi
}

step 'The admission policy, in a namespace that opts in'
"$program" "$registry" --fail-on never -o admission-policy="$temp/policy.yaml"
kubectl apply -f "$temp/policy.yaml"
kubectl create namespace opted-in
kubectl label namespace opted-in ecr-pull-through-cache=enabled
admitted=''
for _ in $(seq 60); do
  admitted=$(kubectl run new -n opted-in --image="$direct" --dry-run=server -o 'jsonpath={.spec.containers[0].image}' || true)
  [[ $admitted != "$cached" ]] || break
  sleep 1
done
if [[ $admitted != "$cached" ]]; then
  printf 'a new pod has %s, and not %s\n' "${admitted:-no image}" "$cached" >&2
  exit 1
fi

step 'The CronJob, on the whole cluster, whose own images are direct'
job whole 1
step 'The CronJob, on the namespace that is clean now'
job shop 0 -n shop
