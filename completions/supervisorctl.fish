# Completion of supervisorctl for fish.

function __supervisorctl_units
    # The options before the command say which daemon is meant.
    set -l words (commandline -opc)
    set -l daemon
    for i in (seq 2 (count $words))
        switch $words[$i]
            case -s --control --root
                set -l next (math $i + 1)
                test $next -le (count $words); and set -a daemon $words[$i] $words[$next]
        end
    end
    supervisorctl $daemon list-units --plain 2>/dev/null | string replace -r '\.service$' ''
    echo all
end

function __supervisorctl_needs_command
    not __fish_seen_subcommand_from $__supervisorctl_commands
end

set -g __supervisorctl_commands status list-units pid start stop restart reload signal kill show cat \
    reset-failed history verify daemon-reload shutdown version help
set -l signals HUP INT QUIT ABRT KILL USR1 USR2 ALRM TERM CONT STOP
set -l units status list-units pid start stop restart reload kill signal show cat reset-failed history verify

complete -c supervisorctl -f
complete -c supervisorctl -n __supervisorctl_needs_command -s s -l control -r -F -d 'socket of the daemon'
complete -c supervisorctl -n __supervisorctl_needs_command -l root -r -a '(__fish_complete_directories)' -d 'root of the daemon'
complete -c supervisorctl -n __supervisorctl_needs_command -s i -l interactive -d 'the shell, after the command'
complete -c supervisorctl -n __supervisorctl_needs_command -s r -l history-file -r -F -d 'where the shell keeps its lines'
complete -c supervisorctl -n __supervisorctl_needs_command -l loader -r -F -d 'supervisor-load that verify runs'
complete -c supervisorctl -l json -d 'one JSON document on standard output'
complete -c supervisorctl -s h -l help -d 'show a summary'
complete -c supervisorctl -n __supervisorctl_needs_command -s V -l version -d 'show the version'

complete -c supervisorctl -n __supervisorctl_needs_command -a status -d 'what runs, and why'
complete -c supervisorctl -n __supervisorctl_needs_command -a list-units -d 'units with systemd states'
complete -c supervisorctl -n __supervisorctl_needs_command -a pid -d 'pids of main processes'
complete -c supervisorctl -n __supervisorctl_needs_command -a start -d 'start units'
complete -c supervisorctl -n __supervisorctl_needs_command -a stop -d 'stop units'
complete -c supervisorctl -n __supervisorctl_needs_command -a restart -d 'stop what runs, then start'
complete -c supervisorctl -n __supervisorctl_needs_command -a reload -d 'run ExecReload='
complete -c supervisorctl -n __supervisorctl_needs_command -a signal -d 'send a signal to main processes'
complete -c supervisorctl -n __supervisorctl_needs_command -a kill -d 'send a signal to every process'
complete -c supervisorctl -n __supervisorctl_needs_command -a show -d 'properties under systemd names'
complete -c supervisorctl -n __supervisorctl_needs_command -a cat -d 'the files of units'
complete -c supervisorctl -n __supervisorctl_needs_command -a reset-failed -d 'forget failures and start limits'
complete -c supervisorctl -n __supervisorctl_needs_command -a history -d 'how processes ended'
complete -c supervisorctl -n __supervisorctl_needs_command -a verify -d 'what is wrong with unit files'
complete -c supervisorctl -n __supervisorctl_needs_command -a daemon-reload -d 'read the unit files again'
complete -c supervisorctl -n __supervisorctl_needs_command -a shutdown -d 'stop everything, end the daemon'
complete -c supervisorctl -n __supervisorctl_needs_command -a version -d 'version of the daemon'
complete -c supervisorctl -n __supervisorctl_needs_command -a help -d 'a summary'

complete -c supervisorctl -n "__fish_seen_subcommand_from $units" -a '(__supervisorctl_units)'
complete -c supervisorctl -n '__fish_seen_subcommand_from verify' -F
complete -c supervisorctl -n '__fish_seen_subcommand_from signal' -a "$signals"
complete -c supervisorctl -n '__fish_seen_subcommand_from help' -a "$__supervisorctl_commands"
complete -c supervisorctl -n '__fish_seen_subcommand_from start stop restart reload' -l no-wait -d 'do not wait'
complete -c supervisorctl -n '__fish_seen_subcommand_from start stop restart reload' -l timeout -r -d 'wait no longer'
complete -c supervisorctl -n '__fish_seen_subcommand_from start stop restart' -l ignore-dependencies -d 'only the units named'
complete -c supervisorctl -n '__fish_seen_subcommand_from kill' -s s -l signal -r -a "$signals" -d 'which signal'
complete -c supervisorctl -n '__fish_seen_subcommand_from kill' -l kill-whom -r -a 'all main control' -d 'which processes'
complete -c supervisorctl -n '__fish_seen_subcommand_from show' -s p -l property -r -d 'only these'
complete -c supervisorctl -n '__fish_seen_subcommand_from show' -l value -d 'no names'
complete -c supervisorctl -n '__fish_seen_subcommand_from history' -l since -r -d 'only later ends'
complete -c supervisorctl -n '__fish_seen_subcommand_from history list-units' -l failed -d 'only failures'
complete -c supervisorctl -n '__fish_seen_subcommand_from history' -s n -l lines -r -d 'at most so many'
complete -c supervisorctl -n '__fish_seen_subcommand_from list-units' -l plain -d 'only names'
complete -c supervisorctl -n '__fish_seen_subcommand_from verify' -l unit-path -r -d 'directories of unit files'
complete -c supervisorctl -n '__fish_seen_subcommand_from verify' -s c -l config -r -F -d settings
complete -c supervisorctl -n '__fish_seen_subcommand_from verify' -l compat -r -a systemd -d 'read as leniently'
