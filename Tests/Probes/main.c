// castellan-probe [-o FILE] COMMAND [ARGUMENT…] [then COMMAND [ARGUMENT…]]…
#include "probe.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct {
    const char *name;
    probe_command *run;
} commands[] = {
    {"report", probe_report},           // everything below, one fact a line
    {"status", probe_status},           // /proc/self/status as it is
    {"fds", probe_fds},                 // open descriptors: fd NUMBER ACCESS KIND
    {"env", probe_env},                 // env NAME=VALUE
    {"args", probe_args},               // arg INDEX VALUE, of the whole command line
    {"limits", probe_limits},           // limit NAME SOFT HARD
    {"sleep", probe_sleep},             // [SECONDS], without: until a signal
    {"exit", probe_exit},               // [CODE]
    {"signal", probe_signal},           // NUMBER, to itself
    {"crash", probe_crash},             // by SIGSEGV
    {"ignore-term", probe_ignore_term}, // and sleep
    {"fork-tree", probe_fork_tree},     // DEPTH WIDTH: 1 + W + W² … processes, all asleep
    {"daemonize", probe_daemonize},     // leave a sleeper in a session of its own behind
    {"fork-bomb", probe_fork_bomb},     // until fork fails, at most LIMIT; prints how many
    {"fork-storm", probe_fork_storm},   // for ever, in every process, ignoring SIGTERM
    {"flood", probe_flood},             // BYTES to standard output
    {"grow", probe_grow},               // MEBIBYTES of touched memory
    {"without-call", probe_without_call}, // NUMBER PROGRAM…: executed where the call is refused with EPERM
    {"call32", probe_call32},           // NUMBER FIRST: a call of i386: NUMBER FIRST ok | NUMBER FIRST ERRNO
    {"cat", probe_cat},                 // FILE
    {"write", probe_write},             // FILE TEXT, appended
    {"read-fd", probe_read_fd},         // NUMBER
    {"list", probe_list},               // DIRECTORY: mode uid gid name
    {"echo", probe_echo},               // TEXT…
    {"hold-exec", probe_hold_exec},       // SUPERVISOR PROGRAM TIME: see witness.c
    {"shared-files", probe_shared_files}, // PID PID: FD FD
    {"try", probe_try},                 // ATTEMPT…: NAME ok | NAME ERRNO | NAME SIGNAL
    {"attacks", probe_attacks},         // the names of the attempts that docs/testing.md lists
    {"give-capability", probe_give_capability}, // FILE
    {"is-privileged", probe_is_privileged}, // exit 0 with any capability, else 1
};

static int run(int count, char **arguments) {
    for (size_t index = 0; index < sizeof commands / sizeof *commands; index++) {
        if (strcmp(commands[index].name, arguments[0]) == 0) {
            return commands[index].run(count - 1, arguments + 1);
        }
    }
    fprintf(stderr, "castellan-probe: no command '%s'\n", arguments[0]);
    return 64;
}

int main(int argc, char **argv) {
    probe_remember_arguments(argc, argv);
    int next = 1;
    if (argc > 2 && strcmp(argv[1], "-o") == 0) {
        int fd = open(argv[2], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
        if (fd < 0 || (stdout = fdopen(fd, "w")) == NULL) {
            perror(argv[2]);
            return 66;
        }
        next = 3;
    }
    while (next < argc) {
        int end = next;
        while (end < argc && strcmp(argv[end], "then") != 0) {
            end++;
        }
        if (end > next) {
            int status = run(end - next, argv + next);
            fflush(stdout);
            if (status != 0) {
                return status;
            }
        }
        next = end + 1;
    }
    return 0;
}
