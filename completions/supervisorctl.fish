# Completion of supervisorctl for fish.

function __supervisorctl_complete
    set -l words (commandline -opc)
    set -l word (string unescape -- (commandline -ct))
    for line in ($words[1] complete -- $words[2..] "$word" 2>/dev/null)
        switch $line
            case :files :directories
                # The value of an option stands behind its sign.
                set -l option (string match -r -- '^-[^=]*=' "$word")
                set -l path (string replace -r -- '^-[^=]*=' '' "$word")
                if test $line = :files
                    printf "$option%s\n" (__fish_complete_path $path)
                else
                    printf "$option%s\n" (__fish_complete_directories $path)
                end
            case '*'
                echo -- $line
        end
    end
end

complete -c supervisorctl -f -a '(__supervisorctl_complete)'
