"""How a shell asks what may follow after a tab: the scripts that it reads, and the answer to its question."""

from __future__ import annotations

from contextlib import redirect_stdout

VARIABLE = "_PRODTUI_COMPLETE"

#: Quotes what it inserts unless the word is in quotes already; a value that would end or escape those is left out.
BASH = """\
_prodtui_completion() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} offer
    COMPREPLY=()
    [[ $word == = && $before != -* ]] && compopt +o default && return
    while IFS= read -r offer; do
        [[ $offer ]] || continue
        if [[ $word == [\\"\\']* ]]; then
            [[ $offer == *[\\"\\'\\\\\\$\\`\\!]* ]] && continue
        else
            printf -v offer %q "$offer"
        fi
        COMPREPLY+=("$offer")
    done < <(COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD _PRODTUI_COMPLETE=complete_bash \\
        command "$1" 2>/dev/null)
    [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace
}

complete -o default -F _prodtui_completion prodtui"""

#: Reads the lines that fish would get, value and help with a tab between them, so that no text is ever evaluated.
ZSH = """\
#compdef prodtui

_prodtui_completion() {
  local line value
  local -a offers close
  for line in "${(@f)$(_TYPER_COMPLETE_ARGS="${words[1,$CURRENT]}" _TYPER_COMPLETE_FISH_ACTION=get-args \\
    _PRODTUI_COMPLETE=complete_fish command ${words[1]} 2>/dev/null)}"; do
    value=${line%%$'\\t'*}
    [[ -n $line ]] && offers+=("${value//:/\\\\:}${${line#$value}/$'\\t'/:}")
  done
  (( $#offers )) || { _files; return }
  [[ ${offers[1]%%:*} == *= ]] && close=(-S '')
  _describe -V prodtui offers "${close[@]}"
}

compdef _prodtui_completion prodtui"""


def answer() -> int:
    """Answer the question that a shell put into the environment."""
    from typer.completion import get_completion_inspect_parameters

    from prodtui.cli.tree import root
    from prodtui.cli.verb import PROGRAM

    get_completion_inspect_parameters()  # registers the shells
    try:
        root().main([], prog_name=PROGRAM, complete_var=VARIABLE)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


def script(shell: str) -> str:
    """Return the script that makes `shell` ask this program after a tab."""
    return {"bash": BASH, "zsh": ZSH}.get(shell) or _script_of_typer(shell)


def _script_of_typer(shell: str) -> str:
    import io
    import os

    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = f"source_{shell}"
    try:
        with redirect_stdout(io.StringIO()) as text:
            answer()
    finally:
        if before is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = before
    return text.getvalue().strip()
