#include "CLinux.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

int cl_unix_connect(const char *path, size_t length, int seconds) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (length >= sizeof address.sun_path) {
        return -ENAMETOOLONG;
    }
    memcpy(address.sun_path, path, length);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        return -errno;
    }
    struct timeval limit = {.tv_sec = seconds};
    if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) < 0 ||
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit) < 0 ||
        connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        int failed = errno;
        close(fd);
        return -failed;
    }
    return fd;
}

int cl_is_terminal(int fd) { return isatty(fd); }

size_t cl_local_time(int64_t seconds, const char *format, char *buffer, size_t capacity) {
    time_t time = (time_t)seconds;
    struct tm fields;
    if (localtime_r(&time, &fields) == NULL) {
        return 0;
    }
    return strftime(buffer, capacity, format, &fields);
}
