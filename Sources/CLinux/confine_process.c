#include "CLinux.h"

#include <errno.h>
#include <linux/ioprio.h>
#include <linux/keyctl.h>
#include <linux/seccomp.h>
#include <linux/filter.h>
#include <sched.h>
#include <signal.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC (1U << 2)
#endif

static int result(long value) { return value < 0 ? -errno : (int)value; }

int cl_mark_close_on_exec(int first) { return result(syscall(SYS_close_range, first, ~0U, CLOSE_RANGE_CLOEXEC)); }

// The call that it interrupts fails with EINTR.
static void interrupted(int signal) { (void)signal; }

// The kernel's own calls: the C library hides signals 32 and 33 from its callers, and a service must not find
// them blocked or ignored either.
int cl_reset_signals(void) {
    struct {
        void (*handler)(int);
        unsigned long flags;
        void (*restorer)(void);
        uint64_t mask;
    } action = {.handler = SIG_DFL};
    for (int signal = 1; signal <= 64; signal++) {
        if (signal == SIGKILL || signal == SIGSTOP) {
            continue;
        }
        if (syscall(SYS_rt_sigaction, signal, &action, NULL, sizeof action.mask) < 0) {
            return -errno;
        }
    }
    // Whoever executes a program loses its handlers.
    if (sigaction(CL_INTERRUPTION, &(struct sigaction){.sa_handler = interrupted}, NULL) < 0) {
        return -errno;
    }
    uint64_t none = 0;
    return result(syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, NULL, sizeof none));
}

int cl_new_session(void) { return result(setsid()); }

long cl_next_message_size(int fd) {
    ssize_t size = recv(fd, NULL, 0, MSG_PEEK | MSG_TRUNC);
    return size < 0 ? -errno : size;
}

uint32_t cl_exchange_umask(uint32_t mask) { return umask(mask); }

int cl_set_limit(int kind, uint64_t soft, uint64_t hard) {
    struct rlimit64 limit = {.rlim_cur = soft, .rlim_max = hard};
    return result(syscall(SYS_prlimit64, 0, kind, &limit, NULL));
}

// The kernel's own calls: musl knows no scheduling policy but its own threads' and answers ENOSYS.
int cl_set_scheduler(int policy, int priority, int reset_on_fork) {
    struct sched_param parameters = {.sched_priority = priority};
    int flags = policy | (reset_on_fork ? SCHED_RESET_ON_FORK : 0);
    return result(syscall(SYS_sched_setscheduler, 0, flags, &parameters));
}

int cl_get_scheduler(int *policy, int *priority, int *reset_on_fork) {
    struct sched_param parameters = {0};
    long found = syscall(SYS_sched_getscheduler, 0);
    if (found < 0 || syscall(SYS_sched_getparam, 0, &parameters) < 0) {
        return -errno;
    }
    *policy = (int)found & ~SCHED_RESET_ON_FORK;
    *reset_on_fork = (found & SCHED_RESET_ON_FORK) != 0;
    *priority = parameters.sched_priority;
    return 0;
}

int cl_set_nice(int nice) { return result(setpriority(PRIO_PROCESS, 0, nice)); }

// -1 is a valid answer, so errno decides.
int cl_get_nice(int *nice) {
    errno = 0;
    *nice = getpriority(PRIO_PROCESS, 0);
    return -errno;
}

int cl_set_affinity(const uint64_t *words, size_t count) {
    return result(syscall(SYS_sched_setaffinity, 0, count * sizeof *words, words));
}

int cl_get_affinity(uint64_t *words, size_t count) {
    long bytes = syscall(SYS_sched_getaffinity, 0, count * sizeof *words, words);
    return bytes < 0 ? -errno : (int)(bytes / (long)sizeof *words);
}

int cl_set_io_priority(int value) { return result(syscall(SYS_ioprio_set, IOPRIO_WHO_PROCESS, 0, value)); }

int cl_get_io_priority(void) { return result(syscall(SYS_ioprio_get, IOPRIO_WHO_PROCESS, 0)); }

int cl_set_timer_slack(uint64_t nanoseconds) { return result(prctl(PR_SET_TIMERSLACK, nanoseconds, 0, 0, 0)); }

// The system call itself: prctl(3) would cut the answer to an int.
long cl_get_timer_slack(void) {
    long slack = syscall(SYS_prctl, PR_GET_TIMERSLACK, 0, 0, 0, 0);
    return slack < 0 ? -errno : slack;
}

// PR_SET_MDWE with PR_MDWE_REFUSE_EXEC_GAIN, and PR_GET_MDWE: newer than the headers.
int cl_deny_writable_code(void) { return result(prctl(65, 1, 0, 0, 0)); }

int cl_writable_code_denial(void) { return result(prctl(66, 0, 0, 0, 0)); }

int cl_set_personality(uint32_t value) { return result(personality(value)); }

int cl_get_personality(void) { return result(personality(0xffffffff)); }

int cl_join_session_keyring(void) {
    return syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL, 0, 0, 0) < 0 ? -errno : 0;
}

int cl_link_user_keyring(void) {
    long linked = syscall(SYS_keyctl, KEYCTL_LINK, KEY_SPEC_USER_KEYRING, KEY_SPEC_SESSION_KEYRING, 0, 0);
    return linked < 0 ? -errno : 0;
}

int cl_probe_keyrings(void) {
    long found = syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 0, 0, 0);
    return found < 0 ? -errno : 0;
}

int cl_change_directory(const char *path) { return result(chdir(path)); }

int cl_change_directory_to(int fd) { return result(fchdir(fd)); }

int cl_change_root_here(void) { return result(chroot(".")); }

long cl_current_directory(char *path, size_t capacity) {
    long length = syscall(SYS_getcwd, path, capacity);
    return length < 0 ? -errno : length;
}

int cl_add_filter(const void *program, size_t count, int is_logged) {
    struct sock_fprog filter = {
        .len = (unsigned short)(count / sizeof(struct sock_filter)),
        .filter = (struct sock_filter *)program,
    };
    unsigned flags = is_logged ? SECCOMP_FILTER_FLAG_LOG : 0;
    return result(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &filter));
}

int cl_execute(const char *path, char *const *arguments, char *const *environment) {
    execve(path, arguments, environment);
    return -errno;
}

void cl_exit_now(int status) { _exit(status); }
