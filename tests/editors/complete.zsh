# complete.zsh FOLDER LINE: what zsh would offer at the end of the line, a word a line; FOLDER has _rubric. A shell of its own on a
# pseudo-terminal completes; its `compadd` writes down what it is given.
zmodload zsh/zpty || exit 1
setup="
fpath=(${(q)1} \$fpath); autoload -Uz compinit && compinit -D -u; autoload +X -U _rubric; PROMPT=; unset zle_bracketed_paste
zstyle ':completion:*' list-grouped false
compadd() {
  if [[ \${argv[1,(i)(-|--)]} == *-[OAD]\ * ]]; then builtin compadd \"\$@\"; return; fi
  local -a seen; builtin compadd -O seen \"\$@\"; ((\$#seen)) && print -rl -- \$seen >> $PWD/zsh.seen
  builtin compadd \"\$@\"
}
done_() { : > $PWD/zsh.done }
whole() { zle complete-word; done_ }
zle -N whole; bindkey '^I' whole; : > $PWD/zsh.ready"
rm -f zsh.seen zsh.done zsh.ready
print -r -- "$setup" > zsh.setup
zpty -b shell zsh -f -i
zpty -w shell "source $PWD/zsh.setup"
wait_for() { for ((n = 0; n < 200; n++)); do [[ -e $1 ]] && return; sleep 0.05; done; print "zsh did not answer"; exit 1 }
wait_for zsh.ready
zpty -w -n shell "$2"$'\t'
wait_for zsh.done
zpty -d shell
[[ -e zsh.seen ]] && sort -u zsh.seen
rm -f zsh.seen zsh.done zsh.ready zsh.setup
:
