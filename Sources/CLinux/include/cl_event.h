// Processes, events, sockets and clocks: what the daemon's loop is made of.
#pragma once
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// epoll(7). The kernel's structure is packed on x86-64; this one is not.
struct cl_event {
    uint32_t events;
    uint64_t token;
};
int cl_epoll_create(void);
int cl_epoll_add(int epoll, int fd, uint32_t events, uint64_t token);
int cl_epoll_modify(int epoll, int fd, uint32_t events, uint64_t token);
int cl_epoll_remove(int epoll, int fd);
int cl_epoll_wait(int epoll, struct cl_event *events, int capacity, int timeout_ms);

// signalfd(2): blocks the signals in `mask` (bit n-1 for signal n) and delivers them by descriptor.
int cl_signalfd(uint64_t mask);
int cl_ignore_signal(int signal);
int cl_block_all_signals(void);
// The next pending signal, with who sent it; -EAGAIN when there is none.
int cl_signalfd_next(int fd, int *signal, int *sender);

// timerfd(2) on the monotonic clock; an absolute moment in microseconds, 0 disarms.
int cl_timerfd_create(void);
int cl_timerfd_arm(int fd, uint64_t microseconds);

void cl_pause(int milliseconds);
uint64_t cl_monotonic_now(void);
uint64_t cl_wall_now(void);

// posix_spawn(3) of `path` with an empty signal mask, default dispositions and an empty environment, `job`
// as descriptor 3 and the caller's 0, 1, 2. `argv` ends in NULL. Every other descriptor must be close-on-exec.
int cl_spawn(const char *path, char *_Nullable const *_Nonnull argv, char *_Nullable const *_Nonnull environment, int job,
             int32_t *pid);

struct cl_exit {
    int32_t pid;
    int32_t code;      // exit code, or signal number when signaled
    int32_t signaled;  // 0 or 1
    int32_t core;      // 0 or 1
    uint64_t cpu_us;   // user and system time
    uint64_t peak_kb;  // largest resident set
};
// The pid of a child that has ended and is not reaped yet, which it stays; 0 when none has, -ECHILD when there are no
// children. Corresponds to waitid(2) with WNOWAIT. Never waits.
int cl_ended_child(void);
// wait4(2) for a child that has ended.
int cl_reap(int32_t pid, struct cl_exit *result);

int cl_kill(int32_t pid, int signal);
int cl_pidfd_open(int32_t pid);
int cl_pidfd_signal(int pidfd, int signal);
int cl_become_subreaper(void);
// 1 when a process with this real user id exists in our pid namespace, 0 when none does.
int cl_user_has_processes(uint32_t uid);

// A pair of which only the first end, the caller's, never blocks.
int cl_seqpacket_pair(int pair[_Nonnull 2]);
// Sends one message with up to 8 descriptors attached.
long cl_send_message(int fd, const void *bytes, size_t count, const int *_Nullable descriptors, size_t descriptor_count);
// poll(2): 1 when there is something to read or the other end is closed, 0 when that took longer.
int cl_wait_readable(int fd, int timeout_ms);
// Receives one message and up to `descriptor_capacity` (at most 8) descriptors, close-on-exec; -EMSGSIZE when either did not fit.
long cl_receive_message(int fd, void *bytes, size_t capacity, int *_Nullable descriptors, size_t descriptor_capacity,
                        size_t *_Nullable descriptor_count);

// A connected stream socket; one that does not block gives -EAGAIN while the listener's queue is full.
int cl_unix_connect(const char *path, size_t length, int is_blocking);
int cl_unix_listen(const char *path, size_t length, int backlog);
int cl_accept(int fd);
struct cl_peer {
    int32_t pid;
    uint32_t uid;
    uint32_t gid;
};
int cl_peer_credentials(int fd, struct cl_peer *peer);
// The peer's supplementary groups; returns how many, -ERANGE when more than `capacity`.
long cl_peer_groups(int fd, uint32_t *groups, size_t capacity);

int cl_memory_file(const char *name);
int cl_seal(int fd);
long cl_read_at(int fd, void *buffer, size_t count, int64_t offset);
long cl_write_at(int fd, const void *buffer, size_t count, int64_t offset);

int cl_inotify_create(void);
int cl_inotify_watch_modify(int fd, const char *path);
int cl_inotify_unwatch(int fd, int watch);
// The watch descriptors of up to `capacity` pending events.
long cl_inotify_read(int fd, int *watches, size_t capacity);

int cl_random(void *bytes, size_t count);
int cl_lock_exclusively(int fd);
// A pipe or device that others hold too, opened again for writing without blocking; else a duplicate.
int cl_open_unshared(int fd);
// Opens the device or file of descriptor 1 or 2 again under the same number, for writing at its end and nothing else.
// Pipes and sockets stay as they are. Fails where a terminal stays readable.
int cl_narrow_output(int fd);
// Writes what fits at once; -EAGAIN when that is nothing. A regular file takes everything.
long cl_write_now(int fd, const void *data, size_t length);
// Gives freed memory back to the kernel. Corresponds to malloc_trim(3).
void cl_trim_memory(void);

#pragma clang assume_nonnull end
