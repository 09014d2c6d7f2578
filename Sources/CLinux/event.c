#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

int cl_epoll_create(void) {
    int fd = epoll_create1(EPOLL_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

static int control(int epoll, int operation, int fd, uint32_t events, uint64_t token) {
    struct epoll_event event = {.events = events, .data.u64 = token};
    return epoll_ctl(epoll, operation, fd, &event) < 0 ? -errno : 0;
}

int cl_epoll_add(int epoll, int fd, uint32_t events, uint64_t token) {
    return control(epoll, EPOLL_CTL_ADD, fd, events, token);
}

int cl_epoll_modify(int epoll, int fd, uint32_t events, uint64_t token) {
    return control(epoll, EPOLL_CTL_MOD, fd, events, token);
}

int cl_epoll_remove(int epoll, int fd) { return control(epoll, EPOLL_CTL_DEL, fd, 0, 0); }

int cl_epoll_wait(int epoll, struct cl_event *events, int capacity, int timeout_ms) {
    struct epoll_event raw[64];
    if (capacity > 64) {
        capacity = 64;
    }
    int count = epoll_wait(epoll, raw, capacity, timeout_ms);
    if (count < 0) {
        return -errno;
    }
    for (int index = 0; index < count; index++) {
        events[index].events = raw[index].events;
        events[index].token = raw[index].data.u64;
    }
    return count;
}

int cl_signalfd(uint64_t mask) {
    sigset_t set;
    sigemptyset(&set);
    for (int signal = 1; signal <= 64; signal++) {
        if (mask & (1ULL << (signal - 1))) {
            sigaddset(&set, signal);
        }
    }
    if (sigprocmask(SIG_BLOCK, &set, NULL) < 0) {
        return -errno;
    }
    int fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    return fd < 0 ? -errno : fd;
}

int cl_ignore_signal(int number) {
    struct sigaction action = {.sa_handler = SIG_IGN};
    return sigaction(number, &action, NULL) < 0 ? -errno : 0;
}

int cl_block_all_signals(void) {
    sigset_t set;
    sigfillset(&set);
    return sigprocmask(SIG_SETMASK, &set, NULL) < 0 ? -errno : 0;
}

int cl_signalfd_next(int fd, int *signal, int *sender) {
    struct signalfd_siginfo info;
    ssize_t got = read(fd, &info, sizeof info);
    if (got < 0) {
        return -errno;
    }
    *signal = (int)info.ssi_signo;
    *sender = (int)info.ssi_pid;
    return 0;
}

int cl_timerfd_create(void) {
    int fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    return fd < 0 ? -errno : fd;
}

int cl_timerfd_arm(int fd, uint64_t microseconds) {
    struct itimerspec when = {
        .it_value = {.tv_sec = (time_t)(microseconds / 1000000), .tv_nsec = (long)(microseconds % 1000000) * 1000},
    };
    return timerfd_settime(fd, TFD_TIMER_ABSTIME, &when, NULL) < 0 ? -errno : 0;
}

static uint64_t now(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_nsec / 1000;
}

uint64_t cl_monotonic_now(void) { return now(CLOCK_MONOTONIC); }

uint64_t cl_wall_now(void) { return now(CLOCK_REALTIME); }

int cl_inotify_create(void) {
    int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    return fd < 0 ? -errno : fd;
}

int cl_inotify_watch_modify(int fd, const char *path) {
    int watch = inotify_add_watch(fd, path, IN_MODIFY);
    return watch < 0 ? -errno : watch;
}

int cl_inotify_unwatch(int fd, int watch) { return inotify_rm_watch(fd, watch) < 0 ? -errno : 0; }

long cl_inotify_read(int fd, int *watches, size_t capacity) {
    char buffer[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
    ssize_t got = read(fd, buffer, sizeof buffer);
    if (got < 0) {
        return -errno;
    }
    size_t count = 0;
    for (ssize_t offset = 0; offset < got && count < capacity;) {
        const struct inotify_event *event = (const struct inotify_event *)(buffer + offset);
        watches[count++] = event->wd;
        offset += (ssize_t)sizeof *event + event->len;
    }
    return (long)count;
}

int cl_open_unshared(int fd) {
    struct stat status;
    if (fstat(fd, &status) != 0) {
        return -errno;
    }
    int own = -1;
    if (S_ISFIFO(status.st_mode) || S_ISCHR(status.st_mode)) {
        char path[32];
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        own = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    }
    // The numbers below 3 are for the standard streams, should they not be open yet.
    int copy = fcntl(own < 0 ? fd : own, F_DUPFD_CLOEXEC, 3);
    int failure = errno;
    if (own >= 0) {
        close(own);
    }
    return copy < 0 ? -failure : copy;
}

int cl_narrow_output(int fd) {
    struct stat status;
    int flags = fcntl(fd, F_GETFL);
    if (flags < 0 || fstat(fd, &status) != 0) {
        return -errno;
    }
    int is_file = S_ISREG(status.st_mode);
    if (!is_file && (!S_ISCHR(status.st_mode) || (flags & O_ACCMODE) == O_WRONLY)) {
        return 0;
    }
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int own = open(path, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC | (is_file ? O_APPEND : 0));
    if (own < 0) {
        int failure = errno;
        if (is_file && (flags & O_ACCMODE) == O_WRONLY && fcntl(fd, F_SETFL, flags | O_APPEND) == 0) {
            return 0;
        }
        return is_file || isatty(fd) ? -failure : 0;
    }
    int done = fcntl(own, F_SETFL, is_file ? O_APPEND : 0) == 0 && dup2(own, fd) >= 0;
    int failure = errno;
    close(own);
    return done ? 0 : -failure;
}

long cl_write_now(int fd, const void *data, size_t length) {
    struct iovec part = {.iov_base = (void *)(uintptr_t)data, .iov_len = length};
    // RWF_NOWAIT of <linux/fs.h>, at the file's own position. Not every C library has the function.
    ssize_t count = syscall(SYS_pwritev2, fd, &part, 1L, -1L, -1L, 0x8);
    if (count >= 0) {
        return count;
    }
    int failure = errno;
    struct stat status;
    if ((failure != EAGAIN && failure != EOPNOTSUPP && failure != ENOSYS) || fstat(fd, &status) != 0) {
        return -failure;
    }
    if (S_ISREG(status.st_mode)) {
        return cl_write(fd, data, length);
    }
    if (failure == EAGAIN) {
        return -failure;
    }
    if (S_ISSOCK(status.st_mode)) {
        count = send(fd, data, length, MSG_DONTWAIT | MSG_NOSIGNAL);
        return count < 0 ? -errno : count;
    }
    struct pollfd entry = {.fd = fd, .events = POLLOUT};
    if (poll(&entry, 1, 0) != 1 || (entry.revents & POLLOUT) == 0) {
        return -EAGAIN;
    }
    return cl_write(fd, data, length);
}

void cl_pause(int milliseconds) { poll(NULL, 0, milliseconds); }
