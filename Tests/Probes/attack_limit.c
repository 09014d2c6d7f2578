// Taking more than one's share.
#include "attack.h"

#include <fcntl.h>
#include <mqueue.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { many = 200 };

static int fork_many(void) {
    pid_t children[many];
    int count = 0, failed = 0;
    while (count < many && failed == 0) {
        children[count] = fork();
        if (children[count] == 0) {
            pause();
            _exit(0);
        }
        failed = children[count] < 0 ? errno : 0;
        count += failed == 0;
    }
    for (int index = 0; index < count; index++) {
        kill(children[index], SIGKILL);
        waitpid(children[index], NULL, 0);
    }
    return failed;
}

static int open_many(void) {
    for (int index = 0; index < many; index++) {
        if (open("/dev/null", O_RDONLY | O_CLOEXEC) < 0) {
            return errno;
        }
    }
    return 0;
}

static int grow_memory(void) {
    void *memory = mmap(NULL, 1 << 29, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return memory == MAP_FAILED ? errno : 0;
}

static int write_large(void) {
    signal(SIGXFSZ, SIG_IGN);
    int fd = open("open/large", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    int failed = fd < 0 ? errno : outcome(pwrite(fd, "x", 1, 2 << 20));
    unlink("open/large");
    return failed;
}

static int lock_memory(void) {
    static char page[4096];
    return outcome(mlock(page, sizeof page));
}

static int queue_signals(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGRTMIN);
    sigprocmask(SIG_BLOCK, &set, NULL);
    for (int index = 0; index < 64; index++) {
        if (sigqueue(getpid(), SIGRTMIN, (union sigval){0}) < 0) {
            return errno;
        }
    }
    return 0;
}

static int queue_messages(void) {
    mqd_t queue = mq_open("/castellan-probe", O_RDWR | O_CREAT | O_CLOEXEC, 0600, NULL);
    int failed = queue < 0 ? errno : 0;
    mq_unlink("/castellan-probe");
    return failed;
}

// A second and a bit.
static int burn_time(void) {
    struct timespec used;
    do {
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    } while (used.tv_sec * 1000 + used.tv_nsec / 1000000 < 1300);
    return 0;
}

static int raise_limit(void) {
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_max += 1;
    return outcome(setrlimit(RLIMIT_NOFILE, &limit));
}

const struct attack limit_attacks[] = {
    {"fork-many", fork_many},
    {"open-many", open_many},
    {"grow-memory", grow_memory},
    {"write-large", write_large},
    {"lock-memory", lock_memory},
    {"queue-signals", queue_signals},
    {"queue-messages", queue_messages},
    {"burn-time", burn_time},
    {"raise-limit", raise_limit},
    {0},
};
