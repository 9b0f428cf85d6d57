# complete.bash SCRIPT LINE: what bash would offer at the end of the line, a word a line. Words are cut as bash cuts them.
source "$1"
line=$2
read -ra COMP_WORDS <<< "${line//=/ = }"
[[ $line == *' ' || $line == *= ]] && COMP_WORDS+=("")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_rubric
((${#COMPREPLY[@]})) && printf '%s\n' "${COMPREPLY[@]}" | sort
:
