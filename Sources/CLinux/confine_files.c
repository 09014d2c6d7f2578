#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/fs.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

static int result(long value) { return value < 0 ? -errno : (int)value; }

int cl_open_resolved(int directory, const char *path, uint64_t flags, uint32_t mode, uint64_t resolve) {
    struct open_how how = {.flags = flags | O_CLOEXEC, .mode = mode, .resolve = resolve};
    // openat2(2) is strict where open(2) ignores: O_PATH knows no O_NOCTTY.
    if ((flags & O_PATH) == 0) {
        how.flags |= O_NOCTTY;
    }
    return result(syscall(SYS_openat2, directory, path, &how, sizeof how));
}

// setfsuid(2) away from 0 also takes the file capabilities from the effective set, and gives them back. It cannot
// fail for a process with CAP_SETUID and says nothing when it does; asking for an impossible id reads the result.
static int become_for_files(uint32_t uid, uint32_t gid) {
    setfsgid(gid);
    setfsuid(uid);
    return (uint32_t)setfsgid((gid_t)-1) == gid && (uint32_t)setfsuid((uid_t)-1) == uid ? 0 : -EPERM;
}

struct visit {
    gid_t groups[NGROUPS_MAX];
    int count;
};

static int begin_visit(struct visit *own, uint32_t uid, uint32_t gid, const uint32_t *groups, size_t group_count) {
    own->count = getgroups(NGROUPS_MAX, own->groups);
    if (own->count < 0 || setgroups(group_count, groups) < 0) {
        return -errno;
    }
    return become_for_files(uid, gid);
}

static int end_visit(const struct visit *own) {
    int failed = become_for_files(geteuid(), getegid());
    return failed == 0 && own->count >= 0 && setgroups((size_t)own->count, own->groups) < 0 ? -errno : failed;
}

int cl_open_as(int directory, const char *path, uint64_t flags, uint32_t mode, uint64_t resolve, uint32_t uid,
               uint32_t gid, const uint32_t *groups, size_t group_count) {
    struct visit own;
    int fd = begin_visit(&own, uid, gid, groups, group_count);
    if (fd == 0) {
        fd = cl_open_resolved(directory, path, flags, mode, resolve);
    }
    int failed = end_visit(&own);
    if (failed < 0 && fd >= 0) {
        close(fd);
    }
    return failed < 0 ? failed : fd;
}

int cl_may_change_as(int directory, uint32_t uid, uint32_t gid, const uint32_t *groups, size_t group_count) {
    struct visit own;
    int answer = begin_visit(&own, uid, gid, groups, group_count);
    if (answer == 0) {
        // faccessat2(2), for which not every C library has a number.
        answer = result(syscall(439, directory, "", W_OK | X_OK, AT_EACCESS | AT_EMPTY_PATH));
    }
    int failed = end_visit(&own);
    return failed < 0 ? failed : answer;
}

int cl_change_mode_of(int fd, uint32_t mode) { return result(fchmod(fd, mode)); }

int cl_change_owner_of(int fd, uint32_t uid, uint32_t gid) { return result(fchown(fd, uid, gid)); }

int cl_change_owner_by_handle(int fd, uint32_t uid, uint32_t gid) {
    return result(fchownat(fd, "", uid, gid, AT_EMPTY_PATH));
}

int cl_make_directory_at(int directory, const char *name, uint32_t mode) {
    return result(mkdirat(directory, name, mode));
}

int cl_remove_file_at(int directory, const char *name) { return result(unlinkat(directory, name, 0)); }

int cl_remove_directory_at(int directory, const char *name) { return result(unlinkat(directory, name, AT_REMOVEDIR)); }

int cl_rename_at(int from, const char *name, int to, const char *other) {
    return result(renameat(from, name, to, other));
}

int cl_exchange_at(int directory, const char *name, const char *other) {
    // musl has no function for it.
    return result((int)syscall(SYS_renameat2, directory, name, directory, other, RENAME_EXCHANGE));
}

int cl_make_link_at(const char *target, int directory, const char *name) {
    return result(symlinkat(target, directory, name));
}

int cl_duplicate_above(int fd, int minimum) { return result(fcntl(fd, F_DUPFD_CLOEXEC, minimum)); }

int cl_duplicate_onto(int fd, int target) {
    // dup2(2) of a descriptor onto itself does nothing, and it would stay close-on-exec.
    return result(fd == target ? fcntl(fd, F_SETFD, 0) : dup2(fd, target));
}

int cl_make_blocking(int fd) {
    int flags = fcntl(fd, F_GETFL);
    return flags < 0 ? -errno : result(fcntl(fd, F_SETFL, flags & ~O_NONBLOCK));
}

int64_t cl_file_system_of(int fd) {
    struct statfs found;
    return fstatfs(fd, &found) < 0 ? -errno : (int64_t)found.f_type;
}

int cl_seals_of(int fd) { return result(fcntl(fd, F_GET_SEALS)); }
