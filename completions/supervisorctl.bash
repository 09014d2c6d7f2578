# Completion of supervisorctl for bash.

_supervisorctl() {
    local rest=${COMP_LINE:0:COMP_POINT} part=
    local -a words=()
    local i
    # bash ends a word at = : and @ too: what no blank parts is one word.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        local blanks=${rest%%[![:blank:]]*}
        rest=${rest#"$blanks"}
        part=${COMP_WORDS[i]}
        if ((i == COMP_CWORD)); then part=$rest; fi
        if [[ -n $blanks || i -eq 0 ]]; then words+=("$part"); else words[-1]+=$part; fi
        rest=${rest#"$part"}
    done
    # What is replaced begins behind the last of these; an @ belongs to it.
    local kept=${words[-1]%"${words[-1]##*[=:@]}"}
    kept=${kept%@}

    local candidate text
    local -a candidates
    COMPREPLY=()
    mapfile -t candidates < <("${COMP_WORDS[0]}" complete --quoted -- "${words[@]:1}" 2>/dev/null)
    for candidate in "${candidates[@]}"; do
        text=${candidate%%$'\t'*}
        case $text in
            :files) compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -f -- "${words[-1]#"$kept"}")) ;;
            :directories) compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -d -- "${words[-1]#"$kept"}")) ;;
            *)
                if [[ $text == *= ]]; then compopt -o nospace 2>/dev/null; fi
                printf -v text %q "$text"
                COMPREPLY+=("${text#"$kept"}")
                ;;
        esac
    done
}

complete -F _supervisorctl supervisorctl
