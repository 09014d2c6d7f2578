// What a program at a terminal needs: its socket, its window, its keys, another program, the local time.
#pragma once
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// poll(2) of one descriptor, for output when `output` is not 0, and of a second one for input; -1 stands for no
// descriptor. Bit 0: the first is ready or broken, bit 1: the second. 0 when the time ran out; a negative time is endless.
int cl_wait_for(int fd, int output, int other, int timeout_ms);

int cl_is_terminal(int fd);
// Columns of the terminal's window; 0 when it does not say.
int cl_window_columns(int fd);
// What cl_raw_terminal changed, as opaque bytes.
struct cl_terminal {
    uint64_t words[16];
};
// Keys arrive one by one, unechoed, control keys as bytes.
int cl_raw_terminal(int fd, struct cl_terminal *before);
int cl_restore_terminal(int fd, const struct cl_terminal *before);

// Signals arrive as usual again, pending ones at once.
int cl_unblock_signals(void);
// posix_spawn(3) with the caller's descriptors 0, 1, 2 and environment, default signals, and waitpid(2). The exit status,
// 128 and the signal's number, or a negated errno.
int cl_run_program(const char *path, char *_Nullable const *_Nonnull argv);

struct cl_calendar {
    int32_t year;
    int32_t month;  // 1 to 12
    int32_t day;
    int32_t hour;
    int32_t minute;
    int32_t second;
};
// localtime_r(3) and mktime(3): seconds since 1970 to and from the local calendar.
int cl_local_calendar(int64_t seconds, struct cl_calendar *calendar);
int64_t cl_seconds_of_calendar(const struct cl_calendar *calendar);
// `strftime(3)` of a wall-clock second in local time; returns the length.
size_t cl_local_time(int64_t seconds, const char *format, char *buffer, size_t capacity);

#pragma clang assume_nonnull end
