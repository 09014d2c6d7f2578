// Files and directories, always by descriptor.
#pragma once
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

int cl_close(int fd);
long cl_read(int fd, void *buffer, size_t count);
long cl_write(int fd, const void *buffer, size_t count);

// openat2(2), always close-on-exec and never taking a terminal. CL_HERE as directory is the working directory.
#define CL_HERE (-100)
int cl_open_resolved(int directory, const char *path, uint64_t flags, uint32_t mode, uint64_t resolve);
// The same with the file-system identity of another user, and that user's rights only. Not for a process with
// threads.
int cl_open_as(int directory, const char *path, uint64_t flags, uint32_t mode, uint64_t resolve, uint32_t uid,
               uint32_t gid, const uint32_t *_Nullable groups, size_t group_count);
// Whether that user may make and rename entries of the directory; -EACCES where not.
int cl_may_change_as(int directory, uint32_t uid, uint32_t gid, const uint32_t *_Nullable groups, size_t group_count);

// stat(2), links followed; `struct cl_status` is beside cl_status.
struct cl_status;
int cl_status_of_path(const char *path, struct cl_status *status);
int cl_change_mode_of(int fd, uint32_t mode);
int cl_change_owner_of(int fd, uint32_t uid, uint32_t gid);
// Never follows a link in the last component.
// Of what was opened with O_PATH, links themselves too. Corresponds to fchownat(2) with AT_EMPTY_PATH.
int cl_change_owner_by_handle(int fd, uint32_t uid, uint32_t gid);
int cl_make_directory_at(int directory, const char *name, uint32_t mode);
int cl_remove_file_at(int directory, const char *name);
int cl_remove_directory_at(int directory, const char *name);
int cl_rename_at(int from, const char *name, int to, const char *other);
// renameat2(2) with RENAME_EXCHANGE, within one directory.
int cl_exchange_at(int directory, const char *name, const char *other);
int cl_make_link_at(const char *target, int directory, const char *name);
int cl_duplicate_above(int fd, int minimum);
// Afterwards `target` is inherited on exec.
int cl_duplicate_onto(int fd, int target);
int cl_make_blocking(int fd);
// The magic number of the file system (statfs(2)).
int64_t cl_file_system_of(int fd);
// fcntl(2) with F_GET_SEALS.
int cl_seals_of(int fd);

#pragma clang assume_nonnull end
