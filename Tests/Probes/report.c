// What a process can find out about itself, one fact a line.
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/keyctl.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

extern char **environ;

static int argument_count;
static char **all_arguments;

void probe_remember_arguments(int count, char **arguments) {
    argument_count = count;
    all_arguments = arguments;
}

static void report_identity(void) {
    uid_t uid, effective_uid, saved_uid;
    gid_t gid, effective_gid, saved_gid, groups[256];
    getresuid(&uid, &effective_uid, &saved_uid);
    getresgid(&gid, &effective_gid, &saved_gid);
    printf("uid %u %u %u\n", uid, effective_uid, saved_uid);
    printf("gid %u %u %u\n", gid, effective_gid, saved_gid);
    printf("groups");
    int count = getgroups(256, groups);
    for (int index = 0; index < count; index++) {
        printf(" %u", groups[index]);
    }
    printf("\n");
    printf("pid %d\nparent %d\nsession %d\ngroup %d\n", getpid(), getppid(), getsid(0), getpgrp());
}

static void report_capabilities(void) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[2] = {0};
    syscall(SYS_capget, &header, data);
    uint64_t inheritable = (uint64_t)data[1].inheritable << 32 | data[0].inheritable;
    uint64_t permitted = (uint64_t)data[1].permitted << 32 | data[0].permitted;
    uint64_t effective = (uint64_t)data[1].effective << 32 | data[0].effective;
    uint64_t bounding = 0, ambient = 0;
    for (int capability = 0; capability < 64; capability++) {
        int isBounding = prctl(PR_CAPBSET_READ, capability, 0, 0, 0);
        if (isBounding < 0) {
            break;
        }
        bounding |= (uint64_t)isBounding << capability;
        int isAmbient = prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, capability, 0, 0);
        ambient |= (uint64_t)(isAmbient > 0) << capability;
    }
    printf("inheritable %016llx\npermitted %016llx\neffective %016llx\nbounding %016llx\nambient %016llx\n",
           (unsigned long long)inheritable, (unsigned long long)permitted, (unsigned long long)effective,
           (unsigned long long)bounding, (unsigned long long)ambient);
    printf("securebits %d\n", prctl(PR_GET_SECUREBITS, 0, 0, 0, 0));
    printf("no-new-privs %d\n", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
    printf("seccomp %d\n", prctl(PR_GET_SECCOMP, 0, 0, 0, 0));
}

static void report_scheduling(void) {
    int policy = sched_getscheduler(0);
    struct sched_param parameters = {0};
    sched_getparam(0, &parameters);
    printf("scheduler %d %d reset %d\n", policy & ~SCHED_RESET_ON_FORK, parameters.sched_priority,
           (policy & SCHED_RESET_ON_FORK) != 0);
    printf("nice %d\n", getpriority(PRIO_PROCESS, 0));
    long io = syscall(SYS_ioprio_get, 1, 0);
    printf("io-priority %ld %ld\n", io >> 13, io & 0x1fff);
    printf("timer-slack %d\n", prctl(PR_GET_TIMERSLACK, 0, 0, 0, 0));
    printf("personality %x\n", (unsigned)personality(0xffffffff));
    cpu_set_t set;
    CPU_ZERO(&set);
    sched_getaffinity(0, sizeof set, &set);
    printf("cpus");
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
        if (CPU_ISSET(cpu, &set)) {
            printf(" %d", cpu);
        }
    }
    printf("\n");
}

static void report_signals(void) {
    sigset_t mask;
    sigprocmask(SIG_SETMASK, NULL, &mask);
    printf("blocked");
    for (int signal = 1; signal < 65; signal++) {
        if (sigismember(&mask, signal) == 1) {
            printf(" %d", signal);
        }
    }
    printf("\nignored");
    for (int signal = 1; signal < 65; signal++) {
        struct sigaction action;
        if (sigaction(signal, NULL, &action) == 0 && action.sa_handler == SIG_IGN) {
            printf(" %d", signal);
        }
    }
    printf("\n");
}

