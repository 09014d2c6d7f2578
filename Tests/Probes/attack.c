// Attempts that a confined service must fail at and an unconfined root process succeeds with, each undone or
// harmless where it does succeed. Each prints its name and "ok" or the error's name.
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/io_uring.h>
#include <linux/keyctl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// Each runs in a child of its own: one that succeeds must not help the next.
static int become_root(void) { return setresuid(0, 0, 0); }
static int become_root_group(void) { return setresgid(0, 0, 0); }
static int set_groups(void) { return setgroups(0, NULL); }
static int raise_ambient(void) { return prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_NET_BIND_SERVICE, 0, 0); }
static int raise_capabilities(void) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[2] = {{.effective = 1, .permitted = 1}, {0}};
    return (int)syscall(SYS_capset, &header, data);
}
static int new_user_namespace(void) { return unshare(CLONE_NEWUSER); }
static int new_mount_namespace(void) { return unshare(CLONE_NEWNS); }
static int clone3_bare(void) { return (int)syscall(SYS_clone3, NULL, 0); }
static int mount_tmpfs(void) { return mount("none", "/tmp", "no-such-filesystem", 0, NULL); }
static int change_root(void) { return chroot("/"); }
static int read_shadow(void) { return open("/etc/shadow", O_RDONLY); }
static int write_etc(void) { return open("/etc/passwd", O_WRONLY); }
static int make_device(void) { return mknod("/dev/shm/castellan-probe-null", S_IFCHR | 0666, 0x103); }
static int set_core_pattern(void) { return open("/proc/sys/kernel/core_pattern", O_WRONLY); }
static int signal_init(void) { return kill(1, 0); }
static int trace_parent(void) { return (int)ptrace(PTRACE_SEIZE, getppid(), NULL, NULL); }
static int raise_nice(void) { return setpriority(PRIO_PROCESS, 0, -20); }
static int real_time(void) {
    struct sched_param parameters = {.sched_priority = 1};
    return sched_setscheduler(0, SCHED_FIFO, &parameters);
}
static int raw_socket(void) { return socket(AF_INET, SOCK_RAW, 1); }
static int packet_socket(void) { return socket(AF_PACKET, SOCK_RAW, 0); }
static int netlink_socket(void) { return socket(AF_NETLINK, SOCK_RAW, 0); }
static int use_keyring(void) {
    return (int)syscall(SYS_add_key, "user", "castellan-probe", "x", 1, KEY_SPEC_PROCESS_KEYRING);
}
static int load_module(void) { return (int)syscall(SYS_init_module, NULL, 0, NULL); }
static int load_bpf(void) { return (int)syscall(SYS_bpf, -1, NULL, 0); }
static int open_perf(void) { return (int)syscall(SYS_perf_event_open, NULL, 0, -1, -1, 0); }
static int set_clock(void) { return (int)syscall(SYS_clock_settime, 0, NULL); }
static int reboot_nonsense(void) { return (int)syscall(SYS_reboot, 0, 0, 0, NULL); }
static int swap_on(void) { return (int)syscall(SYS_swapon, NULL, 0); }
static int set_personality(void) { return (int)syscall(SYS_personality, 0x0040000); }
static int io_uring(void) {
    struct io_uring_params parameters = {0};
    return (int)syscall(SYS_io_uring_setup, 1, &parameters);
}
static int user_fault(void) { return (int)syscall(SYS_userfaultfd, 0); }
static int open_by_handle(void) { return (int)syscall(SYS_open_by_handle_at, AT_FDCWD, NULL, 0); }
static int inject_terminal(void) { return ioctl(0, TIOCSTI, "x"); }
static int raise_open_files(void) {
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_max += 1;
    return setrlimit(RLIMIT_NOFILE, &limit);
}
static int make_directory(void) { return mkdirat(AT_FDCWD, "/dev/shm/castellan-probe-directory", 0700); }
static int fork_once(void) {
    pid_t pid = fork();
    if (pid == 0) {
        _exit(0);
    }
    return pid;
}

static const struct {
    const char *name;
    int (*attempt)(void);
} attempts[] = {
    {"setuid-root", become_root},
    {"setgid-root", become_root_group},
    {"setgroups", set_groups},
    {"ambient", raise_ambient},
    {"capset", raise_capabilities},
    {"user-namespace", new_user_namespace},
    {"mount-namespace", new_mount_namespace},
    {"clone3", clone3_bare},
    {"mount", mount_tmpfs},
    {"chroot", change_root},
    {"read-shadow", read_shadow},
    {"write-etc", write_etc},
    {"mknod", make_device},
    {"core-pattern", set_core_pattern},
    {"signal-init", signal_init},
    {"ptrace-parent", trace_parent},
    {"nice", raise_nice},
    {"real-time", real_time},
    {"raw-socket", raw_socket},
    {"packet-socket", packet_socket},
    {"netlink-socket", netlink_socket},
    {"add-key", use_keyring},
    {"init-module", load_module},
    {"bpf", load_bpf},
    {"perf-event", open_perf},
    {"clock-settime", set_clock},
    {"reboot", reboot_nonsense},
    {"swapon", swap_on},
    {"personality", set_personality},
    {"io-uring", io_uring},
    {"userfaultfd", user_fault},
    {"open-by-handle", open_by_handle},
    {"tiocsti", inject_terminal},
    {"raise-limit", raise_open_files},
    {"mkdir", make_directory},
    {"fork", fork_once},
};

static int attempt(const char *name, int (*action)(void)) {
    fflush(stdout);
    pid_t pid = fork();
    if (pid < 0) {
        printf("%s fork-failed %s\n", name, strerrorname_np(errno));
        return 0;
    }
    if (pid == 0) {
        _exit(action() < 0 ? errno : 0);
    }
    int status = 0;
    waitpid(pid, &status, 0);
    if (WIFSIGNALED(status)) {
        printf("%s SIG%s\n", name, sigabbrev_np(WTERMSIG(status)));
    } else {
        printf("%s %s\n", name, WEXITSTATUS(status) == 0 ? "ok" : strerrorname_np(WEXITSTATUS(status)));
    }
    unlink("/dev/shm/castellan-probe-null");
    rmdir("/dev/shm/castellan-probe-directory");
    return 0;
}

// Without names: all of them.
int probe_try(int count, char **arguments) {
    for (size_t index = 0; index < sizeof attempts / sizeof *attempts; index++) {
        int isWanted = count == 0;
        for (int argument = 0; argument < count; argument++) {
            isWanted |= strcmp(arguments[argument], attempts[index].name) == 0;
        }
        if (isWanted) {
            attempt(attempts[index].name, attempts[index].attempt);
        }
    }
    return 0;
}
