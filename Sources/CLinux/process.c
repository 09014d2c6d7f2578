#include "CLinux.h"

#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <spawn.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int cl_spawn(const char *path, char *const *argv, char *const *environment, int job, pid_t *pid) {
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t actions;
    int failed = posix_spawnattr_init(&attributes);
    if (failed) {
        return -failed;
    }
    failed = posix_spawn_file_actions_init(&actions);
    if (failed) {
        posix_spawnattr_destroy(&attributes);
        return -failed;
    }
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    failed = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    if (!failed) {
        failed = posix_spawnattr_setsigmask(&attributes, &none);
    }
    if (!failed) {
        failed = posix_spawnattr_setsigdefault(&attributes, &all);
    }
    // A descriptor duplicated onto itself loses its close-on-exec flag too, as POSIX now asks.
    if (!failed) {
        failed = posix_spawn_file_actions_adddup2(&actions, job, 3);
    }
    if (!failed) {
        failed = posix_spawn(pid, path, &actions, &attributes, argv, environment);
    }
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return -failed;
}

static uint64_t microseconds(struct timeval time) {
    return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_usec;
}

int cl_ended_child(void) {
    siginfo_t found = {.si_pid = 0};
    return waitid(P_ALL, 0, &found, WEXITED | WNOHANG | WNOWAIT) < 0 ? -errno : found.si_pid;
}

int cl_reap(pid_t pid, struct cl_exit *result) {
    int status = 0;
    struct rusage usage;
    if (wait4(pid, &status, 0, &usage) < 0) {
        return -errno;
    }
    result->pid = pid;
    result->signaled = WIFSIGNALED(status) ? 1 : 0;
    result->code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
    result->core = WIFSIGNALED(status) && WCOREDUMP(status) ? 1 : 0;
    result->cpu_us = microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
    result->peak_kb = (uint64_t)usage.ru_maxrss;
    return 0;
}

int cl_kill(pid_t pid, int signal) { return kill(pid, signal) < 0 ? -errno : 0; }

int cl_pidfd_open(pid_t pid) {
    long fd = syscall(SYS_pidfd_open, pid, 0);
    return fd < 0 ? -errno : (int)fd;
}

int cl_pidfd_signal(int pidfd, int signal) {
    return syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0) < 0 ? -errno : 0;
}

int cl_become_subreaper(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) < 0 ? -errno : 0; }

// getpriority(2) over a user id answers ESRCH when no process has it: a question to the kernel's own list,
// where reading /proc could be masked or absent. -1 is a valid priority, so errno decides.
int cl_user_has_processes(uint32_t uid) {
    errno = 0;
    getpriority(PRIO_USER, uid);
    if (errno == ESRCH) {
        return 0;
    }
    return errno == 0 ? 1 : -errno;
}

int cl_random(void *bytes, size_t count) { return getrandom(bytes, count, 0) < 0 ? -errno : 0; }

int cl_lock_exclusively(int fd) { return flock(fd, LOCK_EX | LOCK_NB) < 0 ? -errno : 0; }

void cl_trim_memory(void) {
// Elsewhere nothing is kept that could be given back.
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}
