// The tree of files, and the way out of a part of it. What succeeds happens in a namespace of the attempt's own, on
// the empty folder `mount`.
#include "attack.h"

#include <fcntl.h>
#include <linux/mount.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// <sys/mount.h> and <linux/mount.h> of Debian 12 exclude each other.
int mount(const char *, const char *, const char *, unsigned long, const void *);
int umount2(const char *, int);

enum { recursive_private = 0x4000 | 0x40000 };

// Without a namespace of its own an attempt goes on: it is expected to fail, and would hit the empty folder only.
static int mount_here(void) {
    if (unshare(CLONE_NEWNS) == 0) {
        mount("none", "/", NULL, recursive_private, NULL);
    }
    return outcome(mount("none", "mount", "tmpfs", 0, NULL));
}

static int mount_files(void) {
    int failed = mount_here();
    if (failed == 0) {
        umount2("mount", 2);
    }
    return failed;
}

static int unmount_files(void) {
    mount_here();
    return outcome(umount2("mount", 2));
}

static int change_mount(void) {
    mount_here();
    struct mount_attr attributes = {.attr_set = MOUNT_ATTR_NOEXEC};
    int failed = outcome(syscall(SYS_mount_setattr, AT_FDCWD, "mount", 0, &attributes, sizeof attributes));
    umount2("mount", 2);
    return failed;
}

static int move_root(void) {
    mount_here();
    mkdir("mount/old", 0700);
    int failed = outcome(syscall(SYS_pivot_root, "mount", "mount/old"));
    umount2("mount", 2);
    return failed;
}

static int copy_tree(void) { return outcome(syscall(SYS_open_tree, AT_FDCWD, ".", OPEN_TREE_CLONE | O_CLOEXEC)); }

static int open_filesystem(void) { return outcome(syscall(SYS_fsopen, "tmpfs", FSOPEN_CLOEXEC)); }

static int attach_filesystem(void) {
    unshare(CLONE_NEWNS);
    long context = syscall(SYS_fsopen, "tmpfs", FSOPEN_CLOEXEC);
    syscall(SYS_fsconfig, context, FSCONFIG_CMD_CREATE, NULL, NULL, 0);
    long made = syscall(SYS_fsmount, context, FSMOUNT_CLOEXEC, 0);
    return made < 0 ? errno : outcome(syscall(SYS_move_mount, made, "", AT_FDCWD, "mount", MOVE_MOUNT_F_EMPTY_PATH));
}

static int change_root(void) { return outcome(chroot(".")); }

// A folder that stays open outside of the new root leads past the old one.
static int escape_root(void) {
    int outside = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (outside < 0 || chroot("mount") < 0 || fchdir(outside) < 0) {
        return errno;
    }
    for (int level = 0; level < 64; level++) {
        if (chdir("..") < 0) {
            return errno;
        }
    }
    if (chroot(".") < 0) {
        return errno;
    }
    return try_open("/etc/passwd", O_RDONLY);
}

const struct attack mount_attacks[] = {
    {"mount-files", mount_files},
    {"unmount-files", unmount_files},
    {"change-mount", change_mount},
    {"move-root", move_root},
    {"copy-tree", copy_tree},
    {"open-filesystem", open_filesystem},
    {"attach-filesystem", attach_filesystem},
    {"change-root", change_root},
    {"escape-root", escape_root},
    {0},
};
