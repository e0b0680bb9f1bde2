# Completes the words that it is given as bash does, and prints what the last one can become.
source <(kamc completions bash)
COMP_WORDS=(kamc "$@")
COMP_CWORD=$#
_kamc
echo "${COMPREPLY[@]}"
