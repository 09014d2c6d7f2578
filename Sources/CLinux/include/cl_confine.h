// Identity, capabilities, limits, scheduling, roots and filters: what the helper applies, and how it reads back
// what it applied.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// close_range(2): every descriptor from `first` on closes on exec.
int cl_mark_close_on_exec(int first);
// SIGSTKFLT, which the kernel never sends: a call that a helper waits in fails with EINTR.
#define CL_INTERRUPTION 16
// Default dispositions for all signals but CL_INTERRUPTION, an empty mask.
int cl_reset_signals(void);
int cl_new_session(void);
// A copy of this process with the same parent: its pid, and 0 in the copy. `group` is the directory of the cgroup in
// which it is born, or -1 for the caller's. Corresponds to clone(2) and clone3(2) with CLONE_PARENT. The C library does
// not know of it: for programs with one thread.
int cl_fork_sibling(int group);
// umask(2): returns the former mask.
uint32_t cl_exchange_umask(uint32_t mask);

// Waits for a message and says how long it is, leaving it where it is; 0 at the end.
long cl_next_message_size(int fd);

// Identity. Real, effective, saved and file-system ids change together.
struct cl_identity {
    uint32_t uid[3];  // real, effective, saved
    uint32_t gid[3];
};
int cl_get_identity(struct cl_identity *identity);
int cl_set_groups(const uint32_t *_Nullable groups, size_t count);
// How many supplementary groups there are; -EINVAL when more than `capacity`.
int cl_get_groups(uint32_t *groups, size_t capacity);

// Capabilities: bit n for capability n.
struct cl_capabilities {
    uint64_t effective;
    uint64_t permitted;
    uint64_t inheritable;
};
int cl_get_capabilities(struct cl_capabilities *sets);
int cl_set_capabilities(const struct cl_capabilities *sets);
// 1 or 0; -EINVAL for a capability the kernel does not have.
int cl_bounding_has(int capability);
int cl_bounding_drop(int capability);
int cl_ambient_has(int capability);
int cl_ambient_raise(int capability);
int cl_ambient_clear(void);
int cl_get_secure_bits(void);
int cl_set_secure_bits(uint32_t bits);
// Whether a change of user keeps the permitted set. The kernel clears this on exec.
int cl_keep_capabilities(int keep);

// Limits and scheduling.
int cl_set_limit(int kind, uint64_t soft, uint64_t hard);
int cl_set_scheduler(int policy, int priority, int reset_on_fork);
int cl_get_scheduler(int *policy, int *priority, int *reset_on_fork);
int cl_set_nice(int nice);
int cl_get_nice(int *nice);
// CPU sets as words of 64 bits, lowest CPU first. The second returns how many words the kernel filled.
int cl_set_affinity(const uint64_t *words, size_t count);
int cl_get_affinity(uint64_t *words, size_t count);
int cl_set_io_priority(int value);
int cl_get_io_priority(void);
int cl_set_timer_slack(uint64_t nanoseconds);

// Mounts of one's own. Trees are descriptors of what stands nowhere yet; each call on one is for all of it.
// What is mounted on the host later appears, and nothing the other way.
int cl_leave_mounts(void);
// MS_SHARED or one of its siblings, for all mounts.
int cl_propagate_mounts(uint64_t way);
int cl_leave_host_names(void);
int cl_clone_tree(int place, bool is_recursive);
int cl_open_file_system(const char *kind);
int cl_set_file_system(int context, const char *key, const char *value);
int cl_make_file_system(int context);
int cl_make_device_at(int directory, const char *name, uint32_t major, uint32_t minor);
// A tree of one empty file, which is made in another that is attached nowhere.
int cl_empty_file(int tree);
// A regular file or directory that is open for reading is opened again on a mount of its own, under its number.
int cl_reopen(int fd, uint64_t attributes);
int cl_restrict_tree(int tree, uint64_t attributes);
int cl_restrict_root(uint64_t attributes);
int cl_move_tree(int tree, int place);

// Other namespaces, by their CLONE_ flag.
int cl_leave_namespace(int kind);
int cl_enter_namespace(int place, int kind);
int cl_raise_loopback(void);

int cl_deny_writable_code(void);
int cl_writable_code_denial(void);
long cl_get_timer_slack(void);
int cl_set_personality(uint32_t personality);
int cl_get_personality(void);

// keyctl(2). The last says whether the calls work here at all.
int cl_join_session_keyring(void);
int cl_link_user_keyring(void);
int cl_probe_keyrings(void);

// Root and working directory.
int cl_change_directory(const char *path);
int cl_change_directory_to(int fd);
// chroot(2) to the working directory.
int cl_change_root_here(void);
// The system call itself: it says "(unreachable)" where the C library would hide it. Returns the length with NUL.
long cl_current_directory(char *path, size_t capacity);

// seccomp(2) with a program of `count` bytes; what it denies is logged or not.
int cl_add_filter(const void *program, size_t count, int is_logged);
// execve(2): returns only to say why not.
int cl_execute(const char *path, char *_Nullable const *_Nonnull arguments, char *_Nullable const *_Nonnull environment);
void cl_exit_now(int status);

#pragma clang assume_nonnull end
