// Becoming somebody else, or more.
#include "attack.h"
#include "probe.h"

#include <grp.h>
#include <linux/capability.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

// Root lets go first and comes back by its saved id.
static int become_root(void) {
    if (geteuid() == 0 && setresuid(65534, 65534, 0) < 0) {
        return errno;
    }
    return outcome(setresuid(0, 0, 0));
}

static int become_user(void) { return outcome(setresuid(1, 1, 1)); }

static int become_group(void) { return outcome(setresgid(1, 1, 1)); }

static int add_groups(void) {
    gid_t root = 0;
    return outcome(setgroups(1, &root));
}

struct capabilities {
    struct __user_cap_header_struct header;
    struct __user_cap_data_struct data[2];
};

static int own_capabilities(struct capabilities *own) {
    *own = (struct capabilities){.header = {.version = _LINUX_CAPABILITY_VERSION_3}};
    return outcome(syscall(SYS_capget, &own->header, own->data));
}

static int raise_capability(void) {
    struct capabilities own;
    int failed = own_capabilities(&own);
    if (failed != 0) {
        return failed;
    }
    own.data[0].permitted |= 1 << CAP_CHOWN;
    own.data[0].effective |= 1 << CAP_CHOWN;
    return outcome(syscall(SYS_capset, &own.header, own.data));
}

static int raise_ambient(void) {
    struct capabilities own;
    int failed = own_capabilities(&own);
    if (failed != 0) {
        return failed;
    }
    own.data[0].inheritable |= 1 << CAP_NET_BIND_SERVICE;
    if (syscall(SYS_capset, &own.header, own.data) < 0) {
        return errno;
    }
    return outcome(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_NET_BIND_SERVICE, 0, 0));
}

static int set_secure_bits(void) { return outcome(prctl(PR_SET_SECUREBITS, prctl(PR_GET_SECUREBITS, 0, 0, 0, 0))); }

// The program says by its exit status whether it has any capability.
static int gain_by(const char *program) {
    pid_t pid = fork();
    if (pid == 0) {
        execl(program, program, "is-privileged", (char *)NULL);
        _exit(errno);
    }
    int status = 0;
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : EPERM;
}

int probe_is_privileged(int count, char **arguments) {
    (void)count;
    (void)arguments;
    struct capabilities own;
    int failed = own_capabilities(&own);
    return failed != 0 ? failed : (own.data[0].effective | own.data[1].effective) != 0 ? 0 : EPERM;
}

// give-capability FILE: to whoever runs it.
int probe_give_capability(int count, char **arguments) {
    struct vfs_cap_data capability = {
        .magic_etc = VFS_CAP_REVISION_2 | VFS_CAP_FLAGS_EFFECTIVE, .data = {{.permitted = 1 << CAP_NET_ADMIN}}};
    if (count < 1 || setxattr(arguments[0], "security.capability", &capability, sizeof capability, 0) < 0) {
        perror("setxattr");
        return 71;
    }
    return 0;
}

static int run_setuid_program(void) { return gain_by("./setuid-program"); }

static int run_capable_program(void) { return gain_by("./capable-program"); }

const struct attack identity_attacks[] = {
    {"become-root", become_root},
    {"become-user", become_user},
    {"become-group", become_group},
    {"add-groups", add_groups},
    {"raise-capability", raise_capability},
    {"raise-ambient", raise_ambient},
    {"set-secure-bits", set_secure_bits},
    {"run-setuid-program", run_setuid_program},
    {"run-capable-program", run_capable_program},
    {0},
};
