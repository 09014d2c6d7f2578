// Files and directories, always by descriptor.
#pragma once
#include <stddef.h>

#pragma clang assume_nonnull begin

int cl_close(int fd);
long cl_read(int fd, void *buffer, size_t count);
long cl_write(int fd, const void *buffer, size_t count);

#pragma clang assume_nonnull end