static void report_places(void) {
    char path[4096];
    // The system call itself: it says "(unreachable)" where the C library would say ENOENT.
    long length = syscall(SYS_getcwd, path, sizeof path);
    printf("cwd %s\n", length > 0 ? path : strerror(errno));
    struct stat root;
    stat("/", &root);
    printf("root %llu:%llu\n", (unsigned long long)root.st_dev, (unsigned long long)root.st_ino);
    mode_t mask = umask(0);
    umask(mask);
    printf("umask %04o\n", mask);
    printf("keyring %ld\n", syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 0));
}

static void report_file(const char *name, const char *path) {
    char text[64];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (fd >= 0) {
        close(fd);
    }
    if (length > 0) {
        text[length] = '\0';
        text[strcspn(text, "\n")] = '\0';
        printf("%s %s\n", name, text);
    }
}

int probe_fds(int count, char **arguments) {
    (void)count;
    (void)arguments;
    for (int fd = 0; fd < 65536; fd++) {
        struct stat status;
        int flags = fcntl(fd, F_GETFL);
        if (flags < 0 || fstat(fd, &status) < 0) {
            continue;
        }
        const char *access = (flags & O_ACCMODE) == O_RDONLY ? "r" : (flags & O_ACCMODE) == O_WRONLY ? "w" : "rw";
        const char *kind = S_ISREG(status.st_mode)    ? "file"
                           : S_ISDIR(status.st_mode)  ? "directory"
                           : S_ISCHR(status.st_mode)  ? "character"
                           : S_ISFIFO(status.st_mode) ? "pipe"
                           : S_ISSOCK(status.st_mode) ? "socket"
                                                      : "other";
        printf("fd %d %s%s %s %llu\n", fd, access, (flags & O_APPEND) ? "a" : "", kind,
               (unsigned long long)status.st_ino);
    }
    return 0;
}

int probe_limits(int count, char **arguments) {
    (void)count;
    (void)arguments;
    static const char *names[] = {"CPU",     "FSIZE", "DATA",  "STACK",      "CORE",     "RSS",  "NPROC",  "NOFILE",
                                  "MEMLOCK", "AS",    "LOCKS", "SIGPENDING", "MSGQUEUE", "NICE", "RTPRIO", "RTTIME"};
    for (int kind = 0; kind < 16; kind++) {
        struct rlimit limit;
        getrlimit((__rlimit_resource_t)kind, &limit);
        printf("limit %s %llu %llu\n", names[kind], (unsigned long long)limit.rlim_cur,
               (unsigned long long)limit.rlim_max);
    }
    return 0;
}

int probe_env(int count, char **arguments) {
    (void)count;
    (void)arguments;
    for (char **entry = environ; *entry != NULL; entry++) {
        printf("env %s\n", *entry);
    }
    return 0;
}

int probe_args(int count, char **arguments) {
    (void)count;
    (void)arguments;
    for (int index = 0; index < argument_count; index++) {
        printf("arg %d %s\n", index, all_arguments[index]);
    }
    return 0;
}

int probe_status(int count, char **arguments) {
    (void)count;
    (void)arguments;
    char *path[] = {"/proc/self/status"};
    return probe_cat(1, path);
}

int probe_report(int count, char **arguments) {
    // First: what follows may open descriptors of its own for a moment.
    probe_fds(count, arguments);
    report_identity();
    report_capabilities();
    report_scheduling();
    report_signals();
    report_places();
    report_file("comm", "/proc/self/comm");
    report_file("oom-score-adjust", "/proc/self/oom_score_adj");
    report_file("coredump-filter", "/proc/self/coredump_filter");
    report_file("control-group", "/proc/self/cgroup");
    probe_limits(count, arguments);
    probe_args(count, arguments);
    probe_env(count, arguments);
    return 0;
}
