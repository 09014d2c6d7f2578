// Parts of the kernel that few services need.
#include "attack.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/io_uring.h>
#include <linux/keyctl.h>
#include <linux/perf_event.h>
#include <linux/sched.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fanotify.h>
#include <sys/io.h>
#include <sys/ioctl.h>
#include <sys/klog.h>
#include <sys/personality.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// "return 0", for the classifier of a network interface, never attached to one.
static int load_bpf(void) {
    struct bpf_insn program[] = {{.code = BPF_ALU64 | BPF_MOV | BPF_K}, {.code = BPF_JMP | BPF_EXIT}};
    union bpf_attr attributes = {
        .prog_type = BPF_PROG_TYPE_SCHED_CLS,
        .insns = (uint64_t)(uintptr_t)program,
        .insn_cnt = 2,
        .license = (uint64_t)(uintptr_t) "MIT",
    };
    return outcome(syscall(SYS_bpf, BPF_PROG_LOAD, &attributes, sizeof attributes));
}

// Of everything that runs on the first CPU.
static int watch_all(void) {
    struct perf_event_attr event = {
        .type = PERF_TYPE_SOFTWARE, .size = sizeof event, .config = PERF_COUNT_SW_CPU_CLOCK};
    return outcome(syscall(SYS_perf_event_open, &event, -1, 0, -1, PERF_FLAG_FD_CLOEXEC));
}

static int fault_in_user_space(void) { return outcome(syscall(SYS_userfaultfd, O_CLOEXEC)); }

static int use_io_uring(void) {
    struct io_uring_params parameters = {0};
    return outcome(syscall(SYS_io_uring_setup, 1, &parameters));
}

static int add_key(void) {
    return outcome(syscall(SYS_add_key, "user", "castellan-probe", "x", 1, KEY_SPEC_PROCESS_KEYRING));
}

// Rubbish: whoever may load modules is told that it is none.
static int load_module(void) {
    static char image[4096];
    return outcome(syscall(SYS_init_module, image, sizeof image, ""));
}

// More segments than the kernel takes: nothing can be loaded, and nothing unloaded.
static int load_kernel(void) { return outcome(syscall(SYS_kexec_load, 0, 17, NULL, 0)); }

// The file is no swap area.
static int add_swap(void) { return outcome(syscall(SYS_swapon, "victim", 0)); }

// Without the numbers that the call is guarded by.
static int reboot_machine(void) { return outcome(syscall(SYS_reboot, 0, 0, 0, NULL)); }

static int set_clock(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return outcome(clock_settime(CLOCK_REALTIME, &now));
}

static int set_host_name(void) {
    char name[256];
    gethostname(name, sizeof name);
    return outcome(sethostname(name, strlen(name)));
}

static int use_ports(void) { return outcome(ioperm(0x80, 1, 1)); }

// How much of the log waits: tells little, and takes the right to read it.
static int read_kernel_log(void) { return outcome(klogctl(9, NULL, 0)); }

static int write_kernel_log(void) { return try_open("/dev/kmsg", O_WRONLY); }

// Writes what is there.
static int set_core_pattern(void) {
    char pattern[256];
    int fd = open("/proc/sys/kernel/core_pattern", O_RDWR | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, pattern, sizeof pattern);
    return length < 0 ? errno : outcome(pwrite(fd, pattern, (size_t)length, 0));
}

static int watch_files(void) { return outcome(fanotify_init(FAN_CLASS_CONTENT | FAN_CLOEXEC, O_RDONLY)); }

static int fix_addresses(void) { return outcome(personality(ADDR_NO_RANDOMIZE)); }

// A filter that judges the native numbers would take both for something else.
static int call_as_32_bit(void) {
#ifdef __x86_64__
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "r8", "r9", "r10", "r11", "memory");
    return result == getpid() ? 0 : (int)-result;
#else
    return ENOSYS;
#endif
}

static int call_as_x32(void) { return outcome(syscall(0x40000000 | SYS_getpid)); }

static int new_user_namespace(void) { return outcome(unshare(CLONE_NEWUSER)); }

static int new_mount_namespace(void) { return outcome(unshare(CLONE_NEWNS)); }

static int new_network_namespace(void) { return outcome(unshare(CLONE_NEWNET)); }

