#include "CLinux.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

int cl_wait_for(int fd, int output, int other, int timeout_ms) {
    struct pollfd wanted[] = {{.fd = fd, .events = output ? POLLOUT : POLLIN}, {.fd = other, .events = POLLIN}};
    if (poll(wanted, 2, timeout_ms) < 0) {
        return -errno;
    }
    return (wanted[0].revents ? 1 : 0) | (wanted[1].revents ? 2 : 0);
}

int cl_is_terminal(int fd) { return isatty(fd); }

int cl_window_columns(int fd) {
    struct winsize size = {0};
    return ioctl(fd, TIOCGWINSZ, &size) < 0 ? 0 : size.ws_col;
}

int cl_raw_terminal(int fd, struct cl_terminal *before) {
    struct termios now;
    _Static_assert(sizeof now <= sizeof *before, "cl_terminal holds a termios");
    if (tcgetattr(fd, &now) < 0) {
        return -errno;
    }
    memcpy(before, &now, sizeof now);
    now.c_iflag &= ~(tcflag_t)(ICRNL | IXON | BRKINT | INPCK | ISTRIP);
    now.c_lflag &= ~(tcflag_t)(ECHO | ICANON | IEXTEN | ISIG);
    now.c_cc[VMIN] = 1;
    now.c_cc[VTIME] = 0;
    return tcsetattr(fd, TCSADRAIN, &now) < 0 ? -errno : 0;
}

int cl_restore_terminal(int fd, const struct cl_terminal *before) {
    struct termios saved;
    memcpy(&saved, before, sizeof saved);
    return tcsetattr(fd, TCSADRAIN, &saved) < 0 ? -errno : 0;
}

int cl_unblock_signals(void) {
    sigset_t none;
    sigemptyset(&none);
    return sigprocmask(SIG_SETMASK, &none, NULL) < 0 ? -errno : 0;
}

int cl_run_program(const char *path, char *const *argv) {
    extern char **environ;
    posix_spawnattr_t attributes;
    int failed = posix_spawnattr_init(&attributes);
    if (failed) {
        return -failed;
    }
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    pid_t pid = 0;
    failed = posix_spawn(&pid, path, NULL, &attributes, argv, environ);
    posix_spawnattr_destroy(&attributes);
    if (failed) {
        return -failed;
    }
    int status = 0;
    while (waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR) {
            return -errno;
        }
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int cl_local_calendar(int64_t seconds, struct cl_calendar *calendar) {
    time_t moment = seconds;
    struct tm local;
    if (localtime_r(&moment, &local) == NULL) {
        return -EOVERFLOW;
    }
    *calendar = (struct cl_calendar){local.tm_year + 1900, local.tm_mon + 1, local.tm_mday,
                                     local.tm_hour,        local.tm_min,     local.tm_sec};
    return 0;
}

int64_t cl_seconds_of_calendar(const struct cl_calendar *calendar) {
    struct tm local = {.tm_year = calendar->year - 1900,
                       .tm_mon = calendar->month - 1,
                       .tm_mday = calendar->day,
                       .tm_hour = calendar->hour,
                       .tm_min = calendar->minute,
                       .tm_sec = calendar->second,
                       .tm_isdst = -1};
    return mktime(&local);
}

size_t cl_local_time(int64_t seconds, const char *format, char *buffer, size_t capacity) {
    time_t time = (time_t)seconds;
    struct tm fields;
    if (localtime_r(&time, &fields) == NULL) {
        return 0;
    }
    return strftime(buffer, capacity, format, &fields);
}
