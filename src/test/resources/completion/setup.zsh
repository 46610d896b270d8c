# The interactive zsh of drive.zsh: writes to $DRIVE/hits what is offered, and <end> after it.
PS1=
unsetopt prompt_cr prompt_sp beep
autoload -U compinit
compinit -u -D
compadd() {
  local -a offered
  if [[ ${@[1,(i)(-|--)]} != *-(O|A|D)\ * ]]; then
    builtin compadd -A offered "$@"
    (($#offered)) && print -rl -- $offered >>$DRIVE/hits
  fi
  builtin compadd "$@"
}
ended() { print -- '<end>' >>$DRIVE/hits }
complete-it() {
  comppostfuncs=(ended)
  zle complete-word
  zle kill-buffer
}
zle -N complete-it
bindkey '^X' complete-it
print -- '<end>' >>$DRIVE/hits
