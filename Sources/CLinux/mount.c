// The mounts of a process of its own, with the calls that take descriptors.
#include "cl_confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <sched.h>
#include <sys/stat.h>
#include <sys/syscall.h>
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
    const uint64_t slave = 1 << 19;
    int left = result(unshare(CLONE_NEWNS));
    return left < 0 ? left : set(AT_FDCWD, "/", AT_RECURSIVE, 0, slave);
}

int cl_leave_host_names(void) { return result(unshare(CLONE_NEWUTS)); }

int cl_clone_tree(int place) {
    return result(syscall(call_open_tree, place, "", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH | AT_RECURSIVE));
}

int cl_restrict_tree(int tree, uint64_t attributes) {
    return set(tree, "", AT_EMPTY_PATH | AT_RECURSIVE, attributes, 0);
}

int cl_restrict_root(uint64_t attributes) { return set(AT_FDCWD, "/", AT_RECURSIVE, attributes, 0); }

int cl_move_tree(int tree, int place) {
    return result(syscall(call_move_mount, tree, "", place, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH));
}

int cl_empty_tree(const char *mode) {
    int context = result(syscall(call_fsopen, "tmpfs", FSOPEN_CLOEXEC));
    if (context < 0) {
        return context;
    }
    int tree = result(syscall(call_fsconfig, context, FSCONFIG_SET_STRING, "mode", mode, 0));
    if (tree >= 0) {
        // The directory, and one file in it.
        tree = result(syscall(call_fsconfig, context, FSCONFIG_SET_STRING, "nr_inodes", "2", 0));
    }
    if (tree >= 0) {
        tree = result(syscall(call_fsconfig, context, FSCONFIG_CMD_CREATE, NULL, NULL, 0));
    }
    if (tree >= 0) {
        tree = result(syscall(call_fsmount, context, FSMOUNT_CLOEXEC, 0));
    }
    close(context);
    return tree;
}

int cl_empty_file(void) {
    int tree = cl_empty_tree("0");
    if (tree < 0) {
        return tree;
    }
    int made = result(mknodat(tree, "file", S_IFREG, 0));
    if (made >= 0) {
        made = result(syscall(call_open_tree, tree, "file", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC));
    }
    close(tree);
    return made;
}
