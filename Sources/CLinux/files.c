#include "CLinux.h"

#include <errno.h>
#include <unistd.h>

// close(2) is never retried: on Linux the descriptor is gone even after EINTR.
int cl_close(int fd) { return close(fd) < 0 ? -errno : 0; }

long cl_read(int fd, void *buffer, size_t count) {
    ssize_t got = read(fd, buffer, count);
    return got < 0 ? -errno : got;
}

long cl_write(int fd, const void *buffer, size_t count) {
    ssize_t put = write(fd, buffer, count);
    return put < 0 ? -errno : put;
}
