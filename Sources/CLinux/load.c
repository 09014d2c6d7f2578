#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/xattr.h>
#include <unistd.h>

static int result(long value) { return value < 0 ? -errno : (int)value; }

int cl_open_directory(const char *path) { return result(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)); }

int cl_open_directory_at(int directory, const char *name) {
    return result(openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

int cl_open_file_at(int directory, const char *name) {
    return result(openat(directory, name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC));
}

static int copy_status(int outcome, const struct stat *found, struct cl_status *status) {
    if (outcome < 0) {
        return -errno;
    }
    status->mode = found->st_mode;
    status->uid = found->st_uid;
    status->gid = found->st_gid;
    status->size = found->st_size;
    status->device = found->st_dev;
    status->inode = found->st_ino;
    status->links = found->st_nlink;
    status->changed = (int64_t)found->st_ctim.tv_sec * 1000000000 + found->st_ctim.tv_nsec;
    return 0;
}

int cl_status(int fd, struct cl_status *status) {
    struct stat found;
    return copy_status(fstat(fd, &found), &found, status);
}

int cl_status_at(int directory, const char *name, struct cl_status *status) {
    struct stat found;
    return copy_status(fstatat(directory, name, &found, AT_SYMLINK_NOFOLLOW), &found, status);
}

int cl_status_of_path(const char *path, struct cl_status *status) {
    struct stat found;
    return copy_status(stat(path, &found), &found, status);
}

long cl_get_attribute(int fd, const char *name, void *bytes, size_t size) {
    ssize_t length = fgetxattr(fd, name, bytes, size);
    return length < 0 ? -errno : length;
}

long cl_get_attribute_of_path(const char *path, const char *name, void *bytes, size_t size) {
    ssize_t length = lgetxattr(path, name, bytes, size);
    return length < 0 ? -errno : length;
}

long cl_read_link_at(int directory, const char *name, char *buffer, size_t size) {
    ssize_t length = readlinkat(directory, name, buffer, size);
    return length < 0 ? -errno : length;
}

long cl_read_entries(int directory, void *buffer, size_t size) {
    long length = syscall(SYS_getdents64, directory, buffer, size);
    return length < 0 ? -errno : length;
}

static void copy_text(char *to, const char *from, size_t size) {
    size_t length = strnlen(from, size - 1);
    memcpy(to, from, length);
    to[length] = 0;
}

int cl_host_names(char *node, char *release, char *machine, size_t size) {
    struct utsname names;
    if (uname(&names) < 0) {
        return -errno;
    }
    copy_text(node, names.nodename, size);
    copy_text(release, names.release, size);
    copy_text(machine, names.machine, size);
    return 0;
}

int cl_drop_groups(void) { return result(setgroups(0, NULL)); }

int cl_drop_group(uint32_t gid) { return result(setresgid(gid, gid, gid)); }

int cl_drop_user(uint32_t uid) { return result(setresuid(uid, uid, uid)); }

int cl_drop_capabilities(void) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {{0}};
    return result(syscall(SYS_capset, &header, none));
}

int cl_set_no_new_privileges(void) { return result(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)); }

int cl_set_not_dumpable(void) { return result(prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)); }

int cl_no_new_privileges(void) { return result(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0)); }

int cl_is_only(uint32_t uid, uint32_t gid) {
    uid_t user[3];
    gid_t group[3];
    if (getresuid(&user[0], &user[1], &user[2]) < 0 || getresgid(&group[0], &group[1], &group[2]) < 0) {
        return -errno;
    }
    for (int index = 0; index < 3; index++) {
        if (user[index] != uid || group[index] != gid) {
            return 0;
        }
    }
    return getgroups(0, NULL) == 0;
}

int cl_install_filter(const void *program, size_t count) {
    struct sock_fprog filter = {
        .len = (unsigned short)(count / sizeof(struct sock_filter)),
        .filter = (struct sock_filter *)program,
    };
    return result(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter));
}

int cl_filter_mode(void) { return result(prctl(PR_GET_SECCOMP, 0, 0, 0, 0)); }

int cl_yield(void) { return result(sched_yield()); }

int cl_own_limit(int kind, uint64_t *soft, uint64_t *hard) {
    struct rlimit limit;
    if (getrlimit(kind, &limit) < 0) {
        return -errno;
    }
    *soft = limit.rlim_cur;
    *hard = limit.rlim_max;
    return 0;
}
