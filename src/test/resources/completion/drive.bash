# Completes each line of the arguments after the first, which is the completion, as bash itself would call it.
source "$1"
shift
for line in "$@"; do
  COMP_LINE=$line COMP_POINT=${#line} COMP_WORDS=() COMPREPLY=()
  rest=$line
  while [[ -n $rest ]]; do
    if [[ $rest =~ ^[[:space:]]+ ]]; then
      rest=${rest#"${BASH_REMATCH[0]}"}
      [[ -n $rest ]] || COMP_WORDS+=('')
    elif [[ $rest =~ ^[=:]+ || $rest =~ ^[^=:[:space:]]+ ]]; then
      COMP_WORDS+=("${BASH_REMATCH[0]}")
      rest=${rest#"${BASH_REMATCH[0]}"}
    fi
  done
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  _audit_ecr_ptc
  printf '> %s\n' "$line"
  printf '%s\n' "${COMPREPLY[@]}"
done
