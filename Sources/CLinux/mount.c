// The mounts of a process of its own, with the calls that take descriptors.
#include "cl_confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

// The same on all architectures, and newer than some headers.
enum {
    call_open_tree = 428,
    call_move_mount = 429,
    call_fsopen = 430,
    call_fsconfig = 431,
    call_fsmount = 432,
    call_mount_setattr = 442,
};

static int result(long value) { return value < 0 ? -errno : (int)value; }

static int set(int tree, const char *path, unsigned flags, uint64_t attributes, uint64_t propagation) {
    struct mount_attr change = {.attr_set = attributes, .propagation = propagation};
    return result(syscall(call_mount_setattr, tree, path, flags, &change, sizeof change));
}

int cl_leave_mounts(void) {
    int left = result(unshare(CLONE_NEWNS));
    return left < 0 ? left : cl_propagate_mounts(1 << 19);
}

int cl_propagate_mounts(uint64_t way) { return set(AT_FDCWD, "/", AT_RECURSIVE, 0, way); }

int cl_leave_host_names(void) { return result(unshare(CLONE_NEWUTS)); }

static int clone_tree(int place, const char *path, unsigned flags) {
    return result(syscall(call_open_tree, place, path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | flags));
}

int cl_clone_tree(int place, bool is_recursive) {
    return clone_tree(place, "", AT_EMPTY_PATH | (is_recursive ? AT_RECURSIVE : 0));
}

int cl_restrict_tree(int tree, uint64_t attributes) {
    return set(tree, "", AT_EMPTY_PATH | AT_RECURSIVE, attributes, 0);
}

int cl_restrict_root(uint64_t attributes) { return set(AT_FDCWD, "/", AT_RECURSIVE, attributes, 0); }

int cl_move_tree(int tree, int place) {
    return result(syscall(call_move_mount, tree, "", place, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH));
}

int cl_open_file_system(const char *kind) { return result(syscall(call_fsopen, kind, FSOPEN_CLOEXEC)); }

int cl_set_file_system(int context, const char *key, const char *value) {
    return result(syscall(call_fsconfig, context, FSCONFIG_SET_STRING, key, value, 0));
}

int cl_make_file_system(int context) {
    int made = result(syscall(call_fsconfig, context, FSCONFIG_CMD_CREATE, NULL, NULL, 0));
    return made < 0 ? made : result(syscall(call_fsmount, context, FSMOUNT_CLOEXEC, 0));
}

int cl_make_device_at(int directory, const char *name, uint32_t major, uint32_t minor) {
    mode_t mask = umask(0);
    int made = result(mknodat(directory, name, S_IFCHR | 0666, makedev(major, minor)));
    umask(mask);
    return made;
}

// Until Linux 6.15 only what stands in a namespace can be copied: it is put on top of everything for a moment, where
// nobody else looks.
static int clone_file(int tree, const char *name) {
    int made = clone_tree(tree, name, 0);
    if (made != -EINVAL) {
        return made;
    }
    int top = result(open("/", O_PATH | O_CLOEXEC));
    if (top < 0) {
        return top;
    }
    int moved = cl_move_tree(tree, top);
    close(top);
    if (moved < 0) {
        return moved;
    }
    made = clone_tree(tree, name, 0);
    int entered = result(fchdir(tree));
    int left = entered < 0 ? entered : result(umount2(".", MNT_DETACH));
    int back = result(chdir("/"));
    if (made >= 0 && (left < 0 || back < 0)) {
        close(made);
        return left < 0 ? left : back;
    }
    return made;
}

int cl_empty_file(int tree) {
    int made = result(mknodat(tree, "file", S_IFREG, 0));
    return made < 0 ? made : clone_file(tree, "file");
}

int cl_reopen(int fd, uint64_t attributes) {
    int flags = fcntl(fd, F_GETFL);
    struct stat status;
    if (flags < 0 || (flags & (O_ACCMODE | O_PATH)) != O_RDONLY || fstat(fd, &status) < 0 ||
        (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode))) {
        return 0;
    }
    int tree = cl_clone_tree(fd, false);
    if (tree < 0) {
        // What stands in no tree of mounts, such as a file in memory, is nobody else's.
        return tree == -EINVAL ? 0 : tree;
    }
    int opened = cl_restrict_tree(tree, attributes);
    if (opened >= 0) {
        char path[32];
        snprintf(path, sizeof path, "/proc/self/fd/%d", tree);
        opened = result(open(path, O_RDONLY | O_CLOEXEC | (flags & O_NONBLOCK)));
    }
    close(tree);
    if (opened < 0) {
        return opened;
    }
    int replaced = result(dup3(opened, fd, fcntl(fd, F_GETFD) & FD_CLOEXEC ? O_CLOEXEC : 0));
    close(opened);
    return replaced < 0 ? replaced : 0;
}
