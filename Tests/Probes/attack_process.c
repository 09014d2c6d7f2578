// Reaching for the supervisor, and for every other process.
#include "attack.h"

#include <fcntl.h>
#include <linux/kcmp.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <stdio.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static int signal_supervisor(void) { return outcome(kill(supervisor, 0)); }

static int signal_init(void) { return outcome(kill(1, 0)); }

static int signal_by_pidfd(void) {
    long pidfd = syscall(SYS_pidfd_open, supervisor, 0);
    return pidfd < 0 ? errno : outcome(syscall(SYS_pidfd_send_signal, pidfd, 0, NULL, 0));
}

static int take_descriptor(void) {
    long pidfd = syscall(SYS_pidfd_open, supervisor, 0);
    return pidfd < 0 ? errno : outcome(syscall(SYS_pidfd_getfd, pidfd, 2, 0));
}

// The end of this process lets go.
static int trace_supervisor(void) { return outcome(ptrace(PTRACE_SEIZE, supervisor, NULL, NULL)); }

static const char *of_supervisor(const char *file) {
    static char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", supervisor, file);
    return path;
}

// Some address of the supervisor's memory that it may write. Who cannot know one tries all the same.
static void *address(void) {
    FILE *maps = fopen(of_supervisor("maps"), "re");
    unsigned long found = 0x10000;
    char line[512], rights[5];
    while (maps != NULL && fgets(line, sizeof line, maps) != NULL) {
        unsigned long start;
        if (sscanf(line, "%lx-%*x %4s", &start, rights) == 2 && rights[1] == 'w') {
            found = start;
            break;
        }
    }
    if (maps != NULL) {
        fclose(maps);
    }
    return (void *)found;
}

static int read_memory(void) {
    char byte;
    struct iovec own = {&byte, 1}, theirs = {address(), 1};
    return outcome(process_vm_readv(supervisor, &own, 1, &theirs, 1, 0));
}

// Writes what it just read, to the start of the program's data.
static int write_memory(void) {
    char byte = 0;
    struct iovec own = {&byte, 1}, theirs = {address(), 1};
    process_vm_readv(supervisor, &own, 1, &theirs, 1, 0);
    return outcome(process_vm_writev(supervisor, &own, 1, &theirs, 1, 0));
}

static int open_memory(void) { return try_open(of_supervisor("mem"), O_RDWR); }

static int read_environment(void) { return try_open(of_supervisor("environ"), O_RDONLY); }

static int reopen_descriptor(void) { return try_open(of_supervisor("fd/2"), O_WRONLY | O_APPEND); }

static int compare_files(void) {
    return outcome(syscall(SYS_kcmp, getpid(), supervisor, KCMP_FILES, 0, 0));
}

static int limit_supervisor(void) {
    struct rlimit limit;
    getrlimit(RLIMIT_CORE, &limit);
    if (prlimit(supervisor, RLIMIT_CORE, NULL, &limit) < 0) {
        return errno;
    }
    return outcome(prlimit(supervisor, RLIMIT_CORE, &limit, NULL));
}

static int slow_supervisor(void) {
    return outcome(setpriority(PRIO_PROCESS, (id_t)supervisor, getpriority(PRIO_PROCESS, (id_t)supervisor)));
}

static int pin_supervisor(void) {
    cpu_set_t set;
    if (sched_getaffinity(supervisor, sizeof set, &set) < 0) {
        return errno;
    }
    return outcome(sched_setaffinity(supervisor, sizeof set, &set));
}

// A program that runs cannot be written even by root.
static int overwrite_supervisor(void) { return try_open(of_supervisor("exe"), O_WRONLY); }

static int overwrite_helper(void) { return try_open(getenv("HELPER") ? getenv("HELPER") : "", O_WRONLY); }

static int overwrite_itself(void) { return try_open("/proc/self/exe", O_WRONLY); }

static int raise_priority(void) { return outcome(setpriority(PRIO_PROCESS, 0, -20)); }

static int run_real_time(void) {
    struct sched_param parameters = {.sched_priority = 1};
    return outcome(sched_setscheduler(0, SCHED_FIFO, &parameters));
}

static int read_write_real_time(void) { return outcome(syscall(SYS_ioprio_set, 1, 0, 1 << 13)); }

const struct attack process_attacks[] = {
    {"signal-supervisor", signal_supervisor},
    {"signal-by-pidfd", signal_by_pidfd},
    {"signal-init", signal_init},
    {"trace-supervisor", trace_supervisor},
    {"read-memory", read_memory},
    {"write-memory", write_memory},
    {"open-memory", open_memory},
    {"read-environment", read_environment},
    {"reopen-descriptor", reopen_descriptor},
    {"take-descriptor", take_descriptor},
    {"compare-files", compare_files},
    {"limit-supervisor", limit_supervisor},
    {"slow-supervisor", slow_supervisor},
    {"pin-supervisor", pin_supervisor},
    {"overwrite-supervisor", overwrite_supervisor},
    {"overwrite-helper", overwrite_helper},
    {"overwrite-itself", overwrite_itself},
    {"raise-priority", raise_priority},
    {"run-real-time", run_real_time},
    {"read-write-real-time", read_write_real_time},
    {0},
};
