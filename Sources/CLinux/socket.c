#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { MAXIMUM_DESCRIPTORS = 8 };

int cl_seqpacket_pair(int pair[2]) {
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0) {
        return -errno;
    }
    return fcntl(pair[0], F_SETFL, O_NONBLOCK) < 0 ? -errno : 0;
}

long cl_send_message(int fd, const void *bytes, size_t count, const int *descriptors, size_t descriptor_count) {
    union {
        char space[CMSG_SPACE(sizeof(int) * MAXIMUM_DESCRIPTORS)];
        struct cmsghdr alignment;
    } control;
    struct iovec part = {.iov_base = (void *)bytes, .iov_len = count};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (descriptor_count > MAXIMUM_DESCRIPTORS) {
        return -E2BIG;
    }
    if (descriptor_count > 0) {
        memset(&control, 0, sizeof control);
        message.msg_control = control.space;
        message.msg_controllen = CMSG_SPACE(sizeof(int) * descriptor_count);
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int) * descriptor_count);
        memcpy(CMSG_DATA(header), descriptors, sizeof(int) * descriptor_count);
    }
    ssize_t sent = sendmsg(fd, &message, MSG_NOSIGNAL);
    return sent < 0 ? -errno : sent;
}

int cl_wait_readable(int fd, int timeout_ms) {
    struct pollfd waiting = {.fd = fd, .events = POLLIN};
    int ready = poll(&waiting, 1, timeout_ms);
    return ready < 0 ? -errno : ready;
}

static void close_all(const int *descriptors, size_t count) {
    for (size_t index = 0; index < count; index++) {
        close(descriptors[index]);
    }
}

long cl_receive_message(int fd, void *bytes, size_t capacity, int *descriptors, size_t descriptor_capacity,
                        size_t *descriptor_count) {
    union {
        char space[CMSG_SPACE(sizeof(int) * MAXIMUM_DESCRIPTORS)];
        struct cmsghdr alignment;
    } control;
    struct iovec part = {.iov_base = bytes, .iov_len = capacity};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.space, .msg_controllen = sizeof control.space};
    if (descriptor_count != NULL) {
        *descriptor_count = 0;
    }
    ssize_t got = recvmsg(fd, &message, MSG_CMSG_CLOEXEC);
    if (got < 0) {
        return -errno;
    }
    int received[MAXIMUM_DESCRIPTORS];
    size_t count = 0;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header != NULL; header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) {
            continue;
        }
        size_t here = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        if (count + here > MAXIMUM_DESCRIPTORS) {
            here = MAXIMUM_DESCRIPTORS - count;
        }
        memcpy(received + count, CMSG_DATA(header), here * sizeof(int));
        count += here;
    }
    if ((message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0 || count > descriptor_capacity) {
        close_all(received, count);
        return -EMSGSIZE;
    }
    if (count > 0) {
        memcpy(descriptors, received, count * sizeof(int));
    }
    if (descriptor_count != NULL) {
        *descriptor_count = count;
    }
    return got;
}

// A stream socket for that address.
static int open_unix(const char *path, size_t length, int is_blocking, struct sockaddr_un *address) {
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    if (length >= sizeof address->sun_path) {
        return -ENAMETOOLONG;
    }
    memcpy(address->sun_path, path, length);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | (is_blocking ? 0 : SOCK_NONBLOCK), 0);
    return fd < 0 ? -errno : fd;
}

static int close_failed(int fd) {
    int failed = errno;
    close(fd);
    return -failed;
}

int cl_unix_connect(const char *path, size_t length, int is_blocking) {
    struct sockaddr_un address;
    int fd = open_unix(path, length, is_blocking, &address);
    if (fd < 0) {
        return fd;
    }
    return connect(fd, (struct sockaddr *)&address, sizeof address) < 0 ? close_failed(fd) : fd;
}

int cl_unix_listen(const char *path, size_t length, int backlog) {
    struct sockaddr_un address;
    int fd = open_unix(path, length, 0, &address);
    if (fd < 0) {
        return fd;
    }
    int is_ready = bind(fd, (struct sockaddr *)&address, sizeof address) == 0 && listen(fd, backlog) == 0;
    return is_ready ? fd : close_failed(fd);
}

int cl_accept(int fd) {
    int client = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    return client < 0 ? -errno : client;
}

int cl_peer_credentials(int fd, struct cl_peer *peer) {
    struct ucred credentials;
    socklen_t length = sizeof credentials;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &length) < 0) {
        return -errno;
    }
    peer->pid = credentials.pid;
    peer->uid = credentials.uid;
    peer->gid = credentials.gid;
    return 0;
}

long cl_peer_groups(int fd, uint32_t *groups, size_t capacity) {
    socklen_t length = (socklen_t)(capacity * sizeof *groups);
    if (getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups, &length) < 0) {
        return -errno;
    }
    return (long)(length / sizeof *groups);
}

int cl_memory_file(const char *name) {
    int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    return fd < 0 ? -errno : fd;
}

int cl_seal(int fd) {
    return fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) < 0 ? -errno : 0;
}

long cl_read_at(int fd, void *buffer, size_t count, int64_t offset) {
    ssize_t got = pread(fd, buffer, count, offset);
    return got < 0 ? -errno : got;
}

long cl_write_at(int fd, const void *buffer, size_t count, int64_t offset) {
    ssize_t put = pwrite(fd, buffer, count, offset);
    return put < 0 ? -errno : put;
}
