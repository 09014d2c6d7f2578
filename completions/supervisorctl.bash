# Completion of supervisorctl for bash.

_supervisorctl_units() {
    # The options before the command say which daemon is meant.
    local -a daemon=()
    local i
    for ((i = 1; i < $1; i++)); do
        case ${COMP_WORDS[i]} in
            -s | --control | --root) daemon+=("${COMP_WORDS[i]}" "${COMP_WORDS[i + 1]}") ;;
        esac
    done
    supervisorctl "${daemon[@]}" list-units --plain 2>/dev/null | sed 's/\.service$//'
}

_supervisorctl() {
    local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local commands="status list-units pid start stop restart reload signal kill show cat reset-failed history
        verify daemon-reload shutdown version help"
    local general="-s --control --root -i --interactive -r --history-file --loader --json -h --help -V --version"
    local signals="HUP INT QUIT ABRT KILL USR1 USR2 ALRM TERM CONT STOP"
    local command='' at=0 i options='' words=''

    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
            -s | --control | --root | -r | --history-file | --loader) ((i++)) ;;
            -*) ;;
            *) command=${COMP_WORDS[i]} at=$i; break ;;
        esac
    done

    case $previous in
        -s | --control | -r | --history-file | --loader)
            # -s of kill is a signal.
            if [[ $command != kill ]]; then
                COMPREPLY=($(compgen -f -- "$word"))
                return
            fi
            COMPREPLY=($(compgen -W "$signals" -- "$word"))
            return
            ;;
        --root) COMPREPLY=($(compgen -d -- "$word")); return ;;
        --signal) COMPREPLY=($(compgen -W "$signals" -- "$word")); return ;;
        --kill-whom) COMPREPLY=($(compgen -W "all main control" -- "$word")); return ;;
        --compat) COMPREPLY=($(compgen -W "systemd" -- "$word")); return ;;
        --since | --timeout | -n | --lines | -p | --property | --unit-path) return ;;
        -c | --config) COMPREPLY=($(compgen -f -- "$word")); return ;;
    esac

    if [[ -z $command ]]; then
        if [[ $word == -* ]]; then words=$general; else words=$commands; fi
        COMPREPLY=($(compgen -W "$words" -- "$word"))
        return
    fi

    case $command in
        start | stop | restart) options="--no-wait --timeout --ignore-dependencies" ;;
        reload) options="--no-wait --timeout" ;;
        kill) options="-s --signal --kill-whom" ;;
        show) options="-p --property --value" ;;
        history) options="--since --failed -n --lines" ;;
        list-units) options="--failed --plain" ;;
        verify) options="--unit-path -c --config --compat" ;;
    esac
    if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W "$options --json --help" -- "$word"))
        return
    fi

    case $command in
        help) COMPREPLY=($(compgen -W "$commands" -- "$word")) ;;
        signal)
            if ((COMP_CWORD == at + 1)); then
                COMPREPLY=($(compgen -W "$signals" -- "$word"))
            else
                COMPREPLY=($(compgen -W "$(_supervisorctl_units "$at") all" -- "$word"))
            fi
            ;;
        verify) COMPREPLY=($(compgen -W "$(_supervisorctl_units "$at")" -- "$word") $(compgen -f -- "$word")) ;;
        status | list-units | pid | start | stop | restart | reload | kill | show | cat | reset-failed | history)
            COMPREPLY=($(compgen -W "$(_supervisorctl_units "$at") all" -- "$word"))
            ;;
    esac
}

complete -F _supervisorctl supervisorctl
