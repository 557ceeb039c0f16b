# shellcheck shell=bash
# Completion of latchkey(8). It knows no command itself: it asks `latchkey ... --help`.

# _latchkey_offers COMMAND...: subcommands, options and the values of a closed set, as its help has them.
_latchkey_offers() {
  latchkey "$@" --help 2>/dev/null | awk '
    /^[A-Z][a-z]*:$/ { part = $1 }
    part == "Subcommands:" && /^  [a-z]/ { print $1 }
    part == "Options:" && /^ +-/ { gsub(",", "\n", $1); print $1 }
    match($0, /:\{[^}]+\}/) { values = substr($0, RSTART + 2, RLENGTH - 3); gsub(",", "\n", values); print values }'
}

_latchkey() {
  local typed offers command=()
  offers=$(_latchkey_offers)
  # Only a subcommand is asked for help: other words are values, and not ours to pass on.
  for typed in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ $typed == -* ]] || ! grep -qxF -- "$typed" <<<"$offers" && continue
    command+=("$typed")
    offers=$(_latchkey_offers "${command[@]}")
  done
  mapfile -t COMPREPLY < <(compgen -W "$offers" -- "${COMP_WORDS[COMP_CWORD]}")
}

complete -o default -F _latchkey latchkey
