#include "CLinux.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
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

int cl_is_writable_now(int fd) {
    struct pollfd entry = {.fd = fd, .events = POLLOUT};
    int ready = poll(&entry, 1, 0);
    if (ready < 0) {
        return -errno;
    }
    return ready == 1 && (entry.revents & POLLOUT) != 0;
}