// The flags are in a register, where a filter can see them.
static int clone_namespace(void) {
    long pid = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);
    if (pid == 0) {
        _exit(0);
    }
    return outcome(pid < 0 ? pid : waitpid((pid_t)pid, NULL, 0));
}

// The flags are in memory, where it cannot.
static int clone_namespace_unseen(void) {
    struct clone_args arguments = {.flags = CLONE_NEWUSER, .exit_signal = SIGCHLD};
    long pid = syscall(SYS_clone3, &arguments, sizeof arguments);
    if (pid == 0) {
        _exit(0);
    }
    return outcome(pid < 0 ? pid : waitpid((pid_t)pid, NULL, 0));
}

static int join_namespace(void) {
    int fd = open("/proc/self/ns/uts", O_RDONLY | O_CLOEXEC);
    return fd < 0 ? errno : outcome(setns(fd, CLONE_NEWUTS));
}

static int open_raw_socket(void) { return outcome(socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMP)); }

static int open_packet_socket(void) { return outcome(socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0)); }

static int take_low_port(void) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(79), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    return fd < 0 ? errno : outcome(bind(fd, (struct sockaddr *)&address, sizeof address));
}

// To what it is.
static int set_interface(void) {
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    struct ifreq request = {.ifr_name = "lo"};
    if (fd < 0 || ioctl(fd, SIOCGIFFLAGS, &request) < 0) {
        return errno;
    }
    return outcome(ioctl(fd, SIOCSIFFLAGS, &request));
}

// Standard output is a terminal that is not ours.
static int type_into_terminal(void) { return outcome(ioctl(1, TIOCSTI, "x")); }

// It becomes the controlling terminal of a session, and is taken away from that.
static int take_terminal(void) {
    int news[2];
    if (pipe2(news, O_CLOEXEC) < 0) {
        return errno;
    }
    pid_t owner = fork();
    if (owner == 0) {
        setsid();
        int owns = outcome(ioctl(1, TIOCSCTTY, 0));
        (void)!write(news[1], &owns, sizeof owns);
        pause();
    }
    int result = EPIPE;
    if (owner < 0 || read(news[0], &result, sizeof result) < 0) {
        return errno;
    }
    if (result == 0) {
        setsid();
        result = outcome(ioctl(1, TIOCSCTTY, 1));
    }
    kill(owner, SIGKILL);
    waitpid(owner, NULL, 0);
    return result;
}

static int open_physical_memory(void) { return try_open("/dev/mem", O_RDONLY); }

// What is written there is done at once: opening must do.
static int open_system_requests(void) { return try_open("/proc/sysrq-trigger", O_WRONLY); }

const struct attack kernel_attacks[] = {
    {"load-bpf", load_bpf},
    {"watch-all", watch_all},
    {"fault-in-user-space", fault_in_user_space},
    {"use-io-uring", use_io_uring},
    {"add-key", add_key},
    {"load-module", load_module},
    {"load-kernel", load_kernel},
    {"add-swap", add_swap},
    {"reboot-machine", reboot_machine},
    {"set-clock", set_clock},
    {"set-host-name", set_host_name},
    {"use-ports", use_ports},
    {"read-kernel-log", read_kernel_log},
    {"write-kernel-log", write_kernel_log},
    {"set-core-pattern", set_core_pattern},
    {"watch-files", watch_files},
    {"fix-addresses", fix_addresses},
    {"call-as-32-bit", call_as_32_bit},
    {"call-as-x32", call_as_x32},
    {"new-user-namespace", new_user_namespace},
    {"new-mount-namespace", new_mount_namespace},
    {"new-network-namespace", new_network_namespace},
    {"clone-namespace", clone_namespace},
    {"clone-namespace-unseen", clone_namespace_unseen},
    {"join-namespace", join_namespace},
    {"open-raw-socket", open_raw_socket},
    {"open-packet-socket", open_packet_socket},
    {"take-low-port", take_low_port},
    {"set-interface", set_interface},
    {"type-into-terminal", type_into_terminal},
    {"take-terminal", take_terminal},
    {"open-physical-memory", open_physical_memory},
    {"open-system-requests", open_system_requests},
    {0},
};
