// A spawn straight into a cgroup. The C library of the build host cannot do it: posix_spawn(3) learnt it later.
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

struct image {
    const char *path;
    char *const *argv;
    char *const *environment;
    int job;
    int failed;
};

// Runs in the parent's memory, on a stack of its own, while the parent waits for the exec.
__attribute__((noreturn)) static void become(void *argument) {
    struct image *image = argument;
    // A descriptor duplicated onto itself keeps its close-on-exec flag.
    int there = image->job == 3 ? fcntl(3, F_SETFD, 0) : dup2(image->job, 3);
    if (there >= 0) {
        execve(image->path, image->argv, image->environment);
    }
    image->failed = errno;
    _exit(127);
}

// clone3(2) whose child begins in `become`; the pid, or a negated errno. The parent's registers are the child's:
// what the child needs must be in those that the system call leaves alone.
static long clone_into(struct clone_args *arguments, struct image *image) {
#if defined(__x86_64__)
    long result;
    __asm__ volatile("syscall\n\t"
                     "test %%rax, %%rax\n\t"
                     "jnz 1f\n\t"
                     "xor %%ebp, %%ebp\n\t"
                     "mov %[image], %%rdi\n\t"
                     "call *%[entry]\n\t"
                     "ud2\n"
                     "1:"
                     : "=a"(result)
                     : "0"((long)SYS_clone3), "D"(arguments), "S"(sizeof *arguments), [image] "r"(image),
                       [entry] "r"(become)
                     : "rcx", "r11", "memory");
    return result;
#elif defined(__aarch64__)
    register long result __asm__("x0") = (long)arguments;
    register long size __asm__("x1") = sizeof *arguments;
    register long number __asm__("x8") = SYS_clone3;
    __asm__ volatile("svc #0\n\t"
                     "cbnz x0, 1f\n\t"
                     "mov x29, xzr\n\t"
                     "mov x0, %[image]\n\t"
                     "blr %[entry]\n\t"
                     "brk #0\n"
                     "1:"
                     : "+r"(result)
                     : "r"(size), "r"(number), [image] "r"(image), [entry] "r"(become)
                     : "memory", "x30");
    return result;
#else
    (void)arguments, (void)image;
    return -ENOSYS;
#endif
}

int cl_spawn_in_group(const char *path, char *const *argv, char *const *environment, int job, int group, int32_t *pid) {
    _Alignas(16) char stack[16384];
    struct image image = {.path = path, .argv = argv, .environment = environment, .job = job};
    struct clone_args arguments = {
        .flags = CLONE_VM | CLONE_VFORK | CLONE_INTO_CGROUP,
        .exit_signal = SIGCHLD,
        .stack = (uintptr_t)stack,
        .stack_size = sizeof stack,
        .cgroup = (uint64_t)group,
    };
    sigset_t all, before;
    sigfillset(&all);
    // No handler may run in the child while it is in our memory; the program starts with everything blocked.
    sigprocmask(SIG_SETMASK, &all, &before);
    long child = clone_into(&arguments, &image);
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (child < 0) {
        return (int)child;
    }
    *pid = (int32_t)child;
    return -image.failed;
}
