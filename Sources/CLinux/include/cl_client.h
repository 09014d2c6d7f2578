// What a client of the daemon needs: a connection, a terminal, local time.
#pragma once
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// A connected stream socket; reads and writes on it give up after `seconds`, 0 for never.
int cl_unix_connect(const char *path, size_t length, int seconds);
int cl_is_terminal(int fd);
// `strftime(3)` of a wall-clock second in local time; returns the length.
size_t cl_local_time(int64_t seconds, const char *format, char *buffer, size_t capacity);

#pragma clang assume_nonnull end
