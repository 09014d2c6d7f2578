#include "attack.h"
#include "probe.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

pid_t supervisor;

int try_open(const char *path, int flags) {
    int fd = open(path, flags | O_CLOEXEC);
    if (fd < 0) {
        return errno;
    }
    close(fd);
    return 0;
}

// No attacks, but what every service may do: filters and limits are tried on them.
static int make_directory(void) {
    int result = outcome(mkdirat(AT_FDCWD, "/dev/shm/castellan-probe-directory", 0700));
    rmdir("/dev/shm/castellan-probe-directory");
    return result;
}

static int fork_once(void) {
    pid_t pid = fork();
    if (pid == 0) {
        _exit(0);
    }
    return outcome(pid);
}

static const struct attack harmless[] = {{"mkdir", make_directory}, {"fork", fork_once}, {0}};

static const struct attack *const attacks[] = {
    identity_attacks, process_attacks, kernel_attacks, mount_attacks, file_attacks, limit_attacks,
    use_attacks, NULL,
};

// The C library's fork is a clone, and a filter may have taken that away.
static pid_t fork_by_its_own_call(void) {
#ifdef SYS_fork
    return (pid_t)syscall(SYS_fork);
#else
    return fork();
#endif
}

static void run(const struct attack *attack) {
    fflush(stdout);
    pid_t pid = fork_by_its_own_call();
    if (pid < 0) {
        printf("%s fork-failed %s\n", attack->name, strerrorname_np(errno));
        return;
    }
    if (pid == 0) {
        _exit(attack->attempt());
    }
    int status = 0;
    waitpid(pid, &status, 0);
    if (WIFSIGNALED(status)) {
        printf("%s SIG%s\n", attack->name, sigabbrev_np(WTERMSIG(status)));
    } else {
        printf("%s %s\n", attack->name, WEXITSTATUS(status) == 0 ? "ok" : strerrorname_np(WEXITSTATUS(status)));
    }
}

static void run_wanted(const struct attack *attack, int count, char **names) {
    for (; attack->name != NULL; attack++) {
        for (int index = 0; index < count; index++) {
            if (strcmp(names[index], attack->name) == 0) {
                run(attack);
            }
        }
    }
}

int probe_try(int count, char **arguments) {
    supervisor = getppid();
    run_wanted(harmless, count, arguments);
    for (const struct attack *const *list = attacks; *list != NULL; list++) {
        run_wanted(*list, count, arguments);
    }
    return 0;
}

int probe_attacks(int count, char **arguments) {
    (void)count;
    (void)arguments;
    for (const struct attack *const *list = attacks; *list != NULL; list++) {
        for (const struct attack *attack = *list; attack->name != NULL; attack++) {
            printf("%s\n", attack->name);
        }
    }
    return 0;
}
