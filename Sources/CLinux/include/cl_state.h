// The daemon's own files: its state, its cgroups, and what it reads of /proc.
#pragma once
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

int cl_make_directory(const char *path, uint32_t mode);
int cl_remove_directory(const char *path);
int cl_remove_file(const char *path);
int cl_rename_file(const char *from, const char *to);
int cl_change_mode(const char *path, uint32_t mode);
int cl_change_owner(const char *path, uint32_t uid, uint32_t gid);

int cl_open_for_reading(const char *path);
int cl_open_for_writing(const char *path);
// Creates when missing; never follows a link in the last component.
int cl_open_for_appending(const char *path, uint32_t mode);
int cl_open_lock(const char *path, uint32_t mode);
int64_t cl_file_size(int fd);
int cl_truncate_file(int fd, int64_t size);
int cl_sync_data(int fd);
// An end of a pipe whose other end is closed: reading ends at once, writing fails with EPIPE.
int cl_one_end_of_pipe(int is_writable);

// The names in a directory that are numbers, such as the pids in /proc.
long cl_list_numbers(const char *path, int *numbers, size_t capacity);

uint32_t cl_effective_user(void);
uint32_t cl_effective_group(void);
int32_t cl_own_pid(void);
// Bit n for capability n of the calling process's effective set.
int cl_effective_capabilities(uint64_t *set);
void cl_set_umask(uint32_t mask);
// The path by which the kernel executed this program (AT_EXECFN), as given by the caller of execve(2).
const char *_Nullable cl_executed_path(void);

#pragma clang assume_nonnull end
