// How the helper that waits begins another: without the exec that a spawn costs.
#include "CLinux.h"

#include <errno.h>
#include <linux/sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

int cl_fork_sibling(int group) {
    // The kernel takes the exit signal of a sibling from the caller.
    struct clone_args arguments = {.flags = CLONE_PARENT | CLONE_INTO_CGROUP, .cgroup = (uint64_t)group};
    // clone3(2) only where it must be: filters of containers know clone(2) alone.
    long child = group < 0 ? syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0)
                           : syscall(SYS_clone3, &arguments, sizeof arguments);
    return child < 0 ? -errno : (int)child;
}
