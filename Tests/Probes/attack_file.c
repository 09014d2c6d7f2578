// Files that are not the attacker's, in a working directory that is root's: `victim` (mode 0644) and `closed/inside`
// (below mode 0700) are root's, `foreign` (mode 0) is another user's, and everybody may write to `open`.
#include "attack.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/xattr.h>
#include <unistd.h>

static int read_passwords(void) { return try_open("/etc/shadow", O_RDONLY); }

static int enter_closed(void) { return try_open("closed/inside", O_RDONLY); }

static int override_mode(void) { return try_open("foreign", O_RDONLY); }

static int write_file(void) { return try_open("victim", O_WRONLY); }

static int truncate_file(void) { return outcome(truncate("victim", 7)); }

static int create_file(void) {
    int failed = try_open("made", O_WRONLY | O_CREAT | O_EXCL);
    unlink("made");
    return failed;
}

static int create_unnamed(void) { return try_open(".", O_WRONLY | O_TMPFILE); }

static int rename_file(void) { return rename("victim", "taken") < 0 ? errno : outcome(rename("taken", "victim")); }

static int link_file(void) { return link("victim", "linked") < 0 ? errno : outcome(unlink("linked")); }

static int remove_file(void) {
    if (unlink("victim") < 0) {
        return errno;
    }
    int fd = open("victim", O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    return outcome(write(fd, "victim\n", 7));
}

static int change_mode(void) { return outcome(chmod("victim", 0644)); }

static int change_times(void) { return outcome(utimensat(AT_FDCWD, "victim", NULL, 0)); }

static int change_owner(void) { return chown("victim", 1, 1) < 0 ? errno : outcome(chown("victim", 0, 0)); }

// Root's, for everybody to run.
static int make_setuid_program(void) {
    int fd = open("open/program", O_WRONLY | O_CREAT | O_CLOEXEC, 0755);
    int failed = fd < 0 || fchown(fd, 0, 0) < 0 || fchmod(fd, 04755) < 0 ? errno : 0;
    unlink("open/program");
    return failed;
}

static int make_capable_program(void) {
    struct vfs_cap_data capability = {
        .magic_etc = VFS_CAP_REVISION_2 | VFS_CAP_FLAGS_EFFECTIVE, .data = {{.permitted = 1 << CAP_NET_ADMIN}}};
    int fd = open("open/program", O_WRONLY | O_CREAT | O_CLOEXEC, 0755);
    int failed = fd < 0 || fsetxattr(fd, "security.capability", &capability, sizeof capability, 0) < 0 ? errno : 0;
    unlink("open/program");
    return failed;
}

static int set_trusted_attribute(void) {
    int failed = outcome(setxattr("victim", "trusted.castellan", "x", 1, 0));
    removexattr("victim", "trusted.castellan");
    return failed;
}

static int open_by_handle(void) {
    union {
        struct file_handle handle;
        char room[sizeof(struct file_handle) + MAX_HANDLE_SZ];
    } file = {.handle.handle_bytes = MAX_HANDLE_SZ};
    int mount_id;
    if (name_to_handle_at(AT_FDCWD, "closed", &file.handle, &mount_id, 0) < 0) {
        return errno;
    }
    int here = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return here < 0 ? errno : outcome(open_by_handle_at(here, &file.handle, O_RDONLY | O_CLOEXEC));
}

static int make_node(mode_t mode, dev_t device) {
    int failed = outcome(mknod("open/device", mode | 0600, device));
    unlink("open/device");
    return failed;
}

static int make_character_device(void) { return make_node(S_IFCHR, makedev(1, 3)); }

static int make_block_device(void) { return make_node(S_IFBLK, makedev(7, 0)); }

// The test says where these are.
static const char *told(const char *variable) {
    const char *value = getenv(variable);
    return value != NULL ? value : "/nowhere";
}

static int read_credential(void) { return try_open(told("CREDENTIAL"), O_RDONLY); }

// Moves this short-lived process.
static int enter_control_group(void) {
    char path[4096];
    snprintf(path, sizeof path, "%s/cgroup.procs", told("OTHER_GROUP"));
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    return fd < 0 ? errno : outcome(write(fd, "0", 1));
}

// What the supervisor answers to a command that changes nothing; its refusal is an EPERM.
static int command_supervisor(void) {
    static const char call[] = "{\"method\":\"io.castellan.Supervisor.ReloadDaemon\"}";
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path, told("CONTROL"), sizeof address.sun_path - 1);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        return errno;
    }
    char answer[65536];
    ssize_t length = write(fd, call, sizeof call) < 0 ? -1 : read(fd, answer, sizeof answer - 1);
    if (length < 0) {
        return errno;
    }
    answer[length] = '\0';
    return strstr(answer, "PermissionDenied") != NULL ? EPERM : strstr(answer, "error") != NULL ? EBADMSG : 0;
}

const struct attack file_attacks[] = {
    {"read-passwords", read_passwords},
    {"enter-closed", enter_closed},
    {"override-mode", override_mode},
    {"write-file", write_file},
    {"truncate-file", truncate_file},
    {"create-file", create_file},
    {"create-unnamed", create_unnamed},
    {"rename-file", rename_file},
    {"link-file", link_file},
    {"remove-file", remove_file},
    {"change-mode", change_mode},
    {"change-times", change_times},
    {"change-owner", change_owner},
    {"make-setuid-program", make_setuid_program},
    {"make-capable-program", make_capable_program},
    {"set-trusted-attribute", set_trusted_attribute},
    {"open-by-handle", open_by_handle},
    {"make-character-device", make_character_device},
    {"make-block-device", make_block_device},
    {"read-credential", read_credential},
    {"enter-control-group", enter_control_group},
    {"command-supervisor", command_supervisor},
    {0},
};
