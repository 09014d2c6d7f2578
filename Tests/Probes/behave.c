// What services do to their supervisors.
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

static int number(int count, char **arguments, int index, int otherwise) {
    return index < count ? atoi(arguments[index]) : otherwise;
}

static void sleep_for_ever(void) {
    fflush(stdout);
    for (;;) {
        pause();
    }
}

int probe_sleep(int count, char **arguments) {
    fflush(stdout);
    if (count == 0) {
        sleep_for_ever();
    }
    usleep((useconds_t)(strtod(arguments[0], NULL) * 1000000));
    return 0;
}

int probe_exit(int count, char **arguments) {
    fflush(stdout);
    exit(number(count, arguments, 0, 0));
}

int probe_signal(int count, char **arguments) {
    fflush(stdout);
    kill(getpid(), number(count, arguments, 0, SIGTERM));
    return 0;
}

int probe_crash(int count, char **arguments) {
    (void)count;
    (void)arguments;
    fflush(stdout);
    *(volatile int *)8 = 0;
    return 0;
}

int probe_ignore_term(int count, char **arguments) {
    (void)count;
    (void)arguments;
    signal(SIGTERM, SIG_IGN);
    printf("ignoring\n");
    sleep_for_ever();
    return 0;
}

static void grow_tree(int depth, int width) {
    for (int child = 0; depth > 0 && child < width; child++) {
        pid_t pid = fork();
        if (pid == 0) {
            grow_tree(depth - 1, width);
            sleep_for_ever();
        }
        if (pid > 0) {
            printf("child %d\n", pid);
        }
    }
}

int probe_fork_tree(int count, char **arguments) {
    setvbuf(stdout, NULL, _IOLBF, 0);
    grow_tree(number(count, arguments, 0, 2), number(count, arguments, 1, 2));
    sleep_for_ever();
    return 0;
}

int probe_daemonize(int count, char **arguments) {
    (void)count;
    (void)arguments;
    fflush(stdout);
    int report[2];
    if (pipe(report) < 0) {
        return 71;
    }
    if (fork() == 0) {
        setsid();
        pid_t pid = fork();
        if (pid == 0) {
            for (int fd = 0; fd < 64; fd++) {
                close(fd);
            }
            for (;;) {
                pause();
            }
        }
        _exit(write(report[1], &pid, sizeof pid) == sizeof pid ? 0 : 1);
    }
    pid_t pid = 0;
    if (read(report[0], &pid, sizeof pid) != sizeof pid) {
        return 71;
    }
    close(report[0]);
    close(report[1]);
    printf("daemon %d\n", pid);
    return 0;
}

int probe_fork_bomb(int count, char **arguments) {
    int limit = number(count, arguments, 0, 1000);
    int made = 0;
    int failed = 0;
    fflush(stdout);
    while (made < limit) {
        pid_t pid = fork();
        if (pid == 0) {
            for (;;) {
                pause();
            }
        }
        if (pid < 0) {
            failed = errno;
            break;
        }
        made++;
    }
    printf("forked %d %s\n", made, failed != 0 ? strerrorname_np(failed) : "ok");
    return 0;
}

int probe_flood(int count, char **arguments) {
    char line[81];
    memset(line, 'x', 80);
    line[80] = '\n';
    for (long left = number(count, arguments, 0, 1 << 20); left > 0; left -= 81) {
        if (write(1, line, left < 81 ? (size_t)left : 81) < 0) {
            return 74;
        }
    }
    return 0;
}

int probe_grow(int count, char **arguments) {
    int failed = 0;
    int grown = 0;
    for (int left = number(count, arguments, 0, 64); left > 0; left--, grown++) {
        void *memory = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED) {
            failed = errno;
            break;
        }
        memset(memory, 1, 1 << 20);
    }
    printf("grown %d %s\n", grown, failed != 0 ? strerrorname_np(failed) : "ok");
    return 0;
}

int probe_fork_storm(int count, char **arguments) {
    (void)count;
    (void)arguments;
    fflush(stdout);
    signal(SIGTERM, SIG_IGN);
    for (;;) {
        if (fork() < 0) {
            usleep(100);
        }
    }
    return 0;
}

int probe_without_call(int count, char **arguments) {
    struct sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)number(count, arguments, 0, -1), 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog filter = {sizeof program / sizeof *program, program};
    if (count < 2 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0) {
        return 64;
    }
    execv(arguments[1], arguments + 1);
    return 127;
}

int probe_call32(int count, char **arguments) {
    // Where 32 bits reach: what socketcall(2) makes a socket from.
    int *low = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
    if (count < 2 || low == MAP_FAILED) {
        return 64;
    }
    low[0] = AF_UNIX;
    low[1] = SOCK_STREAM;
    int result;
    __asm__ volatile("int $0x80"
                     : "=a"(result)
                     : "a"(atoi(arguments[0])), "b"((unsigned)strtoul(arguments[1], NULL, 0)), "c"(low), "d"(1), "S"(0),
                       "D"(0)
                     : "r8", "r9", "r10", "r11", "memory");
    printf("%s %s %s\n", arguments[0], arguments[1], result < 0 ? strerrorname_np(-result) : "ok");
    return 0;
}
