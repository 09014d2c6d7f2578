// Uses of system calls that are harmless otherwise: only their arguments tell.
#include "attack.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sched.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_fchmodat2
#define SYS_fchmodat2 452
#endif

// What a call takes for an int is the lower half: the upper one is there for a filter that compares both.
static const unsigned long above = 1UL << 32;

static int open_route_socket(void) { return outcome(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, 0)); }

static int open_route_socket_above(void) {
    return outcome(syscall(SYS_socket, above | AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, 0));
}

static int join_any_namespace(void) {
    int fd = open("/proc/self/ns/uts", O_RDONLY | O_CLOEXEC);
    return fd < 0 ? errno : outcome(syscall(SYS_setns, fd, above));
}

static int new_time_namespace(void) { return outcome(unshare(0x80)); }

static int switch_personality_above(void) { return outcome(syscall(SYS_personality, above | ADDR_NO_RANDOMIZE)); }

static void *page(int protection) { return mmap(NULL, 4096, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); }

static int map_writable_code(void) { return page(PROT_READ | PROT_WRITE | PROT_EXEC) == MAP_FAILED ? errno : 0; }

static int run_written(void) {
    unsigned char *code = page(PROT_READ | PROT_WRITE);
    if (code == MAP_FAILED) {
        return errno;
    }
    code[0] = 0xc3;
    return outcome(mprotect(code, 4096, PROT_READ | PROT_EXEC));
}

static int run_written_by_key(void) {
    void *code = page(PROT_READ | PROT_WRITE);
    return code == MAP_FAILED ? errno : outcome(syscall(SYS_pkey_mprotect, code, 4096, PROT_READ | PROT_EXEC, -1));
}

static int share_code(void) {
    int segment = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0700);
    if (segment < 0) {
        return errno;
    }
    void *place = shmat(segment, NULL, SHM_EXEC | SHM_RDONLY);
    int failed = place == (void *)-1 ? errno : 0;
    shmctl(segment, IPC_RMID, NULL);
    return failed;
}

static int run_real_time_later(void) {
    struct sched_param parameters = {.sched_priority = 1};
    return outcome(syscall(SYS_sched_setscheduler, 0, above | SCHED_RR | SCHED_RESET_ON_FORK, &parameters));
}

static int run_real_time_unseen(void) {
    // struct sched_attr, whose header does not go together with the C library's.
    struct {
        unsigned size, policy;
        unsigned long flags;
        int nice;
        unsigned priority;
        unsigned long runtime, deadline, period;
    } attributes = {.size = sizeof attributes, .policy = SCHED_FIFO, .priority = 1};
    return outcome(syscall(SYS_sched_setattr, 0, &attributes, 0));
}

static const char own[] = "open/own";

static int make_own(void) { return open(own, O_RDWR | O_CREAT | O_CLOEXEC, 0755); }

static int undone(long result) {
    int failed = outcome(result);
    unlink(own);
    rmdir(own);
    return failed;
}

static int set_user_bit(void) { return make_own() < 0 ? errno : undone(chmod(own, 04755)); }

static int set_user_bit_by_descriptor(void) {
    int fd = make_own();
    return fd < 0 ? errno : undone(fchmod(fd, 04755));
}

static int set_group_bit(void) { return mkdir(own, 0755) < 0 ? errno : undone(fchmodat(AT_FDCWD, own, 02755, 0)); }

static int set_user_bit_anew(void) {
    return make_own() < 0 ? errno : undone(syscall(SYS_fchmodat2, AT_FDCWD, own, 04755, 0));
}

static int create_with_user_bit(void) { return undone(open(own, O_WRONLY | O_CREAT | O_CLOEXEC, 04755)); }

static int create_unnamed_with_user_bit(void) { return outcome(open("open", O_WRONLY | O_TMPFILE | O_CLOEXEC, 04755)); }

static int create_with_user_bit_unseen(void) {
    struct open_how how = {.flags = O_WRONLY | O_CREAT | O_CLOEXEC, .mode = 04755};
    return undone(syscall(SYS_openat2, AT_FDCWD, own, &how, sizeof how));
}

static int make_node_with_user_bit(void) { return undone(mknod(own, S_IFREG | 04755, 0)); }

const struct attack use_attacks[] = {
    {"open-route-socket", open_route_socket},
    {"open-route-socket-above", open_route_socket_above},
    {"join-any-namespace", join_any_namespace},
    {"new-time-namespace", new_time_namespace},
    {"fix-addresses-above", switch_personality_above},
    {"map-writable-code", map_writable_code},
    {"run-written", run_written},
    {"run-written-by-key", run_written_by_key},
    {"share-code", share_code},
    {"run-real-time-later", run_real_time_later},
    {"run-real-time-unseen", run_real_time_unseen},
    {"set-user-bit", set_user_bit},
    {"set-user-bit-by-descriptor", set_user_bit_by_descriptor},
    {"set-user-bit-anew", set_user_bit_anew},
    {"set-group-bit", set_group_bit},
    {"create-with-user-bit", create_with_user_bit},
    {"create-unnamed-with-user-bit", create_unnamed_with_user_bit},
    {"create-with-user-bit-unseen", create_with_user_bit_unseen},
    {"make-node-with-user-bit", make_node_with_user_bit},
    {0},
};
