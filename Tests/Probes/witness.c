// Looking at another process.
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/kcmp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// Every child, and every child of theirs, is followed into its exec.
static const long followed = PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC;

static int runs(pid_t pid, const char *program) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/%d/exe", pid);
    ssize_t length = readlink(link, path, sizeof path - 1);
    return length > 0 && (size_t)length == strlen(program) && memcmp(path, program, (size_t)length) == 0;
}

// The supervisor, and the helpers that wait already.
static int seize_family(pid_t parent) {
    if (ptrace(PTRACE_SEIZE, parent, NULL, (void *)followed) < 0) {
        return -1;
    }
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", parent, parent);
    FILE *children = fopen(path, "re");
    if (children == NULL) {
        return -1;
    }
    for (pid_t child; fscanf(children, "%d", &child) == 1;) {
        ptrace(PTRACE_SEIZE, child, NULL, (void *)followed);
    }
    fclose(children);
    return 0;
}

static int input_has_ended(void) {
    struct pollfd input = {.fd = 0, .events = POLLIN};
    return poll(&input, 1, 1) != 0;
}

// Lets a stopped process go on as if nobody had looked.
static void pass(pid_t pid, int status) {
    int event = status >> 16;
    if (event == PTRACE_EVENT_STOP && WSTOPSIG(status) != SIGTRAP) {
        ptrace(PTRACE_LISTEN, pid, NULL, NULL);
    } else {
        ptrace(PTRACE_CONT, pid, NULL, (void *)(long)(event == 0 ? WSTOPSIG(status) : 0));
    }
}

// hold-exec SUPERVISOR PROGRAM TIME: says "ready"; stops the process that executes PROGRAM for the TIME-th time,
// before its first instruction; says its pid; lets it go at the end of its own input.
int probe_hold_exec(int count, char **arguments) {
    if (count < 3) {
        return 64;
    }
    int left = atoi(arguments[2]);
    if (seize_family(atoi(arguments[0])) < 0) {
        perror("ptrace");
        return 71;
    }
    printf("ready\n");
    fflush(stdout);
    // The end of a tracer lets everything go on that it had stopped.
    while (!input_has_ended()) {
        int status;
        for (pid_t pid; (pid = waitpid(-1, &status, __WALL | WNOHANG)) > 0;) {
            if (!WIFSTOPPED(status)) {
                continue;
            }
            if (status >> 16 == PTRACE_EVENT_EXEC && runs(pid, arguments[1]) && --left == 0) {
                printf("%d\n", pid);
                fflush(stdout);
            } else {
                pass(pid, status);
            }
        }
    }
    return 0;
}

// shared-files PID PID: "FD FD" for each pair of descriptors that is one open file.
int probe_shared_files(int count, char **arguments) {
    if (count < 2) {
        return 64;
    }
    for (long first = 0; first < 512; first++) {
        char path[64];
        snprintf(path, sizeof path, "/proc/%s/fd/%ld", arguments[0], first);
        if (faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) < 0) {
            continue;
        }
        for (long second = 0; second < 512; second++) {
            long order = syscall(SYS_kcmp, atoi(arguments[0]), atoi(arguments[1]), KCMP_FILE, first, second);
            if (order < 0 && errno != EBADF) {
                perror("kcmp");
                return 71;
            }
            if (order == 0) {
                printf("%ld %ld\n", first, second);
            }
        }
    }
    return 0;
}
