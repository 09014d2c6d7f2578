// What the loader needs: directories read by descriptor, facts of the host, and the way out of privilege.
#pragma once
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

struct cl_status {
    uint32_t mode;
    uint32_t uid;
    uint32_t gid;
    int64_t size;
    uint64_t device;
    uint64_t inode;
    uint64_t links;
    int64_t changed;
};

// A directory, links followed: the path is the administrator's own word.
int cl_open_directory(const char *path);
// Below a directory; never through a link.
int cl_open_directory_at(int directory, const char *name);
// A file to read, never through a link, and never waiting for the other end of a FIFO.
int cl_open_file_at(int directory, const char *name);
int cl_status(int fd, struct cl_status *status);
// Of the entry itself, not of what it links to.
int cl_status_at(int directory, const char *name, struct cl_status *status);
// Corresponds to fgetxattr(2), and to lgetxattr(2).
long cl_get_attribute(int fd, const char *name, void *bytes, size_t size);
long cl_get_attribute_of_path(const char *path, const char *name, void *bytes, size_t size);
long cl_read_link_at(int directory, const char *name, char *buffer, size_t size);
// Whole `struct linux_dirent64` records; 0 at the end. Corresponds to getdents64(2).
long cl_read_entries(int directory, void *buffer, size_t size);

// Node name, kernel release and machine, each cut to `size` with its end mark.
int cl_host_names(char *node, char *release, char *machine, size_t size);

int cl_drop_groups(void);
int cl_drop_group(uint32_t gid);
int cl_drop_user(uint32_t uid);
int cl_drop_capabilities(void);
int cl_set_no_new_privileges(void);
int cl_no_new_privileges(void);
// PR_SET_DUMPABLE: no other process of the same user may trace this one or look into it.
int cl_set_not_dumpable(void);
// Real, effective and saved ids are all the one asked for, no supplementary group is left.
int cl_is_only(uint32_t uid, uint32_t gid);
// A program of `count` bytes. Corresponds to seccomp(2).
int cl_install_filter(const void *program, size_t count);
// The caller's mode; -EINVAL from a kernel without filters. Corresponds to PR_GET_SECCOMP of prctl(2).
int cl_filter_mode(void);
int cl_yield(void);
// Of the calling process: the limit's two values.
int cl_own_limit(int kind, uint64_t *soft, uint64_t *hard);

#pragma clang assume_nonnull end
